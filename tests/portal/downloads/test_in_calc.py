"""A search taken away opens in LibreOffice Calc as it was meant: dates, numbers, letters, links."""

import csv
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from initiatives.models import Initiative
from tests.factories import FigureFactory, InitiativeFactory, ReplicationFactory

ARABIC = "التعاون بين بلدان الجنوب"
ACCENTS = "Économía solidária São Łódź Việt"
FORMULAS = ["=1+1", "+CMD('x')", "@SUM(A1)", '=HYPERLINK("https://example.org","x")']
# A CSV of all sheets, as they are shown: commas, quotes, UTF-8; see "Filter Options for CSV".
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"

# As the window for CSV is set where a file has a byte order mark; here, no window opens.
AS_ITS_WINDOW_READS = "--infilter=CSV:44,34,76,1"


@pytest.fixture
def files(client, db, tmp_path):
    """A search of three initiatives as a workbook and as CSV: their paths."""
    seeds = InitiativeFactory(
        slug="seeds",
        title=f"Cooperative {ACCENTS}",
        local_title=ARABIC,
        local_title_language="ar",
        start_year=2012,
        approach="\n\n".join(["A cooperative, step by step."] * 60),
    )
    FigureFactory(initiative=seeds, value="12345.5", unit="members", label=FORMULAS[2])
    ReplicationFactory(initiative=seeds, year=2014, note=FORMULAS[3])
    for number, formula in enumerate(FORMULAS[:2]):
        InitiativeFactory(slug=f"odd-{number}", title=f"{formula} cooperative")
    paths = {}
    for ending in ("xlsx", "csv"):
        response = client.get(f"/initiatives.{ending}?q=cooperative")
        paths[ending] = tmp_path / f"search.{ending}"
        paths[ending].write_bytes(response.content)
    return paths


def shown(folder, sheet):
    """The rows of a sheet as Calc shows them, by the names in its header."""
    with (folder / f"search-{sheet}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_workbook_shows_what_the_page_found(calc, files):
    calc.convert(AS_SHOWN, files["xlsx"])
    rows = {row["title"]: row for row in shown(calc.folder, "Initiatives")}
    assert set(rows) == {
        f"Cooperative {ACCENTS}",
        *(f"{formula} cooperative" for formula in FORMULAS[:2]),
    }
    seeds = rows[f"Cooperative {ACCENTS}"]
    modified = Initiative.objects.get(slug="seeds").updated_at
    assert (seeds["local_title"], seeds["start_year"], seeds["end_year"]) == (ARABIC, "2012", "")
    assert re.fullmatch(rf"{modified:%Y-%m-%d} \d\d:\d\d", seeds["modified"])
    assert seeds["page_url"] == "http://testserver/initiatives/seeds/"
    (figure,) = shown(calc.folder, "Figures")
    assert (figure["value"], figure["label"]) == ("12345.5", FORMULAS[2])
    (replication,) = shown(calc.folder, "Replications")
    assert (replication["year"], replication["note"]) == ("2014", FORMULAS[3])
    about = (calc.folder / "search-About.csv").read_text(encoding="utf-8")
    question = "Initiatives: “cooperative”."
    for said in (question, "http://testserver/initiatives.xlsx", "CC BY 4.0", "Sources"):
        assert said in about


def test_what_calc_keeps_of_it_has_links_and_filters_and_is_set_up_for_paper(calc, files):
    again = files["xlsx"].with_name("again.xlsx")
    again.write_bytes(files["xlsx"].read_bytes())
    calc.convert("ods", again)
    calc.convert("xlsx:Calc MS Excel 2007 XML", again.with_suffix(".ods"))
    workbook = load_workbook(again)
    sheet = workbook["Initiatives"]
    cells = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    assert cells["page_url"].hyperlink.target.startswith("http://testserver/initiatives/")
    assert sheet.auto_filter.ref == f"A1:{sheet.dimensions[3:]}"
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")
    assert cells["approach"].alignment.wrap_text
    assert max(row.height or 0 for row in sheet.row_dimensions.values()) <= 80
    formulas = {
        cell.value for one in workbook for row in one.rows for cell in row if cell.data_type == "f"
    }
    assert formulas <= {"=TRUE()", "=FALSE()"}  # so Calc writes truth values


def test_on_paper_each_page_has_the_header_and_a_number(calc, files):
    calc.convert("pdf", files["xlsx"])
    pages = PdfReader(BytesIO(files["xlsx"].with_suffix(".pdf").read_bytes())).pages
    assert len(pages) < 30
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert page.mediabox.width > page.mediabox.height
        assert f"Page {number} of {len(pages)}" in text
        if "Initiatives" in text.splitlines()[-2:]:
            assert {"id", "title"} <= set(text.split())


def test_the_table_in_csv_opens_by_itself_and_runs_nothing(calc, files):
    calc.convert("xlsx:Calc MS Excel 2007 XML", files["csv"], read=[AS_ITS_WINDOW_READS])
    (sheet,) = load_workbook(files["csv"].with_suffix(".xlsx")).worksheets
    header, *rows = sheet.values
    assert header[:2] == ("id", "title")
    said = {row[1]: dict(zip(header, row, strict=True)) for row in rows}
    seeds = said.pop(f"Cooperative {ACCENTS}")
    assert (seeds["local_title"], seeds["start_year"]) == (ARABIC, 2012)
    assert set(said) == {f"'{formula} cooperative" for formula in FORMULAS[:2]}
    assert [cell.value for row in sheet.rows for cell in row if cell.data_type == "f"] == []
