"""What cells say, however programs and people write it; and what is told rather than guessed."""

import io
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from portal.sheets.reading import read
from tests.portal.sheets.books import book, csv_of, faults, notes, records, workbook_of

pytestmark = pytest.mark.usefixtures("catalogue")


def said(column, value, sheet="Initiatives", owner="Short name", form=None, **options):
    """What a record says whose cell holds this."""
    return records(one_cell(column, value, sheet, owner, form, **options), kind=KINDS[sheet])[0]


KINDS = {"Initiatives": "initiatives", "Forums": "forums", "Documents": "resources"}


def one_cell(column, value, sheet="Initiatives", owner="Short name", form=None, **options):
    """A workbook with one record of which one cell holds this, in this format."""

    def change(workbook, made):
        if form:
            look = workbook.add_format({"num_format": form})
            is_date = isinstance(value, date | time)
            (made.write_datetime if is_date else made.write)(1, 1, value, look)

    filled = None if form else value
    return book(**options)({sheet: [[owner, column], ["seeds", filled]]}, change)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("Start year", 2016.0, 2016),
        ("Start year", "2016", 2016),
        ("Title", 2030, "2030"),
        ("Title", "\u00a0 Seeds \u00a0for all ", "Seeds \u00a0for all"),
        ("Title", "'=SUM of parts", "=SUM of parts"),
        ("Challenge", "one\r\n\r\ntwo_x000D_", "one\n\ntwo"),
        ("Status", "Active ", "active"),
        ("Kind", "PROGRAMME", "programme"),
        ("SDGs", 8, [8]),
        ("SDGs", "SDG 2; 8;", [2, 8]),
        ("Origin countries", "Côte d'Ivoire;\u00a0brazil\nKEN", ["CIV", "BRA", "KEN"]),
        ("Origin countries", "Atlantis", ["Atlantis"]),
    ],
)
def test_a_cell_says_what_is_meant_however_it_is_typed(column, value, expected):
    assert list(said(column, value).values())[-1] == expected


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (date(2016, 3, 1), "yyyy-mm-dd", "2016-03-01"),
        (date(2016, 3, 1), "mmm-yy", "2016-03"),
        (date(2016, 3, 1), 'mmmm "of" yyyy', "2016-03"),
        (date(2016, 1, 1), "yyyy", "2016"),
        ("March 2016", None, "2016-03"),
        ("19 March 2016", None, "2016-03-19"),
        ("Mar 19th, 2016", None, "2016-03-19"),
        ("19/3/2016", None, "2016-03-19"),
        ("2016-3-9", None, "2016-03-09"),
        (2016, None, "2016"),
    ],
)
def test_dates_are_as_exact_as_their_cell_shows_them(value, form, expected):
    assert said("Start date", value, "Forums", form=form)["start_date"] == expected


def test_days_are_counted_from_1900_or_from_1904_as_the_workbook_says():
    for options in ({}, {"date_1904": True}):
        shown = said("Date", date(2014, 11, 19), "Documents", form="d.m.yyyy", **options)
        assert shown["date"] == "2014-11-19"


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (12.5, None, 12.5),
        (0.125, "0.0%", 12.5),
        ("12.5 %", None, 12.5),
        ("1,250,000", None, 1250000),
        ("1 250 000", None, 1250000),
        (4200.0, None, 4200),
    ],
)
def test_numbers_are_what_the_cell_shows(value, form, expected):
    figures = [["Short name", "Title"], ["seeds", "Seeds"]]

    def change(workbook, sheet):
        if sheet.name == "Figures" and form:
            sheet.write(1, 1, value, workbook.add_format({"num_format": form}))

    rows = [["Initiative", "Value"], ["seeds", None if form else value]]
    (record,) = records(book()({"Initiatives": figures, "Figures": rows}, change))
    assert record["figures"] == [{"value": expected}]


