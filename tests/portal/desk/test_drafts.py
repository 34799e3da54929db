"""A record that readers see is changed beside what they see, and published in one step."""

import re

import pytest
from django.urls import reverse

from core import revision
from core.models import Draft, PreviewLink, Unsaved
from forum.models import Forum, Person, Session
from initiatives.models import Initiative
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Fields, Page, said, signed_in, url_of
from tests.factories import (
    FigureFactory,
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    ResourceFactory,
    SessionFactory,
    SourceFactory,
    ready,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina():
    return signed_in("amina", CURATORS)


@pytest.fixture
def bo():
    return signed_in("bo", EDITORS)


@pytest.fixture
def initiative():
    source = SourceFactory()
    initiative = InitiativeFactory(
        title="Seed banks", slug="seed-banks", themes=["cooperatives"], sources=[source.url]
    )
    FigureFactory(initiative=initiative, value=4, unit="people", source=source)
    return initiative


def begin(client, record):
    """The form of a new draft of changes."""
    return Page(client, url_of(type(record), "new_draft", record.pk))


def again(client, response):
    """The form that a draft leads to after it was saved."""
    assert response.status_code == 302, Fields(response.content.decode()).data
    return Page(client, response.url)


def form_of(response):
    return Fields(response.content.decode()).data


def text_of(html):
    return re.sub(r"<[^>]+>", "", html)


def test_a_curator_writes_what_an_editor_publishes_and_readers_see_nothing_before(
    amina, bo, initiative, client
):
    live = amina.get(url_of(Initiative, "change", initiative.pk)).content.decode()
    assert f'href="{url_of(Initiative, "new_draft", initiative.pk)}"' in live
    before = revision.current(fresh=True)
    page = begin(amina, initiative).fill(title="Banks of seeds", _draft_word="Its new name.")
    page.fill(**{"figures-0-value": "5"}).add_row(
        "milestones", date="2014", text="A secret step.", source=SourceFactory().pk
    )
    source_made = revision.current(fresh=True)
    page = again(amina, page.send("_draft_submit"))
    assert revision.current(fresh=True) == source_made > before
    for url in (
        initiative.get_absolute_url(),
        "/api/v1/initiatives/seed-banks/",
        "/search/?q=banks+of+seeds",
        "/sitemap-initiative-0.xml",
        "/api/v1/changes/",
        "/",
    ):
        html = client.get(url, follow=True).content.decode()
        assert "Banks of seeds" not in html.replace("banks of seeds", "")
        assert "A secret step" not in html
    initiative.refresh_from_db()
    assert initiative.title == "Seed banks"

    draft = Draft.objects.get()
    listed = bo.get(url_of(Draft, "changelist")).content.decode()
    assert f'href="{page.url}"' in listed
    assert "Waits for an editor" in listed
    live = bo.get(url_of(Initiative, "change", initiative.pk)).content.decode()
    assert f'href="{page.url}"' in live
    page = Page(bo, page.url)
    html = page.response.content.decode()
    assert "amina: Its new name." in text_of(html)
    what = [one.what for one in page.response.context["changes"]]
    assert [re.sub("“.*”", "“…”", one) for one in what] == [
        "Title",
        "Figure “…”: Value",
        "Milestone “…”: added",
    ]
    response = page.send("_draft_publish")
    assert response.url == url_of(Initiative, "change", initiative.pk)
    initiative.refresh_from_db()
    assert initiative.title == "Banks of seeds"
    assert initiative.figures.get().value == 5
    assert initiative.milestones.get().text == "A secret step."
    assert initiative.is_published
    draft.refresh_from_db()
    assert (draft.state, draft.versions.count()) == ("published", 2)
    history = bo.get(url_of(Initiative, "history", initiative.pk)).content.decode()
    assert "At the desk: A draft of changes by amina" in " ".join(history.split())
    version = amina.get(page.url, follow=True)
    assert "The draft today: published." in version.content.decode()
    assert "Banks of seeds" in client.get(initiative.get_absolute_url()).content.decode()


def test_its_versions_say_what_each_changed(amina, initiative):
    page = again(amina, begin(amina, initiative).fill(title="Banks").send("_draft"))
    page.add_row("figures", value="7", unit="banks", source=SourceFactory().pk)
    page = again(amina, page.send("_draft"))
    page.fill(**{"figures-1-value": "8", "title": "Banks of Bahia"})
    again(amina, page.send("_draft"))
    draft = Draft.objects.get()

    def version(number):
        name = "admin:initiatives_initiative_draft_version"
        return amina.get(reverse(name, args=[draft.pk, number]))

    shown = version(3)
    since = [(one.what.split(" “")[0], one.before, one.after) for one in shown.context["since"]]
    assert since[0] == ("Title", "Banks", "Banks of Bahia")
    assert [what for what, *_ in since[1:]] == ["Figure", "Figure"]
    assert "<ins>of Bahia</ins>" in shown.content.decode()
    assert shown.context["changes"][0].before == "Seed banks"
    assert version(1).context["since"] is None


@pytest.mark.parametrize(
    "sent",
    [
        {"milestones-TOTAL_FORMS": "000001"},
        {"milestones-TOTAL_FORMS": " 1 "},
        {"milestones-0-DELETE": "False"},
        {"milestones-\u0660-text": "Harmless."},  # another digit 0
        {"milestones-00-text": "Harmless."},
    ],
)
def test_whatever_would_be_saved_is_shown_to_who_publishes_it(amina, bo, initiative, sent):
    page = begin(amina, initiative)
    page.add_row("milestones", text="A claim to be slipped in.", source=SourceFactory().pk)
    page.data |= sent
    again(amina, page.send("_draft"))
    name = "admin:initiatives_initiative_draft_version"
    version = reverse(name, args=[Draft.objects.get().pk, 1])
    assert "A claim to be slipped in." in text_of(bo.get(version).content.decode())


def test_who_adds_to_a_draft_that_another_has_read_does_not_publish_it_alone(
    amina, bo, initiative, settings
):
    settings.PUBLISH_ALONE = False
    url = again(amina, begin(amina, initiative).fill(title="Banks").send("_draft_submit")).url
    page = Page(bo, url)
    page.add_row("milestones", text="Added alone.", source=SourceFactory().pk)
    page.data["milestones-TOTAL_FORMS"] = "0001"
    page.send("_draft_publish")
    assert "somebody else has to look at it first" in str(page.errors)
    assert not initiative.milestones.exists()


def test_a_field_that_the_form_had_not_shown_counts_as_changed_too(amina, bo, initiative):
    page = begin(amina, initiative)
    token = begin(amina, PersonFactory()).data["opened"]
    again(amina, page.fill(opened=token, lessons="Slipped in.").send("_draft"))
    name = "admin:initiatives_initiative_draft_version"
    version = reverse(name, args=[Draft.objects.get().pk, 1])
    assert "Slipped in." in text_of(bo.get(version).content.decode())


def test_what_became_public_meanwhile_is_merged_and_never_overwritten(amina, bo, initiative):
    page = again(amina, begin(amina, initiative).fill(title="Banks", lessons="").send("_draft"))
    live = Page(bo, url_of(Initiative, "change", initiative.pk))
    live.fill(title="Vaults", acronym="SB", **{"figures-0-unit": "persons"}).send()
    stale = Page(bo, page.url)
    assert "What readers see has changed since this draft" in stale.response.content.decode()
    assert (stale.data["title"], stale.data["acronym"]) == ("Banks", "SB")
    assert stale.data["figures-0-unit"] == "persons"
    response = bo.post(page.url, page.data | {"_draft_publish": "1"})
    assert "Title: you both changed it" in response.content.decode()
    initiative.refresh_from_db()
    assert (initiative.title, initiative.acronym) == ("Vaults", "SB")
    assert Draft.objects.get().state == "writing"
    fields = form_of(response) | {"_take-title": "mine", "_draft_publish": "1"}
    assert bo.post(page.url, fields).status_code == 302
    initiative.refresh_from_db()
    assert (initiative.title, initiative.acronym) == ("Banks", "SB")
    assert initiative.figures.get().unit == "persons"


def test_two_who_write_one_draft_are_told_of_each_other(amina, bo, initiative):
    page = again(amina, begin(amina, initiative).fill(title="Banks").send("_draft"))
    theirs = Page(bo, page.url).fill(acronym="B")
    again(amina, page.fill(title="Banks of Bahia").send("_draft"))
    response = theirs.send("_draft")
    html = response.content.decode()
    assert "amina has saved this draft while you wrote" in html
    assert [one.after for one in response.context["draft_changes"]] == ["Banks of Bahia"]
    fields = form_of(response)
    assert fields["acronym"] == "B"
    again(bo, bo.post(page.url, fields | {"title": "Banks of Bahia", "_draft": "1"}))
    assert Draft.objects.get().versions.count() == 3


def test_who_may_not_publish_or_write_cannot_by_any_request(amina, bo, initiative, client):
    page = again(amina, begin(amina, initiative).fill(title="Banks").send("_draft"))
    stranger, strangers = signed_in("eve"), ("_draft", "_draft_publish", "_draft_drop", "_keep")
    for button in ("_draft_publish", "_draft_send_back"):
        assert amina.post(page.url, page.data | {button: "1"}).status_code == 403
    for button in ("_save", "_publish", "_continue"):
        assert amina.post(page.url, page.data | {button: "1"}).status_code == 403
    for button in strangers:
        assert stranger.post(page.url, page.data | {button: "1"}).status_code == 403
        assert client.post(page.url, page.data | {button: "1"}).status_code in (200, 302)
    pages = [
        page.url,
        f"{page.url}1/",
        url_of(Initiative, "new_draft", initiative.pk),
        url_of(Draft, "changelist"),
    ]
    for url in pages:
        assert stranger.get(url).status_code == 403
        assert client.get(url).status_code == 302
        assert "Banks" not in client.get(url, follow=True).content.decode()
    assert bo.post(page.url, {"title": "Forged", "_draft": "1"}).status_code == 403
    assert bo.get(f"{page.url}99/").status_code == 404
    initiative.refresh_from_db()
    assert initiative.title == "Seed banks"
    assert Draft.objects.get().versions.count() == 1


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: OrganizationFactory(sources=["https://example.org/a"]), "name"),
        (lambda: ResourceFactory(sources=["https://example.org/a"]), "title"),
        (lambda: PersonFactory(sources=["https://example.org/a"]), "name"),
        (lambda: ForumFactory(sources=["https://example.org/a"]), "title"),
        (
            lambda: SessionFactory(forum=ForumFactory(sources=["https://example.org/a"])),
            "title",
        ),
    ],
)
def test_every_kind_of_record_has_drafts(amina, bo, make, name):
    record = make()
    page = again(amina, begin(amina, record).fill(**{name: "Another name"}).send("_draft"))
    record.refresh_from_db()
    assert getattr(record, name) != "Another name"
    response = Page(bo, page.url).send("_draft_publish")
    assert response.status_code == 302, Page(bo, page.url).errors
    record.refresh_from_db()
    assert getattr(record, name) == "Another name"


