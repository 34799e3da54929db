"""A list in Chromium: taken to a spreadsheet, changed there, brought back, taken in and undone."""

import openpyxl

from core.models import Draft
from initiatives.models import Initiative
from portal.desk.roles import CURATORS
from portal.imports.running import run_all


def test_a_list_is_exported_changed_and_brought_back(catalogue, desk, tmp_path):
    initiative = Initiative.objects.published().first()
    page = desk(CURATORS)
    page.goto(page.url.rstrip("/") + f"/initiatives/initiative/?q={initiative.slug}")
    page.get_by_role("link", name="Export", exact=True).click()
    page.get_by_label("Summary", exact=True).uncheck()
    page.get_by_label("Figures", exact=True).focus()
    page.keyboard.press("Space")  # takes it off
    with page.expect_download() as downloads:
        page.get_by_role("button", name="Export", exact=True).click()
    path = tmp_path / "initiatives.xlsx"
    downloads.value.save_as(path)

    book = openpyxl.load_workbook(path)
    assert "Figures" not in book.sheetnames
    sheet = book["Initiatives"]
    headings = [cell.value for cell in sheet[1]]
    assert "Summary *" not in headings
    (row,) = (row for row in sheet.iter_rows(min_row=2) if row[0].value == initiative.slug)
    row[headings.index("Title *")].value = "A title of tests"
    book.save(path)

    page.goto(page.url.split("/sheets/")[0] + "/imports/")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form:has(input[type=file]) [type=submit]").click()
    page.wait_for_url("**/imports/*/")
    run_all()
    page.reload()
    text = page.locator("main, .desk").first.inner_text()
    assert "A title of tests" in text
    assert page.locator("ins").all_inner_texts() != []

    with page.expect_navigation():
        page.get_by_role("button", name="Import", exact=True).click()
    run_all()
    page.reload()
    assert "Draft of changes" in page.locator(".desk").first.inner_text()
    with page.expect_navigation():
        page.get_by_role("button", name="Undo the import").click()
    run_all()
    page.reload()
    assert "Undone" in page.locator(".desk").first.inner_text()
    assert Draft.objects.get().state == "dropped"
