"""Workbooks whose cells are what they say: numbers, times, links, and texts that nothing runs."""

from datetime import UTC, date, datetime
from io import BytesIO
from types import SimpleNamespace

from openpyxl import load_workbook

from core.downloads.columns import ADDRESS, TIME, WHOLE, Column, Table, parts
from core.downloads.workbook import LONGEST, write_workbook

ROOT = "https://example.org"
TABLE = Table(
    "",
    "Things",
    "A thing.",
    (
        Column("name", "What it is called.", tag="#item+name"),
        Column("year", "When it was.", kind=WHOLE, tag="#date"),
        Column("url", "Where it is.", kind=ADDRESS),
        Column("page", "Where we tell of it.", kind=ADDRESS, is_ours=True),
        Column("changed", "When it changed.", kind=TIME),
    ),
)
PARTS = Table(
    "parts",
    "Parts",
    "A part of a thing.",
    (Column("thing", "Which.", "record.name"), Column("part", "The part.", "part")),
    rows=parts("parts"),
)


def thing(name="Seeds", url="https://example.com/a", consisting_of=()):
    changed = datetime(2026, 11, 29, 13, 5, tzinfo=UTC)
    return SimpleNamespace(
        name=name, year=2014, url=url, page="/seeds/", changed=changed, parts=consisting_of
    )


def written(*things, tagged=False):
    """The workbook of some things, as a reader has it; and its bytes."""
    file = BytesIO()
    made, about = date(2026, 11, 29), [("Last changed", "2026-11-29")]
    write_workbook(file, [TABLE, PARTS], things, ROOT, made=made, about=about, tagged=tagged)
    return load_workbook(BytesIO(file.getvalue())), file.getvalue()


def test_each_table_is_a_sheet_whose_header_stands_still():
    workbook, _ = written(thing(consisting_of=["root", "stem"]), thing("Tools"))
    assert workbook.sheetnames == ["Things", "Parts", "About"]
    assert [row[0] for row in workbook["Things"].values] == ["name", "Seeds", "Tools"]
    assert list(workbook["Parts"].values)[1:] == [("Seeds", "root"), ("Seeds", "stem")]
    assert workbook["Things"].freeze_panes == "A2"
    said = [cell for row in workbook["About"].values for cell in row if cell]
    assert said[:4] == ["Last changed", "2026-11-29", "Things", "A thing."]
    assert "Where we tell of it." in said


def test_cells_have_types_and_addresses_open():
    workbook, _ = written(thing())
    name, year, url, page, changed = list(workbook["Things"].rows)[1]
    assert (name.value, year.value, changed.value) == ("Seeds", 2014, datetime(2026, 11, 29, 13, 5))
    assert url.hyperlink.target == "https://example.com/a"
    assert page.hyperlink.target == "https://example.org/seeds/"


def test_no_text_is_a_formula_and_none_is_too_long():
    workbook, _ = written(thing("=1+1", "https://example.com/" + "a" * 3000), thing("x" * 40_000))
    first, second = list(workbook["Things"].rows)[1:]
    assert (first[0].value, first[0].data_type) == ("=1+1", "s")
    assert (len(first[2].value), first[2].hyperlink) == (3020, None)
    assert len(second[0].value) == LONGEST


def test_tags_stand_below_the_header():
    workbook, _ = written(thing(), tagged=True)
    assert list(workbook["Things"].values)[1] == ("#item+name", "#date", None, None, None)
    assert workbook["Things"].freeze_panes == "A3"


def test_the_same_things_give_the_same_bytes():
    assert written(thing())[1] == written(thing())[1]


def test_long_texts_wrap_in_rows_that_stay_low_and_short_ones_take_one_line():
    workbook, _ = written(thing("Seeds"), thing("A long name of many words. " * 100))
    sheet = workbook["Things"]
    assert [sheet.row_dimensions[row].height or 15 for row in (2, 3)] == [15, 75]
    assert sheet["A3"].alignment.wrap_text
    assert {cell.alignment.vertical for cell in sheet[3]} == {"top"}


def test_a_sheet_filters_by_its_header_and_is_set_up_for_paper():
    workbook, _ = written(thing(), thing())
    sheet, empty = workbook["Things"], workbook["Parts"]
    assert (sheet.auto_filter.ref, empty.auto_filter.ref) == ("A1:E3", None)
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")
    assert sheet.oddFooter.right.text == "Page &P of &N"
    tagged, _ = written(thing(), tagged=True)
    assert tagged["Things"].auto_filter.ref == "A2:E3"
