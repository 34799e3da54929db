"""A comparison as files: what its page shows, with the sources by their numbers there.

A table has a row for each question and a column for each initiative; JSON has the answers in parts.
"""

from functools import partial

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe
from rest_framework.exceptions import ValidationError

from core.api.errors import not_understood
from core.api.fields import root_of
from core.api.parameters import check_names
from core.downloads import csv_file, json_lines, workbook
from core.downloads.answers import about, last_change, page_file
from core.downloads.columns import ADDRESS, DAY, WHOLE, Column, Table
from core.downloads.forms import FORMS
from core.downloads.naming import called
from core.downloads.offers import has_forms
from core.templatetags.values import rounded
from initiatives.pages.compare import asking, choose, records_of
from initiatives.pages.comparison import comparison_of

INITIATIVE = "initiative"
NAME_SOME = "Name one to four initiatives, by their slugs."
ENDINGS = ("xlsx", "csv", "json")

has_forms("compare", [FORMS[ending] for ending in ENDINGS])


@require_safe
def comparison_file(request, form, part=""):
    """The initiatives that the address names, as the page compares them; part: a table's name."""
    if part and (part != SOURCES.name or form != "csv"):
        raise Http404(f"There is no such table. The only part that is one: {SOURCES.name}.")
    try:
        check_names(request.GET, [INITIATIVE])
        chosen = choose(request.GET.getlist(INITIATIVE))
        if chosen.faults or not chosen.compared:
            raise ValidationError({INITIATIVE: chosen.faults or [NAME_SOME]})
    except ValidationError as error:
        return not_understood(error)
    comparison = comparison_of(records_of(chosen.compared))
    page = f"{reverse('compare')}?{asking(chosen.compared)}"
    root = root_of(request)
    main = table_of(comparison, root)
    if form == "json":
        write = partial(json_lines.write_one, said=[said_of(comparison, root)])
    elif form == "csv":
        table = SOURCES if part else main
        write = partial(csv_file.write_table, table=table, records=[comparison], root=root)
    else:
        titles = ", ".join(f"“{one.title}”" for one in comparison.initiatives)
        write = partial(
            workbook.write_workbook,
            tables=[main, SOURCES],
            records=[comparison],
            root=root,
            made=last_change(),
            about=about(f"A comparison of {titles}", root + page),
        )
    name = called("-".join(filter(None, ["comparison", part])), asking(chosen.compared))
    return page_file(request, write, form, name, page)


def table_of(comparison, root):
    """The Table of a Comparison: questions down, initiatives across."""
    titles = [one.title for one in comparison.initiatives]
    names = [
        one.title if titles.count(one.title) == 1 else f"{one.title} ({one.slug})"
        for one in comparison.initiatives
    ]
    answers = [
        Column(
            name,
            f"What it says: {root}{one.get_absolute_url()}",
            lambda row, place=place: row[2][place],
            width=44,
        )
        for place, (name, one) in enumerate(zip(names, comparison.initiatives, strict=True))
    ]
    return Table(
        "",
        "Comparison",
        "A question that is put to each initiative. [1] is the number of a source.",
        (
            Column("part", "Where it stands on the page.", lambda row: row[0], width=26),
            Column("question", "What is asked.", lambda row: row[1], width=26),
            *answers,
        ),
        key=("part", "question"),
        rows=rows_of,
        most_lines=26,  # as many as Excel shows: it is there to be read
    )


def rows_of(comparison):
    """The rows of a Comparison: the heading of the part, the question, the answers as texts."""
    sources = comparison.sources
    rows = []
    for part in comparison.parts:
        for question in part.questions:
            texts = [text_of(answer, sources) for answer in question.answers]
            rows.append((part.heading, question.label, texts))
        for label in part.unanswered:
            nothing = ["Not known"] * len(comparison.initiatives)
            rows.append((part.heading, label[0].upper() + label[1:], nothing))
    for number, source in enumerate(sources, 1):
        based = [
            f"{source.title}. {source.url}" if source in one.sources else ""
            for one in comparison.initiatives
        ]
        rows.append(("Sources", f"[{number}]", based))
    return rows


