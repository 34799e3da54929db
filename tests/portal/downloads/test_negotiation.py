"""A page in another form at its own address: by `format=`, else by the header Accept."""

import pytest

from tests.databases import made_once
from tests.portal.api.world import related_records

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"


pytestmark = pytest.mark.usefixtures("world")


@made_once
def world():
    related_records("open")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (BROWSER, "text/html"),
        ("*/*", "text/html"),
        ("", "text/html"),
        ("application/json", "application/json"),
        ("text/csv, */*;q=0.1", "text/csv"),
        ("application/geo+json", "application/geo+json"),
        ("application/jsonl", "application/jsonl"),
        ("application/json;q=0.5, text/html", "text/html"),
    ],
)
@pytest.mark.parametrize("path", ["/initiatives/", "/initiatives/seeds-open/"])
def test_the_header_accept_chooses_a_form(client, path, accept, media_type):
    response = client.get(path, headers={"Accept": accept})
    assert response.status_code == 200
    assert response["Content-Type"].partition(";")[0] == media_type
    assert "Accept" in response["Vary"].split(", ")


def test_the_format_of_the_address_wins(client):
    response = client.get("/initiatives/?sort=title&format=csv", headers={"Accept": BROWSER})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content == client.get("/initiatives.csv?sort=title").content
    page = client.get("/initiatives/?format=html", headers={"Accept": "application/json"})
    assert page["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/initiatives/?format=cvs", "Unknown value: 'cvs'. Did you mean csv?"),
        ("/initiatives/?format=csv&format=json", "Give it once."),
        ("/resources/?format=geojson", "Unknown value: 'geojson'. "),
    ],
)
def test_a_format_that_there_is_not_is_refused_by_its_name(client, address, said):
    response = client.get(address)
    assert response.status_code == 400
    assert response.json()["errors"]["format"][0].startswith(said)


def test_what_accepts_no_form_is_told_which_there_are(client):
    response = client.get("/initiatives/", headers={"Accept": "application/pdf"})
    assert response.status_code == 406
    assert "text/csv" in response.json()["detail"]


def test_pages_that_have_no_other_form_are_left_alone(client):
    for path in ("/about/", "/initiatives/feed.atom"):
        response = client.get(path, headers={"Accept": "application/json"})
        assert response.status_code == 200
        assert "Accept" not in response.get("Vary", "").split(", ")


def test_a_form_by_accept_is_for_web_pages_elsewhere_too(client):
    headers = {"Accept": "application/json", "Origin": "https://example.org"}
    assert client.get("/initiatives/", headers=headers)["Access-Control-Allow-Origin"] == "*"
