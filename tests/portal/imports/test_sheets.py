"""A workbook at the desk: read, laid over what is there, with its faults told at their places."""

import io

import openpyxl
import pytest

from core.models import Draft
from forum.models import Forum, Session
from initiatives.models import Initiative, Organization, Resource
from portal.desk.roles import CURATORS, EDITORS
from portal.imports import reading
from portal.sheets.template import write_template
from tests.desk import signed_in
from tests.portal.imports.world import checked, done, file_of, imported, outcomes, whats
from tests.portal.sheets.books import workbook_of

pytestmark = pytest.mark.usefixtures("catalogue")
ADDRESS = "https://example.org/register"


@pytest.fixture
def amina():
    return signed_in("amina", CURATORS)


@pytest.fixture
def bo():
    return signed_in("bo", EDITORS)


def workbook(*rows, sources=(), version=None):
    """A workbook of organizations and their sources."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Organizations"
    sheet.append(["Short name", "Name", "Acronym", "Kind", "Version"])
    for row in rows:
        sheet.append(list(row))
    if sources:
        cited = book.create_sheet("Organization sources")
        cited.append(["Organization", "Web address", "Title", "Publisher"])
    for slug in sources:
        cited.append([slug, ADDRESS, "The register", "A ministry"])
    out = io.BytesIO()
    book.save(out)
    return file_of("organizations.xlsx", out.getvalue())


NEW = ("seed-union", "Union of Seed Banks", "USB", "government")


def test_a_row_becomes_a_draft(amina):
    job = imported(amina, workbook(NEW, sources=["seed-union"]))
    assert outcomes(job) == {"seed-union": "created"}
    union = Organization.objects.get(slug="seed-union")
    assert (union.name, union.publication) == ("Union of Seed Banks", "draft")
    assert job.rows.get().place.startswith("Sheet Organizations, row 2")


def test_an_empty_cell_leaves_or_empties(amina):
    ilo = Organization.objects.get(slug="ilo")
    row = ("ilo", ilo.name, None, ilo.kind.slug)
    assert whats(checked(amina, workbook(row), empty="leave")) == {"ilo": "unchanged"}
    job = checked(amina, workbook(row), empty="empty")
    assert "Acronym" in [change[0] for change in job.rows.get().changes]


def test_what_has_changed_since_the_export_asks_whose_it_is(amina):
    row = ("ilo", "Another name", "ILO", "international-organization", "0123456789abcdef")
    kind = Organization.objects.get(slug="ilo").kind.slug
    job = checked(amina, workbook((*row[:3], kind, row[4])), empty="leave")
    assert whats(job) == {"ilo": "conflict"}
    mine = job.rows.get()
    job = done(amina, job, "answer", **{f"row-{mine.pk}": "mine"})
    assert whats(job) == {"ilo": "changed"}
    job = done(amina, job, "answer", again="organizations/ilo")
    theirs = job.rows.get()
    job = done(amina, job, "answer", **{f"row-{theirs.pk}": "theirs"})
    assert whats(job) == {"ilo": "skipped"}


def test_faults_name_sheet_row_and_column_and_their_rows_can_be_left_out(amina):
    faulty = ("bad-kind", "Bad Kind", None, "nonsense")
    job = checked(amina, workbook(faulty, NEW, sources=["seed-union", "bad-kind"]))
    assert job.state == "faulty"
    assert any(where == "Sheet Organizations, row 2, column Kind" for where, *_ in job.faults)
    job = done(amina, job, "check", **{"leave-out": "1"})
    assert whats(job) == {"bad-kind": "faulty", "seed-union": "new"}
    assert outcomes(done(amina, job, "import")) == {"seed-union": "created"}


def initiatives(*rows, headings=("Short name", "Title", "Origin countries")):
    """A workbook of initiatives of which little is known yet."""
    return file_of("a.xlsx", workbook_of({"Initiatives": [headings, *rows]}).getvalue())


def test_faults_speak_in_the_words_of_the_sheet(amina):
    headings = ["Short name", "Title", "Status", "Origin countries", "Start year", "End year"]
    rows = [
        ["a", "Seeds", "Actve", "Germny; KEX", 2011, 2010],
        ["b", "Seeds", None, "Kenya", "soon", None],
    ]
    job = checked(amina, initiatives(*rows, headings=headings))
    page = amina.get(f"/admin/imports/{job.pk}/").text
    row = "Sheet Initiatives, row 2, column"
    assert {f"{where}: {text}" for where, _, _, text in job.faults} == {
        f"{row} Status: “Actve” is none of Active, Completed, Not known. Did you mean “Active”?",
        f"{row} Origin countries: “Germny” is no country of the file or the catalogue. "
        "Did you mean “Germany”?",
        f"{row} Origin countries: “KEX” is no country of the file or the catalogue. "
        "Did you mean “Kenya”?",
        f"{row} End year: 2010 lies before the Start year, 2011",
        "Sheet Initiatives, row 3, column Start year: “soon” is not a number",
        "Sheet Initiatives, row 3, column Status: is empty; Active or Completed or Not "
        "known is due",
    }
    assert "origin_countries" not in page


def test_a_draft_may_lack_what_it_may_lack_at_the_desk_and_the_preview_says_what(amina, bo):
    headings = ["Short name", "Title", "Status", "Origin countries"]
    row = ["seeds-of-tests", "Seeds of tests", "Active", "Kenya"]
    job = checked(amina, initiatives(row, headings=headings))
    (shown,) = job.rows.all()
    assert (job.state, shown.what) == ("ready", "new"), job.faults
    assert {"It has no summary.", "It has no source.", "It has no theme."} <= set(shown.faults)
    assert "Before readers see it" in amina.get(f"/admin/imports/{job.pk}/").text
    job = done(amina, job, "import")
    initiative = Initiative.objects.get(slug="seeds-of-tests")
    assert (initiative.publication, initiative.approach) == ("draft", "")
    assert [one.iso3 for one in initiative.participating_countries.all()] == ["KEN"]
    job = done(bo, job, "publish")
    assert "It has no summary." in job.rows.get().said
    initiative.refresh_from_db()
    assert initiative.publication == "draft"


def test_what_readers_see_is_not_emptied_of_what_it_needs(amina):
    slug = Initiative.objects.published().first().slug
    headings = ["Short name", "Title", "Summary"]
    job = checked(amina, initiatives([slug, "Seeds", None], headings=headings), empty="empty")
    assert ["Sheet Initiatives, row 2, column Summary", slug, "", "is empty; a text is due"] in (
        job.faults
    )


def test_columns_that_nobody_knows_are_listed_and_misspelt_ones_are_asked_about(amina):
    kind = NEW[3]
    headings = ["Short name", "Name", "Kind", "Our remarks"]
    rows = [headings, ["seed-union", "Union of Seed Banks", kind, "call them"]]
    file = file_of("a.xlsx", workbook_of({"Organizations": rows}).getvalue())
    job = checked(amina, file)
    assert (job.state, "not read" in job.said, "“Our remarks”" in job.said) == ("ready", True, True)
    headings[1] = "Nmae"
    file = file_of("a.xlsx", workbook_of({"Organizations": rows}).getvalue())
    (first, *_) = checked(amina, file).faults
    assert "Did you mean “Name”?" in first[3]
    assert "delete" not in first[3]


def test_where_no_row_is_left_that_is_said(amina):
    job = checked(amina, workbook(("bad-kind", "Bad Kind", None, "nonsense")))
    job = done(amina, job, "check", **{"leave-out": "1"})
    assert (job.state, "nothing would be left" in job.said) == ("faulty", True)
    headings = [["Nmae"], ["Short name", "Nmae"]]
    file = file_of("a.xlsx", workbook_of({"Organizations": [*headings[1:], ["a", "b"]]}).getvalue())
    job = done(amina, checked(amina, file), "check", **{"leave-out": "1"})
    assert (job.state, "cannot be left out" in job.said) == ("faulty", True)


def test_more_records_than_an_import_takes_are_told_before_any_is_put_together(amina, monkeypatch):
    monkeypatch.setattr(reading, "MOST_RECORDS", 1)
    job = checked(amina, workbook(NEW, ("other-union", "Union of Others", None, "government")))
    assert "2 records; at most 1 are imported at once" in str(job.faults)


def test_a_file_that_is_no_workbook_is_told(amina):
    job = checked(amina, file_of("a.xlsx", b"<html>no"))
    assert job.state == "faulty"
    assert "web page" in str(job.faults)


def put(sheet, **cells):
    """Add a row to a sheet of the template, whose headings end in a star where they must."""
    headings = {str(cell.value or "").strip(" *"): cell.column for cell in sheet[1]}
    row = sheet.max_row + 1
    for name, value in cells.items():
        sheet.cell(row, headings[name.replace("_", " ")], value)


def test_sheets_of_the_template_that_nobody_has_touched_do_nothing(amina):
    blank = io.BytesIO()
    write_template(blank)
    book = openpyxl.load_workbook(blank)
    slug, name, acronym, kind = NEW
    put(book["Organizations"], Short_name=slug, Name=name, Acronym=acronym, Kind=kind)
    source = {"Web_address": ADDRESS, "Title": "The register", "Publisher": "A ministry"}
    put(book["Organization sources"], Organization=slug, **source)
    out = io.BytesIO()
    book.save(out)
    tables = [Resource.publishers.through, Forum.organizers.through, Session.themes.through]
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    assert all(before)
    job = imported(amina, file_of("template.xlsx", out.getvalue()))
    assert outcomes(job) == {"seed-union": "created"}
    assert not Draft.objects.exists()
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
