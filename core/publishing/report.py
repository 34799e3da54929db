"""What the checks say of many records, line by line, for commands."""

from dataclasses import dataclass

from core.publishing.findings import ERROR, NOTE, findings
from core.publishing.gate import reasons

AT_ONCE = 1000


@dataclass(frozen=True)
class Line:
    """One finding about one record; `reason` is what an editor has answered to it."""

    kind: str
    slug: str
    check: str
    level: str
    field: str
    text: str
    reason: str = ""

    @property
    def is_error(self):
        return self.level == ERROR

    def __str__(self):
        answer = f" Answered: {self.reason}" if self.reason else ""
        return f"{self.level}: {self.kind} {self.slug}, {self.check}: {self.text}{answer}"


def lines(records):
    """The Lines on the records of a queryset, some thousand at a time; notes are left out."""
    model = records.model
    slugs = dict(records.order_by("pk").values_list("pk", "slug"))
    keys = list(slugs)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        found, kept = findings(model, some), reasons(model, some)
        for key, finding in [(one, finding) for one in some for finding in found[one]]:
            if finding.level != NOTE:
                answer = kept.get(key, {}).get(finding.digest)
                yield Line(
                    model._meta.model_name,
                    slugs[key],
                    finding.check,
                    finding.level.value,
                    finding.field or "",
                    finding.text,
                    answer.reason if answer else "",
                )
