"""Pages in the colours of the night, and in those that a reader has chosen for all pages."""

import pytest

from tests.access import faults_found_by_axe

PAGES = ["/", "/initiatives/?theme=child-labour", "/initiatives/ciudad-mujer/", "/countries/BRA/"]
GROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.mark.parametrize(
    "colours", [{"color_scheme": "dark"}, {"forced_colors": "active"}], ids=["dark", "chosen"]
)
def test_all_can_be_read(catalogue, open_page, colours):
    page = open_page(width=360, **colours)
    faults = []
    for address in PAGES:
        page.goto(address)
        faults += faults_found_by_axe(page)
    assert faults == []


def test_whatever_looks_too_pale_is_told_once(transactional_db, open_page):
    page = open_page("/about/")
    page.locator("main p").evaluate_all("all => all.forEach(one => one.style.color = '#aaa')")
    pale = [fault for fault in faults_found_by_axe(page) if ": color-contrast: " in fault]
    assert 0 < len(pale) < page.locator("main p").count()


def test_states_are_seen_where_a_reader_chooses_the_colours(catalogue, open_page):
    page = open_page("/initiatives/?theme=child-labour", forced_colors="active")

    def styles(selector, property, pseudo=None):
        script = f"found => found.map(one => getComputedStyle(one, {pseudo!r})[{property!r}])"
        return set(page.locator(selector).evaluate_all(script.replace("None", "null")))

    ticked, empty = (
        styles(f"#facet-theme li a{which}", "backgroundColor", "::before")
        for which in ("[aria-current]", ":not([aria-current])")
    )
    assert len(ticked) == len(empty) == 1
    assert ticked != empty
    here, elsewhere = (
        styles(f"nav.main a{which}", "borderBlockEndColor")
        for which in ("[aria-current]", ":not([aria-current])")
    )
    assert elsewhere == styles("html", "backgroundColor")
    assert here.isdisjoint(elsewhere)
