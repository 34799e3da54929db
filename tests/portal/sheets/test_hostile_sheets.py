"""Files that would harm: each is refused with a sentence, in bounded memory, and takes no time."""

import io
import random
import tracemalloc
import zipfile
from datetime import date

import pytest

from portal.sheets import guard
from portal.sheets.cells import date_shown
from portal.sheets.faults import SheetError
from portal.sheets.layout import layout_called
from portal.sheets.reading import read
from tests.portal.sheets.books import csv_of, notes, workbook_of, zip_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADINGS = ["Short name", "Title"]
MEMORY = 130_000_000  # bytes that reading may take at most, whatever it reads
ZEROS = b" " * 1_000_000


def altered(part, change=None, content=None, book=None, packed=True):
    """A sound workbook of which one part was changed, or another put in its place."""
    made = zipfile.ZipFile(book or workbook_of({"Initiatives": [HEADINGS, ["seeds", "Seeds"]]}))
    file = io.BytesIO()
    packing = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "w", packing) as archive:
        names = made.namelist() + ([part] if part not in made.namelist() else [])
        for name in names:
            whole = content if name == part and content is not None else None
            if whole is None:
                whole = change(made.read(name)) if name == part else made.read(name)
            if isinstance(whole, bytes | str):
                archive.writestr(name, whole)
            else:
                with archive.open(name, "w", force_zip64=True) as out:
                    for some in whole:
                        out.write(some)
    file.seek(0)
    return file


SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">%b]>""" % b"".join(
    b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)


def sheet_xml(rows):
    """A sheet of this XML between its rows, part by part."""
    yield f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    yield from rows
    yield b"</sheetData></worksheet>"


