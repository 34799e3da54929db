"""The page of a record before readers see it, at the desk and for whoever has got a link."""

import datetime
import re
from threading import Thread

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from core import revision
from core.admin.rehearsal import make_public, rehearsed
from core.history import recorded
from core.models import Draft, Edit, PreviewLink, PublicRecord
from forum.models import Session
from initiatives.models import Initiative, InitiativeKind, Organization, Source
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, url_of
from tests.factories import (
    AppearanceFactory,
    FigureFactory,
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    ResourceFactory,
    SessionFactory,
    SourceFactory,
    UserFactory,
    ready,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(client):
    amina = Client()
    amina.user = UserFactory(username="amina", groups=[CURATORS])
    amina.force_login(amina.user)
    return amina


def preview_of(record):
    return f"{url_of(type(record), 'preview')}?record={record.pk}"


def links_of(record):
    return f"{url_of(type(record), 'links')}?record={record.pk}"


@pytest.fixture
def initiative():
    initiative = InitiativeFactory(title="Seeds for all", themes=["x"], publication="draft")
    PartnershipFactory(initiative=initiative, organization__name="Union of growers")
    PartnershipFactory(
        initiative=initiative,
        organization__name="Hidden ministry",
        organization__publication="draft",
    )
    return initiative


def public_initiative():
    return InitiativeFactory(
        title="Seed banks", themes=["x"], sources=["https://example.org/a"], slug="seed-banks"
    )


def change(one, **values):
    """Change something in an edit of its own."""
    with recorded("desk"):
        type(one).objects.filter(pk=one.pk).update(**values)


def link_to(client, version):
    """A new link to a version of a draft."""
    model = {"session": Session, "initiative": Initiative}[version.draft.kind]
    client.post(f"{url_of(model, 'links')}?version={version.pk}", {"until": ""})
    return PreviewLink.objects.first()


def link_to_draft(client, one, **values):
    """A new link to a new draft of changes."""
    Page(client, url_of(type(one), "new_draft", one.pk)).fill(**values).send("_draft")
    return link_to(client, Draft.objects.first().latest)


class TestAtTheDesk:
    def test_a_draft_looks_as_it_will_when_it_is_public(self, amina, client, initiative):
        answer = amina.get(preview_of(initiative))
        text = visible_text(answer)
        assert "A preview of what is saved" in text
        assert "Union of growers" in text
        assert "Hidden ministry" not in text
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert b'<meta name="robots" content="noindex">' in answer.content
        assert client.get(initiative.get_absolute_url()).status_code == 404

    def test_it_is_the_very_page_that_readers_get_without_its_files(self, amina, client):
        record = public_initiative()
        FigureFactory(initiative=record)
        page = client.get(record.get_absolute_url()).content.decode()
        preview = amina.get(preview_of(record)).content.decode()
        for offer in ('<link rel="alternate".*?>', "<li>This record as: .*?</li>"):
            page, preview = re.sub(offer, "", page), re.sub(offer, "", preview)
        # Nor does it name an address and a card to messengers.
        page = re.sub(
            '<link rel="canonical".*?>|<meta (?:property="og|name="twitter):.*?>', "", page
        )
        banner = re.search(r'\s*<div class="archived no-print".*?</div>', preview, re.DOTALL)[0]
        preview = preview.replace(banner, "").replace('<meta name="robots" content="noindex">', "")
        assert preview.split() == page.split()

    @pytest.mark.parametrize(
        "make",
        [
            lambda: InitiativeFactory(publication="draft", themes=["x"]),
            lambda: OrganizationFactory(publication="draft"),
            lambda: ResourceFactory(publication="draft"),
            lambda: ForumFactory(publication="draft"),
            lambda: SessionFactory(forum__publication="draft"),
            lambda: PersonFactory(publication="draft"),
            lambda: AppearanceFactory(person__publication="draft").person,
        ],
    )
    def test_every_kind_has_a_page_an_entry_of_a_list_and_data(self, amina, client, make):
        record = make()
        for form in ("page", "list"):
            answer = amina.get(f"{preview_of(record)}&as={form}")
            assert str(record) in answer.content.decode()
        data = amina.get(f"{preview_of(record)}&as=data")
        assert data["Content-Type"].startswith("application/json")
        assert str(record) in (data.json().get("title"), data.json().get("name"))
        assert client.get(record.get_absolute_url()).status_code == 404

    def test_what_is_typed_is_shown_and_kept_and_not_saved(self, amina, initiative):
        page = Page(amina, url_of(Initiative, "change", initiative.pk)).fill(title="Seeds now")
        page.add_row("figures", value="7", unit="banks", source=SourceFactory().pk)
        answer = amina.post(page.url, page.data | {"_preview": "1"}, follow=True)
        text = visible_text(answer)
        assert "what you have typed. It is not saved" in text
        assert "Seeds now" in text
        assert "banks" in text
        initiative.refresh_from_db()
        assert (initiative.title, initiative.figures.count()) == ("Seeds for all", 0)
        assert (
            "Seeds now"
            in amina.get(
                f"{answer.request['PATH_INFO']}?{answer.request['QUERY_STRING']}&as=list"
            ).content.decode()
        )

    def test_what_cannot_be_shown_yet_says_why(self, amina, initiative):
        page = Page(amina, url_of(Initiative, "change", initiative.pk)).fill(title="")
        answer = amina.post(page.url, page.data | {"_preview": "1"}, follow=True)
        assert answer.status_code == 409
        assert "Title: This field is required." in answer.content.decode()

    def test_a_draft_of_changes_is_shown_with_what_became_public_meanwhile(self, amina):
        initiative = public_initiative()
        form = Page(amina, url_of(Initiative, "new_draft", initiative.pk)).fill(title="Banks")
        form.send("_draft")
        Initiative.objects.update(acronym="SB")
        version = Draft.objects.get().latest
        answer = amina.get(f"{url_of(Initiative, 'preview')}?version={version.pk}")
        text = visible_text(answer)
        assert "version 1 of a draft of changes" in text
        assert "Banks" in text
        assert "SB" in text

    def test_what_the_gate_asks_about_is_shown_all_the_same(self, amina):
        initiative = public_initiative()
        form = Page(amina, url_of(Initiative, "new_draft", initiative.pk))
        form.fill(results="Call +254 712 345 678.").send("_draft")
        version = Draft.objects.get().latest
        answer = amina.get(f"{url_of(Initiative, 'preview')}?version={version.pk}")
        assert "Call +254 712 345 678." in visible_text(answer)

    def test_only_who_may_see_the_record_at_the_desk_sees_it(self, amina, client, initiative):
        stranger = Client()
        stranger.force_login(UserFactory())
        for url in (preview_of(initiative), links_of(initiative)):
            assert client.get(url).status_code == 302
            assert stranger.get(url).status_code == 403
        page = Page(amina, url_of(Initiative, "change", initiative.pk)).fill(title="Mine")
        typed = amina.post(page.url, page.data | {"_preview": "1"}).url
        carla = Client()
        carla.force_login(UserFactory(groups=[CURATORS]))
        assert carla.get(typed).status_code == 404
        for query in ("record=0", "record=x", "version=1", "typed=0", "", "record=9" + "9" * 30):
            assert amina.get(f"{url_of(Initiative, 'preview')}?{query}").status_code == 404


class TestByALink:
    @pytest.fixture
    def link(self, amina, initiative):
        amina.post(links_of(initiative), {"until": ""})
        return PreviewLink.objects.get()

    def url(self, link, form=""):
        return f"/preview/{link.token}/{form}"

    def test_whoever_has_it_sees_the_page_for_so_many_days(self, amina, client, link, initiative):
        answer = client.get(self.url(link))
        text = visible_text(answer)
        day = timezone.localtime(link.expires_at)
        assert (day.date() - timezone.localdate()).days in (13, 14)
        assert f"Not published: for comment until {day.day} {day:%B %Y}." in text
        assert "Seeds for all" in text
        assert "Hidden ministry" not in text
        assert answer["Cache-Control"] == "private, no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        for form in ("list/", "data/"):
            assert "Seeds for all" in client.get(self.url(link, form)).content.decode()
        assert link.token in amina.get(links_of(initiative)).content.decode()

    def test_it_ends_when_it_is_over_withdrawn_or_made_up(self, amina, client, link, initiative):
        name, _, signature = link.token.partition(":")
        for token in (name, f"{name}:{signature[:-1]}", f"x{name}:{signature}", "x", ":"):
            assert client.get(f"/preview/{token}/").status_code == 404
        assert client.get(self.url(link, "else/")).status_code == 404
        amina.post(links_of(initiative), {"withdraw": link.pk})
        assert client.get(self.url(link)).status_code == 404
        PreviewLink.objects.update(withdrawn_at=None, expires_at=timezone.now())
        assert client.get(self.url(link)).status_code == 404

    def test_it_is_for_the_day_that_was_chosen(self, amina, initiative):
        day = timezone.localdate() + datetime.timedelta(days=3)
        amina.post(links_of(initiative), {"until": day.isoformat()})
        assert timezone.localdate(PreviewLink.objects.get().expires_at) == day

    @pytest.mark.parametrize(
        ("until", "said"),
        [
            ("9999-12-31", "Choose a day within a year"),
            ("2000-01-01", "Choose a day that is not over yet."),
            ("2026-13-45", "Enter a valid date."),
            ("2026-02-30", "Enter a valid date."),
            ("10000-01-01", "Enter a valid date."),
            ("x\x00", "Enter a valid date."),
        ],
    )
    def test_what_is_no_day_within_a_year_is_said_beside_the_field(
        self, amina, initiative, until, said
    ):
        answer = amina.post(links_of(initiative), {"until": until})
        assert said in visible_text(answer)
        assert not PreviewLink.objects.exists()

    def test_once_it_is_public_it_leads_to_the_page(self, client, link, initiative):
        Initiative.objects.update(publication="published")
        assert client.get(self.url(link)).url == initiative.get_absolute_url()
        Initiative.objects.all().delete()
        assert client.get(self.url(link)).status_code == 404

    @pytest.mark.parametrize("state", ["archived", "draft", "in-review"])
    def test_once_it_was_public_it_never_shows_what_was_withdrawn(
        self, amina, client, link, initiative, state
    ):
        change(initiative, publication="published")
        change(initiative, publication=state)
        assert client.get(self.url(link)).status_code == 404
        change(initiative, publication="draft")
        assert client.get(self.url(link)).status_code == 404
        amina.post(links_of(initiative), {"until": ""})  # of what is worked on since
        assert client.get(self.url(PreviewLink.objects.first())).status_code == 200

    def test_nothing_that_is_archived_is_shown_to_others(self, amina, client, link, initiative):
        change(initiative, publication="archived")
        assert client.get(self.url(link)).status_code == 404
        for answer in (amina.get(links_of(initiative)), amina.post(links_of(initiative))):
            assert answer.status_code == 404
        draft = Page(amina, url_of(Initiative, "new_draft", initiative.pk)).send("_draft").url
        assert "links/?" not in amina.get(draft).content.decode()
        assert PreviewLink.objects.count() == 1

    @pytest.mark.parametrize("state", ["archived", "draft"])
    def test_that_of_an_open_draft_of_changes_ends_with_its_record(self, amina, client, state):
        initiative = public_initiative()
        link = link_to_draft(amina, initiative, title="Banks")
        assert client.get(self.url(link)).status_code == 200
        change(initiative, publication=state)
        assert client.get(self.url(link)).status_code == 404
        change(initiative, publication="published")
        assert client.get(self.url(link)).status_code == 404

    def test_that_of_a_draft_of_a_session_ends_with_its_forum(self, amina, client):
        session = SessionFactory(forum__sources=["https://example.org/f"])
        link = link_to_draft(amina, session, title="Opening words")
        assert "Opening words" in visible_text(client.get(self.url(link)))
        change(session.forum, publication="draft")
        for form in ("", "data/"):
            assert client.get(self.url(link, form)).status_code == 404

    def test_that_of_a_new_session_tells_nothing_of_a_forum_that_is_a_draft(self, amina, client):
        forum = ready(ForumFactory, title="Unannounced")
        add = Page(amina, f"{url_of(Session, 'add')}?forum={forum.pk}")
        add.fill(title="Opening", slug="opening", summary="Words.").send("_draft")
        link = link_to(amina, Draft.objects.get().latest)
        assert client.get(self.url(link)).status_code == 404
        change(forum, publication="published")
        assert "Opening" in visible_text(client.get(self.url(link)))

    def test_that_of_a_draft_ends_when_what_it_became_is_deleted(self, amina, client):
        editor = Client()
        editor.force_login(UserFactory(groups=[EDITORS]))
        forum = ForumFactory(sources=["https://example.org/f"])
        add = Page(amina, f"{url_of(Session, 'add')}?forum={forum.pk}")
        draft = add.fill(title="Opening", slug="opening", summary="Words.").send("_draft").url
        link = link_to(amina, Draft.objects.get().latest)
        Page(editor, draft).send("_draft_publish")
        session = Session.objects.get()
        assert client.get(self.url(link)).url == session.get_absolute_url()
        session.delete()
        assert client.get(self.url(link)).status_code == 404

    def test_each_is_listed_with_what_it_shows(self, amina, initiative):
        other = public_initiative()
        version = link_to_draft(amina, other, title="Banks").version
        links = url_of(Initiative, "links")
        of_organizations = url_of(Organization, "links")
        assert amina.get(f"{links}?record={other.pk}&version={version.pk}").status_code == 200
        for address in (
            f"{links}?record={initiative.pk}&version={version.pk}",
            f"{links}?record={initiative.pk}&version=999999",
            f"{links}?version=999999",
            f"{of_organizations}?version={version.pk}",
            f"{links}?record={initiative.pk}&typed=1",
        ):
            assert amina.get(address).status_code == 404
            assert amina.post(address, {"until": ""}).status_code == 404
        assert PreviewLink.objects.count() == 1

    def test_that_of_a_draft_of_changes_stays_at_its_version(self, amina, client):
        initiative = public_initiative()
        form = Page(amina, url_of(Initiative, "new_draft", initiative.pk)).fill(title="Banks")
        page = Page(amina, form.send("_draft").url)
        version = Draft.objects.get().latest
        amina.post(f"{url_of(Initiative, 'links')}?version={version.pk}", {"until": ""})
        page.fill(title="Not for them yet").send("_draft")
        link = PreviewLink.objects.get()
        text = visible_text(client.get(self.url(link)))
        assert "Banks" in text
        assert "Not for them yet" not in text
        Draft.objects.update(state="dropped")
        assert client.get(self.url(link)).status_code == 404

    def test_a_session_of_a_forum_that_is_a_draft_tells_nothing_of_it(self, amina, client):
        session = SessionFactory(forum__publication="draft")
        amina.post(links_of(session), {"until": ""})
        assert client.get(self.url(PreviewLink.objects.get())).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_it_leaves_no_trace_and_keeps_nobody_who_saves_waiting(admin_client):
    initiative = InitiativeFactory(title="Before", themes=["x"], publication="draft")
    FigureFactory(initiative=initiative)
    other = OrganizationFactory()
    page = Page(admin_client, url_of(Initiative, "change", initiative.pk)).fill(title="After")
    page.add_row("figures", value="7", unit="banks", source=SourceFactory().pk)

    def traces():
        records = PublicRecord.objects.order_by("pk").values_list("pk", "state", "sequence")
        return revision.current(fresh=True), list(records), Edit.objects.count()

    before = traces()
    admin_client.post(page.url, page.data | {"_preview": "1"}, follow=True)
    assert traces() == before

    def saves_meanwhile():
        make_public(initiative)

        def save():
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            Organization.objects.filter(pk=other.pk).update(name="Saved meanwhile")
            connection.close()

        thread = Thread(target=save)
        thread.start()
        thread.join()
        return Organization.objects.get(pk=other.pk).name

    assert rehearsed(saves_meanwhile) == "Saved meanwhile"
    initiative.refresh_from_db()
    assert (initiative.title, initiative.publication) == ("Before", "draft")


@pytest.mark.django_db(transaction=True)
def test_who_finds_the_record_being_saved_is_asked_to_come_back(admin_client):
    initiative = InitiativeFactory(themes=["x"], publication="draft")
    with transaction.atomic():
        Initiative.objects.filter(pk=initiative.pk).update(acronym="SB")
        answers = []

        def look():
            answers.append(admin_client.get(preview_of(initiative)))
            connection.close()

        thread = Thread(target=look)
        thread.start()
        thread.join()
    (answer,) = answers
    assert answer.status_code == 409
    assert "Somebody is saving this record just now." in answer.content.decode()


def test_what_is_half_written_has_a_page_that_says_what_is_not_there_yet(amina, client):
    initiative = InitiativeFactory(
        publication="draft", title="Seeds", kind=None, summary="", approach=""
    )
    FigureFactory(initiative=initiative, value=7, unit="banks", source=None)
    page = amina.get(preview_of(initiative))
    assert page.status_code == 200
    text = visible_text(page)
    for words in ("Seeds", "[kind: not yet]", "[summary: not yet]", "banks", "[source: not yet]"):
        assert words in text
    amina.post(links_of(initiative), {"until": ""})
    link = PreviewLink.objects.get()
    assert "[summary: not yet]" in visible_text(client.get(f"/preview/{link.token}/"))
    assert not InitiativeKind.objects.filter(slug="no-kind-yet").exists()
    assert not Source.objects.filter(publisher="nobody").exists()


@pytest.mark.parametrize(
    "make",
    [
        lambda: OrganizationFactory(publication="draft", kind=None),
        lambda: ResourceFactory(publication="draft", summary=""),
        lambda: ForumFactory(publication="draft", summary=""),
        lambda: SessionFactory(forum__publication="draft", summary=""),
    ],
)
def test_whatever_a_draft_lacks_it_has_a_page_a_line_and_data(amina, make):
    record = make()
    for form in ("page", "list", "data"):
        assert amina.get(f"{preview_of(record)}&as={form}").status_code == 200


def test_a_date_or_a_choice_is_asked_for_since_no_words_can_stand_for_it(amina):
    for record, sentence in [
        (ForumFactory(publication="draft", start_date=""), "It has no start date."),
        (ResourceFactory(publication="draft", kind=""), "It has no kind."),
    ]:
        page = amina.get(preview_of(record))
        assert page.status_code == 409
        assert sentence in page.content.decode()
