"""What a reader sends becomes a draft of changes, beside what the guidelines say; in Chromium."""

from datetime import timedelta

import pytest

from core.models import Draft
from initiatives.models import Initiative
from portal.desk.roles import CURATORS, EDITORS
from portal.exchange.fixture_loading import load_fixtures
from portal.exchange.fixtures import FOLDER
from portal.proposals import suspecting
from tests.factories import InitiativeFactory


@pytest.fixture
def initiative(transactional_db, monkeypatch):
    monkeypatch.setattr(suspecting, "QUICKEST", timedelta(0))
    return InitiativeFactory(
        title="Seed banks",
        summary="Villages keep seeds since 2012.",
        themes=["cooperatives"],
        sources=["https://example.org/seeds"],
    )


def test_a_correction_is_sent_without_a_script_and_is_a_draft_two_clicks_later(
    initiative, open_page, desk
):
    reader = open_page(initiative.get_absolute_url(), java_script_enabled=False)
    reader.get_by_role("link", name="Something wrong or missing?").click()
    reader.get_by_label("Which part of the page is it about?").select_option("The summary")
    reader.get_by_label("What is wrong or missing?").fill("They began a year earlier.")
    reader.get_by_label("How should it read?").fill("Villages keep seeds since 2011.")
    reader.get_by_label("Web address of a page").fill("www.example.org/seeds")
    reader.get_by_label("Thank me by name").check()
    reader.get_by_label("The name as it shall stand there").fill("Ana of Haiti")
    reader.get_by_role("button", name="Send").click()
    reader.get_by_role("heading", name="Thank you").wait_for()

    amina = desk(CURATORS, "amina")
    amina.get_by_role("link", name="1 correction").click()
    amina.locator("#result_list").get_by_role("link", name="Something is wrong").click()
    assert amina.locator("ins").inner_text() == "2011"
    amina.get_by_role("button", name="Turn into a draft of changes").click()
    assert amina.get_by_label("Summary").input_value() == "Villages keep seeds since 2011."
    assert Draft.objects.get().name.endswith("“Seed banks”")
    assert Initiative.objects.get().summary == "Villages keep seeds since 2012."


def test_a_passage_of_the_guidelines_opens_beside_its_field_by_keyboard(initiative, desk):
    load_fixtures(FOLDER, names=["guidelines"])
    bo = desk(EDITORS, "bo")
    bo.goto(f"/admin/initiatives/initiative/{initiative.pk}/change/")
    bo.get_by_label("Summary").fill("Half a sentence")
    how = bo.locator("details.desk-how", has_text="What the summary says")
    how.locator("summary").focus()
    bo.keyboard.press("Enter")
    how.get_by_text("Begin with what it is, not with its aim.").wait_for()
    with bo.expect_popup() as opened:
        how.get_by_role("link", name="in a new tab").click()
    assert opened.value.url.endswith("/guidelines/what-is-an-initiative/#what-the-summary-says")
    assert bo.get_by_label("Summary").input_value() == "Half a sentence"
