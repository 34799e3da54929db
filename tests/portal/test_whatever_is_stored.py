"""What goes out is well formed whatever stands in the database, and whatever is asked."""

import io
import json
import zipfile
from xml.etree import ElementTree

import pytest
from django.db import connection

from portal import downloads
from tests.factories import AppearanceFactory, InitiativeFactory, OrganizationFactory

pytestmark = pytest.mark.django_db

UNTOLD = "Seed\x0bbanks\x0c \x01\ufffe\uffff\ufdd0\U0001ffff\x7f\x85\u2028\u202e"
ASKED = ["a\x0bb", "a\x01", "a\x00b", "\ufffe", "\uffff", "\u202e", "\u200b", "\ud7ff\ue000"]


@pytest.fixture
def stored():
    """Records as if somebody had taken the database's rule away."""
    tables = {
        "initiatives_initiative": "initiative",
        "initiatives_organization": "organization",
        "forum_appearance": "appearance",
    }
    with connection.cursor() as cursor:
        for table, name in tables.items():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}_text_is_readable")
    initiative = InitiativeFactory(
        title=UNTOLD, summary=UNTOLD, approach=UNTOLD, acronym="\u200b", slug="seed-banks"
    )
    OrganizationFactory(name=UNTOLD, summary=UNTOLD)
    AppearanceFactory(topic=UNTOLD, points=[UNTOLD], session__title="Opening")
    return initiative


def test_the_feed_and_the_map_of_the_site_are_xml(client, stored):
    for address in ("/initiatives/feed.atom", "/sitemap.xml"):
        response = client.get(address)
        assert response.status_code == 200
        assert ElementTree.fromstring(response.content) is not None  # noqa: S314 - our own answer
    entry = ElementTree.fromstring(client.get("/initiatives/feed.atom").content)  # noqa: S314
    titles = [title.text for title in entry.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[1].split() == ["Seed", "banks", "\u202e"]


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/initiatives/",
        "/api/v1/initiatives/?q=seed",
        "/api/v1/initiatives/seed-banks/",
        "/api/v1/organizations/",
        "/suggest/?q=seed",
    ],
)
def test_the_api_is_json(client, stored, address):
    response = client.get(address)
    assert response.status_code == 200
    assert "Seed\\u000bbanks" in json.dumps(json.loads(response.content))


@pytest.mark.parametrize(
    "address",
    ["/", "/initiatives/", "/initiatives/seed-banks/", "/organizations/", "/search/?q=seed"],
)
def test_pages_are_served(client, stored, address):
    response = client.get(address)
    assert response.status_code == 200
    response.content.decode()


def test_the_export_holds_readable_texts(client, stored, settings, tmp_path):
    settings.DOWNLOADS_ROOT = tmp_path
    downloads.make()
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.get("/data/catalogue.zip"))))
    [initiative] = json.loads(archive.read("catalogue/initiatives.json"))
    assert initiative["title"] == "Seed banks"


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize(
    "address",
    [
        "/initiatives/",
        "/search/",
        "/suggest/",
        "/organizations/",
        "/resources/",
        "/forums/",
        "/people/",
        "/themes/",
        "/countries/",
        "/replications/",
    ],
)
def test_odd_signs_in_a_question_are_answered_with_a_page(client, address, asked):
    assert client.get(address, {"q": asked}).status_code == 200


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("address", ["/initiatives/feed.atom", "/api/v1/initiatives/"])
def test_odd_signs_in_a_question_are_answered_or_refused_where_programs_ask(client, address, asked):
    response = client.get(address, {"q": asked})
    assert response.status_code in (200, 400)
    if "json" in response["Content-Type"]:
        json.loads(response.content)
    else:
        assert ElementTree.fromstring(response.content) is not None  # noqa: S314 - our own answer
