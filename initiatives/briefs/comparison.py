"""The brief of a comparison: the same questions as on its page, a column for each initiative."""

from string import ascii_uppercase

from django.conf import settings
from django.urls import reverse

from core.briefs.model import Brief, Fact, Table, Words, line
from initiatives.briefs.initiative import joined
from initiatives.briefs.wording import Wording, hint, section, told_of
from initiatives.pages.compare import asking
from initiatives.pages.comparison import comparison_of

LABELS = 14  # percent of the width
JUDGEMENT = "Themes, stages and what is needed to take them up are the editors' judgement."
AT_THE_TOP = "Summary"  # stands above the table
RANKS = {"What came of it": 2, "What is needed to take it up": 1, "Where it went": 1}


def brief_of_comparison(initiatives, root):
    """The Brief of some InitiativeRecords, in their order."""
    comparison = comparison_of(initiatives)
    say = Wording(root, f"{reverse('compare')}?{asking(initiatives)}", comparison.sources)
    first, *others = initiatives
    letters = ascii_uppercase[: len(initiatives)]
    return Brief(
        kind="Comparison",
        title=f"{len(initiatives)} initiatives compared" if others else first.title,
        subtitle="",
        summary=(),
        route=(),
        facts=tuple(
            Fact(letter, line(say.named(one, one.title, is_strong=True), f". {one.summary}"))
            for letter, one in zip(letters, initiatives, strict=True)
        ),
        asked=(),
        sections=told_of(
            *(
                section(
                    part.heading,
                    table_of(part, letters, say),
                    hint(untold(part)) if part.unanswered else None,
                    rank=RANKS.get(part.heading, 3),
                )
                for part in comparison.parts
            ),
            section("How we know", hint(JUDGEMENT)),
        ),
        notes=say.notes,
        address=say.address,
        date=max((one.modified for one in initiatives if one.modified), default=None),
        publisher=settings.PUBLISHER_NAME,
        is_wide=True,
    )


def table_of(part, letters, say):
    """A row for each question of a part."""
    width = (100 - LABELS) // len(letters)
    return Table(
        head=("", *letters),
        rows=tuple(
            (
                line(Words(question.label, is_strong=True)),
                *(answered(answer, say) for answer in question.answers),
            )
            for question in part.questions
            if question.label != AT_THE_TOP
        ),
        widths=(LABELS, *(width for _ in letters)),
    )


def answered(answer, say):
    """An Answer as one Line."""
    if not answer.is_known:
        return line(Words(answer.gap.capitalize(), is_soft=True))
    said = [joined(answer.prose)] if answer.prose else []
    said += [[*say.figures(row), Words(".")] for row in answer.figures]
    words = [word for one in said for word in (*one, Words(" "))]
    for place, pieces in enumerate(answer.lines):
        words += [Words("; ")] if place else []
        for piece in pieces:
            url = say.root + piece.url if piece.url.startswith("/") else piece.url
            words.append(Words(piece.text, url=url))
            words += [say.cite(piece.source)] if piece.source else []
    return line(*words)


def untold(part):
    """What none of them tells, as a sentence."""
    return f"Not known for any of them: {', '.join(part.unanswered)}."