def test_a_session_is_added_to_a_public_forum_by_a_draft(amina, bo):
    forum = ForumFactory(sources=["https://example.org/a"])
    SessionFactory(forum=forum)
    page = Page(amina, f"{url_of(Session, 'add')}?forum={forum.pk}")
    page.fill(title="A new session", slug="new", summary="What it was.").send()
    assert "save the session as a draft of changes" in page.response.content.decode()
    page = again(amina, page.send("_draft"))
    assert forum.sessions.count() == 1
    assert Page(bo, page.url).send("_draft_publish").status_code == 302
    assert forum.sessions.get(slug="new").title == "A new session"
    assert Draft.objects.get().row_id == forum.sessions.get(slug="new").pk


def test_it_is_sent_back_dropped_and_kept(amina, bo, initiative):
    page = again(amina, begin(amina, initiative).fill(title="Banks").send("_draft_submit"))
    editors = Page(bo, page.url).fill(_draft_word="x" * 2_001)
    assert "in 2000 characters" in editors.send("_draft_send_back").content.decode()
    editors.fill(_draft_word="Says who?")
    again(bo, editors.send("_draft_send_back"))
    assert Draft.objects.get().state == "writing"
    page = Page(amina, page.url)
    assert "bo: Says who?" in text_of(page.response.content.decode())
    page.send("_draft_drop")
    shown = amina.get(page.url, follow=True)
    assert shown.context["changes"][0].after == "Banks"
    late = editors.send("_draft")
    assert "This draft is dropped." in said(late)


