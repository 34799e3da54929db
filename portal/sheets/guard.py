"""Opening what somebody sends: told what it is, and read within bounds or not at all.

A workbook is a ZIP archive of XML. Before any part of it is read, it is looked through by a parser
that keeps nothing: so no part is larger, deeper or wider than what follows can bear, and none
declares entities.
"""

import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from xml.parsers import expat

from portal.sheets.faults import SheetError

MB = 1_000_000
LARGEST = 20 * MB  # of a file
UNPACKED = 150 * MB  # of all its parts
STRINGS = 60 * MB  # of the texts that sheets of a workbook share, which are kept in memory
OTHER = 5 * MB  # of any other part but a sheet
RATIO, PACKED_WELL = 250, 5 * MB  # how far a part of this size may be packed
DIRECTORY = 1 * MB  # of the list of parts
MOST_SHEETS = 60
MOST_ROWS = 20_000  # of a sheet, with something in them
MOST_COLUMNS = 300  # of a sheet, with something in them
MOST_FILLED = 1_000_000  # cells of a file, with something in them: reading takes 25 seconds
MOST_CELLS = 16_384  # of a row, empty ones included: what Excel has
MOST_TEXTS = 400_000  # that sheets share
MOST_MERGED = 1_000
LONGEST = 100_000  # signs of a cell
DEEPEST = 60  # elements within each other
END, END_SIZE, COMMENT = b"PK\x05\x06", 22, 65_535
LOCATOR, LOCATOR_SIZE = b"PK\x06\x07", 20
END_64, END_64_SIZE = b"PK\x06\x06", 56 + LOCATOR_SIZE  # the locator behind it, too

PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
OTHERS = {  # by how they begin
    b"%PDF": "a PDF",
    b"\x1f\x8b": "an archive (gzip)",
    b"7z\xbc\xaf": "an archive (7z)",
    b"Rar!": "an archive (RAR)",
    b"{\\rtf": "a text document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
OLE = b"\xd0\xcf\x11\xe0"  # old files of Office, and new ones behind a password
SAVE_AS = "Open it in your spreadsheet program and save it as an Excel workbook (.xlsx) or as CSV."
DAMAGED = "The file is damaged or was not sent whole. Save it again and send that."


def kind_of(file):
    """What a file is by what stands in it: "xlsx", "zip" or "csv".

    Raises SheetError for whatever else, saying what it is.
    """
    file.seek(0, 2)
    size = file.tell()
    if size == 0:
        raise SheetError("The file is empty.")
    if size > LARGEST:
        raise SheetError(
            f"The file has {size / MB:.0f} MB; at most {LARGEST // MB} MB can be read. "
            "Divide its rows between several files."
        )
    file.seek(0)
    start = file.read(4096)
    if start.startswith(OLE):
        raise SheetError(what_old_file(start + file.read()))
    for sign, name in OTHERS.items():
        if start.startswith(sign):
            raise SheetError(f"This is {name}, not a workbook (.xlsx) or CSV. {SAVE_AS}")
    if start.startswith((b"PK\x03\x04", END)):
        return what_archive(opened(file))
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise SheetError(f"This is a web page or XML under the name of a sheet. {SAVE_AS}")
    if text.startswith((b"[{", b"[\n", b"{\n", b'{"')):
        raise SheetError(
            "This is JSON. Folders of exchange files are taken in by import_catalogue."
        )
    return "csv"


def what_archive(archive):
    """What an archive holds: "xlsx" or "zip". Raises SheetError for OpenDocument."""
    names = archive.namelist()
    said = archive.read("mimetype") if "mimetype" in names else b""
    if said.startswith(b"application/vnd.oasis"):
        raise SheetError(f"This is an OpenDocument file (.ods). {SAVE_AS}")
    return "xlsx" if "[Content_Types].xml" in names else "zip"


def what_old_file(content):
    """What an OLE compound file is, in a sentence."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return (
            "The workbook is protected by a password, so it cannot be read. "
            "Open it, take the password away, and save it again."
        )
    return f"This is a file of an old Excel (.xls) or another old program. {SAVE_AS}"


class Archive(zipfile.ZipFile):
    """An archive of which no part is opened that has not been looked through.

    scans: what was found in each part, by its name.
    """

    def __init__(self, file):
        super().__init__(file)
        self.scans = {}

    def open(self, name, mode="r", pwd=None, **options):
        part = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if part.filename.endswith((".csv", "mimetype")) or part.filename in self.scans:
            return super().open(part, mode, pwd, **options)
        scan = Scan()
        limit = STRINGS if "sharedstrings" in part.filename.lower() else OTHER
        with super().open(part) as source:
            scan.read(source, limit)
        self.scans[part.filename] = scan
        return super().open(part, mode, pwd, **options)

    def read(self, name, pwd=None):
        with self.open(name) as source:
            return source.read()


def opened(file):
    """The archive in a file, if it stays within the bounds of its size. Raises SheetError."""
    check_directory(file)
    try:
        archive = Archive(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SheetError(DAMAGED) from error
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise SheetError("The archive is protected by a password. Save it again without one.")
    if any(part.compress_type not in PACKED for part in parts):
        raise SheetError(f"The archive is packed in an unusual way. {SAVE_AS}")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED:
        raise SheetError(
            f"Unpacked, the file has {unpacked / MB:,.0f} MB; at most {UNPACKED // MB} MB can be "
            "read. Divide its rows between several files."
        )
    for part in parts:
        if part.file_size > PACKED_WELL and part.file_size > RATIO * max(part.compress_size, 1):
            raise SheetError(
                f"{part.filename!r}, within the file, is packed to 1/{RATIO} of its size or less, "
                "as no sheet of a catalogue is. Delete empty rows and columns, and save it again."
            )
    return archive


def check_directory(file):
    """Refuse an archive whose list of parts would not go into memory, or is not there."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - END_64_SIZE - END_SIZE - COMMENT))
    tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + END_SIZE:
        raise SheetError(DAMAGED)
    (length,) = struct.unpack_from("<L", tail, at + 12)
    if max(length, length_64(tail[:at])) > DIRECTORY:
        raise SheetError("The archive has too many parts for a workbook, or files of CSV.")
    file.seek(0)


def length_64(tail):
    """The length of a list of parts that a second record, of large archives, says; 0 without one.

    zipfile takes it for the true one, whatever the first record says.
    """
    record, locator = tail[-END_64_SIZE:-LOCATOR_SIZE], tail[-LOCATOR_SIZE:]
    if not (locator.startswith(LOCATOR) and record.startswith(END_64)):
        return 0
    return struct.unpack_from("<Q", record, 40)[0]


def check_workbook(archive):
    """Say what the archive is, if it is no workbook that we read; return what is to be noted."""
    names = set(archive.namelist())
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise SheetError(f"This is a document or a presentation, not a workbook. {SAVE_AS}")
    if any(name.endswith("workbook.bin") for name in names):
        raise SheetError(f"This is a binary workbook (.xlsb). {SAVE_AS}")
    notes = []
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        notes.append("The workbook holds macros. They are neither read nor run.")
    if any("externallinks/" in name.lower() for name in names):
        notes.append(
            "The workbook refers to other files. These are not opened: "
            "what it had last taken from them is used."
        )
    return notes


@dataclass
class Scan:
    """One part of a workbook, looked through."""

    merged: list = field(default_factory=list)
    _depth: int = 0
    _rows: int = 0
    _row: str = ""
    _cells: int = 0
    _filled: int = 0
    _all: int = 0
    _is_text: bool = False
    _signs: int = 0
    _texts: int = 0

    def read(self, source, limit):
        """Look through a part; SheetError beyond a bound. limit: in bytes, where it is no sheet."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_declarations
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._is_sheet, size = False, 0
        try:
            while part := source.read(65_536):
                size += len(part)
                parser.Parse(part, False)
                if size > limit and not self._is_sheet:
                    raise SheetError(
                        f"A part of the workbook is larger than {limit // MB} MB, and no sheet. "
                        f"Copy your rows into the template, and send that."
                    )
            parser.Parse(b"", True)
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise SheetError(DAMAGED) from error

    def _refuse_declarations(self, *names):
        raise SheetError("The workbook declares entities of XML, as none does that is a sheet.")

    def _begin(self, name, attributes):
        self._depth += 1
        if self._depth > DEEPEST:
            raise SheetError(DAMAGED)
        name = name.rpartition(":")[2]
        if name == "worksheet":
            self._is_sheet = True
        elif name == "row":
            self._row, self._cells, self._filled = attributes.get("r", ""), 0, 0
        elif name == "c":
            self._is_text, self._signs = True, 0
            self._cells += 1
            if self._cells > MOST_CELLS:
                raise SheetError(self._too_wide())
        elif name in ("v", "is"):
            self._filled += 1
            self._all += 1
            if self._all > MOST_FILLED:
                raise SheetError(f"A sheet has more than {MOST_FILLED:,} filled cells. Divide it.")
            if self._filled > MOST_COLUMNS:
                raise SheetError(self._too_wide())
            if self._filled == 1:
                self._count_row()
        elif name == "si":
            self._is_text, self._signs = True, 0
            self._texts += 1
            if self._texts > MOST_TEXTS:
                raise SheetError(f"The workbook has more than {MOST_TEXTS:,} texts. Divide it.")
        elif name == "mergeCell" and len(self.merged) < MOST_MERGED:
            self.merged.append(attributes.get("ref", ""))

    def _count_row(self):
        if not self._is_sheet:
            return
        self._rows += 1
        if self._rows > MOST_ROWS + 1:
            raise SheetError(
                f"A sheet has more than {MOST_ROWS:,} rows. Divide them between several files."
            )

    def _too_wide(self):
        return (
            f"Row {self._row} of a sheet has more than {MOST_COLUMNS} filled columns; "
            "no sheet of the catalogue has so many. Use the columns of the template."
        )

    def _end(self, name):
        self._depth -= 1
        if name.rpartition(":")[2] in ("c", "si"):
            self._is_text = False

    def _text(self, text):
        if not self._is_text:
            return
        self._signs += len(text)
        if self._signs > LONGEST:
            where = f"in row {self._row} " if self._row else ""
            raise SheetError(f"A cell {where}has more than {LONGEST:,} signs.")
