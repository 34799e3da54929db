"""The gate to the public: what checks find, and what editors have said to it.

Errors keep a record back. A warning asks for a reason, which is kept and holds until what the
warning is about changes.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from core.models.publication import PublicationState, Publishable
from core.models.reasons import KeptReason
from core.publishing.findings import ERROR, NOTE, findings


@dataclass
class Verdict:
    """What stands between a record and the public, and what is merely to be told."""

    errors: list = field(default_factory=list)
    asked: list = field(default_factory=list)  # warnings that nobody has given a reason for
    answered: list = field(default_factory=list)  # pairs of a warning and the KeptReason
    notes: list = field(default_factory=list)

    @property
    def is_open(self):
        """Whether the record may become public as it is."""
        return not (self.errors or self.asked)


def verdicts(model, keys):
    """The Verdict on each of some records, by key."""
    found = findings(model, keys)
    kept = reasons(model, [key for key, some in found.items() if some])
    return {key: verdict_on(some, kept.get(key, {})) for key, some in found.items()}


def verdict_on(some, kept):
    verdict = Verdict()
    for finding in some:
        if finding.level == ERROR:
            verdict.errors.append(finding)
        elif finding.level == NOTE:
            verdict.notes.append(finding)
        elif finding.digest in kept:
            verdict.answered.append((finding, kept[finding.digest]))
        else:
            verdict.asked.append(finding)
    return verdict


def judge(record):
    """The Verdict on one stored record."""
    return verdicts(type(record), [record.pk])[record.pk]


def errors_in_public(records):
    """The errors that stand in those of some records that readers see now: by model and key."""
    keys, found = defaultdict(set), {}
    for record in records:
        if isinstance(record, Publishable):
            keys[type(record)].add(record.pk)
    for model, some in keys.items():
        public = model._base_manager.filter(pk__in=some, publication=PublicationState.PUBLISHED)
        judged = verdicts(model, list(public.values_list("pk", flat=True)))
        found |= {(model, key): verdict.errors for key, verdict in judged.items()}
    return found


def brought_about(before):
    """The errors in the same public records that were not among those of `errors_in_public`."""
    now = errors_in_public([model(pk=key) for model, key in before])
    return [
        finding
        for place, errors in now.items()
        for finding in errors
        if finding.digest not in {one.digest for one in before[place]}
    ]


def reasons(model, keys):
    """The KeptReasons for some records: by digest, by key."""
    rows = KeptReason.objects.filter(kind=model._meta.model_name, row_id__in=keys)
    found = defaultdict(dict)
    for row in rows.select_related("user"):
        found[row.row_id][row.digest] = row
    return found


def keep(user, model, given):
    """Keep reasons that somebody has given: triples of a record's key, a finding and the reason."""
    KeptReason.objects.bulk_create(
        [
            KeptReason(
                kind=model._meta.model_name,
                row_id=key,
                check_name=finding.check,
                finding=finding.text,
                digest=finding.digest,
                reason=reason,
                user=user,
                given_at=timezone.now(),
            )
            for key, finding, reason in given
        ],
        update_conflicts=True,
        unique_fields=["kind", "row_id", "digest"],
        update_fields=["finding", "reason", "user", "given_at"],
    )


def inherit(model, key, heir):
    """What was said of a record is said of another, too, into which it goes."""
    kind = model._meta.model_name
    given = KeptReason.objects.filter(kind=kind, row_id=key)
    for reason in given:
        reason.pk, reason.row_id = None, heir
    KeptReason.objects.bulk_create(given, ignore_conflicts=True)
