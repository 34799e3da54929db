"""What the desk says of addresses that do not answer, and how a new one comes into their place."""

from datetime import date

import pytest
from django.utils import timezone

from core.models import CheckedAddress, Edit
from initiatives.models import Organization, Resource, Source
from portal.desk.roles import CURATORS, EDITORS
from tests.desk import Page, confirm, signed_in, url_of
from tests.desk import said as told
from tests.factories import (
    FigureFactory,
    InitiativeFactory,
    OrganizationFactory,
    ResourceFactory,
    SourceFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

OLD, NEW = "https://example.org/report", "https://example.org/reports/2013"
COPY = "https://web.archive.org/web/20261103120000/https://example.org/report"
DEAD = date(2026, 11, 3)


@pytest.fixture
def editor():
    return signed_in("eva", EDITORS)


def checked(url, outcome="answered", **values):
    now = timezone.now()
    return CheckedAddress.objects.create(url=url, outcome=outcome, asked_at=now, **values)


def dead(title, **values):
    source = SourceFactory(title=title, dead_since=DEAD, **values)
    checked(source.url, "failed", dead_since=DEAD, said="It answers 404.")
    return source


def moved(**values):
    source = SourceFactory(url=OLD, moved_to=NEW, **values)
    checked(OLD, leads_to=NEW, is_moved=True, said="It has moved.", answered_at=timezone.now())
    return source


def citing(source, *others, publication="published"):
    return InitiativeFactory(sources=[source, *others], publication=publication)


def listed(client, model, state):
    page = client.get(url_of(model, "changelist"), {"address": state})
    assert page.status_code == 200
    return list(page.context["cl"].result_list), page


def test_dead_sources_are_listed_by_harm(editor):
    sound = SourceFactory()
    unused = dead("Unused")
    one_of_two = dead("One of two")
    citing(one_of_two, sound)
    copied = dead("Only, with a copy", archived_url=COPY)
    only = dead("Only")
    citing(copied)
    citing(only)
    of_a_draft = dead("Of a draft")
    citing(of_a_draft, publication="draft")
    claimed, claimed_twice = dead("Claimed"), dead("Claimed twice")
    initiative = citing(sound)
    for source in (claimed, claimed_twice, claimed_twice):
        FigureFactory(initiative=initiative, source=source)
    sources, page = listed(editor, Source, "dead")
    assert sources[:5] == [claimed_twice, claimed, only, copied, one_of_two]
    assert set(sources[5:]) == {unused, of_a_draft}
    text = visible_text(page)
    assert "A published claim rests on it alone." in text
    assert "The only source of a published record. There is an archived copy." in text
    assert "Dead since 3 November 2026. It answers 404." in text


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_takes_no_more_queries_for_more(editor, how_many, django_assert_max_num_queries):
    for number in range(how_many):
        citing(dead(f"Dead {number}"))
    with django_assert_max_num_queries(11):
        listed(editor, Source, "dead")


@pytest.mark.parametrize("state", ["dead", "failing", "unclear", "moved"])
def test_lists_are_narrowed_by_what_was_found(editor, state):
    addresses = {one: f"https://example.org/{one}" for one in ("dead", "failing", "unclear")}
    checked(addresses["dead"], "failed", dead_since=DEAD)
    checked(addresses["failing"], "failed")
    checked(addresses["unclear"], "unclear")
    addresses["moved"] = f"{OLD}/moved"
    checked(addresses["moved"], leads_to=NEW, is_moved=True)
    for url in (*addresses.values(), "https://example.org/nobody-has-asked"):
        SourceFactory(url=url)
        ResourceFactory(url=url, title=url)
        OrganizationFactory(url="", name=url).links.create(url=url)
    assert [source.url for source in listed(editor, Source, state)[0]] == [addresses[state]]
    assert [one.title for one in listed(editor, Resource, state)[0]] == [addresses[state]]
    assert [one.name for one in listed(editor, Organization, state)[0]] == [addresses[state]]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (None, "Nobody has asked yet whether its address answers."),
        (
            {"outcome": "failed", "dead_since": DEAD, "said": "It answers 404."},
            "Nothing has answered at its address since 3 November 2026. It answers 404. "
            "It has never answered. Readers are told so.",
        ),
        (
            {"outcome": "failed", "said": "It answers 404.", "answered_at": "2026-11-03T12:00Z"},
            "It answers 404. It last answered on 3 November 2026. It is dead after three",
        ),
        (
            {"outcome": "unclear", "said": "It answers 403.", "answered_at": "2026-11-03T12:00Z"},
            "nobody could tell whether its address answers. It answers 403. It last answered",
        ),
        (
            {"outcome": "answered", "answered_at": "2026-11-03T12:00Z"},
            "Its address It last answered on 3 November 2026.",
        ),
    ],
)
def test_the_form_of_a_source_says_what_was_found(editor, values, said):
    source = SourceFactory(accessed_on="2024-05-06", url=OLD)
    if values:
        checked(OLD, **values)
    page = editor.get(url_of(Source, "change", source.pk))
    assert said in visible_text(page)
    assert f'href="https://web.archive.org/web/20240506/{OLD}"' in page.content.decode()


