"""Reading what somebody uploads: a workbook, a file of CSV, or a ZIP of such files.

    with read(file, name) as upload:
        upload.faults                   # what has to be mended; nothing is taken in beside one
        upload.notes                    # what is to be known: macros, formulas, an encoding
        for kind in upload.kinds:       # "organizations" before "initiatives", which name them
            for record in upload.records(kind):
                ...

`read` raises SheetError, whose message is a sentence, for a file of which nothing can be read. All
else is a Fault at its Place: `str(fault)` is "Sheet Replications, row 5, column To: ...".

Each is a SheetRecord: what the sheets say of it in the notation of the exchange format, where

- a key that is not there is not touched;
- a key that is None is to be emptied;
- claims name their `source` by its address, since the place of a source in the record's list is
  known only once the list is.

`record.version` is what the export had written (`core.admin.versions`), "" if nothing.
`record.place(key)` says where a key such as "replications[0].to" or
"sessions[opening].figures[0].unit" stands, in words. `merging.completed(record, held, faults)`,
with what the catalogue holds (`records_held`) or None, is the whole record as exchange checks and
writes it; its `place(key)` holds of its own keys.

`documents(file, name)` has all of it at once, in the form in which `portal/exchange` has files that
it has read.

What an empty cell means is `empty`: KEEP leaves what is there; CLEAR empties it, and takes away the
rows of a record that a sheet for such rows does not have. A column that is missing is not touched
by either; nor is a list whose sheet is missing.
"""

import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from portal.exchange.catalogue import FILES
from portal.exchange.faults import Fault as ExchangeFault
from portal.exchange.values import MISSING
from portal.sheets import delimited, guard, workbook
from portal.sheets.assembling import assemble, resolve_parents
from portal.sheets.cells import EXAMPLE, ID, TOO_LONG, Unreadable, tidied, words
from portal.sheets.cells import VERSION as MARK
from portal.sheets.cells import read as read_cell
from portal.sheets.citing import Citing, changed_since
from portal.sheets.faults import Fault, Place, SheetError, shown
from portal.sheets.headings import NotOurs, headings_of, layout_by_headings
from portal.sheets.layout import (
    KEY,
    LAYOUTS,
    OWNER,
    SOURCES,
    VERSION,
    layout_called,
    nearest_title,
)
from portal.sheets.names import Names
from portal.sheets.spool import Line, Spool

KEEP, CLEAR = "keep", "clear"

LEFT_OUT = ("guide", "about", "lists", "values")  # sheets of ours that hold no records
MOST_FAULTS = 1_000
NO_SOURCE = (
    "this is no source of the catalogue. New ones stand on the sheet of sources of the record that "
    "cites them"
)
NOT_CITED = "no record cites this source: change it at the desk"
ORDER = [file.name for file in FILES]


