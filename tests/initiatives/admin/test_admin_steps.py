"""Steps with many records: they ask first, say what they touch, and are taken whole or not."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry

from core.admin import steps
from core.admin.base import GuardedAdmin
from core.models import Check
from forum.models import Forum, Session
from initiatives.models import Figure, Initiative, Organization, Source
from portal.desk.roles import CURATORS, EDITORS
from portal.proposals.desk import ProposalAdmin
from tests.desk import Fields, Page, choose, confirm, said, take_step, url_of
from tests.factories import (
    FigureFactory,
    ForumFactory,
    InitiativeFactory,
    MilestoneFactory,
    PartnershipFactory,
    SessionFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
STEPS = [
    "submit_for_review",
    "publish",
    "back_to_draft",
    "archive",
    "put_on_home_page",
    "take_off_home_page",
    "mark_checked",
    "delete_selected",
]
OF_NOTES = ["take_these", "close_as_spam", "no_spam"]  # tests/portal/proposals


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[EDITORS], username="bo"))
    return client


@pytest.fixture
def curator(client):
    client.force_login(UserFactory(groups=[CURATORS], username="amina"))
    return client


def publishable(how_many, publication="draft", **values):
    return [
        InitiativeFactory(
            publication=publication,
            themes=["cooperatives"],
            origins=["BRA"],
            sources=["https://example.org"],
            **values,
        )
        for _ in range(how_many)
    ]


def shown(client, model, query=""):
    """What the form above a list tells of what it shows."""
    page = client.get(f"{url_of(model, 'changelist')}?{query}")
    return Fields(page.content.decode()).data["seen"]


@pytest.mark.parametrize("step", STEPS)
def test_every_step_asks_first_and_nothing_happens_before(editor, step):
    place = 1 if step == "take_off_home_page" else None
    drafts, public = publishable(2), publishable(1, "published", featured=place)
    before = list(Initiative.objects.order_by("pk").values())
    question = choose(editor, step, *drafts, *public)
    html = question.content.decode()
    assert question.status_code == 200
    assert list(Initiative.objects.order_by("pk").values()) == before
    assert not LogEntry.objects.exists()
    if step == "delete_selected":
        assert "None of them is public now." in html
        assert "Delete: 2 initiatives?" in html
    else:
        assert "1 of them is public: readers see it now." in html
        assert "3 initiatives?" in html
    for record in (*drafts, *public):
        assert f">{record}</a>" in html
    assert confirm(editor, question).status_code == 302
    if step == "mark_checked":  # which is kept beside the records
        assert Check.objects.get().row_id == public[0].pk
    else:
        assert list(Initiative.objects.order_by("pk").values()) != before


def test_no_action_of_any_list_runs_without_a_question():
    for desk in admin.site._registry.values():
        for action, name, _ in desk._get_base_actions():
            assert name in (*STEPS, *OF_NOTES), desk
            assert action.__wrapped__, desk


def test_what_is_public_to_all_cannot_be_deleted_by_the_dozen():
    """Themes, countries and vocabularies have no state: readers see each of them."""
    private = ProposalAdmin
    for desk in admin.site._registry.values():
        names = {name for _, name, _ in desk._get_base_actions()}
        assert ("delete_selected" in names) == isinstance(desk, GuardedAdmin | private), desk


def test_the_page_names_the_first_and_counts_the_rest(editor):
    records = publishable(13, "published")
    html = choose(editor, "archive", *records).content.decode()
    assert "Archive: 13 initiatives?" in html
    assert "13 of them are public: readers see them now." in html
    assert "And 3 more." in html
    assert html.count("Published</small>") == 10


def test_select_all_means_all_that_the_list_holds_and_nothing_that_came_later(editor):
    records = publishable(60, "published")
    draft = InitiativeFactory(publication="draft", title="Not in the list")
    url = f"{url_of(Initiative, 'changelist')}?publication__exact=published"
    data = {"action": "archive", "_selected_action": records[0].pk, "index": "0"}
    question = editor.post(url, data | {"select_across": "1"})
    assert "Archive: 60 initiatives?" in question.content.decode()
    late = publishable(1, "published")[0]
    response = confirm(editor, question)
    assert response.url == url
    assert said(response) == ["60 initiatives: archived."]
    assert Initiative.objects.filter(publication="archived").count() == 60
    late.refresh_from_db()
    draft.refresh_from_db()
    assert (late.publication, draft.publication) == ("published", "draft")


def test_a_step_with_more_than_can_be_looked_over_is_refused(editor, monkeypatch):
    monkeypatch.setattr(steps, "MOST", 2)
    response = choose(editor, "archive", *publishable(3, "published"))
    assert said(response) == ["Choose at most 2 initiatives for one step."]
    assert Initiative.objects.published().count() == 3


def test_a_step_that_breaks_off_has_changed_nothing(editor, monkeypatch):
    records = publishable(3, "published")
    save, saved = Initiative.save, []

    def save_two(initiative, *args, **kwargs):
        saved.append(initiative)
        if len(saved) == 3:
            raise ConnectionError
        save(initiative, *args, **kwargs)

    monkeypatch.setattr(Initiative, "save", save_two)
    with pytest.raises(ConnectionError):
        take_step(editor, "archive", *records)
    assert Initiative.objects.published().count() == 3
    assert not LogEntry.objects.exists()


class TestDeletion:
    def test_what_readers_see_or_have_seen_is_left_out_and_named(self, editor):
        (draft,) = publishable(1)
        (public,) = publishable(1, "published")
        (withdrawn,) = publishable(1, "published", title="Withdrawn")
        (archived,) = publishable(1, "archived", title="Archived")
        Initiative.objects.filter(pk=archived.pk).update(publication="published")
        Initiative.objects.filter(pk=archived.pk).update(publication="archived")
        take_step(editor, "back_to_draft", withdrawn)
        question = choose(editor, "delete_selected", draft, public, withdrawn, archived)
        html = question.content.decode()
        assert "Delete: 1 initiative?" in html
        assert html.count("Readers see it, or have seen it.") == 3
        assert said(confirm(editor, question))[-1] == "1 initiative: deleted."
        assert set(Initiative.objects.all()) == {public, withdrawn, archived}

    def test_where_all_have_been_seen_there_is_nothing_to_say_yes_to(self, editor):
        records = publishable(2, "published")
        question = choose(editor, "delete_selected", *records)
        html = question.content.decode()
        assert "There is nothing to be done." in html
        assert "Yes, delete" not in html
        confirm(editor, question)
        assert Initiative.objects.count() == 2

    def test_a_superuser_cannot_either(self, admin_client):
        take_step(admin_client, "delete_selected", *publishable(2, "published"))
        assert Initiative.objects.count() == 2

    def test_a_record_that_was_published_since_the_question_stays(self, editor):
        records = publishable(2)
        question = choose(editor, "delete_selected", *records)
        Initiative.objects.filter(pk=records[0].pk).update(publication="published")
        assert confirm(editor, question).status_code == 200
        assert Initiative.objects.count() == 2

    def test_the_page_says_what_else_goes(self, editor):
        initiative = MilestoneFactory(initiative__publication="draft").initiative
        html = choose(editor, "delete_selected", initiative).content.decode()
        assert "What belongs to them goes too: milestones: 1." in html

    def test_what_others_rest_on_stays_and_the_page_says_what_they_are(self, editor):
        organization = PartnershipFactory(organization__publication="draft").organization
        question = choose(editor, "delete_selected", organization)
        assert url_of(Organization, "uses", organization.pk) in question.content.decode()
        assert "Yes, delete" not in question.content.decode()
        confirm(editor, question)
        assert Organization.objects.filter(pk=organization.pk).exists()

    def test_sources_that_nothing_rests_on_can_go_together(self, curator):
        unused = SourceFactory.create_batch(3)
        used = FigureFactory(initiative__publication="draft").source
        take_step(curator, "delete_selected", *unused)
        assert list(Source.objects.all()) == [used]

    def test_sessions_are_as_public_as_their_forum_was(self, editor):
        shown_once = SessionFactory(forum=ForumFactory())
        never = SessionFactory(forum=ForumFactory(publication="draft"))
        Forum.objects.update(publication="draft")
        take_step(editor, "delete_selected", shown_once, never)
        assert list(Session.objects.all()) == [shown_once]

    def test_one_record_alone_is_for_an_editor_to_delete_once_readers_have_seen_it(
        self, client, curator
    ):
        (record,) = publishable(1, "published")
        Initiative.objects.update(publication="draft")
        url = url_of(Initiative, "delete", record.pk)
        assert curator.post(url, {"post": "yes"}).status_code == 403
        page = Page(curator, url_of(Initiative, "change", record.pk))
        assert "Delete initiative" not in page.response.content.decode()
        client.force_login(UserFactory(groups=[EDITORS]))
        assert client.post(url, {"post": "yes"}).status_code == 302
        assert not Initiative.objects.exists()


class TestVersion:
    """An editor publishes what the list and the question were about, or is told what changed."""

    def test_a_change_since_the_list_was_shown_is_told(self, client, editor):
        first, second = publishable(2)
        seen = shown(editor, Initiative)
        amina = UserFactory(groups=[CURATORS], username="amina")
        theirs = type(client)()
        theirs.force_login(amina)
        page = Page(theirs, url_of(Initiative, "change", first.pk))
        page.add_row("figures", value="3", unit="people", source=SourceFactory().pk).send()
        html = choose(editor, "publish", first, second, seen=seen).content.decode()
        assert "Changed since you looked" in html
        assert html.count(f">{first}</a>") == 2
        assert html.count(f">{second}</a>") == 1
        assert "amina, " in html
        assert "Added figure “3 people”." in html

    def test_a_change_since_the_question_asks_anew(self, editor):
        first, second = publishable(2)
        question = choose(editor, "publish", first, second)
        Figure.objects.create(initiative=first, value=3, unit="people", source=SourceFactory())
        question = confirm(editor, question)
        html = question.content.decode()
        assert question.status_code == 200
        assert "Changed since you looked" in html
        assert steps.UNKNOWN in html
        assert not Initiative.objects.published().exists()
        confirm(editor, question)
        assert Initiative.objects.published().count() == 2

    def test_what_is_gone_since_the_question_is_told(self, editor):
        first, second = publishable(2)
        question = choose(editor, "publish", first, second)
        first.delete()
        question = confirm(editor, question)
        assert "1 of those that you chose is not there any more." in question.content.decode()
        confirm(editor, question)
        second.refresh_from_db()
        assert second.is_published

    @pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00"])
    def test_an_answer_to_a_question_that_we_did_not_ask_does_nothing(self, editor, token):
        (record,) = publishable(1)
        response = choose(editor, "publish", record, confirmed=token, seen=token)
        assert response.status_code in (200, 302)
        record.refresh_from_db()
        assert not record.is_published


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_question_about_three_records_costs_no_more_than_about_one(
    editor, how_many, django_assert_max_num_queries
):
    records = publishable(how_many)
    choose(editor, "publish", *records)
    with django_assert_max_num_queries(36):
        choose(editor, "publish", *records)
