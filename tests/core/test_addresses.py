"""Permanent addresses, for every kind of record that has a page."""

import pytest
from django.urls import reverse

from tests.factories import (
    CountryFactory,
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    ResourceFactory,
    SessionFactory,
    ThemeFactory,
)

PUBLISHED = [
    ("initiatives", InitiativeFactory),
    ("organizations", OrganizationFactory),
    ("resources", ResourceFactory),
    ("forums", ForumFactory),
    ("people", PersonFactory),
]
ADDRESSED = [*PUBLISHED, ("themes", ThemeFactory)]

pytestmark = pytest.mark.django_db


def renamed(record, slug):
    record.slug = slug
    record.save()
    return record


@pytest.mark.parametrize(("app", "factory"), ADDRESSED)
def test_a_former_address_leads_to_the_present_one_for_good(client, app, factory):
    record = renamed(renamed(factory(slug="first-name"), "second-name"), "third-name")
    for former in ("first-name", "second-name"):
        response = client.get(reverse(f"{app}:detail", args=[former]))
        assert response.status_code == 301
        assert response.url == record.get_absolute_url()
    assert client.get(record.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("app", "factory"), ADDRESSED)
def test_capitals_lead_to_the_small_letters(client, app, factory):
    record = renamed(factory(slug="first-name"), "second-name")
    for spelling in ("Second-Name", "SECOND-NAME", "First-Name"):
        response = client.get(f"/{app}/{spelling}/?from=a")
        assert response.status_code == 301
        assert response.url == f"{record.get_absolute_url()}?from=a"
    assert client.get(f"/{app}/Third-Name/").status_code == 404


def test_capitals_lead_to_a_session_and_a_country_too(client):
    session = SessionFactory(slug="opening", forum=ForumFactory(slug="expo-2014"))
    for path in ("/forums/Expo-2014/opening/", "/forums/expo-2014/Opening/"):
        response = client.get(path)
        assert (response.status_code, response.url) == (301, session.get_absolute_url())
    CountryFactory(iso3="ECU")
    response = client.get("/countries/ecu/")
    assert (response.status_code, response.url) == (301, "/countries/ECU/")


def test_the_question_of_an_address_moves_with_it(client):
    organization = renamed(OrganizationFactory(slug="old"), "new")
    response = client.get("/organizations/old/", {"from": "a report"})
    assert response.url == f"{organization.get_absolute_url()}?from=a+report"


@pytest.mark.parametrize(("app", "factory"), PUBLISHED)
@pytest.mark.parametrize("publication", ["draft", "in-review", "archived"])
def test_what_is_not_published_has_no_address_old_or_new(client, app, factory, publication):
    renamed(factory(slug="old", publication=publication), "new")
    for slug in ("old", "new", "Old", "NEW"):
        assert client.get(reverse(f"{app}:detail", args=[slug])).status_code == 404


@pytest.mark.parametrize(("app", "factory"), ADDRESSED)
def test_an_address_that_never_was_is_not_found(client, app, factory):
    factory(slug="here")
    assert client.get(f"/{app}/nowhere/").status_code == 404
    assert client.get(f"/{app}/{'long-' * 100}/").status_code == 404
    assert client.get(f"/{app}/a%00b/").status_code == 404
    assert client.get(f"/{app}/ /").status_code == 404


@pytest.mark.parametrize(("app", "factory"), ADDRESSED)
def test_pages_are_read_and_not_written_to(client, app, factory):
    url = factory().get_absolute_url()
    assert client.post(url).status_code == 405
    assert client.post(reverse(f"{app}:list")).status_code == 405


def test_a_session_answers_under_its_own_forum_and_sends_there_from_any_other(client):
    session = SessionFactory(slug="opening", forum=ForumFactory(slug="expo-2014"))
    renamed(session.forum, "gssd-expo-2014")
    ForumFactory(slug="another")
    canonical = "/forums/gssd-expo-2014/opening/"
    assert session.get_absolute_url() == canonical
    for wrong in ("expo-2014", "another", "never-was"):
        response = client.get(f"/forums/{wrong}/opening/")
        assert (response.status_code, response.url) == (301, canonical)
    renamed(session, "opening-session")
    for forum in ("gssd-expo-2014", "expo-2014"):
        response = client.get(f"/forums/{forum}/opening/")
        assert response.status_code == 301
        assert response.url == "/forums/gssd-expo-2014/opening-session/"


def test_a_session_of_a_forum_that_is_not_published_has_no_address(client):
    session = SessionFactory(slug="opening", forum=ForumFactory(publication="draft"))
    ForumFactory(slug="another")
    assert client.get(session.get_absolute_url()).status_code == 404
    assert client.get("/forums/another/opening/").status_code == 404
    renamed(session, "opening-session")
    assert client.get("/forums/another/opening/").status_code == 404
