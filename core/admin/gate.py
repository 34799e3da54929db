"""The gate to the public at the desk: the form and the steps with many records ask there."""

from collections import defaultdict
from dataclasses import dataclass

from core.admin.columns import change_url
from core.admin.saving import Refused
from core.admin.steps import NAMED, Reach
from core.models.reasons import LONGEST_REASON
from core.publishing import Problem, gate
from core.text import tidied

WHY = "_why"  # names of the fields that take reasons begin so
ASKED = (
    "Before readers see it, something is to be mended or explained: see above the form. Nothing is "
    "saved yet, and nothing that you typed is lost."
)


@dataclass(frozen=True)
class Question:
    """A warning that asks for a reason, and the field of the form that takes it."""

    name: str
    finding: object
    reason: str = ""  # what was typed already


class Gated:
    """A mixin for pages of records that become public.

    What stood before a public record was saved is not asked about again: only what the change
    brings.
    """

    def compare(self, request, record):
        super().compare(request, record)
        is_public = record is not None and record.is_published
        request.asked_before = digests(gate.judge(record).asked) if is_public else set()

    def pass_gate(self, request, record):
        """Refuse to save what readers will see, as long as checks find errors or ask why.

        A preview, of which nothing is kept, shows what there is.
        """
        if getattr(request, "is_rehearsal", False):
            return
        verdict = gate.judge(record)
        if verdict.errors:
            raise Refused([Problem(one.text, one.field) for one in verdict.errors])
        asked = [one for one in verdict.asked if one.digest not in request.asked_before]
        questions = [Question(name_for(one), one, given(request, name_for(one))) for one in asked]
        if not all(is_reason(question.reason) for question in questions):
            request.questions = questions
            raise Refused([Problem(ASKED)])
        gate.keep(
            request.user,
            type(record),
            [(record.pk, question.finding, question.reason) for question in questions],
        )

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["questions"] = getattr(request, "questions", ())
        kept = gate.reasons(self.model, [obj.pk])[obj.pk] if obj else {}
        context["reasons"] = list(kept.values())
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def digests(findings):
    return {finding.digest for finding in findings}


def name_for(finding):
    return f"{WHY}-{finding.digest}"


def given(request, name):
    """The reason that a field of the request gives, as one line."""
    return tidied(request.POST.get(name, ""), is_line=True).strip()


def is_reason(text):
    """Whether a text can be kept as a reason."""
    return 0 < len(text) <= LONGEST_REASON


@dataclass
class Group:
    """What one check asks about several records, which one reason may answer."""

    name: str
    lines: list
    more: int
    reason: str


def verdicts_on(desk, request, records):
    """The Verdicts on records that a step is about: found once for a request."""
    if not hasattr(request, "verdicts"):
        request.verdicts = gate.verdicts(desk.model, [record.pk for record in records])
    return request.verdicts


def publishable(desk, request, records):
    """The Reach of publishing: all but what checks find errors in, and what they ask about."""
    found = verdicts_on(desk, request, records)
    reach = Reach([], why_left_out="Checks found what is to be mended first.")
    asked = defaultdict(list)
    for record in records:
        verdict = found[record.pk]
        if verdict.errors and not record.is_published:
            reach.left_out.append((record, in_one(verdict.errors)))
            continue
        reach.touched.append(record)
        for finding in verdict.asked if not record.is_published else ():
            asked[f"{WHY}-{finding.check}"].append((record, change_url(record), finding.text))
    reach.asked = [
        Group(name, lines[:NAMED], max(0, len(lines) - NAMED), given(request, name))
        for name, lines in asked.items()
    ]
    return reach


def answers(request, verdict):
    """Pairs of each warning that asks and the reason given to its check; "" where there is none."""
    reasons = [(finding, given(request, f"{WHY}-{finding.check}")) for finding in verdict.asked]
    return [(finding, reason if is_reason(reason) else "") for finding, reason in reasons]


def in_one(findings):
    return " ".join(finding.text for finding in findings)
