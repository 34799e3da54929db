"""How the API behaves as a good citizen of the web."""

from collections import Counter

import pytest

from initiatives.models import Initiative, Theme
from tests.databases import made_once
from tests.factories import InitiativeFactory, OrganizationFactory, ThemeFactory, UserFactory
from tests.portal.api.world import COLLECTIONS, RECORDS, related_records

ROOT = "/api/v1"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@made_once
def world():
    return related_records("open")


def kind_of(response):
    return response.headers["Content-Type"].split(";")[0]


def main_of(response):
    """What a page says, without what all pages have."""
    return response.content.decode().split("<main")[1].split("</main>")[0]


def test_programs_get_json_and_browsers_get_pages(client, world):
    address = f"{ROOT}/initiatives/"
    assert kind_of(client.get(address)) == "application/json"
    assert kind_of(client.get(address, headers={"Accept": "*/*"})) == "application/json"
    assert kind_of(client.get(address, headers={"Accept": BROWSER})) == "text/html"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html, application/json;q=0.1", "text/html"),
        ("application/json;q=0.1, text/html;q=0.2", "text/html"),
        ("application/json;q=0.9, text/html;q=0.2", "application/json"),
        ("text/html, */*", "text/html"),
        ("application/json, text/html", "application/json"),
        ("application/json;q=0, */*", "text/html"),
        ("application/*, text/html;q=0.5", "application/json"),
        ("application/json; indent=2", "application/json"),
        ("", "application/json"),
    ],
)
def test_the_header_is_weighed(client, world, accept, kind):
    response = client.get(f"{ROOT}/stages/", headers={"Accept": accept})
    assert response.status_code == 200
    assert kind_of(response) == kind


@pytest.mark.parametrize(
    "accept", ["application/json;q=0", "*/*;q=0", "text/csv", "text/html;q=0, application/json;q=0"]
)
def test_what_is_refused_is_not_sent(client, world, accept):
    response = client.get(f"{ROOT}/stages/", headers={"Accept": accept})
    assert response.status_code == 406


def test_the_address_outweighs_the_header(client, world):
    asked = {"Accept": "text/html"}
    response = client.get(f"{ROOT}/initiatives/?format=json", headers=asked)
    assert kind_of(response) == "application/json"
    assert kind_of(client.get(f"{ROOT}/initiatives/?format=html")) == "text/html"


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_answers_are_the_same_for_everyone(client, world, accept):
    """No cookie is set, none changes the answer, and caches are told what does."""
    client.force_login(UserFactory(is_superuser=True))
    for path in [*COLLECTIONS, *RECORDS]:
        response = client.get(f"{ROOT}/{path}/", headers={"Accept": accept})
        assert response.status_code == 200, path
        assert not response.cookies, path
        vary = {name.strip().lower() for name in response.headers["Vary"].split(",")}
        assert "accept" in vary, path
        assert "cookie" not in vary, path


OPEN = [
    f"{ROOT}/initiatives/",
    f"{ROOT}/initiatives/seeds-open/",
    f"{ROOT}/nowhere/",
    "/data/",
    "/data/catalogue.zip",
    "/initiatives/feed.atom",
    "/initiatives.csv",
    "/initiatives/?format=csv",
    "/initiatives/?theme=cooperatives&format=json",
]


