"""Pages offer what they show as files, in the body and in the head, and nothing that is none."""

import re

import pytest

from core import revision
from core.models import PublicRecord
from tests.databases import made_once
from tests.factories import InitiativeFactory
from tests.portal.api.world import related_records

FORMS = ["xlsx", "csv", "json", "jsonl", "geojson"]


@made_once
def world():
    related_records("open")


def links(html):
    """The addresses of all links in the body of a page."""
    return re.findall(r'<a href="([^"]+)"', html.partition("<body")[2])


def alternates(html):
    """What the head says are other forms, by type, but for feeds and citations."""
    found = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', html)
    return {
        kind: address
        for kind, address in found
        if kind != "application/atom+xml" and not address.startswith("cite.")
    }


@pytest.mark.parametrize(
    ("address", "question"),
    [
        ("/initiatives/", "sort=title&amp;theme=cooperatives"),
        ("/replications/", "sort=title&amp;theme=cooperatives"),
        ("/organizations/", "sort=name&amp;country=ECU"),
        ("/countries/", ""),
        ("/countries/", "q=ecu"),
        ("/forums/", "sort=title"),
        ("/themes/", ""),
        ("/resources/", "sort=title"),
        ("/people/", "sort=name"),
    ],
)
def test_a_list_offers_all_that_its_question_finds(client, world, address, question):
    query = f"?{question.replace('&amp;', '&')}" if question else ""
    html = client.get(f"{address}{query}").content.decode()
    files = [link for link in links(html) if re.search(r"[a-z][.](xlsx|csv|json|jsonl)", link)]
    path, asked = address.rstrip("/"), f"?{question}" if question else ""
    for form in FORMS[:4]:
        assert f"{path}.{form}{asked}" in files
    assert alternates(html)["text/csv"] == f"{path}.csv{asked}"
    for file in files:
        assert client.get(file.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/initiatives/seeds-open",
        "/organizations/union-open",
        "/resources/manual-open",
        "/countries/ECU",
        "/themes/cooperatives",
        "/forums/expo-open",
        "/forums/expo-open/panel-open",
        "/people/ana-open",
    ],
)
def test_a_record_is_offered_in_other_forms(client, world, path):
    html = client.get(f"{path}/").content.decode()
    for form in FORMS[:4]:
        assert f"{path}.{form}" in links(html)
    assert alternates(html)["application/json"] == f"{path}.json"
    assert ("application/geo+json" in alternates(html)) == (f"{path}.geojson" in links(html))


def test_what_is_archived_is_offered_in_no_other_form(client, db):
    initiative = InitiativeFactory(slug="seeds")
    revision.current(fresh=True)
    initiative.publication = "archived"
    initiative.save()
    revision.current(fresh=True)
    PublicRecord.objects.filter(public_id=initiative.public_id).update(state="archived")
    html = client.get("/initiatives/seeds/").content.decode()
    assert "This record was archived" in html
    assert alternates(html) == {}
    assert "/initiatives/seeds.json" not in links(html)
    assert client.get("/initiatives/seeds.json").status_code == 410


def test_a_list_that_is_empty_offers_nothing(client, db):
    assert '<details class="download' not in client.get("/initiatives/").content.decode()