def in_columns(number):
    """A row of so many filled cells."""
    yield b'<row r="1">'
    for _ in range(number // 1000):
        yield b"<c><v>1</v></c>" * 1000
    yield b"</row>"


def rows(number):
    """Rows of one filled cell."""
    yield b"<row><c><v>1</v></c></row>" * number


def texts(number, length, is_odd=False):
    """The part with shared texts; such that do not pack too well, if they are to be odd."""
    yield f'<sst xmlns="{MAIN}">'.encode()
    chance = random.Random(length)  # noqa: S311 the same bytes each time
    for _ in range(number // 1000):
        text = chance.randbytes(length // 2).hex().encode() if is_odd else b"x" * length
        yield b"<si><t>%b</t></si>" % text * 1000
    yield b"</sst>"


def ole(name):
    return io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + name.encode("utf-16-le"))


def truncated():
    return io.BytesIO(workbook_of({"Initiatives": [HEADINGS]}).getvalue()[:-300])


LONG_CELL = b'<row r="7"><c t="inlineStr"><is><t>%b</t></is></c></row>' % (b"x" * 100_001)

HOSTILE = {
    "empty": (io.BytesIO, "The file is empty"),
    "huge": (lambda: io.BytesIO(bytes(guard.LARGEST + 1)), "at most 20 MB can be read"),
    "behind a password": (lambda: ole("EncryptedPackage"), "protected by a password"),
    "old": (lambda: ole("Workbook"), "an old Excel (.xls)"),
    "a PDF": (lambda: io.BytesIO(b"%PDF-1.7 ..."), "This is a PDF"),
    "a page": (lambda: io.BytesIO(b"<html><table>"), "a web page"),
    "JSON": (lambda: io.BytesIO(b'[{"slug": "x"}]'), "This is JSON"),
    "truncated": (truncated, "damaged or was not sent whole"),
    "no archive": (lambda: io.BytesIO(b"PK\x03\x04" + bytes(500)), "damaged or was not sent whole"),
    "a bomb": (
        lambda: zip_of_parts("initiatives.csv", [ZEROS] * 160),
        "Unpacked, the file has 160 MB",
    ),
    "a tight part": (
        lambda: zip_of_parts("initiatives.csv", [ZEROS] * 20),
        "is packed to 1/250 of its size or less",
    ),
    "a bomb in a bomb": (
        lambda: zip_of({"inner.zip": zip_of({"a.csv": b"1"})}),
        "holds inner.zip, another archive",
    ),
    "many parts": (
        lambda: zip_of({f"{number:06}-{'x' * 60}.csv": b"" for number in range(9_000)}),
        "too many parts",
    ),
    "100,000 columns": (
        lambda: altered(SHEET, content=sheet_xml(in_columns(100_000))),
        "Row 1 of a sheet has more than 300 filled columns",
    ),
    "100,000 columns of CSV": (
        lambda: csv_of([["x"] * 100_000]),
        "row 1 has more than 300 columns",
    ),
    "too many rows": (
        lambda: altered(SHEET, content=sheet_xml(rows(30_000)), packed=False),
        "more than 20,000 rows",
    ),
    "a million rows of CSV": (
        lambda: io.BytesIO(b"Short name,Title\n" + b"x,y\n" * 1_000_000),
        "more than 20,000 rows",
    ),
    "many texts": (
        lambda: altered("xl/sharedStrings.xml", content=texts(500_000, 1), packed=False),
        "more than 400,000 texts",
    ),
    "long texts": (
        lambda: altered("xl/sharedStrings.xml", content=texts(70_000, 1_000, is_odd=True)),
        "larger than 60 MB",
    ),
    "a long cell": (
        lambda: altered(SHEET, content=sheet_xml([LONG_CELL]), packed=False),
        "more than 100,000 signs",
    ),
    "a million styles": (
        lambda: altered(
            "xl/styles.xml", content=(b"<x>" + b"<y/>" * 1_500_000 + b"</x>",), packed=False
        ),
        "larger than 5 MB",
    ),
    "entities": (
        lambda: altered(SHEET, change=lambda xml: DOCTYPE + b"<worksheet>&i;</worksheet>"),
        "declares entities",
    ),
    "an entity of a file": (
        lambda: altered(
            "xl/workbook.xml",
            content=b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        ),
        "declares entities",
    ),
    "deep": (lambda: altered(SHEET, content=(b"<x>" * 100_000 for _ in range(3))), "damaged"),
    "no XML": (lambda: altered(SHEET, content=b"<worksheet><"), "damaged"),
    "another part in its place": (
        lambda: altered("xl/workbook.xml", content=f'<styleSheet xmlns="{MAIN}"/>'),
        "no sheet of the catalogue",
    ),
    "a document": (lambda: altered("word/document.xml", content=b"<x/>"), "a document"),
    "OpenDocument": (
        lambda: zip_of({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "an OpenDocument file (.ods)",
    ),
    "binary": (lambda: altered("xl/workbook.bin", content=b"x"), "a binary workbook"),
    "no sheet of ours": (
        lambda: workbook_of({"Budget": [["Item", "Amount"], ["Tea", 3]]}),
        "no sheet of the catalogue",
    ),
    "a mark without an end": (
        lambda: io.BytesIO(b'Short name,Title\nx,"y\n' + b"z\n" * 100),
        "a quotation mark that begins a cell has no end",
    ),
    "two encodings": (
        lambda: io.BytesIO("Short name,Title\na,é\nb,ü\n".encode() + "c,ñ\n".encode("cp1252")),
        "not those of line 4",
    ),
    "broken UTF-16": (lambda: io.BytesIO(b"\xff\xfea\x00\x00\xd8b\x00"), "holds other bytes"),
}


def zip_of_parts(name, parts):
    """An archive of one file, written part by part."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w") as out,
    ):
        for part in parts:
            out.write(part)
    file.seek(0)
    return file


@pytest.mark.parametrize("name", HOSTILE)
def test_what_would_harm_is_refused_with_a_sentence_in_bounded_memory(name):
    make, said = HOSTILE[name]
    file = make()
    tracemalloc.start()
    try:
        with pytest.raises(SheetError, match=said.replace("(", r"\(").replace(")", r"\)")):
            read(file, "initiatives.csv")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MEMORY


def test_what_stands_outside_of_cells_is_not_counted_as_theirs():
    more = b"</sheetData><dataValidations>%b</dataValidations></worksheet>" % (b" \n" * 100_000)
    file = altered(
        SHEET, change=lambda xml: xml.replace(b"</sheetData>", more).partition(more)[0] + more
    )
    with read(file, "a.xlsx") as upload:
        assert upload.count() == {"Initiatives": 1}


@pytest.mark.django_db
def test_the_filled_cells_of_all_sheets_are_bounded_together(monkeypatch):
    monkeypatch.setattr(guard, "MOST_FILLED", 9)
    rows = [["Short name", "Name"], *([f"s-{number}", "A"] for number in range(4))]
    assert read(csv_of(rows), "people.csv").filled == 8
    both = zip_of({"people.csv": csv_of(rows), "organizations.csv": csv_of(rows)})
    with pytest.raises(SheetError, match="more than 9 filled cells"):
        read(both, "a.zip")


@pytest.mark.django_db
def test_macros_and_links_to_other_files_are_neither_run_nor_opened():
    file = altered("xl/vbaProject.bin", content=b"x")
    file = altered("xl/externalLinks/externalLink1.xml", content=b"<x/>", book=file)
    assert notes(file, "a.xlsm") == [
        "The workbook holds macros. They are neither read nor run.",
        "The workbook refers to other files. These are not opened: what it had last taken from "
        "them is used.",
    ]


@pytest.mark.django_db
def test_five_thousand_rows_take_little_memory():
    """Read from CSV and from a workbook; each row has texts of a real length."""
    text = "A sentence that tells of a solution. " * 40
    rows = [["Short name", "Title", "Summary", "Approach"]]
    rows += [[f"s-{number}", f"Title {number}", text[:300], text] for number in range(5_000)]
    claims = [["Initiative", "Value", "Unit"], *([row[0], 3, "people"] for row in rows[1:])]
    for file, name in [
        (workbook_of({"Initiatives": rows, "Figures": claims}), "a.xlsx"),
        (zip_of({"initiatives.csv": csv_of(rows), "figures.csv": csv_of(claims)}), "a.zip"),
    ]:
        tracemalloc.start()
        try:
            with read(file, name) as upload:
                assert upload.faults == []
                assert sum(len(one["figures"]) for one in upload.records("initiatives")) == 5_000
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < 60_000_000


def test_names_of_files_and_forms_of_cells_take_no_time_however_long():
    """Patterns that go back at each word or bracket would take hours of them."""
    assert layout_called(f"initiatives{' 1 copy' * 200_000}").title == "Initiatives"
    assert layout_called(f"initiatives{' 1 copy' * 200_000} x") is None
    assert date_shown(date(2020, 5, 1), "[" * 500_000 + "$-409]mmm yyyy") == "2020-05"