def test_the_list_begins_with_those_that_are_open(bo, initiative):
    for state in ("writing", "dropped", "waiting", "published"):
        Draft.objects.create(kind="initiative", row_id=initiative.pk, name=state, state=state)
    listed = bo.get(url_of(Draft, "changelist")).context["cl"].result_list
    assert [draft.name for draft in listed] == ["waiting", "writing", "published", "dropped"]


def test_a_draft_says_what_does_not_fit_any_more_and_keeps_what_is_new(amina, bo, initiative):
    page = again(amina, begin(amina, initiative).fill(title="Banks").send("_draft"))
    version = Draft.objects.get().latest
    version.shown["fields"]["budget"] = version.shown["fields"].pop("summary")
    version.content = version.content.replace("summary=", "budget=")
    version.save()
    Initiative.objects.update(acronym="SB")
    page = Page(bo, page.url)
    assert "no such fields any more" in page.response.content.decode()
    assert page.data["summary"] == initiative.summary
    assert page.send("_draft_publish").status_code == 302
    initiative.refresh_from_db()
    assert initiative.title == "Banks"
    assert initiative.summary


def test_the_draft_of_a_deleted_record_can_go_into_a_new_one(amina, initiative):
    page = again(amina, begin(amina, initiative).fill(title="Banks").send("_draft"))
    Initiative.objects.all().delete()
    response = amina.get(page.url)
    assert response.status_code == 404
    assert "Banks" in response.content.decode()
    assert f'action="{url_of(Initiative, "add")}"' in response.content.decode()


