"""A day at the curators' desk, in Chromium: from a draft to what readers and machines see."""

import re

from forum.models import Forum
from initiatives.models import Initiative, Source
from portal.desk.roles import CURATORS, EDITORS


def choose(page, field, typed, choice):
    """Pick from an autocomplete by typing the beginning."""
    page.locator(f"#id_{field} + .select2-container").click()
    page.keyboard.type(typed)
    page.locator(".select2-results__option", has_text=choice).first.click()


def open_tab(page, name):
    page.locator("#tabs-items").get_by_text(name, exact=True).click()


def add_row(page, prefix):
    page.locator(f"#{prefix}-group .add-row").click()


def write_initiative(page, title):
    """The least that an initiative needs, from the link on the desk's home page."""
    page.get_by_role("navigation", name="Add").get_by_role("link", name="Initiative").click()
    page.get_by_label("Title*", exact=True).fill(title)
    page.get_by_label("Title*", exact=True).press("Tab")
    page.get_by_label("Kind", exact=True).select_option(label="Project")
    page.get_by_label("Summary").fill("Villages keep their own seeds.")
    page.get_by_label("Approach").fill("Each village runs a **bank** of seeds.")


def add_source_in_popup(page, field, title):
    """Add a source by the link beside its choice."""
    with page.expect_popup() as popups:
        page.locator(f"#add_id_{field}").click()
    popup = popups.value
    popup.get_by_label(re.compile(r"^Title\W*$")).fill(title)
    popup.get_by_label("Publisher").fill("International Labour Organization")
    popup.get_by_label("Address").fill("https://example.org/seeds")
    with popup.expect_event("close"):
        popup.get_by_role("button", name="Save", exact=True).click()
    page.locator(f"#id_{field} + .select2-container", has_text=title).wait_for()


def test_a_new_row_goes_without_a_loss_to_the_others(catalogue, desk):
    page = desk(CURATORS)
    write_initiative(page, "Rows of seeds")
    open_tab(page, "Milestones")
    for row, text in enumerate(("First.", "Second.", "Third.", "Fourth.")):
        add_row(page, "milestones")
        page.locator(f"#id_milestones-{row}-text").fill(text)
        page.locator(f"#id_milestones-{row}-date").fill(f"200{row}")
    choose(page, "milestones-3-source", "a", "")
    title = page.locator("#id_milestones-3-source + .select2-container").inner_text().strip()
    rows = page.locator("#milestones-group .form-group:not(.empty-form)")
    rows.nth(3).get_by_role("button", name="Move this milestone up").click()
    rows.nth(1).locator(".delete-template").click()
    page.get_by_text("The row is removed.").wait_for(state="attached")
    add_row(page, "milestones")
    page.locator("#id_milestones-3-text").fill("Fifth.")
    page.locator("#id_milestones-3-date").fill("2004")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was added successfully").wait_for()
    kept = Initiative.objects.get(slug="rows-of-seeds").milestones.order_by("position")
    assert [(one.text, one.date) for one in kept] == [
        ("First.", "2000"),
        ("Fourth.", "2003"),
        ("Third.", "2002"),
        ("Fifth.", "2004"),
    ]
    assert title.endswith(kept[1].source.title[-20:]) or kept[1].source.title in title


def test_an_editor_writes_and_publishes_and_readers_and_machines_see_it(catalogue, desk, open_page):
    page = desk(EDITORS)
    write_initiative(page, "Seed banks of São Tomé")
    assert page.get_by_label("Last part of the address").input_value() == "seed-banks-of-sao-tome"
    choose(page, "origin_countries", "sao", "Sao Tome and Principe")
    open_tab(page, "Themes")
    add_row(page, "theme_links")
    choose(page, "theme_links-0-theme", "coop", "Cooperatives")
    open_tab(page, "Replications")
    add_row(page, "replications")
    choose(page, "replications-0-from_country", "sao", "Sao Tome and Principe")
    choose(page, "replications-0-to_country", "hai", "Haiti")
    page.locator("#id_replications-0-stage").select_option(label="Replicated")
    add_source_in_popup(page, "replications-0-source", "Seeds travel")
    page.get_by_role("button", name="Save and publish").click()
    page.get_by_text("is published.").wait_for()
    initiative = Initiative.objects.get(slug="seed-banks-of-sao-tome")
    assert initiative.citations.get().source == Source.objects.get(title="Seeds travel")

    page.get_by_role("link", name="See it on the site.").click()
    assert page.url.endswith("/initiatives/seed-banks-of-sao-tome/")
    text = page.locator("main").inner_text()
    for words in ("Seed banks of São Tomé", "Each village runs a bank", "Haiti", "Seeds travel"):
        assert words in text

    answer = page.request.get("/api/v1/initiatives/seed-banks-of-sao-tome/").json()
    assert answer["title"] == "Seed banks of São Tomé"


