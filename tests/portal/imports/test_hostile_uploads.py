"""Files that would harm, sent to the page Import: it says what is wrong, and nothing is kept."""

import html
import io
import json
import struct
import tracemalloc
import zipfile
from datetime import date
from functools import cache

import pytest

from core.models import EditedRow
from portal.desk.roles import CURATORS
from portal.imports.models import ImportRow
from portal.imports.reading import is_json_inside
from tests.desk import signed_in
from tests.portal.imports.world import URL, ask, checked, file_of, upload
from tests.portal.sheets.books import book, csv_of, workbook_of
from tests.portal.sheets.test_hostile_sheets import HEADINGS, HOSTILE, altered

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.fixture
def amina():
    return signed_in("amina", CURATORS)


@cache
def archive_of_many():
    """An archive of 100,000 files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(100_000):
            archive.writestr(zipfile.ZipInfo(f"{number}.json"), b"")
    return out.getvalue()


def many_parts():
    return io.BytesIO(archive_of_many())


def many_parts_by_halves():
    """The same, whose last record says that its list is short; that before it is believed."""
    content = bytearray(archive_of_many())
    at = content.rindex(b"PK\x05\x06")
    count, length, begin = struct.unpack_from("<HLL", content, at + 10)
    large = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, length, begin
    ) + struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    struct.pack_into("<L", content, at + 12, 100)
    content[at:at] = large
    return io.BytesIO(content)


def row(*cells, headings=HEADINGS, change=None):
    """A workbook of initiatives with one row."""
    return book()({"Initiatives": [headings, cells]}, change)


def formula(workbook, sheet):
    sheet.write_formula("B2", "=1+1", None, "")


def error(workbook, sheet):
    sheet.write_formula("B2", "=#REF!", None, "#REF!")


def merged(workbook, sheet):
    sheet.merge_range("A3:A4", "x")


def day_of_1905(workbook, sheet):
    sheet.write_datetime("B2", date(1905, 7, 8), workbook.add_format({"num_format": "d/m/yyyy"}))


def macros():
    sound = altered("xl/vbaProject.bin", content=b"x")
    return altered("xl/worksheets/sheet1.xml", change=lambda xml: xml[:-20], book=sound)


TABLE = {  # the name of the file, what makes it, and what the page says
    **{
        name: ("initiatives.xlsx", *HOSTILE[name])
        for name in [
            *("empty", "huge", "behind a password", "old", "a page", "truncated", "a bomb"),
            *("a tight part", "a bomb in a bomb", "many parts", "100,000 columns"),
            *("too many rows", "many texts", "entities", "deep", "OpenDocument", "binary"),
        ]
    },
    **{
        name: ("initiatives.csv", *HOSTILE[name])
        for name in ["100,000 columns of CSV", "a mark without an end", "two encodings"]
    },
    "100,000 parts": ("a.zip", many_parts, "too many parts"),
    "100,000 parts, said twice": ("a.zip", many_parts_by_halves, "too many parts"),
    "a damaged workbook with macros": ("a.xlsm", macros, "is damaged"),
    "a formula": ("a.xlsx", lambda: row("s", change=formula), "was never worked out"),
    "an error": ("a.xlsx", lambda: row("s", change=error), "holds the error “#REF!”"),
    "merged cells": ("a.xlsx", lambda: row("s", change=merged), "the cells A3:A4 are merged"),
    "a day for a year": (
        "a.xlsx",
        lambda: row("s", headings=["Short name", "Start year"], change=day_of_1905),
        "It is 2016 in a cell that shows dates",
    ),
    "another heading": (
        "a.xlsx",
        lambda: row("s", "x", headings=["Short name", "Titel"]),
        "is none of the columns of Initiatives",
    ),
    "no heading": (
        "initiatives.csv",
        lambda: csv_of([["Short name", "", "Title"], ["s", "x", "y"]]),
        "stands in a column without a heading",
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_page_says_what_is_wrong_and_nothing_is_kept(amina, name):
    called, make, said = TABLE[name]
    file, before = file_of(called, make().getvalue()), EditedRow.objects.count()
    if not file.size or file.size > 20_000_000:  # the form itself
        page = upload(amina, file)
        said = "20 MB are imported at once" if file.size else "empty"
    else:
        job = checked(amina, file)
        assert job.state == "faulty"
        page = amina.get(f"{URL}{job.pk}/")
    assert page.status_code == 200
    assert said in html.unescape(page.text)
    assert "Traceback" not in page.text
    assert not ImportRow.objects.exists()
    assert EditedRow.objects.count() == before


@pytest.mark.parametrize("ending", ["json", "csv"])
@pytest.mark.parametrize("way", ["ZIP_STORED", "ZIP_DEFLATED", "ZIP_BZIP2", "ZIP_LZMA"])
def test_a_damaged_part_of_a_zip_is_told_whichever_way_it_is_packed(amina, way, ending):
    text = json.dumps([{"slug": f"p-{number}"} for number in range(500)]).encode()
    for damage in (bytes(30), b"\xff" * 30):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", getattr(zipfile, way)) as archive:
            archive.writestr(f"people.{ending}", text)
        content = bytearray(content.getvalue())
        content[60:90] = damage
        job = checked(amina, file_of("people.zip", bytes(content)))
        assert (job.state, job.number_of_faults) == ("faulty", 1), job.said
        ask(amina, job, "cancel")


def test_a_workbook_with_macros_is_read_without_them(amina):
    organization = [["Short name", "Acronym"], ["ilo", "ILO of tests"]]
    sound = workbook_of({"Organizations": organization})
    file = altered("xl/vbaProject.bin", content=b"x", book=sound)
    job = checked(amina, file_of("organizations.xlsm", file.getvalue()), empty="leave")
    assert (job.state, job.found) == ("ready", {"changed": 1})
    assert "neither read nor run" in html.unescape(amina.get(f"{URL}{job.pk}/").text)


@pytest.mark.parametrize("make", [many_parts, many_parts_by_halves])
def test_a_list_of_parts_that_is_too_long_never_goes_into_memory(make):
    content = make().getvalue()
    tracemalloc.start()
    try:
        assert not is_json_inside(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000
