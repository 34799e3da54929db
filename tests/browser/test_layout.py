"""Every kind of page fits its window, from a small phone to a desk, in two families of letters.

And keeps nobody out: each is looked at by axe, and with its text spaced, while it is open.
"""

import pytest
from django.urls import get_resolver, resolve
from playwright.sync_api import expect

from core.worldmap import labels
from initiatives.models import Country
from portal.desk.roles import EDITORS
from screenshots.pages import PAGES as PICTURED
from tests.access import faults_found_by_axe
from tests.fonts import NARROW, WIDE
from tests.layout import WIDTHS, families_of, faults_at_each_width, faults_with_text_spaced

in_both_families = pytest.mark.parametrize("letters", [WIDE, NARROW], ids=lambda each: each.name)
LOOKS = {
    WIDE: [faults_at_each_width, faults_found_by_axe, faults_with_text_spaced],
    NARROW: [faults_at_each_width],
}

PAGES = [
    "/",
    "/initiatives/",
    "/initiatives/?q=child+labour",
    "/initiatives/?q=cooperatives&theme=cooperatives&theme=child-labour&match=any&country=BRA&year_from=1990",
    "/initiatives/?q=zyxwvut",
    "/initiatives/ciudad-mujer/",
    "/initiatives/ciudad-mujer/cite.html",
    "/initiatives/columns.html?theme=child-labour",
    "/initiatives/fragile-to-fragile-labour-market-information/",
    "/replications/",
    "/replications/c19f8da92c9d/",
    "/organizations/",
    "/organizations/?q=zyxwvut",
    "/organizations/ilo/",
    "/countries/",
    "/countries/?q=congo",
    "/countries/BRA/",
    "/themes/",
    "/themes/child-labour/",
    "/resources/",
    "/resources/dili-consensus-2013/",
    "/forums/",
    "/forums/ilo-solution-forum-gssd-expo-2014/",
    "/forums/ilo-solution-forum-gssd-expo-2014/solution-forum-2014-expos-decent-work-solutions/",
    "/people/",
    "/people/juergen-schwettmann/",
    "/search/",
    "/search/?q=child+labour",
    "/search/?q=child+labour&in=initiatives",
    "/compare/?initiative=ciudad-mujer&q=cotton",
    "/compare/?initiative=ciudad-mujer&initiative=r4-rural-resilience-initiative&initiative=cotton-with-decent-work&initiative=kudumbashree-uganda-exchange&initiative=zyxwvut&initiative=luban-workshops",
    "/proposals/initiative/ef06dd682b35/taken-up/",
    "/proposals/initiative/ef06dd682b35/thanks/",
    "/about/",
    "/about/style/",
    "/about/privacy/",
    "/about/thanks/",
    "/guidelines/",
    "/guidelines/stages-of-replication/",
    "/data/",
    "/data/dictionary/",
    "/data/dictionary/initiatives/",
    "/api/",
    "/api/changelog/",
    "/api/recipes/spreadsheet/",
    "/api/recipes/uptake/",
    "/api/recipes/copy/",
    "/api/errors/",
    "/api/errors/question/",
    "/api/v1/",
    "/api/v1/initiatives/",
    "/api/v1/initiatives/ciudad-mujer/",
    "/api/v1/initiatives/?theme=child-labour&explain=yes",
    "/api/v1/changes/",
    "/api/v1/changes/digests/",
    "/api/v1/docs/",
]
MISTAKES = {"/initiatives/nowhere/": 404, "/api/v1/nowhere/": 404, "/api/v1/people/?wrong=1": 400}

# What has an address and is no page: files, an answer for scripts, a way to another address. The
# lists and records of the API are all shown by one template, which two of its pages stand for.
NO_PAGES = {
    "initiatives:feed",
    "download-file",
    "download-schema",
    "data-file",
    "data-day",
    "data-index",
    "country",
    "suggest",
    "download",
    "initiatives:brief",
    "countries:brief",
    "forums:brief",
    "forums:session-brief",
    "compare-brief",
    "card",
    "card-of-page",
    "compare-file",
    "qr",
    "cite-file",
    "invitation",
    "code",  # with what follows, a step of signing in: test_second_factor.py
    "set-up-first",
    "security-txt",
    "preview",
    "sitemap",
    "sitemap-lists",
    "sitemap-part",
    "api:schema",
    "api:recipes",
    "api:recipe-file",
}

