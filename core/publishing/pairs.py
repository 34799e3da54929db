"""Pairs of records that may be of the same thing, kept until somebody says that they are two.

The gate asks about one record before readers see it. Here the same checks are asked about all
records, by night, so that the desk can count what they find.
"""

from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import TextField

from core.models.pairs import SuspectedPair, not_archived
from core.publishing import gate
from core.publishing.findings import CHECKS, checks_of, found_by

AT_ONCE = 10_000  # records that are read together, and findings that are held against reasons
MOST = 5_000  # pairs of one kind that are kept: before so many are answered, another night comes


@dataclass(frozen=True)
class Found:
    """What a search among the records of one model came to: how many pairs."""

    model: type
    open: int
    new: int
    gone: int

    @property
    def is_cut(self):
        """Whether there may be more than are kept."""
        return self.open == MOST


def kinds():
    """The models whose records may be twins, in the order in which their checks are registered."""
    return list(dict.fromkeys(model for one in CHECKS if one.finds_twins for model in one.models))


def find(model):
    """Keep the pairs that the checks ask about today, and no others; what came of it, as Found."""
    found = {}
    for keys, likely in unanswered(model):
        found[keys] = max(likely, found.get(keys, 0))
        if len(found) == MOST:
            break
    pairs = SuspectedPair.objects.of(model)
    name = model._meta.model_name
    with transaction.atomic():
        known = {pair.keys: pair for pair in pairs}
        gone = [pair.pk for keys, pair in known.items() if keys not in found]
        pairs.filter(pk__in=gone).delete()
        new = sorted(found.keys() - known.keys())
        SuspectedPair.objects.bulk_create(
            [
                SuspectedPair(kind=name, row_id=keys[0], other_id=keys[1], likelihood=found[keys])
                for keys in new
            ],
            ignore_conflicts=True,
        )
        moved = [
            pair for keys, pair in known.items() if found.get(keys, 0) not in (0, pair.likelihood)
        ]
        for pair in moved:
            pair.likelihood = found[pair.keys]
        SuspectedPair.objects.bulk_update(moved, ["likelihood"], batch_size=500)
    return Found(model, len(found), len(new), len(gone))


def tell_apart(user, model, pair, reason):
    """Keep why the records of a pair are two, with both, so that the gate does not ask again.

    Whether it does ask: if the names are not alike any more, or neither record is public, there is
    nothing to keep. Either way the pair is none any more.
    """
    given = {}
    for key, finding in asked(model, model._base_manager.filter(pk__in=pair.keys)):
        if finding.other.key in pair.keys:
            given[key, finding.digest] = (key, finding, reason)
            turned = finding.turned
            given[finding.other.key, turned.digest] = (finding.other.key, turned, reason)
    gate.keep(user, model, given.values())
    pair.delete()
    return bool(given)


def unanswered(model):
    """Pairs of keys, the lower first, that checks ask about, each with how likely they are one.

    Nobody has given a reason for either. A pair comes twice where each record is asked about the
    other.
    """
    found = everything_asked(model)
    while some := list(islice(found, AT_ONCE)):
        keys = {key for one, finding in some for key in (one, finding.other.key)}
        kept = gate.reasons(model, keys)
        for key, finding in some:
            other = finding.other.key
            if not (finding.digest in kept[key] or finding.turned.digest in kept[other]):
                yield (min(key, other), max(key, other)), finding.other.likely


def everything_asked(model):
    """What the checks for twins find of all records that are not archived; see `asked`."""
    records = not_archived(model)
    keys = list(records.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        yield from asked(model, records.filter(pk__in=keys[start : start + AT_ONCE]))


def asked(model, records):
    """Pairs of the key of one of these records and a Finding that it may be the same as another."""
    columns = model._meta.concrete_fields
    long = [one.name for one in columns if one.generated or isinstance(one, TextField)]
    read = list(records.defer(*long))  # names are short
    for one in checks_of(model):
        if one.finds_twins:
            yield from ((record.pk, found_by(one, said)) for record, said in one.said(read))
