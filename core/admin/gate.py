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
    """A mixin for pages of records that become public, or belong to what is.

    What stood before a public record was saved is not asked about again: only what the change
    brings.
    """

    def compare(self, request, record):
        super().compare(request, record)
        request.found_before = found_in(self.judged(request, record))

    def judged(self, request, record):
        """What checks are to look at when this record is saved, as it stands; None if it is new."""
        return record

    def pass_gate(self, request, record):
        """Refuse to save what readers will see, as long as checks find errors or ask why.

        A preview, of which nothing is kept, shows what there is.
        """
        if not getattr(request, "is_rehearsal", False):
            is_part = type(record) is not self.model
            let_through(request, record, request.found_before, is_part=is_part)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["questions"] = getattr(request, "questions", ())
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def found_in(record):
    """The digests of what checks find in a record that readers see; none of another or of None."""
    if record is None or not record.is_published:
        return frozenset()
    verdict = gate.judge(record)
    return frozenset(finding.digest for finding in (*verdict.errors, *verdict.asked))


def let_through(request, record, before=frozenset(), *, is_part=False):
    """Refuse a stored record as long as checks find errors in it, or ask why it is so.

    The reasons that the request gives are kept. before: digests of what was found before, which is
    not asked again; is_part: whether a part of the record is saved alone, so that errors elsewhere
    cannot be mended in its form.

    :raises Refused: and what was asked stands as Questions in `request.questions`.
    """
    verdict = gate.judge(record)
    errors = [one for one in verdict.errors if not (is_part and one.digest in before)]
    if errors:
        raise Refused([Problem(one.text, one.field) for one in errors])
    asked = [one for one in verdict.asked if one.digest not in before]
    questions = [Question(name_for(one), one, given(request, name_for(one))) for one in asked]
    if not all(is_reason(question.reason) for question in questions):
        request.questions = questions
        raise Refused([Problem(ASKED)])
    gate.keep(
        request.user,
        type(record),
        [(record.pk, question.finding, question.reason) for question in questions],
    )


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
