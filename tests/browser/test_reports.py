"""A report as somebody at the desk opens it, looks at it and prints it."""

from io import BytesIO

import pypdf

from portal.desk.roles import CURATORS
from tests.access import faults_found_by_axe


def test_a_report_is_chosen_read_and_printed(catalogue, desk):
    page = desk(CURATORS)
    page.get_by_role("link", name="Reports", exact=True).click()
    page.get_by_label("From (a day)").fill("2026-01-01")
    page.get_by_label("To", exact=True).fill("2026-06-30")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("1 January 2026 to 30 June 2026").first.wait_for()
    assert page.get_by_role("img", name="Chart of “Countries”").count() == 1
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="For print").click()
    page.get_by_role("heading", name="Report on the catalogue").wait_for()
    # Of letters on a drawing axe cannot tell the ground, which is that of the page.
    faults = [fault for fault in faults_found_by_axe(page) if "image node" not in fault]
    assert faults == []
    sheets = [one.extract_text() for one in pypdf.PdfReader(BytesIO(page.pdf(format="A4"))).pages]
    assert "1 January 2026 to 30 June 2026" in sheets[0]
    assert "Back to the desk" not in sheets[0]
    assert f"Page {len(sheets)} of {len(sheets)}" in sheets[-1]
    text = " ".join(" ".join(sheets).split())
    for told in ("Growth", "Zimbabwe", "Evidence", "Ageing", "Reading", "Work at the desk"):
        assert told in text
