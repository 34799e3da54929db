"""Every kind of page in a real browser: on a small phone, in the dark, without scripts."""

import pytest

PAGES = [
    "/forums/",
    "/forums/ilo-solution-forum-gssd-expo-2014/",
    "/forums/ilo-solution-forum-gssd-expo-2014/solution-forum-2014-expos-decent-work-solutions/",
    "/people/",
    "/people/juergen-schwettmann/",
    "/organizations/",
    "/organizations/ilo/",
    "/countries/",
    "/countries/BRA/",
    "/themes/",
    "/themes/child-labour/",
    "/resources/",
    "/resources/dili-consensus-2013/",
    "/search/?q=child+labour",
    "/about/",
]


@pytest.mark.parametrize("scripts", [True, False])
def test_pages_fit_a_small_phone(catalogue, open_page, scripts):
    page = open_page(width=320, height=640, color_scheme="dark", java_script_enabled=scripts)
    for address in PAGES:
        assert page.goto(address).status == 200
        main = page.locator("main")
        assert main.bounding_box()["width"] <= 320
        widest = main.evaluate("main => main.scrollWidth - main.clientWidth") if scripts else 0
        assert widest <= 0, address
        assert page.locator("h1").count() == 1


def test_a_forum_is_walked_by_keyboard_from_session_to_session(catalogue, open_page):
    page = open_page("/forums/ilo-solution-forum-gssd-expo-2014/")
    page.get_by_role("link", name="What was said, point by point").first.press("Enter")
    page.get_by_role("link", name="Next session").press("Enter")
    assert "Solidarity Economy" in page.locator("h1").inner_text()
    page.get_by_role("link", name="Yoseph Aseffa").press("Enter")
    assert page.locator("h1").inner_text() == "Yoseph Aseffa"


def test_a_list_is_narrowed_without_scripts(catalogue, open_page):
    page = open_page("/organizations/", java_script_enabled=False)
    page.get_by_role("searchbox", name="Words to find in organizations").fill("labour")
    page.get_by_label("Country").select_option(value="BRA")
    page.get_by_role("button", name="Show").click()
    assert "Ministry of Labour and Employment of Brazil" in page.locator("main").inner_text()
    page.get_by_role("link", name="Remove Brazil").click()
    assert "country=" not in page.url
