"""A week of a curator and an editor in two browsers: what goes wrong, and that nothing is lost.

The days in `test_two_curators.py` plant what happens while somebody types: two in one record, a
killed tab, an ended session, a right that ends. This week plants what happens to what was saved.
"""

import pytest

from core.models.publication import PublicationState
from initiatives.models import Initiative
from portal.desk.roles import CURATORS, EDITORS
from tests.browser.test_two_curators import add_row, choose, edit, is_saved, open_tab, save
from tests.factories import InitiativeFactory, SourceFactory

NOT_YET = "It is not saved yet"


@pytest.fixture
def initiative(transactional_db):
    initiative = InitiativeFactory(
        title="Seed banks",
        approach="Each village runs a bank.",
        themes=["cooperatives"],
        sources=["https://example.org/seeds"],
    )
    source = initiative.citations.get().source
    initiative.figures.create(value=9999, unit="people", source=source, position=0)
    return initiative


def history(page, initiative):
    page.goto(f"/admin/initiatives/initiative/{initiative.pk}/history/")
    return page


def step(page, name, *titles):
    """Take a step with some records of the list, and confirm it."""
    page.goto("/admin/initiatives/initiative/")
    for title in titles:
        page.locator("#result_list tr", has_text=title).locator("input.action-select").check()
    page.locator("select[name=action]").select_option(label=name)
    page.locator("button[name=index]").click()
    page.get_by_role("button", name=f"Yes, {name.lower()}").click()


def test_a_week_of_a_curator_and_an_editor_loses_nothing(initiative, desk):
    amina, bo = desk(CURATORS, "amina"), desk(EDITORS, "bo")
    SourceFactory(title="Another report")

    # Monday. Amina writes beside what readers see; Bo changes that meanwhile.
    edit(amina, initiative).get_by_role("link", name="draft of changes", exact=True).click()
    amina.get_by_label("Challenge").fill("Seed was bought each year.")
    open_tab(amina, "Milestones")
    add_row(amina, "milestones")
    amina.locator("#id_milestones-0-date").fill("2015")
    amina.locator("#id_milestones-0-text").fill("The first fair.")
    choose(amina, "milestones-0-source", "another", "Another report")
    amina.get_by_role("button", name="Save and submit for review").click()
    amina.get_by_text("waits for an editor").first.wait_for()
    edit(bo, initiative).get_by_label("Summary").fill("Villages keep their own seeds.")
    save(bo)
    is_saved(bo)
    initiative.refresh_from_db()
    assert (initiative.challenge, initiative.milestones.count()) == ("", 0)

    # Tuesday. Bo publishes what she wrote; what he had changed stays.
    edit(bo, initiative).get_by_role("link", name="draft of changes", exact=True).click()
    bo.get_by_role("button", name="Publish the changes").click()
    if bo.get_by_text("nothing that you typed is lost").is_visible():
        bo.get_by_role("button", name="Publish the changes").click()
    bo.wait_for_url("**/change/**")
    initiative.refresh_from_db()
    assert initiative.challenge == "Seed was bought each year."
    assert initiative.summary == "Villages keep their own seeds."
    assert initiative.milestones.get().text == "The first fair."

    # Wednesday. A text is overwritten by mistake; the history has it.
    edit(bo, initiative).get_by_label("Approach").fill("Oops")
    save(bo)
    is_saved(bo)
    history(bo, initiative).get_by_role("button", name="Bring back what it was").first.click()
    bo.get_by_text(NOT_YET).wait_for()
    assert bo.get_by_label("Approach").input_value() == "Each village runs a bank."
    save(bo)
    is_saved(bo)
    initiative.refresh_from_db()
    assert initiative.approach == "Each village runs a bank."

    # Thursday. A figure is removed, and comes back; so does a draft that was deleted.
    edit(bo, initiative, "#figures")
    bo.locator("#figures-group label", has=bo.locator(".delete")).click()
    save(bo)
    is_saved(bo)
    history(bo, initiative).get_by_role("button", name="Bring it back").first.click()
    bo.get_by_text(NOT_YET).wait_for()
    save(bo)
    is_saved(bo)
    assert [str(figure) for figure in initiative.figures.all()] == ["9,999 people"]
    fairs = InitiativeFactory(publication="draft", title="Seed fairs", challenge="An hour's work.")
    amina.goto(f"/admin/initiatives/initiative/{fairs.pk}/delete/")
    amina.get_by_role("button", name="Yes").click()
    amina.get_by_text("was deleted successfully").wait_for()
    amina.goto("/admin/deleted/")
    amina.get_by_role("link", name="Bring back").first.click()
    amina.get_by_role("button", name="Bring it back").click()
    amina.get_by_text("is back").wait_for()
    back = Initiative.objects.get(slug=fairs.slug)
    assert (back.pk, back.public_id, back.challenge) == (fairs.pk, fairs.public_id, fairs.challenge)

    # Friday. Everything public is archived by mistake, and one click undoes it.
    step(bo, "Archive", "Seed banks")
    bo.get_by_text("1 initiative: archived.").wait_for()
    assert not Initiative.objects.published().exists()
    bo.get_by_role("link", name="Undo", exact=True).click()
    bo.get_by_role("button", name="Yes, undo it").click()
    bo.get_by_text("Undone for 1 record").wait_for()
    initiative.refresh_from_db()
    assert initiative.publication == PublicationState.PUBLISHED
    assert initiative.challenge == "Seed was bought each year."
    assert initiative.summary == "Villages keep their own seeds."
    assert initiative.approach == "Each village runs a bank."