def test_a_record_goes_back_to_its_curator_with_a_word_and_then_to_readers(
    catalogue, desk, open_page
):
    amina, bo = desk(CURATORS, "amina"), desk(EDITORS, "bo")
    write_initiative(amina, "Seed banks of Bahia")
    choose(amina, "origin_countries", "braz", "Brazil")
    open_tab(amina, "Themes")
    add_row(amina, "theme_links")
    choose(amina, "theme_links-0-theme", "coop", "Cooperatives")
    open_tab(amina, "Sources")
    add_row(amina, "citations")
    add_source_in_popup(amina, "citations-0-source", "Seeds travel")
    assert not amina.get_by_role("button", name="Save and publish").is_visible()
    amina.get_by_role("button", name="Save and submit for review").click()
    amina.get_by_text("is saved and waits for an editor.").wait_for()

    bo.reload()
    bo.locator(".desk").get_by_role("link", name="Seed banks of Bahia").first.click()
    bo.get_by_role("button", name="I take this").click()
    bo.get_by_text("You have taken it on.").wait_for()
    bo.get_by_role("button", name="Send back").click()  # which asks for a comment first
    bo.get_by_label("What is to be changed", exact=True).fill("Nearly there.")
    bo.locator("[name=_place]").first.select_option(label="Summary")
    bo.locator("[name=_remark]").first.fill("Say in which districts.")
    bo.get_by_role("button", name="Send back").click()
    bo.get_by_text("is sent back, and its author is told.").wait_for()

    amina.goto("/admin/")
    news = amina.locator(".desk-news")
    assert news.get_by_text("Nearly there.").is_visible()
    news.get_by_role("link", name="Seed banks of Bahia").click()
    amina.get_by_role("note").get_by_text("bo: Say in which districts.").wait_for()
    states = amina.locator("#id_publication option").all_inner_texts()
    assert states == ["Draft", "In review"]
    amina.locator("#id_summary").fill("Villages of two districts keep seeds.")
    amina.get_by_role("button", name="Save and submit for review").click()
    amina.get_by_text("is saved and waits for an editor.").wait_for()
    assert open_page().request.get("/initiatives/seed-banks-of-bahia/").status == 404

    bo.goto("/admin/")
    assert bo.locator(".desk-news").get_by_text("Submitted for review by amina").is_visible()
    bo.locator(".desk-news").get_by_role("link", name="Seed banks of Bahia").click()
    bo.get_by_role("button", name="Save and publish", exact=False).click()
    bo.get_by_text("is published.").wait_for()
    page = open_page("/initiatives/seed-banks-of-bahia/")
    assert page.get_by_text("Villages of two districts keep seeds.").first.is_visible()


def test_a_mistake_is_shown_in_its_tab_and_nothing_typed_is_lost(catalogue, desk):
    page = desk(EDITORS)
    write_initiative(page, "Seed banks of Mali")
    open_tab(page, "Figures")
    add_row(page, "figures")
    page.locator("#id_figures-0-value").fill("12")
    page.get_by_role("button", name="Save and publish").click()
    page.get_by_text("Nothing is saved yet.").wait_for()
    assert page.locator("#id_figures-0-value").is_visible()
    figures = page.locator("#figures-group")
    assert figures.get_by_text("A figure needs a unit or a label.").is_visible()
    assert page.locator("#id_title").input_value() == "Seed banks of Mali"


