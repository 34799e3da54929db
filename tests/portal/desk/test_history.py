"""The history of records at the desk: what it says, how a record was, and how that comes back."""

import re

import pytest
from django.db import connection

from core.history import recorded
from core.models import Edit, EditedRow, FormerSlug
from forum.models import Forum, Person, Session
from initiatives.models import (
    Figure,
    Initiative,
    InitiativeCitation,
    Organization,
    Resource,
    Source,
    SustainableDevelopmentGoal,
    Theme,
)
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, fields_of, said, signed_in, take_step, url_of
from tests.factories import (
    AppearanceFactory,
    CountryFactory,
    FigureFactory,
    ForumFactory,
    GoalFactory,
    InitiativeFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    ReplicationFactory,
    ResourceFactory,
    SessionFactory,
    SourceFactory,
    ThemeFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo(db):
    return signed_in("bo", EDITORS)


@pytest.fixture
def amina(db):
    return signed_in("amina", CURATORS)


@pytest.fixture
def initiative():
    """One that is public, with rows and choices of several kinds."""
    initiative = InitiativeFactory(
        title="Seeds for all",
        results="Villages kept 40 kinds of seeds.",
        themes=["a", "b"],
        origins=["BRA"],
        sources=["https://example.org/1"],
    )
    source = SourceFactory(title="Report one")
    FigureFactory(initiative=initiative, value=350000, unit="trainees", source=source, position=0)
    PartnershipFactory(initiative=initiative)
    ReplicationFactory(initiative=initiative, source=source)
    initiative.cite_claims()
    return initiative


def history(client, record):
    return client.get(url_of(type(record), "history", record.pk))


def changed(record, *, way="desk", **values):
    """Change a record in an edit of its own: that edit."""
    with recorded(way):
        type(record).objects.filter(pk=record.pk).update(**values)
    return Edit.objects.first()


def bring_back(client, record, token):
    """Press the button of a history: the form that it fills in."""
    url = url_of(type(record), "change", record.pk)
    response = client.post(url, {"_former": token})
    page = Page.__new__(Page)
    page.client, page.url, page.response = client, url, response
    page.data = fields_of(response.content.decode())
    return page


def token(client, record, beside):
    """The button of a history that stands beside some words."""
    html = history(client, record).content.decode()
    found = re.search(rf'{re.escape(beside)}.*?name="_former" value="([\w-]+)"', html, re.DOTALL)
    return found[1]


def test_it_says_who_when_why_and_each_word_that_changed(bo, initiative):
    source = SourceFactory(title="Report two")
    page = Page(bo, url_of(Initiative, "change", initiative.pk))
    page.fill(
        results="Villages kept 60 kinds of seeds.", reason_of_edit="As counted", status="active"
    )
    page.add_row("figures", value="12.5", unit="per cent", source=source.pk)
    page.send()
    answer = history(bo, initiative)
    html, text = answer.content.decode(), visible_text(answer)
    assert "bo · At the desk · “As counted”" in text
    assert "Villages kept <del>40 </del><ins>60 </ins>kinds of seeds." in html
    assert "<del>Not known</del><ins>Active</ins>" in html
    assert "Figure: 12.5 per cent added" in text
    assert "Report two" in text
    assert "Source: Report two" in text
    assert text.index("As counted") < text.index("SQL")  # the newest first


def test_rows_and_choices_are_named_as_a_person_would(bo, initiative):
    with recorded("desk"):
        Figure.objects.update(label="since 2014")
        Figure.objects.all().delete()
        initiative.participating_countries.add(CountryFactory(iso3="HTI", name="Haiti"))
        initiative.origin_countries.clear()
        initiative.theme_links.filter(position=1).update(position=7)
    text = visible_text(history(bo, initiative))
    assert "Figure: 350,000 trainees since 2014 removed" in text
    assert "Participating countries Added Take it out again Haiti" in text
    assert "Origin countries Removed Bring it back Country BRA" in text
    assert "The order of the themes changed" in text


def test_the_log_of_the_desk_leads_to_the_values(admin_client, bo, initiative):
    Page(bo, url_of(Initiative, "change", initiative.pk)).fill(acronym="X").send()
    html = admin_client.get("/admin/admin/logentry/").content.decode()
    assert f'href="{url_of(Initiative, "history", initiative.pk)}"' in html


def test_what_somebody_typed_is_text_and_never_markup(bo, initiative):
    changed(initiative, title="<script>alert(1)</script> & <b>")
    html = history(bo, initiative).content.decode()
    assert "<script>alert" not in html
    assert "&lt;" in html


def test_a_history_is_paged_and_costs_under_ten_queries(
    bo, initiative, django_assert_max_num_queries
):
    for number in range(25):
        changed(initiative, acronym=f"A{number}")
    with django_assert_max_num_queries(9):
        first = visible_text(history(bo, initiative))
    assert "A24" in first
    assert "A3 " not in first
    url = url_of(Initiative, "history", initiative.pk)
    assert "A3 " in visible_text(bo.get(f"{url}?p=2"))
    for odd in ("0", "-1", "x", "9" * 30):
        assert bo.get(f"{url}?p={odd}").status_code == 200


@pytest.mark.parametrize(
    "factory",
    [
        OrganizationFactory,
        PersonFactory,
        ForumFactory,
        SessionFactory,
        SourceFactory,
        ThemeFactory,
        GoalFactory,
        CountryFactory,
    ],
)
def test_every_kind_has_a_history_and_versions(bo, factory):
    record = factory()
    name = next(one for one in ("name", "title") if hasattr(record, one))
    with recorded("desk"):
        before = getattr(record, name)
        type(record).objects.filter(pk=record.pk).update(**{name: "Quite another"})
    assert "another" in visible_text(history(bo, record))
    first = EditedRow.objects.of(record._meta.model_name, record.pk).first().edit_id
    answer = bo.get(f"{url_of(type(record), 'history', record.pk)}{first}/")
    assert before in visible_text(answer)
    assert "Quite another" not in visible_text(answer)
    assert "no-store" in answer["Cache-Control"]
    record.refresh_from_db()
    assert getattr(record, name) == "Quite another"


def test_a_version_is_the_page_that_readers_saw_and_nothing_stays_of_it(bo, initiative):
    edit = changed(initiative, acronym="OLD")
    with recorded("desk"):
        Figure.objects.all().delete()
        initiative.citations.all().delete()
    changed(initiative, title="Seeds for some", publication="draft")
    before = EditedRow.objects.count()
    answer = bo.get(f"{url_of(Initiative, 'history', initiative.pk)}{edit.pk}/")
    text = visible_text(answer)
    assert "This is how the page was after the change of" in text
    assert "Seeds for all" in text
    assert "350,000" in text
    assert "Report one" in text
    assert b'content="noindex"' in answer.content
    assert EditedRow.objects.count() == before
    assert (Figure.objects.count(), Initiative.objects.get().publication) == (0, "draft")


def test_a_version_that_had_no_source_yet_has_a_page_and_one_without_a_date_says_why_not(bo):
    record = ForumFactory(publication="draft", start_date="", end_date="")
    undated = changed(record, title="Without a date")
    dated = changed(record, title="Without a source", start_date="2014")
    page = bo.get(url_of(Forum, "version", record.pk, dated.pk))
    assert "Without a source" in visible_text(page)
    (text,) = said(bo.get(url_of(Forum, "version", record.pk, undated.pk)))
    assert text.startswith("That version cannot be shown: it lacked what readers need. It has no ")


def test_a_version_of_a_forum_has_its_sessions_of_that_time(bo):
    session = AppearanceFactory(session__title="Opening words").session
    edit = changed(session.forum, city="Geneva")
    with recorded("desk"):
        session.delete()
    SessionFactory(forum=session.forum, title="Later session")
    answer = bo.get(f"{url_of(Forum, 'history', session.forum_id)}{edit.pk}/")
    assert "Opening words" in visible_text(answer)
    assert "Later session" not in visible_text(answer)


def test_a_field_comes_back_through_the_form_and_nothing_else_does(bo, initiative):
    changed(initiative, results="Nothing.", acronym="X")
    changed(initiative, summary="Later.")
    page = bring_back(bo, initiative, token(bo, initiative, "Results"))
    html = page.response.content.decode()
    assert "It is not saved yet. Look at it, then press Save." in html
    assert "errornote" not in html  # nothing is wrong with it
    initiative.refresh_from_db()
    assert initiative.results == "Nothing."
    page.send()
    initiative.refresh_from_db()
    assert (initiative.results, initiative.acronym, initiative.summary) == (
        "Villages kept 40 kinds of seeds.",
        "X",
        "Later.",
    )


def test_rows_and_choices_come_back_one_by_one(bo, initiative):
    figure = Figure.objects.get()
    key = figure.pk
    with recorded("desk"):
        Figure.objects.update(label="and their families")  # what its id was not made of
    with recorded("desk"):
        Figure.objects.get().delete()
        initiative.participating_countries.clear()
    bring_back(bo, initiative, token(bo, initiative, "Figure: 350,000")).send()
    back = Figure.objects.get()
    assert (back.pk, back.public_id) == (key, figure.public_id)
    assert initiative.participating_countries.count() == 1  # the form adds where it began
    with recorded("desk"):
        Figure.objects.update(value=1)
    bring_back(bo, initiative, token(bo, initiative, "Value")).send()
    assert Figure.objects.get().value == 350000


def test_a_whole_version_comes_back_with_its_rows_and_stays_as_public_as_it_is(bo, initiative):
    edit = changed(initiative, acronym="OLD", publication="draft")
    with recorded("desk"):
        Figure.objects.all().delete()
        InitiativeCitation.objects.filter(position=0).update(position=5)
        FigureFactory(initiative=initiative, value=1, unit="error")
    changed(initiative, title="Wrong", acronym="NEW", publication="published")
    bring_back(bo, initiative, f"version-{edit.pk}").send()
    initiative.refresh_from_db()
    assert (initiative.title, initiative.acronym) == ("Seeds for all", "OLD")
    assert [str(figure) for figure in initiative.figures.all()] == ["350,000 trainees"]
    assert initiative.publication == "published"


def test_rules_rights_and_locks_hold_for_what_comes_back(bo, amina, initiative):
    changed(initiative, slug="seeds-two")
    edit = changed(initiative, title="Seeds again")
    former = token(bo, initiative, "Last part of the address")
    assert bring_back_refused(amina, initiative, former) == 403
    assert bring_back_refused(amina, initiative, f"version-{edit.pk}") == 403
    assert "_former" not in history(amina, initiative).content.decode()
    other = InitiativeFactory(sources=["https://example.org/9"])
    for foreign in (
        token(bo, initiative, "Last part of the address"),
        "version-1",
        "x",
        "1-",
        "0",
        "9" * 18,
    ):
        assert bring_back_refused(bo, other, foreign) == 404
    page = bring_back(bo, initiative, former)
    changed(initiative, title="Changed meanwhile")
    page.send()
    assert page.response.status_code == 200
    assert "has changed since you opened it" in page.response.content.decode()


def bring_back_refused(client, record, token):
    url = url_of(type(record), "change", record.pk)
    return client.post(url, {"_former": token}).status_code


class TestDeleted:
    """What was deleted is listed, and comes back as it was."""

    def listed(self, client):
        return client.get("/admin/deleted/")

    def back(self, client, record_id, model):
        row = EditedRow.objects.deletions().get(table_name=model._meta.db_table, row_id=record_id)
        url = f"/admin/deleted/{row.pk}/"
        return client.get(url), client.post(url)

    def state(self, record):
        rows = EditedRow.objects.of(record._meta.model_name, record.pk)
        return sorted((row.table_name, row.row_id) for row in rows if row.before is None)

    def test_a_record_comes_back_with_its_rows_ids_and_addresses(self, bo, client, initiative):
        changed(initiative, slug="seeds-for-all")
        key, public_id = initiative.pk, initiative.public_id
        figures = list(Figure.objects.values_list("pk", "public_id"))
        bo.post(url_of(Initiative, "delete", key), {"post": "yes"})
        assert not Initiative.objects.exists()
        assert "Seeds for all" in visible_text(self.listed(bo))
        page, answer = self.back(bo, key, Initiative)
        assert "Figures 350,000 trainees" in visible_text(page)
        assert "is back, at its address and with its rows" in said(answer)[0]
        there = Initiative.objects.get()
        assert (there.pk, there.public_id, there.publication) == (key, public_id, "published")
        assert list(Figure.objects.values_list("pk", "public_id")) == figures
        assert [theme.slug for theme in there.themes.order_by("pk")] == ["a", "b"]
        assert client.get("/initiatives/seeds-for-all/").status_code == 200
        former = FormerSlug.objects.get()
        assert client.get(f"/initiatives/{former.slug}/").url == "/initiatives/seeds-for-all/"
        self.listed(bo)  # which says that it is back
        assert "Seeds for all" not in visible_text(self.listed(bo))

    def test_a_forum_comes_back_with_its_sessions_and_who_spoke(self, bo):
        appearance = AppearanceFactory(session__forum__sources=["https://example.org/f"])
        forum = appearance.session.forum
        bo.post(url_of(Forum, "delete", forum.pk), {"post": "yes"})
        assert not Session.objects.exists()
        self.back(bo, forum.pk, Forum)
        session = Session.objects.get(pk=appearance.session_id)
        assert [one.pk for one in session.appearances.all()] == [appearance.pk]

    def test_the_other_ends_of_choices_come_back_too(self, bo, initiative):
        goal = GoalFactory(number=8)
        initiative.sdgs.add(goal)
        with recorded("command"), connection.cursor() as cursor:  # Django would refuse it
            cursor.execute(
                "DELETE FROM initiatives_initiative_sdgs;"
                "DELETE FROM initiatives_sustainabledevelopmentgoal"
            )
        assert not initiative.sdgs.exists()
        self.back(bo, goal.pk, SustainableDevelopmentGoal)
        assert [one.number for one in initiative.sdgs.all()] == [8]

    def test_what_names_something_that_is_gone_is_left_out_and_said(self, bo, initiative):
        with recorded("command"):
            initiative.delete()
        with recorded("command"):
            Theme.objects.filter(slug="b").delete()
        page, _ = self.back(
            bo,
            EditedRow.objects.deletions().get(table_name="initiatives_initiative").row_id,
            Initiative,
        )
        assert "Left out" in visible_text(page)
        assert [theme.slug for theme in Initiative.objects.get().themes.all()] == ["a"]

    def test_what_was_public_is_for_an_editor_to_bring_back(self, bo, amina):
        public, draft = PersonFactory(name="Ada"), PersonFactory(name="Eve", publication="draft")
        with recorded("desk"):
            Person.objects.all().delete()
        text = self.listed(amina).content.decode()
        assert text.count("Bring back</a>") == 1
        assert [answer.status_code for answer in self.back(amina, public.pk, Person)] == [403, 403]
        assert self.back(amina, draft.pk, Person)[1].status_code == 302
        assert [person.name for person in Person.objects.all()] == ["Eve"]

    def test_what_may_not_be_public_any_more_comes_back_as_a_draft(self, bo):
        organization = OrganizationFactory()
        key = organization.pk
        with recorded("desk"):
            organization.delete()
        with recorded("desk"):
            Source.objects.all().delete()
        _, answer = self.back(bo, key, Organization)
        (text,) = said(answer)
        assert text.endswith(
            "It is a draft now, since it could not be published: It has no source."
        )
        assert Organization.objects.get().publication == "draft"

    def test_a_picture_that_is_gone_is_named_no_more(self, bo):
        document = ResourceFactory(cover="covers/gone.jpg", sources=["https://example.org/1"])
        key = document.pk
        with recorded("desk"):
            document.delete()
        self.back(bo, key, Resource)
        assert Resource.objects.get().cover == ""

    def test_where_its_place_is_taken_nothing_happens(self, bo):
        source = SourceFactory(url="https://example.org/s")
        key = source.pk
        with recorded("desk"):
            source.delete()
        SourceFactory(url="https://example.org/s")
        _, answer = self.back(bo, key, Source)
        assert "Nothing was changed" in said(answer)[0]
        assert Source.objects.count() == 1

    def test_lists_cost_the_same_for_one_and_three(self, bo, django_assert_max_num_queries):
        OrganizationFactory.create_batch(3)
        with recorded("desk"):
            Organization.objects.all().delete()
        with django_assert_max_num_queries(9):
            self.listed(bo)


class TestUndo:
    """A step with many records can be taken back."""

    def test_a_step_is_undone_by_its_link(self, bo):
        records = [
            InitiativeFactory(sources=["https://example.org/1"], themes=["a"], origins=["BRA"])
            for _ in range(3)
        ]
        take_step(bo, "archive", *records)
        edit = Edit.objects.get(way="step")
        assert f"/admin/steps/{edit.pk}/undo/" in bo.get("/admin/").content.decode()
        assert "Archive, 3 records" in visible_text(bo.get("/admin/steps/"))
        url = f"/admin/steps/{edit.pk}/undo/"
        assert "3 records will be as before." in visible_text(bo.get(url))
        assert "Published again." in visible_text(bo.get(url))
        assert Initiative.objects.filter(publication="archived").count() == 3
        assert said(bo.post(url)) == ["Undone for 3 records: Archive."]
        assert Initiative.objects.published().count() == 3
        assert "It is undone already." in visible_text(bo.get(url))
        bo.post(url)
        assert Edit.objects.filter(way="undo").count() == 1

    def test_where_what_it_needs_is_gone_nothing_happens(self, bo):
        organization = OrganizationFactory()
        with recorded("step"):
            organization.delete()
        edit = Edit.objects.first()
        Source.objects.all().delete()
        url = f"/admin/steps/{edit.pk}/undo/"
        assert "Nothing was changed." in said(bo.post(url))[0]
        assert not Organization.objects.exists()

    def test_what_may_not_be_public_any_more_becomes_a_draft_and_what_is_public_stays_so(self, bo):
        bare = InitiativeFactory(results="Write to ana@example.org.")  # which is refused today
        with recorded("step"):
            Initiative.objects.update(publication="archived")
        bo.post(f"/admin/steps/{Edit.objects.first().pk}/undo/")
        assert Initiative.objects.get().publication == "draft"
        changed(bare, publication="published")
        edit = changed(bare, acronym="WRONG", way="import")
        bo.post(f"/admin/steps/{edit.pk}/undo/")
        bare.refresh_from_db()
        assert (bare.publication, bare.acronym) == ("published", "")

    def test_what_was_changed_since_stays_and_is_named(self, bo):
        first, second = (
            InitiativeFactory(sources=["https://example.org/1"], themes=["a"], origins=["BRA"])
            for _ in range(2)
        )
        take_step(bo, "archive", first, second)
        edit = Edit.objects.get(way="step")
        changed(first, title="Worked on since")
        url = f"/admin/steps/{edit.pk}/undo/"
        assert "Worked on since Changed since: it stays as it is now." in visible_text(bo.get(url))
        bo.post(url)
        states = Initiative.objects.order_by("pk").values_list("publication", flat=True)
        assert list(states) == ["archived", "published"]

    def test_deleted_drafts_come_back_and_a_curator_undoes_no_more_than_she_may(self, bo, amina):
        drafts = [InitiativeFactory(publication="draft") for _ in range(2)]
        take_step(amina, "delete_selected", *drafts)
        edit = Edit.objects.get(way="step")
        amina.post(f"/admin/steps/{edit.pk}/undo/")
        assert Initiative.objects.count() == 2
        record = InitiativeFactory(sources=["https://example.org/1"], themes=["a"], origins=["BRA"])
        take_step(bo, "archive", record)
        url = f"/admin/steps/{Edit.objects.filter(way='step').first().pk}/undo/"
        assert "You may not change it back." in visible_text(amina.get(url))
        amina.post(url)
        assert Initiative.objects.get(pk=record.pk).publication == "archived"