@pytest.mark.parametrize(
    ("column", "value", "form", "text"),
    [
        (
            "Start year",
            date(1905, 7, 8),
            "d/m/yyyy",
            "is the date 1905-07-08; a year from",
        ),
        ("Start year", date(1905, 7, 8), "d/m/yyyy", "It is 2016 in a cell that shows dates"),
        ("Start year", 2016.5, None, "is 2016.5; a year from 1900 to 2035 is due"),
        ("Start year", "soon", None, "“soon” is not a number"),
        ("Title", date(2016, 3, 1), "d/m/yyyy", "is a date or time, 2016-03-01; a text is due"),
    ],
)
def test_what_can_be_read_in_two_ways_or_in_none_is_told(column, value, form, text):
    (fault,) = faults(one_cell(column, value, form=form))
    assert fault.startswith(f"Sheet Initiatives, row 2, column {column}: ")
    assert text in fault


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        ("3/4/2016", None, "can be read in two ways. Write 2016-04-03 or 2016-03-04"),
        (42370, None, "is the number 42370; write a day, month or year such as 2014-11-19"),
        (datetime(2016, 3, 1, 9, 30), "d/m/yy h:mm", "has a time of day, 2016-03-01 09:30"),
    ],
)
def test_dates_that_are_none_are_told(value, form, text):
    (fault,) = faults(one_cell("Start date", value, "Forums", form=form))
    assert text in fault


def saved(workbook):
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def test_formulas_are_never_worked_out_and_what_they_last_came_to_is_said():
    def change(workbook, sheet):
        sheet.write_formula("B2", '="Seeds"&" for all"', None, "Seeds for all")

    file = book()({"Initiatives": [["Short name", "Title", "Acronym"], ["seeds"]]}, change)
    assert records(file)[0]["title"] == "Seeds for all"
    assert notes(file) == [
        "Sheet Initiatives, column Title: 1 cell holds a formula; what was last worked out is used."
    ]
    workbook = Workbook()
    workbook.active.title = "Initiatives"
    workbook.active.append(["Short name", "Title"])
    workbook.active.append(["seeds", "=1+1"])
    (fault,) = faults(saved(workbook))
    assert "column Title: holds a formula that was never worked out" in fault


def test_errors_and_merged_cells_are_told_with_their_place():
    def change(workbook, sheet):
        sheet.write_formula("B2", "=#REF!", None, "#REF!")
        sheet.merge_range("A3:A4", "seeds-2")

    file = book()({"Initiatives": [["Short name", "Title"], ["seeds"]]}, change)
    assert faults(file) == [
        "Sheet Initiatives, row 2, column Title: holds the error “#REF!”; mend it",
        "Sheet Initiatives, row 3: the cells A3:A4 are merged. Take them apart, and fill in each "
        "of them",
    ]


def test_rich_text_and_links_are_the_text_that_one_sees():
    workbook = Workbook()
    workbook.active.title = "Initiatives"
    workbook.active.append(["Short name", "Title", "Acronym"])
    bold = TextBlock(InlineFont(b=True), "for all")
    workbook.active.append(["seeds", CellRichText("Seeds ", bold), "SFA"])
    workbook.active["C2"].hyperlink = "https://example.org"
    (record,) = records(saved(workbook))
    assert (record["title"], record["acronym"]) == ("Seeds for all", "SFA")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_is_read_in_whatever_way_programs_write_it(encoding, separator):
    rows = [["Short name", "Title"], ["seeds", "Coopération; à l'école, “São Tomé”"]]
    file = csv_of(rows, encoding, separator)
    assert records(file, "initiatives.csv")[0]["title"] == rows[1][1]


@pytest.mark.parametrize(
    ("encoding", "title"),
    [("mac_roman", "São Tomé e Príncipe"), ("cp1256", "برنامج التشغيل الوطني")],
)
def test_a_code_page_is_told_to_whoever_sent_it(encoding, title):
    file = csv_of([["Short name", "Title"], ["seeds", title]], encoding)
    assert records(file, "initiatives.csv")[0]["title"] == title
    assert f"it was read as {encoding}" in notes(file, "initiatives.csv")[0]


def test_a_title_may_stand_above_the_headings_and_examples_are_not_read():
    rows = [["Our catalogue"], [], ["Short name", "Title"], ["example: x", "X"], ["seeds", "Seeds"]]
    file = workbook_of({"Initiatives": rows})
    with read(file, "a.xlsx") as upload:
        assert [dict(one) for one in upload.records("initiatives")] == [
            {"slug": "seeds", "title": "Seeds"}
        ]
