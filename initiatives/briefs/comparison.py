"""The brief of a comparison: a few initiatives side by side, question by question."""

from functools import partial
from string import ascii_uppercase
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from core.briefs.model import Brief, Fact, Table, Words, line
from initiatives.briefs.initiative import joined, status_of
from initiatives.briefs.wording import Wording, hint, section
from initiatives.models import FigureBase
from initiatives.pages.evidence import evidence_in_words
from initiatives.pages.figures import rows_of
from initiatives.pages.requirements import requirements_of

LABELS = 14  # percent of the width
UNKNOWN = Words("Not known", is_soft=True)
NONE_KNOWN = Words("No country known", is_soft=True)


def brief_of_comparison(initiatives, root):
    """The Brief of some InitiativeRecords, in their order."""
    question = urlencode({"initiative": [one.slug for one in initiatives]}, doseq=True)
    sources = dict.fromkeys(source for one in initiatives for source in one.sources)
    say = Wording(root, f"{reverse('compare')}?{question}", sources)
    return Brief(
        kind="Comparison",
        title=f"{len(initiatives)} initiatives compared",
        subtitle="",
        summary=(),
        route=(),
        facts=tuple(
            Fact(letter, line(say.named(one, one.title, is_strong=True), f". {one.summary}"))
            for letter, one in zip(ascii_uppercase, initiatives, strict=False)
        ),
        asked=(),
        sections=(
            section("What they are", rows(initiatives, what_they_are, say), rank=1),
            section("What came of them", rows(initiatives, what_came, say), rank=2),
            needed(initiatives, say),
            section("Who to ask", rows(initiatives, whom_to_ask, say), rank=3),
        ),
        notes=say.notes,
        address=say.address,
        date=max(one.modified for one in initiatives if one.modified),
        publisher=settings.PUBLISHER_NAME,
        is_wide=True,
    )


def rows(initiatives, told, say):
    """A table: a row for each thing that `told` says of an initiative, a column for each."""
    columns = [told(initiative, say) for initiative in initiatives]
    width = (100 - LABELS) // len(columns)
    return Table(
        head=("", *ascii_uppercase[: len(columns)]),
        rows=tuple(
            (
                line(Words(label, is_strong=True)),
                *(column[label] or line(UNKNOWN) for column in columns),
            )
            for label in dict.fromkeys(label for column in columns for label in column)
        ),
        widths=(LABELS, *(width for _ in columns)),
    )


def what_they_are(initiative, say):
    """By label what each is."""
    path = initiative.path
    (status,) = status_of(initiative, say).items()
    return {
        "Began in": say.countries(initiative.origin_countries),
        "Who took it up": say.countries(path.taken_up) or line(NONE_KNOWN),
        "Who learnt from it": say.countries(path.learnt_from) or line(NONE_KNOWN),
        "Who wants it": say.countries(path.wanted) or line(NONE_KNOWN),
        "Years": line(initiative.years),
        "Status": line(f"{status[0]}: " if status[0] != "Status" else "", status[1]),
        "Kind": line(initiative.kind.name),
        "Themes": say.themes(initiative.themes),
        "How it works": line(*joined(initiative.approach)),
    }


def what_came(initiative, say):
    """By label the results, figures and lessons of each."""
    of_results = rows_of(
        one
        for one in initiative.figures
        if one.kind in (FigureBase.Kind.RESULT, FigureBase.Kind.SCALE)
    )
    figures = [piece for row in of_results for piece in (*say.figures(row), Words(". "))]
    return {
        "Figures": line(*figures),
        "Results": line(*joined(initiative.results)),
        "Lessons": line(*joined(initiative.lessons)),
        "Based on": line(evidence_in_words(initiative.sources)),
    }


def needed(initiatives, say):
    """What is needed to take them up; parts that none of them tells are named below."""
    takes = [requirements_of(initiative) for initiative in initiatives]
    untold = set.intersection(*({part.label for part in one.missing} for one in takes))
    told = rows(initiatives, partial(what_is_needed, untold=untold), say)
    missing = f"Not known of any of them: {', '.join(sorted(untold))}. " if untold else ""
    note = hint(f"{missing}What is needed, stages and themes are the editors' judgement.")
    return section("What is needed to take them up", told, note, rank=1)


def what_is_needed(initiative, say, untold):
    """By label each part of what it takes, but those that no initiative tells."""
    takes = requirements_of(initiative)
    told = {"In general": line(*joined(takes.general))}
    for part in takes.parts:
        if part.label not in untold:
            costs = [piece for row in part.costs for piece in (*say.figures(row), Words(". "))]
            gap = [] if part.is_told else [Words(part.gap.capitalize(), is_soft=True)]
            told[part.label.capitalize()] = line(*joined(part.text), *costs, *gap)
    return told


def whom_to_ask(initiative, say):
    """Who leads each, or carries it out."""
    bodies = (say.body(one.organization) for one in initiative.leaders)
    return {"Bodies": line(*(piece for body in bodies for piece in (*body, Words("; "))))[:-1]}