@dataclass
class Upload:
    """What was read of a file. Use it as a context: its rows stand on the disk until it ends."""

    empty: str
    faults: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    sheets: list = field(default_factory=list)  # the names of those read, by their number
    layouts: list = field(default_factory=list)  # and what each of them is
    sessions: dict = field(default_factory=dict)  # forums of those that only their parts name
    outdated: dict = field(default_factory=dict)  # by kind and record, versions of old rows
    spool: Spool = field(default_factory=Spool)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.spool.close()

    @property
    def kinds(self):
        """The kinds of records that it has, in the order in which they can be taken in."""
        found = {
            layout.kind
            for index, layout in enumerate(LAYOUTS)
            if layout in self.layouts or self.spool.count(index)
        }
        return sorted(found - {SOURCES.kind}, key=ORDER.index)

    def count(self):
        """How many rows there are, by the title of their sheet."""
        return {
            layout.title: number
            for index, layout in enumerate(LAYOUTS)
            if (number := self.spool.count(index))
        }

    def records(self, kind):
        """The SheetRecords of a kind, in the order of its sheet."""
        return assemble(self, kind)

    def report(self, place, text):
        """Note a fault; beyond MOST_FAULTS nobody reads them."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(place, text))
        elif len(self.faults) == MOST_FAULTS:
            self.faults.append(Fault(place, "and more faults, which are not listed"))


def read(file, name, *, sheet="", empty=KEEP):
    """What a file says, as an Upload. Raises SheetError if it cannot be read at all.

    file: takes seek and read, in bytes; name: what it was called, by which CSV is told apart;
    sheet: the title of the sheet that a file of CSV is, where its name does not say it.
    """
    form = guard.kind_of(file)
    upload = Upload(empty)
    try:
        if form == "xlsx":
            raw, notes = workbook.sheets_of(file)
        elif form == "zip":
            raw, notes = files_in(file)
        else:
            found, notes = delimited.sheet_of(file, PurePosixPath(name).name, headings_in)
            raw = [found]
        upload.notes += notes
        names = Names()
        for one in raw:
            read_sheet(upload, one, names, sheet if len(raw) == 1 else "")
        if not upload.sheets and not upload.faults:
            raise SheetError(
                "The file holds no sheet of the catalogue. Use the template, "
                "and leave the names of its sheets as they are."
            )
        resolve_parents(upload, names)
    except BaseException:
        upload.spool.close()
        raise
    upload.faults.sort()
    return upload


def documents(file, name, *, sheet="", empty=KEEP):
    """What a file says, as a triple: SheetRecords by the name of their file, faults, and notes.

    The faults are those of exchange, with their place; the records are to be completed.
    """
    try:
        with read(file, name, sheet=sheet, empty=empty) as upload:
            found = {kind: list(upload.records(kind)) for kind in upload.kinds}
    except SheetError as error:
        return {}, [ExchangeFault(name, "", "", str(error))], []
    faults = [ExchangeFault(name, "", "", one.text, str(one.place)) for one in upload.faults]
    return found, faults, upload.notes


def headings_in(texts):
    """How many of some texts are headings of the sheet that has most of them."""
    return max(sum(layout.column(text) is not None for text in texts) for layout in LAYOUTS)


def files_in(file):
    """The sheets in a ZIP of files of CSV, and notes on them."""
    archive = guard.opened(file)
    sheets, notes = [], []
    for part in archive.infolist():
        path = PurePosixPath(part.filename)
        if part.is_dir() or path.name.startswith(".") or "__MACOSX" in path.parts:
            continue
        if path.suffix.lower() in (".zip", ".xlsx", ".xlsm", ".gz"):
            raise SheetError(
                f"The archive holds {path.name}, another archive. Send that by itself."
            )
        if path.suffix.lower() != ".csv":
            notes.append(f"{path.name} is no CSV, and was not read.")
            continue
        if part.file_size == 0:
            notes.append(f"{path.name} is empty.")
            continue
        try:
            sheet, said = delimited.sheet_of(archive.open(part), path.name, headings_in)
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise SheetError(guard.DAMAGED) from error
        sheets.append(sheet)
        notes += said
    if len(sheets) > guard.MOST_SHEETS:
        raise SheetError(
            f"The archive has {len(sheets)} files; at most {guard.MOST_SHEETS} can be."
        )
    return sheets, notes


def read_sheet(upload, sheet, names, chosen):
    """Read one sheet into an upload; a sheet that is none of ours is told."""
    title = PurePosixPath(sheet.name).stem if sheet.name.endswith(".csv") else sheet.name
    if title.lower() in LEFT_OUT:
        return
    place = Place(sheet.name)
    layout = layout_called(chosen or title) or layout_by_headings(sheet)
    if layout is None:
        near = nearest_title(title)
        if near:
            upload.report(place, f"is none of the sheets of the catalogue. Did you mean “{near}”?")
        elif any(any(cells) for _, cells in sheet.rows):
            upload.notes.append(
                f"{place} is none of the sheets of the catalogue, and was not read."
            )
        return
    if layout in upload.layouts:
        other = upload.sheets[upload.layouts.index(layout)]
        upload.report(place, f"holds {layout.title.lower()}, as “{other}” does; put them together")
        return
    try:
        headings = headings_of(sheet, layout)
    except NotOurs as error:
        upload.report(place, str(error))
        return
    if headings is None:
        return
    for said in headings.faults:
        upload.report(Place(sheet.name, headings.row, said.column), said.text)
    upload.sheets.append(sheet.name)
    upload.layouts.append(layout)
    reader = SourceReader if layout is SOURCES else SheetReader
    reader(upload, sheet, layout, headings, names).read()


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
