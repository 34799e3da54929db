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

import zipfile
import zlib
from dataclasses import dataclass, field
from lzma import LZMAError
from pathlib import PurePosixPath

from portal.exchange.catalogue import FILES
from portal.exchange.faults import Fault as ExchangeFault
from portal.sheets import delimited, guard, workbook
from portal.sheets.assembling import assemble, resolve_parents
from portal.sheets.faults import Fault, Place, SheetError, shown
from portal.sheets.headings import NotOurs, headings_of, layout_by_headings
from portal.sheets.layout import (
    LAYOUTS,
    SOURCES,
    layout_called,
    nearest_title,
)
from portal.sheets.merging import KEEP
from portal.sheets.names import Names
from portal.sheets.nearest import meant
from portal.sheets.rows import SheetReader, SourceReader
from portal.sheets.spool import Spool
from portal.sheets.words import SheetWords

LEFT_OUT = ("guide", "about", "lists", "values")  # sheets of ours that hold no records
MOST_FAULTS = 1_000
TOO_MANY = "{} records; at most {} are imported at once: divide them between several files"
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
    words: SheetWords = field(default_factory=SheetWords)
    filled: int = 0  # cells of all sheets

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

    def count_records(self):
        """How many records of their own there are, without what belongs to one."""
        tops = (index for index, layout in enumerate(LAYOUTS) if not layout.owner)
        return sum(self.spool.count(index) for index in tops)

    def records(self, kind):
        """The SheetRecords of a kind, in the order of its sheet."""
        return assemble(self, kind)

    def count_cells(self, cells):
        """Count those that hold something. Raises SheetError if reading all would take too long."""
        self.filled += sum(cell is not None for cell in cells)
        if self.filled > guard.MOST_FILLED:
            raise SheetError(
                f"The file has more than {guard.MOST_FILLED:,} filled cells. "
                "Divide its rows between several files."
            )

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


def documents(file, name, *, sheet="", empty=KEEP, most=None):
    """What a file says, as a triple: SheetRecords by the name of their file, faults, and notes.

    The faults are those of exchange, with their place; the records are to be completed. Of more
    records than `most` none is put together: they stay on the disk, and are told as a fault.
    """
    try:
        with read(file, name, sheet=sheet, empty=empty) as upload:
            number = upload.count_records()
            if most is not None and number > most:
                raise SheetError(TOO_MANY.format(f"{number:,}", f"{most:,}"))
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
        except (zipfile.BadZipFile, zlib.error, LZMAError, OSError, EOFError) as error:
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
            upload.report(place, f"is none of the sheets of the catalogue{meant(near)}")
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
    if headings.unread:
        unread = ", ".join(map(shown, headings.unread))
        upload.notes.append(
            f"{place}: columns that were not read, since {layout.title} has none of that name: "
            f"{unread}."
        )
    upload.sheets.append(sheet.name)
    upload.layouts.append(layout)
    reader = SourceReader if layout is SOURCES else SheetReader
    reader(upload, sheet, layout, headings, names).read()