def test_rows_are_dragged_into_their_order(catalogue, desk):
    initiative = next(
        one for one in Initiative.objects.order_by("pk") if one.theme_links.count() == 2
    )
    first, second = (place.theme for place in initiative.theme_links.all())
    page = desk(EDITORS)
    page.goto(f"/admin/initiatives/initiative/{initiative.pk}/change/#theme_links")
    handles = page.locator("#theme_links-group .original .cursor-move")
    upper, lower = (handles.nth(row).bounding_box() for row in (0, 1))
    page.mouse.move(lower["x"] + 9, lower["y"] + 9)
    page.mouse.down()
    page.mouse.move(upper["x"] + 9, upper["y"] + 20, steps=8)
    page.mouse.move(upper["x"] + 9, upper["y"] - 6, steps=8)
    page.mouse.up()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was changed successfully").wait_for()
    assert [place.theme for place in initiative.theme_links.all()] == [second, first]


def tab_to(page, locator, most=120):
    """Walk by Tab until the focus is there."""
    for _ in range(most):
        if locator.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {locator}")


def open_by_keyboard(page, path):
    """Open a form and walk past the sidebar."""
    page.goto(path)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="To the content")
    assert skip.evaluate("one => one === document.activeElement")
    page.keyboard.press("Enter")


def test_by_keyboard_alone_records_are_added_and_rows_and_sessions_put_in_order(catalogue, desk):
    initiative = next(
        one for one in Initiative.objects.order_by("pk") if one.theme_links.count() == 2
    )
    first, second = (place.theme for place in initiative.theme_links.all())
    page = desk(EDITORS)
    open_by_keyboard(page, f"/admin/initiatives/initiative/{initiative.pk}/change/#theme_links")
    down = page.get_by_role("button", name="Move this theme down").first
    tab_to(page, down)
    page.keyboard.press("Enter")
    page.get_by_text("Now 2 of 2.").wait_for()
    assert page.evaluate("document.activeElement.dataset.move") == "down"  # the same row's

    tab = page.locator("#tabs-items").get_by_role("link", name="Sources")
    tab.focus()
    page.keyboard.press("Enter")
    add = page.locator("#citations-group .add-row")
    tab_to(page, add)
    page.keyboard.press("Enter")
    new = page.get_by_role("link", name="Add a new source").last
    page.keyboard.press("Shift+Tab")
    page.locator("#citations-group .form-group:not(.empty-form) .select2-selection").last.focus()
    tab_to(page, new)
    with page.expect_popup() as popups:
        page.keyboard.press("Enter")
    popup = popups.value
    for label, text in (
        (re.compile(r"^Title\W*$"), "By keyboard"),
        ("Publisher", "International Labour Organization"),
        ("Address", "https://example.org/by-keyboard"),
    ):
        tab_to(popup, popup.get_by_label(label).first)
        popup.keyboard.type(text)
    with popup.expect_event("close"):
        popup.keyboard.press("Enter")
    page.locator(".select2-selection", has_text="By keyboard").wait_for()
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    page.get_by_text("was changed successfully").wait_for()
    assert [place.theme for place in initiative.theme_links.all()] == [second, first]
    assert initiative.citations.filter(source__title="By keyboard").exists()

    forum = next(one for one in Forum.objects.order_by("pk") if one.sessions.count() > 1)
    before = list(forum.sessions.order_by("order"))
    open_by_keyboard(page, f"/admin/forum/forum/{forum.pk}/change/#sessions")
    tab_to(page, page.get_by_role("button", name="Move this session down").first)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    page.get_by_text("was changed successfully").wait_for()
    assert list(forum.sessions.order_by("order"))[:2] == [before[1], before[0]]


def test_the_desk_asks_nobody_else_for_anything(catalogue, desk, live_server):
    page = desk(EDITORS)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/admin/", "/admin/initiatives/initiative/", "/admin/forum/session/1/change/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    others = [url for url in asked if not url.startswith((live_server.url, "data:", "blob:"))]
    assert asked
    assert others == []
