"""Ways through the pages in a real browser: by keyboard, without scripts."""


def test_a_forum_is_walked_by_keyboard_from_session_to_session(catalogue, open_page):
    page = open_page("/forums/ilo-solution-forum-gssd-expo-2014/")
    page.get_by_role("link", name="See what was said, point by point").first.press("Enter")
    page.get_by_role("link", name="Next session").press("Enter")
    assert "Solidarity Economy" in page.locator("h1").inner_text()
    page.get_by_role("link", name="Yoseph Aseffa").press("Enter")
    assert page.locator("h1").inner_text() == "Yoseph Aseffa"


def test_a_list_is_narrowed_without_scripts(catalogue, open_page):
    page = open_page("/organizations/", java_script_enabled=False)
    page.get_by_role("searchbox", name="Search organizations").fill("labour")
    page.get_by_label("Country").select_option(value="BRA")
    page.get_by_role("button", name="Show").click()
    assert "Ministry of Labour and Employment of Brazil" in page.locator("main").inner_text()
    page.get_by_role("link", name="Remove Brazil").click()
    assert "country=" not in page.url
