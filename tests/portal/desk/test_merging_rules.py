"""Merging two records: who may, what is chosen, what stands in the way, and what comes after it."""

import pytest
from django.test import Client
from django.urls import reverse

from core import revision
from core.admin.merge_page import ITSELF, NO_REASON, NOT_THERE, TWO
from core.models import Draft, Edit, PublicRecord, SuspectedPair
from core.records.checking import differences
from forum.models import Appearance
from initiatives.models import Initiative, Organization, Source, Theme
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, choose, said, signed_in, url_of, words_of_programmers
from tests.factories import (
    AppearanceFactory,
    CountryFactory,
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    ReplicationFactory,
    ResourceFactory,
    SessionFactory,
    SourceFactory,
    StageFactory,
    ThemeFactory,
    UserFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

WHY = "One name is the acronym of the other."


@pytest.fixture
def bo():
    return signed_in("bo", EDITORS)


@pytest.fixture
def amina():
    return signed_in("amina", CURATORS)


def address(stays, goes):
    return f"{url_of(type(stays), 'merge', stays.pk)}?with={goes.pk}"


def merge_page(client, stays, goes):
    revision.current(fresh=True)  # has the triggers of what the test has made fire
    return Page(client, address(stays, goes))


def merge(client, stays, goes, **chosen):
    """Merge by the page; what is not chosen is as it is chosen beforehand."""
    response = merge_page(client, stays, goes).fill(why=WHY, **chosen).send()
    assert response.status_code == 302, visible_text(response)
    revision.current(fresh=True)
    return response


def undo(client, edit=None):
    edit = edit or Edit.objects.filter(way=Edit.Way.MERGE).latest("pk")
    response = client.post(reverse("admin:undo", args=[edit.pk]))
    revision.current(fresh=True)
    return response


def of(model, record):
    return model.objects.get(pk=record.pk)


class TestChoosing:
    def test_an_empty_field_takes_what_the_other_says_and_each_can_be_chosen(self, bo):
        stays = OrganizationFactory(name="ILO", acronym="", summary="An agency.")
        goes = OrganizationFactory(name="Bureau", acronym="BIT", summary="A bureau.")
        page = merge_page(bo, stays, goes)
        assert page.data["field-acronym"] == "goes"
        assert page.data["field-name"] == page.data["field-summary"] == "stays"
        merge(bo, stays, goes, **{"field-summary": "goes"})
        ilo = of(Organization, stays)
        assert (ilo.name, ilo.acronym, ilo.summary) == ("ILO", "BIT", "A bureau.")

    def test_fields_that_go_together_come_from_one(self, bo):
        stays = ResourceFactory(year=2014)
        goes = ResourceFactory(year=2015, date="2015-03-01")
        merge(bo, stays, goes)
        stays.refresh_from_db()
        assert (stays.year, stays.date) == (2014, "")

    def test_of_rows_and_choices_those_stand_that_are_ticked_and_equal_ones_once(self, bo):
        stays = InitiativeFactory(themes=["seeds", "water"], countries=["BRA", "HTI"])
        goes = InitiativeFactory(themes=["seeds", "land"], countries=["HTI", "NER"])
        page = merge_page(bo, stays, goes)
        text = visible_text(page.response)
        assert "Seeds Both have it: it stands once." in text
        assert "Land Comes with the one that goes." in text
        water = stays.theme_links.get(theme__slug="water")
        kept = [key for key in page.data["rows-initiativetheme"] if key != str(water.pk)]
        merge(bo, stays, goes, **{"rows-initiativetheme": kept})
        assert [link.theme.slug for link in stays.theme_links.all()] == ["seeds", "land"]
        named = stays.participating_countries.values_list("iso3", flat=True)
        assert sorted(named) == ["BRA", "HTI", "NER"]

    @pytest.mark.parametrize("kept", ["stays", "goes"])
    def test_of_two_replications_that_cannot_both_stand_one_is_chosen(self, bo, kept):
        haiti, brazil, stage = CountryFactory(), CountryFactory(), StageFactory()
        values = {"from_country": brazil, "to_country": haiti, "stage": stage}
        first = ReplicationFactory(note="Of the first.", **values)
        second = ReplicationFactory(note="Of the second.", **values)
        stays, goes = first.initiative, second.initiative
        page = merge_page(bo, stays, goes)
        assert f"Only one of these can stand in “{stays}”" in visible_text(page.response)
        name = f"one-of-replication-{first.pk}"
        assert page.data[name] == str(first.pk)
        left, gone = (first, second) if kept == "stays" else (second, first)
        merge(bo, stays, goes, **{name: left.pk})
        assert [one.note for one in stays.replications.all()] == [left.note]
        answer = Client().get(f"/replications/{gone.public_id}/")
        assert (answer.status_code, answer["Location"]) == (301, left.get_absolute_url())

    def test_a_person_who_is_twice_in_a_session_is_there_once_as_chosen(self, bo):
        session = SessionFactory(title="Opening")
        stays, goes = PersonFactory(name="Ana Lima"), PersonFactory(name="A. Lima")
        first = AppearanceFactory(session=session, person=stays, title="Minister")
        second = AppearanceFactory(session=session, person=goes, title="Minister of Labour")
        AppearanceFactory(session=session, person=goes, role=Appearance.Role.MODERATOR)
        page = merge_page(bo, stays, goes)
        assert "Only one of these can stand in “Opening”" in visible_text(page.response)
        merge(bo, stays, goes, **{f"one-of-appearance-{first.pk}": second.pk})
        said_there = session.appearances.values_list("person", "role", "title").order_by("role")
        assert list(said_there) == [
            (stays.pk, "moderator", ""),
            (stays.pk, "speaker", "Minister of Labour"),
        ]

    def test_sessions_of_two_forums_stand_in_one_row_and_the_same_one_once(self, bo):
        stays, goes = ForumFactory(), ForumFactory()
        values = {"title": "Opening", "date": "2014-11-17"}
        first = SessionFactory(forum=stays, order=1, **values)
        second = SessionFactory(forum=goes, order=1, **values)
        speaker = AppearanceFactory(session=second)
        other = SessionFactory(forum=goes, order=2, title="Closing")
        merge(bo, stays, goes)
        sessions = list(stays.sessions.values_list("pk", "order"))
        assert sessions == [(first.pk, 1), (other.pk, 2)]
        assert of(Appearance, speaker).session == first
        answer = Client().get(f"/forums/{goes.slug}/{second.slug}/")
        assert (answer.status_code, answer["Location"]) == (301, first.get_absolute_url())
        assert differences() == {}
        undo(bo)
        assert list(goes.sessions.values_list("pk", "order")) == [(second.pk, 1), (other.pk, 2)]
        assert of(Appearance, speaker).session_id == second.pk

    def test_a_theme_leads_where_the_one_that_went_did(self, bo):
        stays, goes = ThemeFactory(slug="seeds"), ThemeFactory(slug="seed-banks")
        initiative = InitiativeFactory(themes=["seed-banks", "water", "seeds"])
        merge(bo, stays, goes)
        assert [link.theme.slug for link in initiative.theme_links.all()] == ["seeds", "water"]

    def test_the_address_of_the_source_that_goes_can_be_taken(self, bo):
        stays = SourceFactory(url="http://example.org/old")
        goes = SourceFactory(url="https://example.org/new")
        merge(bo, stays, goes, **{"field-url": "goes"})
        assert of(Source, stays).url == "https://example.org/new"


class TestWays:
    def test_the_form_of_a_record_leads_to_the_choice_of_the_other(self, bo):
        stays, goes = OrganizationFactory(), OrganizationFactory(name="The twin")
        form = bo.get(url_of(Organization, "change", stays.pk)).content.decode()
        url = url_of(Organization, "merge", stays.pk)
        assert f'href="{url}"' in form
        chosen = bo.get(url)
        assert "Which other organization is the same" in visible_text(chosen)
        assert words_of_programmers(chosen) == []
        text = visible_text(bo.get(url, {"with": goes.pk}))
        assert "The twin" in text
        assert "This one goes into it" in text

    def test_the_list_and_the_pair_lead_there_and_the_public_one_stays(self, bo):
        draft = OrganizationFactory(name="Weavers of silks", publication="draft")
        public = OrganizationFactory(name="Weavers of silk")
        response = choose(bo, "merge_two", draft, public)
        assert response.url == address(public, draft)
        pair = SuspectedPair.objects.create(
            kind="organization", row_id=draft.pk, other_id=public.pk
        )
        page = bo.get(url_of(SuspectedPair, "change", pair.pk)).content.decode()
        assert f'href="{address(public, draft)}"' in page

    @pytest.mark.parametrize("number", [1, 3])
    def test_a_list_asks_for_two(self, bo, number):
        response = choose(bo, "merge_two", *OrganizationFactory.create_batch(number))
        assert said(response) == [TWO]

    def test_the_page_says_what_names_the_one_that_goes(self, bo, django_assert_max_num_queries):
        stays, goes = OrganizationFactory(slug="ilo"), OrganizationFactory(slug="bit")
        seeds = PartnershipFactory(organization=goes, initiative__title="Seeds").initiative
        ResourceFactory(title="Handbook").publishers.add(stays, goes)
        page = merge_page(bo, stays, goes)
        text = visible_text(page.response)
        assert "1 initiative, under “partners”, names the one that stays then: Seeds" in text
        assert "have the one that stays once: Handbook" in text
        assert "lead to /organizations/ilo/ then" in text
        assert words_of_programmers(page.response) == []
        with django_assert_max_num_queries(75):
            bo.get(page.url)
        assert seeds.partnerships.get().organization == goes


class TestRules:
    def test_curators_merge_drafts_and_editors_what_readers_see(self, amina, bo):
        drafts = OrganizationFactory.create_batch(2, publication="draft")
        merge(amina, *drafts)
        public, draft = OrganizationFactory(), OrganizationFactory(publication="draft")
        assert amina.get(address(public, draft)).status_code == 403
        page = merge_page(amina, draft, public)
        assert "You may not change it." in visible_text(page.response)
        response = page.fill(why=WHY).send()
        assert response.status_code == 200
        assert Organization.objects.filter(pk=public.pk).exists()
        assert "Ask an editor to merge them" not in visible_text(bo.get(address(public, draft)))

    def test_a_curator_merges_no_draft_that_something_public_names(self, amina):
        stays, goes = OrganizationFactory.create_batch(2, publication="draft")
        partnership = PartnershipFactory(organization=goes, initiative__title="Read by all")
        page = merge_page(amina, stays, goes)
        assert "Read by all You may not change it." in visible_text(page.response)
        assert page.fill(why=WHY).send().status_code == 200
        partnership.refresh_from_db()
        assert partnership.organization == goes

    def test_what_readers_see_goes_into_nothing_that_they_do_not_see(self, bo):
        stays, goes = OrganizationFactory(publication="draft"), OrganizationFactory()
        page = merge_page(bo, stays, goes)
        assert "Readers see it, and not the other" in visible_text(page.response)
        page.fill(why=WHY).send()
        assert Organization.objects.filter(pk=goes.pk).exists()

    def test_where_two_look_at_each_change_what_one_alone_wrote_is_read_first(self, bo, settings):
        settings.PUBLISH_ALONE = False
        stays = OrganizationFactory()
        goes = OrganizationFactory(publication="draft", sources=["https://example.org/mine"])
        merge(bo, stays, goes)  # somebody else has written it
        other = OrganizationFactory(publication="draft")
        form = Page(bo, url_of(Organization, "change", other.pk))
        form.fill(summary="What I say.").send()
        page = merge_page(bo, stays, other)
        assert "somebody else has to look at it first" in visible_text(page.response)
        assert page.fill(why=WHY).send().status_code == 200

    def test_a_draft_of_changes_to_the_one_that_goes_is_settled_first(self, bo):
        stays, goes = OrganizationFactory.create_batch(2)
        Draft.objects.create(kind="organization", row_id=goes.pk, name="Draft")
        page = merge_page(bo, stays, goes)
        assert "There is a draft of changes to it" in visible_text(page.response)
        page.fill(why=WHY).send()
        assert Organization.objects.filter(pk=goes.pk).exists()
        turned = merge_page(bo, goes, stays)
        assert "draft of changes to the one that stays. It is kept" in visible_text(turned.response)
        merge(bo, goes, stays)
        assert Draft.objects.get().row_id == goes.pk

    def test_a_reason_is_asked_for_and_what_was_chosen_stays_chosen(self, bo):
        stays, goes = OrganizationFactory(name="One"), OrganizationFactory(name="Two")
        page = merge_page(bo, stays, goes)
        response = page.fill(**{"field-name": "goes"}).send()
        assert NO_REASON in visible_text(response)
        assert Page(bo, page.url).data["field-name"] == "stays"
        html = response.content.decode()
        assert 'name="field-name" value="goes" checked' in html
        assert "at most 300" in visible_text(page.fill(why="x" * 301).send())
        assert Organization.objects.count() == 2

    def test_what_the_database_refuses_is_said_and_nothing_is_done(self, bo):
        stays = ForumFactory(start_date="2014-11-17", end_date="2014-11-18")
        goes = ForumFactory(start_date="2019-05-01", end_date="2019-05-02")
        SessionFactory(forum=goes, date="2019-05-01")
        response = merge_page(bo, stays, goes).fill(why=WHY).send()
        assert "Nothing was merged" in visible_text(response)
        assert goes.sessions.count() == 1

    def test_what_checks_ask_about_is_asked_for_a_reason(self, bo):
        stays = OrganizationFactory(name="Weavers", summary="")
        goes = OrganizationFactory(name="Weaver", summary="Call +41 22 799 61 11 for more.")
        page = merge_page(bo, stays, goes)
        response = page.fill(why=WHY).send()
        assert response.status_code == 200
        assert "Before readers see it" in visible_text(response)
        (question,) = response.context["questions"]
        assert page.fill(**{question.name: "It is their own number."}).send().status_code == 302


class TestSomebodyElse:
    def test_what_was_saved_meanwhile_is_told_and_nothing_is_lost(self, bo, amina):
        stays, goes = OrganizationFactory.create_batch(2, publication="draft", sources=[])
        page = merge_page(bo, stays, goes).fill(why=WHY, **{"field-name": "goes"})
        Page(amina, url_of(Organization, "change", goes.pk)).fill(summary="New words.").send()
        response = page.send()
        text = visible_text(response)
        assert "Changed since you looked" in text
        assert "amina" in text
        assert "New words." in text
        assert 'name="field-name" value="goes" checked' in response.content.decode()
        assert Organization.objects.filter(pk=goes.pk).exists()

    def test_a_row_that_somebody_has_added_meanwhile_is_ticked(self, bo):
        stays, goes = OrganizationFactory.create_batch(2)
        page = merge_page(bo, stays, goes).fill(why=WHY)
        link = goes.links.create(kind="x", url="https://x.example.org/new")
        html = page.send().content.decode()
        assert f'name="rows-organizationlink" value="{link.pk}" checked' in html

    def test_what_names_it_meanwhile_is_told(self, bo):
        stays, goes = OrganizationFactory.create_batch(2)
        page = merge_page(bo, stays, goes).fill(why=WHY)
        PartnershipFactory(organization=goes)
        assert "Changed since you looked" in visible_text(page.send())
        assert goes.partnerships.exists()


class TestCrafted:
    def test_itself_another_kind_and_what_is_gone_are_no_twins(self, bo):
        stays, gone = OrganizationFactory(), OrganizationFactory()
        merge(bo, stays, gone)
        url = url_of(Organization, "merge", stays.pk)
        initiative = InitiativeFactory(id=stays.pk + 1000)
        for other, answer in (
            (stays.pk, ITSELF),
            (gone.pk, NOT_THERE),
            (initiative.pk, NOT_THERE),
            ("x", NOT_THERE),
            (10**30, NOT_THERE),
        ):
            assert answer in visible_text(bo.get(url, {"with": other}))
            assert bo.post(f"{url}?with={other}", {"why": WHY}).status_code == 404
        assert bo.get(url_of(Organization, "merge", gone.pk)).status_code == 404
        assert bo.post(url, {"why": WHY}).status_code == 404
        assert Organization.objects.filter(pk=stays.pk).exists()

    def test_without_what_the_page_had_shown_nothing_is_done(self, bo):
        stays, goes = OrganizationFactory.create_batch(2)
        other = merge_page(bo, goes, stays).data
        for sent in ({}, {"seen": "x", "mark": "x"}, other):
            response = bo.post(address(stays, goes), sent | {"why": WHY})
            assert "Changed since you looked" in visible_text(response)
        assert Organization.objects.count() == 2

    def test_rows_of_others_are_not_touched(self, bo):
        stays, goes, other = OrganizationFactory.create_batch(3)
        link = other.links.create(kind="x", url="https://x.example.org/other")
        merge(
            bo,
            stays,
            goes,
            **{
                "shown-organizationlink": str(link.pk),
                "rows-organizationlink": [],
                "one-of-organizationlink-1": str(link.pk),
                "field-name": "neither",
                "field-slug": "goes",
            },
        )
        assert other.links.get() == link
        assert of(Organization, stays).slug == stays.slug

    @pytest.mark.parametrize("groups", [[], [CURATORS]])
    def test_who_may_not_write_such_records_merges_none(self, groups):
        stays, goes = ThemeFactory(), ThemeFactory()
        client = Client()
        client.force_login(UserFactory(groups=groups))
        assert client.get(address(stays, goes)).status_code == 403
        assert client.post(address(stays, goes), {"why": WHY}).status_code == 403

    def test_a_form_from_elsewhere_is_refused(self):
        stays, goes = OrganizationFactory.create_batch(2)
        client = Client(enforce_csrf_checks=True)
        client.force_login(UserFactory(groups=[EDITORS]))
        answer = client.post(address(stays, goes), {"why": WHY})
        assert answer.status_code == 403
        assert Organization.objects.count() == 2


class TestAfterwards:
    def test_the_history_has_one_edit_with_the_reason(self, bo):
        stays, goes = (
            OrganizationFactory(name="ILO"),
            OrganizationFactory(name="BIT", summary="An office."),
        )
        PartnershipFactory(organization=goes)
        merge(bo, stays, goes)
        edit = Edit.objects.filter(way=Edit.Way.MERGE).get()
        assert (edit.what, edit.reason) == ("Merged “BIT” into “ILO”", WHY)
        assert edit.user == bo.user
        text = visible_text(bo.get(reverse("admin:edits")))
        assert "Merged “BIT” into “ILO”" in text
        assert WHY in visible_text(bo.get(url_of(Organization, "history", stays.pk)))

    def test_former_addresses_and_searches_lead_on(self, bo, client):
        stays, goes = OrganizationFactory(slug="ilo"), OrganizationFactory(slug="first")
        Organization.objects.filter(pk=goes.pk).update(slug="second")
        merge(bo, stays, of(Organization, goes))
        for slug in ("first", "second"):
            assert client.get(f"/organizations/{slug}/")["Location"] == "/organizations/ilo/"
            answer = client.get(f"/api/v1/organizations/{slug}/")
            assert answer["Location"] == "/api/v1/organizations/ilo/"

    def test_searches_by_what_went_go_on_with_what_stays(self, bo, client):
        stays, goes = ThemeFactory(slug="seeds"), ThemeFactory(slug="banks")
        Theme.objects.filter(pk=goes.pk).update(slug="seed-banks")
        InitiativeFactory(themes=["seeds"])
        merge(bo, stays, of(Theme, goes))
        for slug in ("banks", "seed-banks"):
            found = client.get("/api/v1/initiatives/", {"theme": slug})
            assert (found.status_code, found.json().get("count")) == (200, 1)

    def test_one_after_the_other_leads_to_the_last_and_back_when_that_is_undone(self, bo, client):
        first, second, last = (
            OrganizationFactory(slug=slug) for slug in ("first", "second", "last")
        )
        merge(bo, second, first)
        merge(bo, last, second)
        for slug in ("first", "second"):
            assert client.get(f"/organizations/{slug}/")["Location"] == "/organizations/last/"
        undo(bo)
        assert client.get("/organizations/second/").status_code == 200
        assert client.get("/organizations/first/")["Location"] == "/organizations/second/"
        edits = Edit.objects.filter(way=Edit.Way.MERGE).order_by("pk")
        undo(bo, edits[0])
        assert client.get("/organizations/first/").status_code == 200
        assert differences() == {}

    def test_undone_what_was_changed_since_stays_and_is_told(self, bo):
        stays, goes = InitiativeFactory(title="Stays"), InitiativeFactory(title="Goes")
        source = stays.citations.get().source
        values = {"unit": "people", "source": source}
        changed = goes.figures.create(value=1, position=0, **values)
        other = goes.figures.create(value=2, position=1, **values)
        session = SessionFactory(initiatives=[goes])
        merge(bo, stays, goes)
        Page(bo, url_of(Initiative, "change", stays.pk)).fill(**{"figures-0-value": "7"}).send()
        edit = Edit.objects.filter(way=Edit.Way.MERGE).get()
        told = visible_text(bo.get(reverse("admin:undo", args=[edit.pk])))
        assert "Stays Changed since: it stays as it is now." in told
        assert "Goes It comes back. What was changed since of what belonged to it stays" in told
        undo(bo, edit)
        changed.refresh_from_db()
        other.refresh_from_db()
        assert (changed.initiative, changed.value) == (stays, 7)
        assert other.initiative_id == goes.pk
        assert [one.title for one in session.initiatives.all()] == ["Goes"]
        assert Client().get(goes.get_absolute_url()).status_code == 200
        assert differences() == {}

    def test_where_two_look_at_each_change_a_merge_is_undone_whole(self, bo, settings):
        settings.PUBLISH_ALONE = False
        stays, goes = OrganizationFactory(slug="stays"), OrganizationFactory(slug="goes")
        partnership = PartnershipFactory(organization=goes)
        merge(bo, stays, goes)
        undo(bo)
        partnership.refresh_from_db()
        assert partnership.organization.slug == "goes"
        assert Client().get("/organizations/goes/").status_code == 200

    def test_what_went_into_another_does_not_come_back_alone(self, bo):
        stays, goes = ThemeFactory(), ThemeFactory()
        merge(bo, stays, goes)
        row = (
            Edit.objects.filter(way=Edit.Way.MERGE)
            .get()
            .rows.get(table_name="initiatives_theme", after__isnull=True)
        )
        page = bo.get(reverse("admin:bring_back", args=[row.pk]))
        assert "It went into another record" in visible_text(page)

    def test_drafts_leave_nothing_in_what_programs_are_told(self, bo):
        stays, goes = OrganizationFactory.create_batch(2, publication="draft")
        merge(bo, stays, goes)
        assert not PublicRecord.objects.filter(kind="organization").exists()
        undo(bo)
        assert of(Organization, goes).publication == "draft"
