"""Reading the rows of one sheet under its headings, into an upload."""

import re
from collections import Counter

from portal.exchange.values import MISSING
from portal.sheets.cells import EXAMPLE, ID, TOO_LONG, Unreadable, tidied, words
from portal.sheets.cells import VERSION as MARK
from portal.sheets.cells import read as read_cell
from portal.sheets.citing import Citing, changed_since
from portal.sheets.faults import Place, shown
from portal.sheets.layout import KEY, LAYOUTS, OWNER, VERSION
from portal.sheets.merging import CLEAR
from portal.sheets.spool import Line

NO_SOURCE = (
    "this is no source of the catalogue. New ones stand on the sheet of sources of the record that "
    "cites them"
)
NOT_CITED = "no record cites this source: change it at the desk"


class SheetReader:
    """Reads the rows of one sheet under its headings."""

    def __init__(self, upload, sheet, layout, headings, names):
        self.upload, self.sheet, self.layout = upload, sheet, layout
        self.headings, self.names = headings, names
        self.index, self.number = LAYOUTS.index(layout), len(upload.sheets) - 1
        self.columns = [column for column in headings.columns.values() if column.name]
        self.formulas, self.rows_of = Counter(), {}

    def read(self):
        for number, cells in self.sheet.rows:
            if number > self.headings.row and any(cells) and not is_example(cells):
                self.upload.count_cells(cells)
                self.read_row(number, cells)
        for heading, times in self.formulas.items():
            said = "cell holds a formula" if times == 1 else "cells hold formulas"
            self.upload.notes.append(
                f"{Place(self.sheet.name, 0, heading)}: {times:,} {said}; what was last worked out "
                "is used."
            )
        for first, last, text in merged_rows(self.sheet.merged):
            if last >= self.headings.row:
                place = Place(self.sheet.name, first)
                said = f"the cells {text} are merged. Take them apart, and fill in each of them"
                self.upload.report(place, said)

    def read_row(self, number, cells):
        """Read one row; what cannot be read of it is told, cell by cell."""
        said, record, kept = {}, {}, {"id", "slug"}
        for place, cell in enumerate(cells):
            column = self.headings.columns.get(place)
            if cell is None:
                continue
            if column is None:
                self.tell_of_no_heading(place, number, cell)
                continue
            if cell.is_formula and cell.value is not None:
                self.formulas[column.heading] += 1
            if column.use != KEY and cell.value is not None:
                said[column.use] = tidied(words(cell.value))
                continue
            if cell.value == TOO_LONG:
                kept.add(column.name)
                continue
            try:
                value = read_cell(column.key, cell, self.names)
            except Unreadable as error:
                self.report(number, column.heading, str(error))
                continue
            if value is not MISSING:
                record[column.name] = value
        if self.upload.empty == CLEAR:
            for column in self.columns:
                if column.name not in kept:
                    record.setdefault(column.name, None)
        if record or said:
            self.keep(
                number,
                said.get(OWNER, "").removeprefix(ID),
                said.get(VERSION, "").removeprefix(MARK),
                record,
            )

    def tell_of_no_heading(self, place, number, cell):
        """Tell once of a column that has no heading."""
        if place not in self.headings.skipped:
            self.headings.skipped.add(place)
            what = shown(words(cell.value)) if cell.value is not None else "something"
            self.report(number, "", f"{what} stands in a column without a heading")

    def report(self, number, heading, text):
        self.upload.report(Place(self.sheet.name, number, heading), text)

    def keep(self, number, parent, version, record):
        """Put a row on the disk, under the name of its record."""
        name = ""
        if self.layout.has_names:
            name = self.name_of(record)
            if not name:
                text = "is empty; write one such as seeds-for-all, by which the record is known"
                self.report(number, "Short name", text)
                return
            if name in self.rows_of:
                text = f"{shown(name)} stands in row {self.rows_of[name]}, too"
                self.report(number, "Short name", text)
                return
            self.rows_of[name] = number
        if self.layout.owner and not parent:
            one = self.layout.owner.one
            text = f"is empty; write the short name of the {one.lower()} that the row belongs to"
            self.report(number, one, text)
            return
        line = Line(parent, name, self.number, number, version, record)
        self.upload.spool.add(self.index, line)

    def name_of(self, record):
        """The short name of a record, which its id tells as well."""
        name, known = record.get("slug"), record.get("id")
        if name or not known:
            return name
        slug = self.names.value(self.layout.shape.model, "slug", known)
        if slug != known:
            record["slug"] = slug
        return record.get("slug")


class SourceReader(SheetReader):
    """Reads a sheet of sources alone: its rows are told by a record that cites the source."""

    def __init__(self, *args):
        super().__init__(*args)
        self.citing, self.versions = Citing(), {}

    def read(self):
        super().read()
        for source in changed_since(self.versions):
            index, slug = self.citing.who(source)
            self.upload.outdated[LAYOUTS[index].kind, slug] = self.versions[source]

    def keep(self, number, parent, version, record):
        source = self.citing.source(record)
        found = self.citing.who(source)
        if source in self.rows_of:
            self.report(number, "Id", f"is the source of row {self.rows_of[source]}, too")
        elif found:
            self.rows_of[source] = number
            if version:
                self.versions[source] = version
            index, slug = found
            self.upload.spool.add(index, Line(slug, "", self.number, number, "", record))
        else:
            self.report(number, "Id", NOT_CITED if source else NO_SOURCE)


def is_example(cells):
    """Whether a row only shows how to fill one in."""
    first = next((cell for cell in cells if cell), None)
    return bool(first) and str(first.value).strip().lower().startswith(EXAMPLE)


def merged_rows(ranges):
    """The first and last row of ranges of cells, with what they are called: B5:B7."""
    for text in ranges:
        found = re.fullmatch(r"[A-Z]+(\d+):[A-Z]+(\d+)", text)
        if found:
            yield int(found[1]), int(found[2]), text
