"""Whom to tell about a hole, as RFC 9116 has it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

ADDRESS = "/.well-known/security.txt"


def fields(response):
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("security@example.org", "mailto:security@example.org"),
        ("https://example.org/security", "https://example.org/security"),
    ],
)
def test_it_says_whom_to_write_to_and_how_long_that_holds(client, settings, contact, said):
    settings.SECURITY_CONTACT, settings.SITE_URL = contact, "https://solutions.example.org"
    response = client.get(ADDRESS)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    found = fields(response)
    left = datetime.fromisoformat(found.pop("Expires")) - timezone.now()
    assert timedelta(days=80) < left < timedelta(days=365)
    assert found == {
        "Contact": said,
        "Preferred-Languages": "en",
        "Canonical": "https://solutions.example.org/.well-known/security.txt",
    }
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_without_a_contact_there_is_none(client, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get(ADDRESS).status_code == 404
