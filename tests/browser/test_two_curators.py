"""A day of two curators and an editor in three browsers: no work is lost, and each is told."""

import pytest

from core.models import Unsaved
from initiatives.models import Figure, Initiative
from portal.accounts.models import BrowserSession
from portal.desk.roles import CURATORS, EDITORS
from tests.browser.conftest import sign_in
from tests.core.test_numbers import NO_NUMBER, READ, TWO_WAYS
from tests.factories import InitiativeFactory, SourceFactory


@pytest.fixture
def initiative(transactional_db):
    initiative = InitiativeFactory(
        publication="draft",
        title="Seed banks",
        themes=["cooperatives"],
        origins=["BRA"],
        sources=["https://example.org/seeds"],
    )
    source = initiative.citations.get().source
    initiative.figures.create(value=9999, unit="people", source=source, position=0)
    initiative.milestones.create(date="2014", text="Begun.", source=source, position=0)
    return initiative


def edit(page, initiative, tab=""):
    page.goto(f"/admin/initiatives/initiative/{initiative.pk}/change/{tab}")
    return page


def open_tab(page, name):
    page.locator("#tabs-items").get_by_text(name, exact=True).click()


def add_row(page, prefix):
    page.locator(f"#{prefix}-group .add-row").click()


def save(page, button="Save"):
    page.get_by_role("button", name=button, exact=True).click()


def is_saved(page):
    page.get_by_text("was changed successfully").wait_for()


def choose(page, field, typed, choice):
    """Pick from an autocomplete by typing the beginning."""
    page.locator(f"#id_{field} + .select2-container").click()
    page.keyboard.type(typed)
    page.locator(".select2-results__option", has_text=choice).first.click()


