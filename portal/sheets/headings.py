"""Finding the row of headings of a sheet, and the columns that they name."""

from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from portal.sheets.cells import tidied, words
from portal.sheets.layout import LAYOUTS, SOURCES
from portal.sheets.nearest import meant

FIRST = 10  # rows among which the headings are looked for: a title may stand above them
RENAME = "Write that above the column; if it is your own, call it something quite different"


class NotOurs(ValueError):
    """A sheet without headings that we know; the message says which are due."""


class Said(NamedTuple):
    """What is wrong with one heading."""

    column: str
    text: str


@dataclass
class Headings:
    """The row of the headings, and by its place from 0 the column that each names."""

    row: int
    columns: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)
    unread: list = field(default_factory=list)  # those that are none of ours, nor like one
    skipped: set = field(default_factory=set)  # places of columns that are not read


def texts_of(cells):
    """Pairs of a place and the text of a cell that has one."""
    for place, cell in enumerate(cells):
        if cell is not None and cell.value is not None:
            text = tidied(words(cell.value)).replace("\n", " ")
            if text:
                yield place, text


def known(layout, cells):
    """How many cells of a row are headings of a sheet."""
    return sum(layout.column(text) is not None for _, text in texts_of(cells))


def first_rows(sheet):
    """The first rows of a sheet that hold something."""
    return [(number, cells) for number, cells in islice(sheet.rows, FIRST) if any(texts_of(cells))]


def headings_of(sheet, layout):
    """The Headings of a sheet; None if it is empty. Raises NotOurs if it has none of the layout."""
    rows = first_rows(sheet)
    if not rows:
        return None
    number, cells = max(rows, key=lambda row: known(layout, row[1]))
    if not known(layout, cells):
        due = ", ".join(column.heading for column in layout.columns)
        raise NotOurs(f"has no row of headings. Those of {layout.title} are: {due}")
    headings = Headings(number)
    taken = {column.heading for _, text in texts_of(cells) if (column := layout.column(text))}
    for place, text in texts_of(cells):
        column = layout.column(text)
        if column is None:
            near = [heading for heading in layout.nearest(text) if heading not in taken]
            if near:
                said = f"is none of the columns of {layout.title}{meant(near)} {RENAME}"
                headings.faults.append(Said(text, said))
            else:
                headings.unread.append(text)
            headings.skipped.add(place)
        elif column in headings.columns.values():
            headings.faults.append(Said(text, "stands twice; keep one of both columns"))
            headings.skipped.add(place)
        else:
            headings.columns[place] = column
    found = {column.heading for column in headings.columns.values()}
    if layout.owner and layout.owner.one not in found:
        text = f"is missing; it says which {layout.owner.one.lower()} each row belongs to"
        headings.faults.append(Said(layout.owner.one, text))
    elif layout is SOURCES and not found & {"Id", "Web address"}:
        headings.faults.append(Said("Id", "is missing; it says which source each row is"))
    elif not layout.owner and layout is not SOURCES and not found & {"Short name", "Id"}:
        headings.faults.append(Said("Short name", "is missing; it says which record each row is"))
    return headings


def layout_by_headings(sheet):
    """The layout of which a sheet has most headings, or None if it is not one alone."""
    best, most = [], 1
    rows = [cells for _, cells in first_rows(sheet)]
    for layout in LAYOUTS:
        number = max((known(layout, cells) for cells in rows), default=0)
        if number > most:
            best, most = [layout], number
        elif number == most:
            best.append(layout)
    return best[0] if len(best) == 1 and most > 1 else None