def test_the_new_address_is_used_in_one_click_and_that_is_undone_in_another(editor):
    source = moved()
    citing(source)
    page = editor.get(url_of(Source, "change", source.pk))
    assert f"Its site says that it is now at {NEW}." in visible_text(page)
    answer = editor.post(url_of(Source, "new_address", source.pk), {"to": NEW})
    source.refresh_from_db()
    assert (source.url, source.moved_to) == (NEW, "")
    edit = Edit.objects.latest("pk")
    assert (edit.way, edit.user, edit.what) == ("step", editor.user, f"New address: {NEW}")
    assert "The new address stands in one place" in str(told(answer))
    undo = f"/admin/steps/{edit.pk}/undo/"
    confirm(editor, editor.get(undo))
    source.refresh_from_db()
    assert source.url == OLD


def test_only_the_address_that_the_site_said_is_taken_by_a_click(editor):
    source = moved()
    editor.post(url_of(Source, "new_address", source.pk), {"to": "https://example.com/else"})
    source.refresh_from_db()
    assert source.url == OLD


def test_a_curator_does_not_change_what_something_published_rests_on():
    curator, source = signed_in("ana", CURATORS), moved()
    citing(source)
    page = curator.get(url_of(Source, "change", source.pk))
    assert "Use the new address" not in visible_text(page)
    curator.post(url_of(Source, "new_address", source.pk), {"to": NEW})
    source.refresh_from_db()
    assert source.url == OLD


def test_where_two_look_at_each_change_it_goes_by_a_draft(editor, settings):
    settings.PUBLISH_ALONE = False
    source = moved()
    citing(source)
    answer = editor.post(url_of(Source, "new_address", source.pk), {"to": NEW})
    assert url_of(Source, "new_draft", source.pk) in str(told(answer))
    source.refresh_from_db()
    assert source.url == OLD


def test_an_address_is_replaced_everywhere(editor):
    source = moved()
    document = ResourceFactory(url=f"{OLD}/")
    organization = OrganizationFactory(url="http://www.example.org/report?utm_source=mail")
    link = OrganizationFactory().links.create(url=OLD)
    other = ResourceFactory(url=f"{OLD}-2")
    url = url_of(Source, "replace", source.pk)
    page = Page(editor, url)
    assert page.data["to"] == NEW
    asked = page.send("_go")
    assert f"Put {NEW} there, in 4 places?" in visible_text(asked)
    source.refresh_from_db()
    assert source.url == OLD
    told = asked.context["replacement"].told
    editor.post(url, {"to": NEW, "confirmed": told})
    for record in (source, document, organization, link):
        record.refresh_from_db()
        assert record.url == NEW
    other.refresh_from_db()
    assert other.url == f"{OLD}-2"


def test_what_has_changed_since_it_was_asked_is_asked_again(editor):
    source = moved()
    url = url_of(Source, "replace", source.pk)
    told = editor.post(url, {"to": NEW}).context["replacement"].told
    ResourceFactory(url=OLD)
    answer = editor.post(url, {"to": NEW, "confirmed": told})
    assert answer.status_code == 200
    source.refresh_from_db()
    assert source.url == OLD


def test_another_source_of_the_new_page_is_named_and_stays(editor):
    source = moved()
    SourceFactory(url=f"{NEW}/")
    document = ResourceFactory(url=OLD)
    url = url_of(Source, "replace", source.pk)
    asked = editor.post(url, {"to": NEW})
    text = visible_text(asked)
    assert "1 place that stays as before" in text
    assert "Another source has this address already." in text
    editor.post(url, {"to": NEW, "confirmed": asked.context["replacement"].told})
    source.refresh_from_db()
    document.refresh_from_db()
    assert (source.url, document.url) == (OLD, NEW)


@pytest.mark.parametrize(
    "address", ["", "javascript:alert(1)", "http://localhost/x", "ftp://example.org/", "no"]
)
def test_a_new_address_is_one_that_people_can_open(editor, address):
    source = moved()
    answer = editor.post(url_of(Source, "replace", source.pk), {"to": address})
    assert answer.status_code == 200
    assert answer.context["form"].errors["to"]


def test_who_may_not_see_sources_replaces_none(client):
    source = moved()
    stranger = signed_in("guest")
    for page in ("replace", "new_address"):
        answer = stranger.post(url_of(Source, page, source.pk), {"to": NEW, "confirmed": "x"})
        assert answer.status_code in (302, 403)
    source.refresh_from_db()
    assert source.url == OLD


def test_the_archived_copy_is_kept_with_the_source(editor):
    source = moved()
    page = Page(editor, url_of(Source, "change", source.pk))
    page.fill(archived_url="https://example.org/no-archive").send()
    assert "https://web.archive.org/web/" in page.errors["archived_url"][0]
    page.fill(archived_url=COPY).send()
    source.refresh_from_db()
    assert source.archived_url == COPY
    page = editor.get(url_of(Source, "change", source.pk))
    assert f'href="{COPY}"' in page.content.decode()


def test_the_history_of_a_source_tells_what_was_found(editor):
    source = dead("Seeds")
    text = visible_text(editor.get(url_of(Source, "history", source.pk)))
    assert "Dead since" in text
