"""The page about the catalogue, and what crawlers are told."""

import pytest
from django.urls import reverse

from tests.factories import (
    AppearanceFactory,
    InitiativeFactory,
    PersonFactory,
    SessionFactory,
    StageFactory,
)
from tests.pages import visible_text

ABOUT = reverse("about")

pytestmark = pytest.mark.django_db


def test_it_says_what_is_known_and_what_is_not(client):
    StageFactory(slug="adapting", name="Adapting", definition="Redesigning it for its own law.")
    InitiativeFactory(countries=["BRA"], status="active")
    InitiativeFactory.create_batch(2, status="unknown")
    InitiativeFactory(status="unknown", publication="draft")
    AppearanceFactory()
    SessionFactory()
    SessionFactory(forum__publication="draft")
    PersonFactory()
    PersonFactory(publication="archived")
    text = visible_text(client.get(ABOUT))
    for expected in [
        "Adapting Redesigning it for its own law.",
        "This is so for 2 of 3 initiatives.",
        "2 initiatives name no country that takes part.",
        "1 of 2 sessions name nobody. A missing name does not mean that somebody was not there.",
        "1 person is named only in the sources of initiatives",
        "They are shown side by side, each with its own source, and are never averaged.",
        "Some forums are known only from an announcement or a programme.",
        "Creative Commons Attribution 4.0",
        "BSD-3-Clause",
        "Natural Earth, in the public domain",
        "Facts as such belong to everyone.",
        "editors' judgement",
    ]:
        assert expected in text


def test_corrections_go_to_the_address_in_the_settings(client, settings):
    settings.CONTACT_EMAIL = "desk@example.org"
    assert 'href="mailto:desk@example.org"' in client.get(ABOUT).content.decode()
    settings.CONTACT_EMAIL = ""
    assert "mailto:" not in client.get(ABOUT).content.decode()


def test_it_names_who_publishes_or_says_that_nobody_is_named(client, settings):
    settings.PUBLISHER_NAME, settings.PUBLISHER_URL = "", ""
    text = visible_text(client.get(ABOUT))
    assert "This copy of the catalogue does not say who publishes it." in text
    assert "It is not a site of the International Labour Organization (ILO)" in text
    settings.PUBLISHER_NAME, settings.PUBLISHER_URL = "Institute & Co", "https://example.org/"
    html = client.get(ABOUT).content.decode()
    assert '<a href="https://example.org/" rel="noopener">Institute &amp; Co</a>' in html


def test_the_page_takes_few_queries(client, django_assert_num_queries):
    StageFactory()
    with django_assert_num_queries(9):
        client.get(ABOUT)


def test_crawlers_are_told_what_to_leave_and_where_the_pages_are_listed(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/",
        "Disallow: /proposals/",
        "Sitemap: http://testserver/sitemap.xml",
    ]