def test_a_day_of_two_curators_and_an_editor_loses_nothing(initiative, desk, open_page):
    amina, carla, bo = desk(CURATORS, "amina"), desk(CURATORS, "carla"), desk(EDITORS, "bo")
    SourceFactory(title="Another report")

    # Both open the record. Amina corrects the figure; Carla corrects its unit, and the summary.
    edit(amina, initiative, "#figures")
    edit(carla, initiative)
    amina.locator("#id_figures-0-value").fill("5000")
    save(amina)
    is_saved(amina)
    carla.get_by_label("Summary").fill("Villages keep their own seeds.")
    open_tab(carla, "Figures")
    carla.locator("#id_figures-0-unit").fill("villagers")
    save(carla)
    carla.get_by_text("nothing that you typed is lost").wait_for()
    assert carla.get_by_text("amina, ").is_visible()
    assert carla.locator("#id_figures-0-value").input_value() == "5,000"
    assert carla.locator("#id_figures-0-unit").input_value() == "villagers"
    save(carla)
    is_saved(carla)
    figure = initiative.figures.get()
    assert (figure.value, figure.unit) == (5000, "villagers")

    # Both change the title. Amina sees both, and takes Carla's.
    edit(amina, initiative)
    edit(carla, initiative)
    carla.get_by_label("Title*", exact=True).fill("Seed banks of Bahia")
    save(carla)
    is_saved(carla)
    amina.get_by_label("Title*", exact=True).fill("Banks of seeds")
    amina.get_by_label("Acronym").fill("BS")
    save(amina)
    amina.get_by_text("Title: you both changed it").wait_for()
    assert amina.get_by_label("Title*", exact=True).input_value() == "Banks of seeds"
    amina.get_by_label("Take theirs").check()
    save(amina)
    is_saved(amina)
    initiative.refresh_from_db()
    assert (initiative.title, initiative.acronym) == ("Seed banks of Bahia", "BS")

    # Both add a milestone; Carla removes the figure that Amina corrects at the same time.
    edit(amina, initiative)
    edit(carla, initiative)
    for page, date in ((carla, "2015"), (amina, "2016")):
        open_tab(page, "Milestones")
        add_row(page, "milestones")
        page.locator("#id_milestones-1-date").fill(date)
        page.locator("#id_milestones-1-text").fill(f"What happened in {date}.")
        choose(page, "milestones-1-source", "another", "Another report")
        open_tab(page, "Figures")
    carla.locator("#figures-group label", has=carla.locator(".delete")).click()
    save(carla)
    is_saved(carla)
    amina.locator("#id_figures-0-value").fill("5100")
    save(amina)
    amina.get_by_text("you both changed it").wait_for()
    save(amina)  # asks first which is right
    assert amina.evaluate("document.activeElement.value") == "mine"
    amina.get_by_label("Keep yours").check()
    save(amina)
    is_saved(amina)
    dates = [milestone.date for milestone in initiative.milestones.all()]
    assert dates == ["2014", "2015", "2016"]
    assert [str(figure) for figure in initiative.figures.all()] == ["5,100 villagers"]

    # Bo publishes what he has read, is told of what Amina did meanwhile, and publishes then.
    edit(bo, initiative)
    edit(amina, initiative).get_by_label("Approach").fill("Each village runs a bank.")
    save(amina)
    is_saved(amina)
    save(bo, "Save and publish")
    bo.get_by_text("This record has changed since you opened it").wait_for()
    assert not Initiative.objects.get().is_published
    assert bo.locator(".desk-merge").get_by_text("Each village runs a bank.").is_visible()
    edit(carla, initiative).get_by_label("Challenge").fill("An hour's work.")
    save(bo, "Save and publish")
    bo.get_by_text("is published.").wait_for()

    # Carla typed meanwhile. Her text stays, and goes in once the record is a draft again.
    save(carla)
    carla.get_by_text("only editors change it").wait_for()
    assert carla.get_by_label("Challenge").input_value() == "An hour's work."
    bo.goto("/admin/initiatives/initiative/")
    bo.locator("#result_list").get_by_label("Choose").last.check()
    bo.get_by_label("Select action to run").select_option(label="Back to draft")
    bo.get_by_role("button", name="Go on").click()
    bo.get_by_text("1 of them is public: readers see it now.").wait_for()
    bo.get_by_role("button", name="Yes, back to draft: 1 initiative").click()
    bo.get_by_text("1 initiative: draft.").wait_for()
    edit(carla, initiative).get_by_role("button", name="Show it again").click()
    carla.get_by_text("It is not saved yet.").wait_for()

    # Her session ends before she saves. After signing in her text is there, and now it is saved.
    BrowserSession.objects.filter(pk=session_of(carla)).delete()
    carla.get_by_label("Lessons").fill("Another hour's work.")
    save(carla)
    carla.get_by_text("It is kept: sign in").wait_for()
    sign_in(carla, "carla")
    carla.get_by_role("button", name="Show it again").click()
    carla.get_by_text("It is not saved yet.").wait_for()
    assert carla.get_by_label("Challenge").input_value() == "An hour's work."
    save(carla)
    is_saved(carla)
    initiative.refresh_from_db()
    assert initiative.challenge == "An hour's work."
    assert initiative.lessons == "Another hour's work."
    assert initiative.approach == "Each village runs a bank."
    carla.goto("/admin/")
    assert not carla.get_by_text("could not save").is_visible()
    open_page.errors.clear()  # the browser notes the 403 of the page that keeps her text


