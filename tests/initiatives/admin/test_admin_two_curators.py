"""Two people have one record open: whatever they do, neither undoes the other nor loses a word."""

import threading

import pytest
from django.db import connection

from core.admin.saving import CHANGED
from forum.models import Session
from initiatives.models import Figure, Initiative
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, fields_of, said, signed_in, url_of
from tests.factories import (
    CountryFactory,
    FigureFactory,
    ForumFactory,
    InitiativeFactory,
    MilestoneFactory,
    OrganizationFactory,
    PartnershipFactory,
    SessionFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(db):
    return signed_in("amina", CURATORS)


@pytest.fixture
def carla(db):
    return signed_in("carla", CURATORS)


@pytest.fixture
def bo(db):
    return signed_in("bo", EDITORS)


def opened(client, record):
    return Page(client, url_of(type(record), "change", record.pk))


def figure_of(initiative, **values):
    """A figure whose source the initiative has among its own."""
    figure = FigureFactory(initiative=initiative, **values)
    initiative.cite_claims()
    return figure


def draft(**values):
    return InitiativeFactory(publication="draft", title="Before", summary="Before.", **values)


def shown(page):
    """The form that came back after it was sent, filled in as a browser would send it."""
    assert page.response.status_code == 200, said(page.response)
    again = Page.__new__(Page)
    again.client, again.url, again.response = page.client, page.url, page.response
    again.data = fields_of(page.response.content.decode())
    return again


def differences(page):
    """What the form says was changed by others: "both" or "theirs" by what it is."""
    merged = page.response.context["merge"]
    return {one.what: (one.mine, one.theirs) for one in (*merged.open, *merged.taken)}


class TestFields:
    def test_what_only_the_other_changed_is_in_the_form_and_what_one_typed_too(self, amina, carla):
        initiative = draft()
        mine, theirs = opened(amina, initiative), opened(carla, initiative)
        theirs.fill(title="Theirs", acronym="T").send()
        mine.fill(summary="Mine.").send()
        assert mine.errors == {"__all__": [CHANGED]}
        assert differences(mine) == {"Title": (None, "Theirs"), "Acronym": (None, "T")}
        assert "carla, " in mine.response.content.decode()
        assert "Changed Title and Acronym." in mine.response.content.decode()
        initiative.refresh_from_db()
        assert initiative.summary == "Before."
        again = shown(mine)
        assert (again.data["title"], again.data["summary"]) == ("Theirs", "Mine.")
        assert again.send().status_code == 302
        initiative.refresh_from_db()
        values = (initiative.title, initiative.acronym, initiative.summary)
        assert values == ("Theirs", "T", "Mine.")

    @pytest.mark.parametrize(("choice", "title"), [("mine", "Mine"), ("theirs", "Theirs")])
    def test_what_both_changed_one_chooses(self, amina, carla, choice, title):
        initiative = draft()
        mine, theirs = opened(amina, initiative), opened(carla, initiative)
        theirs.fill(title="Theirs").send()
        mine.fill(title="Mine", acronym="M").send()
        assert differences(mine) == {"Title": ("Mine", "Theirs")}
        again = shown(mine)
        assert again.data["title"] == "Mine"
        assert "_take-title" not in again.data  # nobody chooses for her
        again.fill(**{"_take-title": choice}).send()
        initiative.refresh_from_db()
        assert (initiative.title, initiative.acronym) == (title, "M")

    def test_a_text_of_several_lines_counts_as_changed_by_whom_it_was(self, amina, carla):
        """Browsers send other ends of lines than the database may hold."""
        initiative = draft(approach="First.\n\nSecond.")
        mine, theirs = opened(amina, initiative), opened(carla, initiative)
        theirs.fill(approach="First.\r\n\r\nThird.").send()
        mine.fill(title="Mine", approach="First.\r\n\r\nSecond.").send()
        assert differences(mine) == {"Approach": (None, "First.\n\nThird.")}

    def test_choices_among_others_are_told_by_their_names(self, amina, carla):
        initiative = draft(origins=["BRA"])
        mine, theirs = opened(amina, initiative), opened(carla, initiative)
        haiti, mali = CountryFactory(name="Haiti"), CountryFactory(name="Mali")
        theirs.fill(origin_countries=[haiti.pk]).send()
        mine.fill(origin_countries=[mali.pk]).send()
        said_of = differences(mine)
        assert said_of["Origin countries"] == ("Mali", "Haiti")
        assert shown(mine).data["origin_countries"] == [str(mali.pk)]

    def test_the_same_change_by_both_is_none(self, amina, carla):
        initiative = draft()
        mine, theirs = opened(amina, initiative), opened(carla, initiative)
        theirs.fill(title="Same").send()
        assert mine.fill(title="Same", acronym="M").send().status_code == 302
        initiative.refresh_from_db()
        assert (initiative.title, initiative.acronym) == ("Same", "M")

    def test_a_third_change_is_told_as_well(self, amina, carla, bo):
        initiative = draft()
        mine, theirs = opened(amina, initiative), opened(carla, initiative)
        theirs.fill(title="Theirs").send()
        mine.fill(title="Mine").send()
        again = shown(mine).fill(**{"_take-title": "theirs"})
        opened(bo, initiative).fill(title="Third", acronym="3").send()
        again.send()
        assert differences(again) == {"Title": (None, "Third"), "Acronym": (None, "3")}
        assert shown(again).send().status_code == 302
        initiative.refresh_from_db()
        assert (initiative.title, initiative.acronym) == ("Third", "3")

    def test_two_windows_of_one_person_are_two_people(self, amina):
        initiative = draft()
        first, second = opened(amina, initiative), opened(amina, initiative)
        first.fill(title="First").send()
        second.fill(summary="Second.").send()
        assert differences(second) == {"Title": (None, "First")}

    @pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00"])
    def test_a_form_that_does_not_say_what_it_showed_overwrites_nothing_unseen(self, amina, token):
        initiative = draft()
        page = opened(amina, initiative).fill(opened=token, title="Blind")
        page.send()
        assert differences(page) == {"Title": ("Blind", "Before")}
        assert shown(page).send().status_code == 302

    def test_a_mistake_beside_the_conflict_is_told_and_mended_at_once(self, amina, carla):
        initiative = draft()
        mine, theirs = opened(amina, initiative), opened(carla, initiative)
        theirs.fill(title="Theirs").send()
        mine.fill(start_year="1").send()
        assert set(mine.errors) == {"__all__", "start_year"}
        again = shown(mine)
        again.send()
        assert set(again.errors) == {"start_year"}
        assert shown(again).fill(start_year="2014").send().status_code == 302
        initiative.refresh_from_db()
        assert (initiative.title, initiative.start_year) == ("Theirs", 2014)


class TestRows:
    def test_a_figure_that_one_corrects_is_not_put_back_by_the_other(self, amina, carla):
        figure = figure_of(draft(), value=9999, unit="people")
        mine, theirs = opened(amina, figure.initiative), opened(carla, figure.initiative)
        theirs.fill(**{"figures-0-value": "5000"}).send()
        mine.fill(**{"figures-0-unit": "persons"}).send()
        ((what, (typed, told)),) = differences(mine).items()
        assert what.startswith("Figure “5,000, people, ")
        assert what.endswith("”: Value")
        assert (typed, told) == (None, "5,000")
        assert shown(mine).send().status_code == 302
        figure.refresh_from_db()
        assert (figure.value, figure.unit) == (5000, "persons")

    def test_a_row_is_safe_from_who_changes_only_the_title(self, amina, carla):
        partnership = PartnershipFactory(initiative=draft())
        mine, theirs = (opened(one, partnership.initiative) for one in (amina, carla))
        other = OrganizationFactory(name="Another union")
        theirs.fill(**{"partnerships-0-organization": other.pk}).send()
        mine.fill(acronym="M").send()
        assert list(differences(mine).values()) == [(None, "Another union")]
        shown(mine).send()
        partnership.refresh_from_db()
        assert partnership.organization == other

    @pytest.mark.parametrize(("choice", "value"), [("mine", 2), ("theirs", 1)])
    def test_one_value_that_both_change_one_chooses(self, amina, carla, choice, value):
        figure = figure_of(draft(), value=0, unit="people")
        mine, theirs = opened(amina, figure.initiative), opened(carla, figure.initiative)
        theirs.fill(**{"figures-0-value": "1"}).send()
        mine.fill(**{"figures-0-value": "2"}).send()
        (both,) = mine.response.context["merge"].open
        shown(mine).fill(**{both.choice: choice}).send()
        figure.refresh_from_db()
        assert figure.value == value

    def test_both_add_a_milestone_and_both_stay(self, amina, carla):
        """Each form numbers its own rows, and both call the new one the second."""
        initiative, source = draft(), SourceFactory()
        MilestoneFactory(initiative=initiative, date="2014", text="Begun.", position=0)
        mine, theirs = opened(amina, initiative), opened(carla, initiative)
        theirs.add_row(
            "milestones", date="2015", text="Theirs.", source=source.pk, position="1"
        ).send()
        mine.add_row("milestones", date="2016", text="Mine.", source=source.pk, position="1").send()
        assert "Milestone “2015, Theirs., " in next(iter(differences(mine)))
        assert set(mine.errors) == {"__all__"}
        assert shown(mine).send().status_code == 302
        texts = [milestone.text for milestone in initiative.milestones.all()]
        assert texts == ["Begun.", "Theirs.", "Mine."]

    def test_both_add_the_same_source_and_it_stands_once(self, amina, carla):
        initiative, source = draft(), SourceFactory()
        mine, theirs = opened(amina, initiative), opened(carla, initiative)
        theirs.add_row("citations", source=source.pk).send()
        mine.add_row("citations", source=source.pk).fill(title="Mine").send()
        assert shown(mine).send().status_code == 302
        assert initiative.citations.count() == 1

    def test_a_row_that_one_removes_while_the_other_only_looks_is_gone(self, amina, carla):
        figure = figure_of(draft(), unit="people")
        mine, theirs = opened(amina, figure.initiative), opened(carla, figure.initiative)
        theirs.fill(**{"figures-0-DELETE": "on"}).send()
        mine.fill(title="Mine").send()
        assert [what.endswith("(removed)") for what in differences(mine)] == [True]
        assert shown(mine).send().status_code == 302
        assert not Figure.objects.exists()

    @pytest.mark.parametrize(("choice", "units"), [("mine", ["persons"]), ("theirs", [])])
    def test_a_row_that_one_removes_while_the_other_edits_it_is_put_back_or_not(
        self, amina, carla, choice, units
    ):
        figure = figure_of(draft(), value=9999, unit="people")
        mine, theirs = opened(amina, figure.initiative), opened(carla, figure.initiative)
        theirs.fill(**{"figures-0-DELETE": "on"}).send()
        mine.fill(**{"figures-0-unit": "persons"}, title="Mine").send()
        assert set(mine.errors) == {"__all__"}
        ((typed, told),) = differences(mine).values()
        assert "Unit: persons" in typed
        assert "Value: 9,999" in typed
        assert told == "It is removed."
        again = shown(mine).fill(**{f"_take-figures-{figure.pk}": choice})
        assert again.send().status_code == 302
        rows = Figure.objects.filter(initiative=figure.initiative)
        assert [row.unit for row in rows] == units
        assert [row.value for row in rows] == [9999] * len(units)  # as the form had shown it
        assert [row.source for row in rows] == [figure.source] * len(units)

    def test_a_row_that_is_put_back_with_a_mistake_can_be_mended(self, amina, carla):
        figure = figure_of(draft(), value=7, unit="people")
        mine, theirs = opened(amina, figure.initiative), opened(carla, figure.initiative)
        theirs.fill(**{"figures-0-DELETE": "on"}).send()
        mine.fill(**{"figures-0-value": "many"}).send()
        again = shown(mine)
        again.send()
        assert set(again.errors) == {"figures-0-value"}
        assert shown(again).fill(**{"figures-0-value": "8"}).send().status_code == 302
        assert Figure.objects.get().value == 8

    @pytest.mark.parametrize(("choice", "values"), [("mine", []), ("theirs", [5])])
    def test_a_row_that_one_changes_while_the_other_removes_it(self, amina, carla, choice, values):
        figure = figure_of(draft(), value=1, unit="people")
        mine, theirs = opened(amina, figure.initiative), opened(carla, figure.initiative)
        theirs.fill(**{"figures-0-value": "5"}).send()
        mine.fill(**{"figures-0-DELETE": "on"}).send()
        ((typed, told),) = differences(mine).values()
        assert typed == "You remove it."
        assert "Value: 5" in told
        shown(mine).fill(**{f"_take-figures-{figure.pk}": choice}).send()
        assert [row.value for row in Figure.objects.all()] == values

    def test_another_order_is_told_and_kept(self, amina, carla):
        initiative = draft(themes=["a", "b", "c"])
        mine, theirs = opened(amina, initiative), opened(carla, initiative)
        order = {f"theme_links-{row}-position": place for row, place in enumerate([2, 0, 1])}
        theirs.fill(**order).send()
        mine.fill(title="Mine").send()
        assert differences(mine) == {"The order of the themes": (None, "")}
        shown(mine).send()
        assert [row.theme.slug for row in initiative.theme_links.all()] == ["b", "c", "a"]

    def test_speakers_of_a_session_are_rows_too(self, amina, carla):
        session = SessionFactory(forum=ForumFactory(publication="draft"), title="Before")
        mine, theirs = opened(amina, session), opened(carla, session)
        theirs.add_row("figures", value="3", unit="people", source=SourceFactory().pk).send()
        mine.fill(title="Mine").send()
        assert [what.endswith("(added)") for what in differences(mine)] == [True]
        assert shown(mine).send().status_code == 302
        session.refresh_from_db()
        assert (session.title, session.figures.count()) == ("Mine", 1)


class TestEditor:
    """An editor publishes the version that she read."""

    def test_a_row_added_since_is_told_before_it_is_public(self, amina, bo):
        initiative = draft(themes=["a"], origins=["BRA"], sources=["https://example.org/1"])
        page = opened(bo, initiative)
        source = SourceFactory()
        opened(amina, initiative).add_row("citations", source=source.pk).send()
        page.send("_publish")
        assert page.errors == {"__all__": [CHANGED]}
        assert f"Source “{source}” (added)" in differences(page)
        initiative.refresh_from_db()
        assert not initiative.is_published
        again = shown(page)
        assert again.data["publication"] == "draft"
        assert again.send("_publish").status_code == 302
        initiative.refresh_from_db()
        assert initiative.is_published

    def test_a_session_changed_since_is_told_before_its_forum_is_public(self, amina, bo):
        forum = ForumFactory(publication="draft", sources=["https://example.org/1"])
        session = SessionFactory(forum=forum)
        page = opened(bo, forum)
        opened(amina, session).fill(summary="Unread.").send()
        page.send("_publish")
        assert page.errors == {"__all__": [CHANGED]}
        assert shown(page).send("_publish").status_code == 302
        forum.refresh_from_db()
        assert forum.is_published

    def test_what_has_pages_of_its_own_stops_nobody_from_saving(self, amina, carla):
        forum = ForumFactory(publication="draft", title="Before")
        session = SessionFactory(forum=forum)
        page = opened(carla, forum)
        opened(amina, session).fill(summary="Another.").send()
        assert page.fill(title="Mine").send().status_code == 302
        assert Session.objects.get().summary == "Another."

    def test_a_form_that_comes_back_does_not_publish_by_its_plain_button(self, bo):
        initiative = draft(sources=["https://example.org/1"])
        page = opened(bo, initiative)
        page.send("_publish")
        assert page.errors == {"__all__": ["It has no theme."]}
        assert shown(page).data["publication"] == "draft"


def test_saving_what_nobody_else_changed_costs_two_locks_and_two_looks(
    amina, django_assert_max_num_queries
):
    initiative = draft()
    opened(amina, initiative).fill(acronym="A").send()
    page = opened(amina, initiative).fill(acronym="B")
    with django_assert_max_num_queries(70):
        assert page.send().status_code == 302


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Two forms that are sent in the same moment: one is saved, and the other is told."""

    @pytest.mark.parametrize("pair", range(6))
    def test_of_two_simultaneous_saves_one_gets_the_conflict(self, pair):
        initiative = draft()
        FigureFactory(initiative=initiative, value=1, unit="people")
        pages = [opened(signed_in(name, CURATORS), initiative) for name in ("amina", "carla")]
        pages[0].fill(title="Hers")
        pages[1].fill(**{"figures-0-value": "2"})
        together = threading.Barrier(2)

        def send(page):
            together.wait()
            try:
                page.send()
            finally:
                connection.close()

        threads = [threading.Thread(target=send, args=[page]) for page in pages]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(page.response.status_code for page in pages) == [200, 302]
        (told,) = [page for page in pages if page.response.status_code == 200]
        assert shown(told).send().status_code == 302
        initiative.refresh_from_db()
        assert (initiative.title, initiative.figures.get().value) == ("Hers", 2)
        assert Initiative.objects.count() == 1
