"""Reading CSV in whatever way programs write it: rows of cells, one at a time.

The encoding is UTF-8 if all of the file is; UTF-16 by its mark or its zeros; else one of the code
pages that Windows and old Macs have, which nothing in a file tells apart for certain, and which is
said to whoever sent it. The separator is the one that makes known headings of the first row.
"""

import codecs
import csv
import io
import re
from itertools import islice

from portal.sheets import guard
from portal.sheets.faults import SheetError
from portal.sheets.workbook import Cell, RawSheet

SEPARATORS = (",", ";", "\t", "|")
MARKS = {  # UTF-32 first: its mark begins with that of UTF-16
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
NAMES = {
    "cp1252": "Windows, Western Europe",
    "cp1256": "Windows, Arabic",
    "mac_roman": "old Macs, Western Europe",
}
BEYOND, LETTERS = re.compile(rb"[\x80-\xff]"), re.compile(rb"[A-Za-z]")
OF_WINDOWS = re.compile(rb"(?<=[A-Za-z])[\xc0-\xff](?=[A-Za-z])")
OF_MACS = re.compile(rb"(?<=[A-Za-z])[\x80-\x91\x93-\x9f](?=[A-Za-z])")
SAMPLE = 200_000  # bytes by which a code page is told
FEW = 5  # rows that a message names

csv.field_size_limit(guard.LONGEST)


def sheet_of(file, name, headings_in):
    """The sheet in a file of CSV, and notes on how it was read. Raises SheetError.

    headings_in: a function of a list of cells, that says how many are headings.
    """
    file.seek(0)
    encoding, notes = encoding_of(file, name)
    separator = separator_of(file, encoding, headings_in)
    return RawSheet(name, Rows(file, encoding, separator, name)), notes


def encoding_of(file, name):
    """The encoding of a file, and notes on it. Raises SheetError if it has more than one."""
    file.seek(0)
    start = file.read(4096)
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            check_all(file, encoding, name)
            return encoding, []
    high, low = start[0::2].count(0), start[1::2].count(0)
    if max(high, low) > len(start) // 8:  # UTF-16 without its mark
        encoding = "utf-16-be" if high > low else "utf-16-le"
        check_all(file, encoding, name)
        return encoding, []
    file.seek(0)
    as_utf8, other, sample = 0, [], bytearray()
    for number, line in enumerate(file, 1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            as_utf8 += 1
        except UnicodeDecodeError:
            other.append(number)
            if len(sample) < SAMPLE:
                sample += line[:SAMPLE]
    if not other:
        return "utf-8", []
    if as_utf8:
        raise SheetError(
            f"{name} is written in two encodings: most signs are UTF-8, but not those of "
            f"{lines_named(other)}. Save it again as “CSV UTF-8”, and look at the accents there."
        )
    encoding = code_page_of(bytes(sample))
    note = (
        f"{name} is not UTF-8; it was read as {encoding} ({NAMES[encoding]}). "
        "Look at names with accents; if they are wrong, save it again as “CSV UTF-8”."
    )
    return encoding, [note]


def check_all(file, encoding, name):
    """Refuse a file that is not what its beginning says."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while part := file.read(guard.MB):
            decoder.decode(part)
        decoder.decode(b"", True)
    except UnicodeError as error:
        raise SheetError(
            f"{name} begins as {encoding.upper().removesuffix('-SIG')} and holds other bytes, too. "
            "Save it again as “CSV UTF-8”."
        ) from error


def lines_named(numbers):
    """The first of some lines, and how many more there are."""
    first = ", ".join(map(str, numbers[:FEW]))
    more = f" and {len(numbers) - FEW:,} more" if len(numbers) > FEW else ""
    return f"line{'s' if len(numbers) > 1 else ''} {first}{more}"


def code_page_of(sample):
    """The likeliest code page of bytes that are not UTF-8, in the languages of the catalogue.

    Half of an Arabic text is beyond ASCII, and a tenth of a French one. Old Macs have their accents
    where Windows has quotation marks and dashes, which do not stand between two letters.
    """
    if len(BEYOND.findall(sample)) > len(LETTERS.findall(sample)):
        return "cp1256"
    windows, macs = (len(pattern.findall(sample)) for pattern in (OF_WINDOWS, OF_MACS))
    return "mac_roman" if macs > windows else "cp1252"


def separator_of(file, encoding, headings_in):
    """The sign between the cells of a file."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="", errors="replace")
    start = "".join(islice(text, 10))[: guard.LONGEST]
    text.detach()
    if start.lower().startswith("sep=") and len(start) > 4:
        return start[4]

    def known(separator):
        rows = csv.reader(io.StringIO(start), delimiter=separator)
        try:
            return max((headings_in(row), min(len(row), guard.MOST_COLUMNS)) for row in rows)
        except (csv.Error, ValueError):
            return (0, 0)

    return max(SEPARATORS, key=known)


class Rows:
    """The rows of one file, read each time that they are asked for."""

    def __init__(self, file, encoding, separator, name):
        self.file, self.encoding, self.separator, self.name = file, encoding, separator, name

    def __iter__(self):
        self.file.seek(0)
        text = io.TextIOWrapper(self.file, self.encoding, newline="")
        try:
            yield from self._rows(csv.reader(text, delimiter=self.separator, strict=True))
        finally:
            text.detach()

    def _rows(self, rows):
        number = 0
        try:
            for number, row in enumerate(rows, 1):
                if len(row) > guard.MOST_COLUMNS and any(row[guard.MOST_COLUMNS :]):
                    raise SheetError(
                        f"{self.name}, row {number} has more than {guard.MOST_COLUMNS} columns; "
                        "no sheet of the catalogue has so many. Use the columns of the template."
                    )
                if number > guard.MOST_ROWS + 1:
                    raise SheetError(
                        f"{self.name} has more than {guard.MOST_ROWS:,} rows. "
                        "Divide them between several files."
                    )
                if number == 1 and row and row[0].lower().startswith("sep"):
                    continue
                yield number, [Cell(value) if value.strip() else None for value in row]
        except UnicodeError as error:
            raise SheetError(
                f"{self.name} holds signs in row {number + 1} or soon after that no encoding has. "
                "Save it again as “CSV UTF-8”."
            ) from error
        except csv.Error as error:
            raise SheetError(
                f"{self.name} cannot be read from row {number + 1} on: {words_of(error)}."
            ) from error


def words_of(error):
    """What the reader of CSV says, in other words where it is for programmers."""
    said = str(error)
    if "field larger" in said:
        return f"a cell has more than {guard.LONGEST:,} signs; a quotation mark may be missing"
    if "unexpected end" in said:
        return "a quotation mark that begins a cell has no end"
    if "expected after" in said:
        return "a quotation mark stands within a cell; double it, or save the file again"
    return said