SOURCES = Table(
    "sources",
    "Sources",
    "A source that the compared initiatives rest on, with the number that it has on the page.",
    (
        Column("number", "By which the comparison cites it.", lambda row: row[0], kind=WHOLE),
        Column("title", "Its title.", lambda row: row[1].title, width=44),
        Column("publisher", "Who published it.", lambda row: row[1].publisher, width=26),
        Column("year", "When it was published.", lambda row: row[1].year, kind=WHOLE),
        Column(
            "type", "What sort of evidence it is: the editors' reading.", lambda row: row[1].type
        ),
        Column("url", "Where it was read.", lambda row: row[1].url, kind=ADDRESS),
        Column("accessed_on", "When it was last read.", lambda row: row[1].accessed_on, kind=DAY),
        Column("initiatives", "Which of them rest on it, by slug.", lambda row: row[2]),
    ),
    key=("number",),
    rows=lambda comparison: [
        (
            number,
            source,
            "; ".join(one.slug for one in comparison.initiatives if source in one.sources),
        )
        for number, source in enumerate(comparison.sources, 1)
    ],
)


def text_of(answer, sources):
    """An Answer as text: prose, figures and lines, each on lines of their own."""
    if not answer.is_known:
        return answer.gap.capitalize()
    figures = ["".join(figures_of(row, sources)) for row in answer.figures]
    lines = [
        " ".join("".join(piece.text + mark(piece.source, sources) for piece in pieces).split())
        for pieces in answer.lines
    ]
    return "\n".join(filter(None, [answer.prose, *figures, *lines]))


def figures_of(row, sources):
    """The words of one quantity, in one year or several, as the page says them."""
    first = row[0]
    for figure in row:
        yield ", " if figure is not first else ""
        yield rounded(figure.number)
        yield f" {first.unit}" if figure is first and first.unit else ""
        yield f" in {figure.year}" if len(row) > 1 and figure.year else ""
        yield mark(figure.source, sources)
    yield f": {first.label}" if first.label else ""
    yield f", {first.year}" if len(row) == 1 and first.year else ""


def mark(source, sources):
    """The number of a source in brackets; nothing without one."""
    return f" [{sources.index(source) + 1}]" if source else ""


def said_of(comparison, root):
    """A Comparison as an object of JSON."""
    sources = comparison.sources

    def number_of(source):
        return sources.index(source) + 1 if source else None

    def answer_of(initiative, answer):
        return {
            "initiative": initiative.slug,
            "is_known": answer.is_known,
            "text": text_of(answer, sources),
            "prose": answer.prose,
            "figures": [
                {
                    "value": figure.number,
                    "unit": figure.unit,
                    "label": figure.label,
                    "year": figure.year,
                    "source": number_of(figure.source),
                }
                for row in answer.figures
                for figure in row
            ],
            "lines": [
                [
                    {
                        "text": piece.text,
                        "url": root + piece.url if piece.url.startswith("/") else piece.url,
                        "source": number_of(piece.source),
                    }
                    for piece in pieces
                ]
                for pieces in answer.lines
            ],
        }

    return {
        "initiatives": [
            {
                "id": one.public_id,
                "slug": one.slug,
                "title": one.title,
                "page_url": root + one.get_absolute_url(),
            }
            for one in comparison.initiatives
        ],
        "parts": [
            {
                "heading": part.heading,
                "questions": [
                    {
                        "label": question.label,
                        "is_same": question.is_same,
                        "answers": [answer_of(*pair) for pair in question.pairs],
                    }
                    for question in part.questions
                ],
                "unanswered": part.unanswered,
            }
            for part in comparison.parts
        ],
        "sources": [
            {
                "number": number,
                "id": source.public_id,
                "title": source.title,
                "publisher": source.publisher,
                "year": source.year,
                "type": source.type,
                "url": source.url,
                "accessed_on": source.accessed_on,
            }
            for number, source in enumerate(sources, 1)
        ],
    }
