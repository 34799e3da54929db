"""What the page on privacy promises, and that it is so where the settings say it."""

import pytest
from django.urls import reverse

from tests.pages import visible_text

PRIVACY = reverse("privacy")

pytestmark = pytest.mark.django_db


def test_it_tells_everybody_what_is_kept_and_for_how_long(client, settings):
    settings.ACCESS_LOG_DAYS, settings.FORGET_SENDERS_AFTER = 90, 14
    settings.SESSION_LONGEST, settings.IMPORT_DAYS = 3600, 7
    text = visible_text(client.get(PRIVACY))
    for promise in (
        "Nothing is kept about you.",
        "The editors forget who you are 14 days after we have dealt with it.",
        "If you do not want to be listed, tell us, and we remove you.",
        "with the network address, for 90 days.",
        "You are signed out after 1 hour at most.",
        "are deleted after 7 days.",
    ):
        assert promise in text


def test_it_says_whom_to_write_to_where_somebody_is_named(client, settings):
    settings.CONTACT_EMAIL, settings.PUBLISHER_NAME = "desk@example.org", "The Institute"
    html = client.get(PRIVACY).content.decode()
    assert 'href="mailto:desk@example.org"' in html
    assert "The Institute is responsible for this." in html
    settings.CONTACT_EMAIL = settings.PUBLISHER_NAME = ""
    text = visible_text(client.get(PRIVACY))
    assert "Use “Something wrong or missing?” at the end of a page" in text
    assert "Whoever runs this copy of the catalogue is responsible for this." in text


def test_a_reader_gets_no_cookie_and_nothing_from_elsewhere(client):
    for path in ("/", "/initiatives/", "/search/?q=work", "/about/", PRIVACY):
        response = client.get(path)
        assert response.cookies == {}
        html = response.content.decode()
        assert 'src="http' not in html
        assert 'rel="stylesheet" href="http' not in html


def test_every_page_leads_there(client):
    assert f'href="{PRIVACY}"' in client.get("/initiatives/").content.decode()
