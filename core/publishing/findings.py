"""What is to be said of records before readers see them: one list of checks for every road.

A check is a small function of a record, with its rows, that yields sentences. It is registered for
the models that it is about:

    @check(Initiative, level=ERROR, field="summary")
    def summary_is_short(initiative):
        "The summary has at most 300 characters."
        if len(initiative.summary) > 300:
            yield f"The summary has {len(initiative.summary)} characters; at most 300 fit."

The form, the steps with many records, the import and `manage.py check_catalogue` ask here. What
they read is read once for many records; a check asks the database nothing. What has to look at
other records is registered by `compare`: a function of all records at hand, that may ask.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

AT_ONCE = 500  # records read together


class Level(StrEnum):
    """How much a finding weighs, the heaviest first."""

    ERROR = "error"  # keeps the record from the public
    WARNING = "warning"  # asks for a reason, which is kept
    NOTE = "note"  # is only said


ERROR, WARNING, NOTE = Level
WEIGHT = {level: weight for weight, level in enumerate(Level)}


@dataclass(frozen=True)
class Problem:
    """Why a record is not saved, and the field of its form that this is about, if any."""

    text: str
    field: str | None = None

    def __str__(self):
        return self.text


@dataclass(frozen=True)
class Other:
    """Another record of the kind that a sentence names; and the same sentence, said of that one.

    likely: how likely the two are the same, of 100.
    """

    key: int
    text: str
    about: str
    likely: int = 100


@dataclass(frozen=True)
class Said:
    """What a check says: a sentence; a field of the form, where it is another than the check's.

    about: what the sentence is about, as a text: while that stays the same, a reason given holds.
    Without it, that is the sentence. other: the record that may be the same, where it is about one.
    """

    text: str
    field: str | None = None
    about: str = ""
    other: Other | None = None


@dataclass(frozen=True)
class Finding:
    """What one check says of one record."""

    check: str
    level: Level
    text: str
    field: str | None = None
    about: str = ""
    other: Other | None = None

    def __str__(self):
        return self.text

    @property
    def turned(self):
        """The same, said of the other record."""
        return replace(self, text=self.other.text, about=self.other.about, other=None)

    @property
    def digest(self):
        """A text that stays the same for as long as what the finding is about does."""
        content = "\n".join([self.check, self.about or self.text])
        return hashlib.blake2b(content.encode(), digest_size=12).hexdigest()


@dataclass(frozen=True)
class Check:
    """One entry of the list of checks.

    is_alone: whether `ask` is a function of one record; else of many, yielding pairs of a record
    and what is said of it. finds_twins: whether what it says names an `other` that may be the same.
    """

    ask: Callable
    models: tuple
    level: Level
    field: str | None
    is_alone: bool
    finds_twins: bool

    @property
    def name(self):
        return self.ask.__name__.replace("_", "-")

    @property
    def promise(self):
        """What holds of a record that the check has nothing to say of, in one sentence."""
        return self.ask.__doc__.strip().splitlines()[0]

    def said(self, records):
        """Pairs of a record and what the check says of it, a text or a Said."""
        if not self.is_alone:
            return self.ask(records)
        return ((record, said) for record in records for said in self.ask(record))


CHECKS = []  # all that there are, in the order in which they were registered
_reads = defaultdict(list)  # what checks read besides the records, by model


def check(*models, level, field=None, is_alone=True, finds_twins=False):
    """A decorator that registers a function of a record; its name is the name of the check."""

    def register(ask):
        CHECKS.append(Check(ask, models, level, field, is_alone, finds_twins))
        return ask

    return register


def compare(*models, level, field=None, finds_twins=False):
    """The same for a function of many records, which yields pairs of a record and a sentence."""
    return check(*models, level=level, field=field, is_alone=False, finds_twins=finds_twins)


def reads(model, *relations):
    """Have what checks of a model read beside its records read for many records at once."""
    _reads[model] += relations


def checks_of(model):
    """The checks that are about records of a model."""
    return [one for one in CHECKS if issubclass(model, one.models)]


def findings(model, keys, *, alone=None):
    """What there is to say of the records with these keys: Findings by key, errors first.

    alone: a level, of which only what is found without looking at other records is told.

    Records are read anew, in a number of queries that does not depend on how many there are.
    """
    keys, found = list(keys), {}
    for start in range(0, len(keys), AT_ONCE):
        rows = model._base_manager.filter(pk__in=keys[start : start + AT_ONCE]).order_by("pk")
        made = [column.name for column in model._meta.concrete_fields if column.generated]
        rows = rows.defer(*made).prefetch_related(*_reads[model])
        found |= findings_of_read(model, list(rows), alone=alone)
    return found


def findings_of(record):
    """What there is to say of one stored record, errors first."""
    return findings(type(record), [record.pk]).get(record.pk, [])


def findings_of_read(model, records, *, alone=None):
    """The same for records that are read, with all that `reads` names."""
    found = {record.pk: [] for record in records}
    for one in checks_of(model):
        if alone and not (one.is_alone and one.level == alone):
            continue
        for record, said in one.said(records):
            finding = found_by(one, said)
            if finding not in found[record.pk]:
                found[record.pk].append(finding)
    return {
        key: sorted(some, key=lambda finding: WEIGHT[finding.level]) for key, some in found.items()
    }


def found_by(one, said):
    """What a check has said, a text or a Said, as a Finding."""
    said = said if isinstance(said, Said) else Said(said)
    field = said.field or one.field
    return Finding(one.name, one.level, said.text, field, said.about, said.other)