@pytest.mark.parametrize("path", OPEN)
def test_web_pages_elsewhere_may_ask(client, world, path):
    response = client.get(path, headers={"Origin": "https://example.org"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    exposed = response.headers["Access-Control-Expose-Headers"].split(", ")
    assert exposed == [
        *("Accept-Ranges", "Content-Disposition", "Content-Range", "Deprecation"),
        *("ETag", "Link", "Retry-After", "Sunset"),
    ]


@pytest.mark.parametrize("path", OPEN)
def test_a_browser_that_asks_first_is_told_what_is_allowed(client, db, path):
    response = client.options(
        path, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    )
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    allowed = response.headers["Access-Control-Allow-Headers"].split(", ")
    assert allowed == ["accept", "if-modified-since", "if-none-match", "if-range", "range"]
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_what_has_not_changed_may_be_heard_elsewhere_too(caching, client, world):
    path, origin = f"{ROOT}/stages/", {"Origin": "https://example.org"}
    etag = client.get(path, headers=origin).headers["ETag"]
    response = client.get(path, headers=origin | {"If-None-Match": etag})
    assert response.status_code == 304
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response.headers["Access-Control-Expose-Headers"]


def etags_of(client, addresses):
    """The ETags of some answers, by address."""
    return {address: client.get(address).headers["ETag"] for address in addresses}


def test_an_edit_elsewhere_leaves_sixty_records_as_they_were(caching, client, db):
    theme = ThemeFactory(slug="cooperatives")
    initiatives = InitiativeFactory.create_batch(60, themes=[theme])
    bystander = OrganizationFactory(summary="What it does.")
    etags = etags_of(client, [f"{ROOT}/initiatives/{one.slug}/" for one in initiatives])

    def statuses():
        return Counter(
            client.get(address, headers={"If-None-Match": etag}).status_code
            for address, etag in etags.items()
        )

    bystander.summary = "What it has come to do."
    bystander.save()
    assert statuses() == {304: 60}
    Initiative.objects.filter(pk=initiatives[7].pk).update(summary="Told better.")
    assert statuses() == {304: 59, 200: 1}
    Theme.objects.update(name="Cooperative enterprises")
    assert statuses() == {200: 60}


def test_every_answer_is_the_same_after_an_edit_elsewhere(caching, client, world):
    addresses = [f"{ROOT}/{path}/" for path in [*COLLECTIONS, *RECORDS]]
    addresses += [f"{ROOT}/", f"{ROOT}/schema/"]
    etags = etags_of(client, addresses)
    OrganizationFactory(publication="draft")
    for address, etag in etags.items():
        response = client.get(address, headers={"If-None-Match": etag})
        assert response.status_code == 304, address


def test_other_pages_do_not_answer_to_web_pages_elsewhere(client, db):
    response = client.get("/healthz", headers={"Origin": "https://example.org"})
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("path", ["", "initiatives/", "initiatives/seeds-open/"])
def test_head_answers_as_get_without_a_body(client, world, path):
    got, headed = client.get(f"{ROOT}/{path}"), client.head(f"{ROOT}/{path}")
    assert headed.status_code == 200
    assert headed.content == b""
    assert headed.headers["Content-Type"] == got.headers["Content-Type"]


def test_options_tells_what_a_list_is(client, db):
    response = client.options(f"{ROOT}/stages/")
    assert response.status_code == 200
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["name"] == "Stages"


def test_an_address_without_its_last_slash_is_completed(client, db):
    response = client.get(f"{ROOT}/initiatives?q=care")
    assert response.status_code == 301
    assert response.headers["Location"] == "/api/v1/initiatives/?q=care"


def test_pages_link_to_each_other_and_keep_the_question(client, db):
    OrganizationFactory.create_batch(5, name="Union of weavers")
    address = f"http://testserver{ROOT}/organizations/"
    first = client.get(f"{address}?page_size=2&q=weavers").json()
    assert first["count"] == 5
    assert first["previous"] is None
    assert first["next"] == f"{address}?page=2&page_size=2&q=weavers"
    second = client.get(first["next"]).json()
    assert second["previous"] == f"{address}?page_size=2&q=weavers"
    third = client.get(second["next"]).json()
    assert third["next"] is None
    slugs = [o["slug"] for page in (first, second, third) for o in page["results"]]
    assert len(set(slugs)) == 5


def test_a_browser_sees_a_page_with_links_and_without_scripts(client, world):
    response = client.get(f"{ROOT}/initiatives/seeds-open/?format=html")
    page = main_of(response)
    assert "<h1>Seeds-open</h1>" in page
    assert '<a href="http://testserver/api/v1/themes/cooperatives/" rel="nofollow">' in page
    assert "<script" not in page
    assert "<form" not in page


def test_what_curators_type_is_text_on_the_page(client, db):
    InitiativeFactory(
        slug="seeds", title="<script>alert(1)</script>", summary='"https://x" onclick="alert(1)'
    )
    for path in ("initiatives/", "initiatives/seeds/"):
        page = main_of(client.get(f"{ROOT}/{path}?format=html"))
        assert "<script" not in page
        assert 'onclick="' not in page


def test_an_error_is_a_page_too(client, db):
    response = client.get(f"{ROOT}/stages/?thme=<b>&format=html")
    assert response.status_code == 400
    page = response.content.decode()
    assert "<h1>Bad Request</h1>" in page
    assert "Known ones: cursor, explain, fields, format, ids, page," in page
