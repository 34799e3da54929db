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


def test_on_a_phone_the_menu_has_all_places_without_scripts(catalogue, open_page):
    page = open_page("/initiatives/ciudad-mujer/", width=360, java_script_enabled=False)
    menu = page.get_by_role("navigation", name="Main")
    menu.locator("summary").press("Enter")
    places = menu.get_by_role("link").all_inner_texts()
    assert {"Initiatives", "Countries", "People", "Documents", "Open data", "About"} <= set(places)
    menu.get_by_role("link", name="Documents").press("Enter")
    assert page.locator("h1").inner_text() == "Documents"


def test_the_menu_closes_by_escape_and_where_the_focus_goes_on(catalogue, open_page):
    page = open_page("/about/")
    more = page.get_by_role("navigation", name="Main").locator("summary")
    organizations = page.get_by_role("banner").get_by_role("link", name="Organizations")
    more.press("Enter")
    assert organizations.is_visible()
    organizations.press("Escape")
    assert not organizations.is_visible()
    assert more.evaluate("summary => summary === document.activeElement")
    more.press("Enter")
    page.get_by_role("combobox").first.focus()
    assert not organizations.is_visible()


def test_contents_stay_in_sight_beside_a_long_page_and_fold_on_a_phone(catalogue, open_page):
    page = open_page("/countries/BRA/")
    contents = page.get_by_role("navigation", name="On this page")
    contents.get_by_role("link", name="Sources").click()
    assert page.url.endswith("#sources")
    assert contents.get_by_role("link", name="What it wants").is_visible()
    page.set_viewport_size({"width": 360, "height": 800})
    assert not contents.get_by_role("link", name="What it wants").is_visible()
    contents.locator("summary").press("Enter")
    contents.get_by_role("link", name="What it wants").press("Enter")
    assert page.url.endswith("#wanted")