DESK = [
    "",
    "initiatives/initiative/",
    "initiatives/initiative/add/",
    "initiatives/initiative/1/change/",
    "initiatives/theme/1/change/",
    "initiatives/source/",
    "forum/forum/1/change/",
    "forum/session/1/change/",
    "forum/person/1/change/",
    "roof/proposal/",
]


@in_both_families
def test_every_kind_of_page_fits_its_window(catalogue, open_page, letters):
    assert faults_of(PAGES, open_page(letters=letters), LOOKS[letters]) == []


@in_both_families
def test_what_tells_of_a_mistake_fits_its_window(catalogue, open_page, letters):
    faults = faults_of(MISTAKES, open_page(letters=letters), LOOKS[letters])
    assert len(open_page.errors) == len(MISTAKES)  # Chromium notes each
    open_page.errors.clear()
    assert faults == []


def test_the_longest_word_is_broken_and_widens_no_page(catalogue, open_page):
    page = open_page("/initiatives/?theme=child-labour", width=WIDTHS[0])
    lengthen = "(found, word) => found.forEach(one => one.append(word))"
    page.locator("main :is(h1, h3 a, p, b, .theme, .chips a)").evaluate_all(lengthen, "word" * 20)
    assert page.evaluate("document.documentElement.scrollWidth") == WIDTHS[0]


@pytest.mark.parametrize("addresses", [[*PAGES, *MISTAKES], PICTURED.values()])
def test_no_kind_of_page_is_forgotten_here_or_among_the_pictures(addresses):
    shown = {resolve(address.partition("?")[0]).view_name for address in addresses}
    assert names_of(get_resolver()) - NO_PAGES - shown == set()


def test_every_page_of_the_desk_fits_its_window(catalogue, desk):
    page = desk(EDITORS)  # whose letters the desk sends
    faults = []
    for path in DESK:
        page.goto(f"/admin/{path}")
        page.wait_for_load_state("networkidle")
        faults += faults_at_each_width(page)
    assert faults == []


@in_both_families
def test_a_page_is_read_in_the_letters_of_the_family_alone(catalogue, open_page, letters):
    page = open_page("/api/", letters=letters)
    assert families_of(page, "h1") == {letters.serif}
    assert families_of(page, "footer p") == {letters.sans}
    assert families_of(page, "main pre code") == {letters.monospace}


def test_names_on_maps_take_no_more_room_than_maps_allow_them(catalogue, open_page):
    names = list(Country.objects.values_list("name", flat=True))
    page = open_page("/countries/")
    widths = page.evaluate(
        """names => {
            const pen = document.createElement("canvas").getContext("2d");
            const label = getComputedStyle(document.querySelector(".map-points text"));
            pen.font = `${label.fontWeight} ${label.fontSize} ${label.fontFamily}`;
            return names.map(name => pen.measureText(name).width);
        }""",
        names,
    )
    assert [
        name for name, width in zip(names, widths, strict=True) if width > labels.text_width(name)
    ] == []


def test_one_family_is_much_wider_than_the_other(catalogue, open_page):
    measure = "document.querySelector('.brand').firstChild"
    wide, narrow = (
        open_page("/", letters=letters).evaluate(
            "() => { const range = document.createRange();"
            f"range.selectNodeContents({measure}); return range.getBoundingClientRect().width }}"
        )
        for letters in (WIDE, NARROW)
    )
    assert wide > 1.4 * narrow


def faults_of(addresses, page, looks):
    """What is wrong with these pages by each look, and that each has its title and its status."""
    faults = []
    for address in addresses:
        assert page.goto(address).status == MISTAKES.get(address, 200), address
        expect(page.locator("h1"), address).to_have_count(1)
        for look in looks:
            faults += look(page)
    return faults


def names_of(resolver, namespace=""):
    """The names of all addresses, but for those of the desk and the one template of the API."""
    names = set()
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            names |= names_of(pattern, inner)
        elif pattern.name:
            names.add(namespace + pattern.name)
    return {
        name
        for name in names
        if not name.startswith("admin:") and not name.endswith(("-list", "-detail"))
    }
