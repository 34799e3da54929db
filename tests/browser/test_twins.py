"""Twins in Chromium: seen while a name is typed, and taken in the place of a new record."""

import re

from initiatives.models import Organization, Source
from portal.desk.roles import CURATORS
from tests.browser.test_curator_day import open_tab


def test_a_twin_is_shown_beside_the_name_and_a_source_is_taken_where_it_is_known(catalogue, desk):
    page = desk(CURATORS)
    page.get_by_role("navigation", name="Add").get_by_role("link", name="Organization").click()
    name = page.get_by_label(re.compile(r"^Name\W*$"))
    name.press_sequentially("Organisation internationale du Travail")
    beside = page.locator("#desk-alike-name")
    ilo = Organization.objects.get(acronym="ILO")
    link = beside.get_by_role("link", name=str(ilo))
    link.wait_for()
    assert beside.get_attribute("aria-live") == "polite"
    assert link.get_attribute("target") == "_blank"
    assert beside.get_by_role("button", name="Use").count() == 0  # nobody waits for it here
    name.fill("A body that nobody knows")
    link.wait_for(state="detached")

    page.goto(page.url.replace("organization/add/", "initiative/add/"))
    known = Source.objects.order_by("pk").first()
    open_tab(page, "Sources")
    page.locator("#citations-group .add-row").click()
    with page.expect_popup() as popups:
        page.locator("#add_id_citations-0-source").click()
    popup = popups.value
    popup.get_by_label("Address").fill(f"{known.url}#page=3")
    use = popup.get_by_role("button", name=f"Use {known}")
    use.wait_for()
    with popup.expect_event("close"):
        use.evaluate("button => setTimeout(() => button.click())")  # the window is gone by then
    chosen = page.locator("#id_citations-0-source")
    assert chosen.input_value() == str(known.pk)