def test_a_killed_tab_and_an_ended_session_lose_nothing_that_was_typed(initiative, desk, open_page):
    amina, bo = desk(CURATORS, "amina"), desk(EDITORS, "bo")
    SourceFactory(title="Another report")
    edit(bo, initiative)
    bo.wait_for_timeout(300)
    edit(amina, initiative)
    amina.get_by_text("bo has this open.").wait_for()

    amina.get_by_label("Approach").fill("Each village runs a bank.")
    open_tab(amina, "Figures")
    amina.locator("#id_figures-0-unit").fill("villagers")
    add_row(amina, "figures")
    amina.locator("#id_figures-1-value").fill("12")
    amina.get_by_text("Kept at").wait_for()
    bo.get_by_text("amina has this open, last typed at").wait_for(timeout=30_000)

    # Her tab is killed, and nobody is asked.
    context = amina.context
    amina.close()
    amina = context.new_page()
    edit(amina, initiative).get_by_role("button", name="Show it again").click()
    amina.get_by_text("It is not saved yet.").wait_for()
    assert amina.get_by_label("Approach").input_value() == "Each village runs a bank."
    assert amina.locator("#id_figures-0-unit").input_value() == "villagers"
    assert amina.locator("#id_figures-1-value").input_value() == "12"

    # Her session ends while she types on; the form keeps, and says so.
    BrowserSession.objects.filter(pk=session_of(amina)).delete()
    amina.locator("#tabs-items a[href='#general']").click()
    amina.get_by_label("Lessons").fill("Begin small.")
    amina.get_by_text("Sign in again in another window").wait_for()
    amina.close()
    amina = context.new_page()
    amina.goto("/admin/")
    sign_in(amina, "amina")
    edit(amina, initiative).get_by_role("button", name="Show it again").click()
    amina.get_by_text("It is not saved yet.").wait_for()
    assert amina.get_by_label("Lessons").input_value() == "Begin small."
    assert amina.locator("#id_figures-1-value").input_value() == "12"
    amina.locator("#tabs-items a[href='#figures']").click()
    amina.locator("#id_figures-1-unit").fill("banks")
    choose(amina, "figures-1-source", "another", "Another report")
    amina.keyboard.press("Control+s")
    is_saved(amina)
    initiative.refresh_from_db()
    assert (initiative.approach, initiative.lessons) == (
        "Each village runs a bank.",
        "Begin small.",
    )
    assert [str(one) for one in initiative.figures.all()] == ["9,999 villagers", "12 banks"]
    amina.wait_for_timeout(300)
    assert not Unsaved.objects.exists()


def session_of(page):
    cookies = page.context.cookies()
    return next(cookie["value"] for cookie in cookies if cookie["name"] == "sessionid")


class TestTyping:
    def test_a_wheel_over_a_figure_changes_nothing(self, initiative, desk):
        page = edit(desk(CURATORS), initiative, "#figures")
        field = page.locator("#id_figures-0-value")
        field.focus()
        box = field.bounding_box()
        page.mouse.move(box["x"] + 9, box["y"] + 9)
        for _ in range(5):
            page.mouse.wheel(0, 120)
        field.press("ArrowUp")
        assert field.input_value() == "9,999"

    def test_the_browser_says_what_it_reads_and_the_server_reads_the_same(self, initiative, desk):
        page = edit(desk(CURATORS), initiative, "#figures")
        field, beside = page.locator("#id_figures-0-value"), page.locator("output.desk-beside")
        for typed, number in READ.items():
            if typed.isascii() or not typed.isdecimal():
                field.fill(typed)
                assert beside.inner_text().replace(",", "") == f"read as {number}", typed
        for typed, ways in TWO_WAYS.items():
            field.fill(typed)
            assert beside.inner_text() == f"two ways to read it: write {ways[0]}, or {ways[1]}"
        for typed in NO_NUMBER:
            field.fill(typed)
            assert beside.inner_text() == "not a number", typed
        field.fill("12,5")
        save(page)
        page.get_by_text("was read as 12.5").wait_for()
        assert Figure.objects.get().value == 12.5

    def test_a_text_that_is_pasted_is_counted_and_not_cut(self, initiative, desk):
        page = edit(desk(CURATORS), initiative)
        summary = page.get_by_label("Summary")
        summary.fill("x" * 320)
        assert page.get_by_text("20 too many: 320 of at most 300 characters").is_visible()
        save(page)
        page.get_by_text("at most 300 characters (it has 320)").wait_for()
        assert summary.input_value() == "x" * 320
        summary.fill("x" * 300)
        assert page.get_by_text("300 of at most 300 characters").is_visible()
        save(page)
        is_saved(page)