def test_what_cannot_be_saved_any_more_becomes_a_draft(amina, initiative):
    Initiative.objects.update(publication="draft")
    page = Page(amina, url_of(Initiative, "change", initiative.pk)).fill(title="An hour's work")
    Initiative.objects.update(publication="published")
    answer = page.send()
    address = url_of(Initiative, "new_draft", initiative.pk)
    assert answer.status_code == 403
    assert f'action="{address}"' in answer.content.decode()
    shown = amina.post(address, form_of(answer))
    assert form_of(shown)["title"] == "An hour's work"
    again(amina, amina.post(address, form_of(shown) | {"_draft": "1"}))
    assert "title=An+hour%27s+work" in Draft.objects.get().latest.content
    assert Initiative.objects.get().title == "Seed banks"
    assert not Unsaved.objects.exists()


def test_what_it_brings_has_to_pass_the_gate(amina, bo, initiative):
    page = begin(amina, initiative).fill(results="Call +254 712 345 678.")
    page = Page(bo, again(amina, page.send("_draft_submit")).url)
    response = page.send("_draft_publish")
    (question,) = response.context["questions"]
    initiative.refresh_from_db()
    assert initiative.results == ""
    assert Draft.objects.get().state == "waiting"
    answered = {question.name: "A public helpline.", "_draft_publish": "1"}
    assert bo.post(page.url, form_of(response) | answered).status_code == 302
    initiative.refresh_from_db()
    assert initiative.results == "Call +254 712 345 678."


class TestOfWhatReadersDoNotSee:
    """A draft of a record that is no more than a draft itself publishes nothing, and says so."""

    def test_it_is_put_into_a_new_record_which_is_a_draft(self, amina, bo, client):
        add = Page(amina, url_of(Person, "add")).fill(name="Ada", slug="ada")
        add.add_row("citations", source=SourceFactory().pk)
        draft = again(amina, add.send("_draft")).url
        amina.post(f"{url_of(Person, 'links')}?version={Draft.objects.get().latest.pk}")
        link = f"/preview/{PreviewLink.objects.get().token}/"
        page = Page(bo, draft)
        assert "Put it into the record" in page.response.content.decode()
        assert "Publish the changes" not in page.response.content.decode()
        response = page.send("_draft_publish")
        assert "Readers do not see it yet: “Ada” is not published (draft)." in said(response)[-1]
        person = Person.objects.get()
        assert response.url == url_of(Person, "change", person.pk)
        assert person.publication == "draft"
        answer = client.get(link)
        assert "Ada" in answer.content.decode()
        assert "Not published: for comment until" in answer.content.decode()

    def test_so_is_one_of_changes_once_the_record_is_withdrawn(self, amina, bo, initiative):
        page = again(amina, begin(amina, initiative).fill(title="Banks").send("_draft"))
        assert "Publish the changes" in Page(bo, page.url).response.content.decode()
        Initiative.objects.update(publication="draft")
        page = Page(bo, page.url)
        assert "Put it into the record" in page.response.content.decode()
        assert "“Banks” is not published (draft)." in said(page.send("_draft_publish"))[-1]

    def test_a_new_session_is_as_public_as_its_forum(self, amina, bo):
        forum = ready(ForumFactory)
        add = Page(amina, f"{url_of(Session, 'add')}?forum={forum.pk}")
        draft = add.fill(title="Opening", slug="opening", summary="Words.").send("_draft").url
        assert "Put it into the record" in Page(bo, draft).response.content.decode()
        Forum.objects.update(publication="published")
        assert "Publish the changes" in Page(bo, draft).response.content.decode()
