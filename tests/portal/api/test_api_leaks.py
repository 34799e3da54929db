"""The API tells of what is public, and of nothing else: not in a list, not inside a record."""

import re

import pytest

from tests.portal.api.world import COLLECTIONS, RECORDS, mixed

ROOT = "/api/v1"


@pytest.fixture(params=["draft", "in-review", "archived"])
def mixed_world(request, db):
    """A public world and one that is not, each record of one related to each of the other."""
    mixed(request.param)


def test_the_list_of_lists_is_complete(client, db):
    links = client.get(f"{ROOT}/").json()
    assert set(links) == {*COLLECTIONS, "changes", "schema", "docs", "guide"}


def test_lists_tell_nothing_that_is_not_public(client, mixed_world):
    for collection in COLLECTIONS:
        response = client.get(f"{ROOT}/{collection}/", {"page_size": 100})
        assert response.status_code == 200, collection
        assert response.json()["count"] >= 1, collection
        assert "secret" not in response.content.decode().lower(), collection


@pytest.mark.parametrize("query", ["fields=*", "fields=*&cursor=", "sample=100", "explain=yes"])
def test_lists_in_full_or_by_lot_tell_nothing_that_is_not_public(client, mixed_world, query):
    for collection in COLLECTIONS:
        response = client.get(f"{ROOT}/{collection}/?page_size=100&{query}")
        assert response.status_code == 200, collection
        assert "secret" not in response.content.decode().lower(), collection


def test_counts_by_name_count_what_is_public(client, mixed_world):
    """Whatever lists can be counted by."""
    for collection in COLLECTIONS:
        refused = client.get(f"{ROOT}/{collection}/?group_by=_").json()["errors"]["group_by"][0]
        if "Unknown name" not in refused:
            continue
        for name in refused.partition("Known ones: ")[2].rstrip(".").split(", "):
            answer = client.get(f"{ROOT}/{collection}/?group_by={name}")
            assert "secret" not in answer.content.decode().lower(), (collection, name)
            known = client.get(f"{ROOT}/{collection}/").json()["count"]
            counts = [group["count"] for group in answer.json()["groups"]]
            assert max(counts, default=0) <= known, (collection, name)


def test_records_tell_nothing_that_is_not_public(client, mixed_world):
    for record in RECORDS:
        response = client.get(f"{ROOT}/{record}/")
        assert response.status_code == 200, record
        assert "secret" not in response.content.decode().lower(), record


def test_what_is_not_public_is_not_found(client, mixed_world):
    for record in RECORDS:
        response = client.get(f"{ROOT}/{record.replace('open', 'secret')}/")
        if "open" in record:
            assert response.status_code == 404, record
            assert response.json() == {
                "type": "/api/errors/not-found/",
                "title": "Not Found",
                "status": 404,
                "detail": "No public record has this address.",
            }


@pytest.mark.parametrize(
    ("collection", "parameter", "value"),
    [
        ("initiatives", "organization", "union-secret"),
        ("replications", "initiative", "seeds-secret"),
        ("sessions", "forum", "expo-secret"),
        ("sessions", "person", "ana-secret"),
        ("sessions", "initiative", "seeds-secret"),
        ("initiatives", "exclude_organization", "union-secret"),
        ("initiatives", "ids", "seeds-secret"),
    ],
)
def test_a_question_does_not_betray_what_is_not_public(
    client, mixed_world, collection, parameter, value
):
    response = client.get(f"{ROOT}/{collection}/", {parameter: value})
    [said] = response.json()["errors"][parameter]
    assert said.startswith(f"Unknown value: {value!r}.")
    assert "secret" not in said.removeprefix(f"Unknown value: {value!r}.")


def test_words_find_nothing_that_is_not_public(client, mixed_world):
    for record in RECORDS:
        address = f"{ROOT}/{record.split('/')[0]}/"
        if "open" in record:
            assert client.get(address, {"q": "secret"}).json()["count"] == 0, address
            assert client.get(address, {"q": "open"}).json()["count"] == 1, address
    assert client.get(f"{ROOT}/sources/", {"q": "secret"}).json()["count"] == 0


def test_counts_count_what_is_public(client, mixed_world):
    for record in RECORDS:
        counts = {
            name: value
            for name, value in client.get(f"{ROOT}/{record}/").json().items()
            if name in ("initiative_count", "person_count", "taken_up")
        }
        assert set(counts.values()) <= {1}, record


def test_a_facet_counts_what_is_public(client, mixed_world):
    facets = client.get(f"{ROOT}/initiatives/").json()["facets"]
    counts = {value["count"] for facet in facets.values() for value in facet["values"]}
    assert counts == {1}


def test_the_index_tells_nothing_that_is_not_public(client, mixed_world, read):
    read()
    for query, found in {
        "": ["seeds-open"],
        "?q=seeds": ["seeds-open"],
        "?q=secret": [],
        "?country=HTI&sort=newest": ["seeds-open"],
    }.items():
        response = client.get(f"{ROOT}/initiatives/{query}")
        slugs = [initiative["slug"] for initiative in response.json()["results"]]
        assert slugs == found, query
        assert "-secret" not in response.content.decode(), query


def test_a_source_is_public_while_a_public_record_cites_it(client, mixed_world):
    listed = client.get(f"{ROOT}/sources/").json()
    assert [source["url"] for source in listed["results"]] == ["https://example.org/open"]
    [source] = listed["results"]
    assert {kind: len(records) for kind, records in source["cited_by"].items()} == {
        "initiatives": 1,
        "organizations": 1,
        "resources": 1,
        "forums": 1,
        "people": 1,
    }


def test_an_organization_that_is_not_public_is_not_named_at_an_appearance(client, mixed_world):
    session = client.get(f"{ROOT}/sessions/panel-open/").json()
    assert {
        (appearance["person"]["slug"], appearance["role"]): appearance["organization"]
        and appearance["organization"]["slug"]
        for appearance in session["appearances"]
    } == {("ana-open", "speaker"): "union-open", ("ana-open", "moderator"): None}


def test_no_answer_holds_an_id_of_the_database(client, mixed_world):
    """Nor any field by which curators work."""
    forbidden = {"pk", "publication", "featured", "position", "search_vector"}
    forbidden |= {"created_at", "first_published_at"}
    for path in [*COLLECTIONS, *RECORDS]:
        answer = client.get(f"{ROOT}/{path}/")
        assert not forbidden & set(names_in(answer.json())), path
        ids = re.findall(r'"id": ?([^,}]*)', answer.content.decode())
        assert all(re.fullmatch('"[0-9a-f]{12}"', one) for one in ids), path


def names_in(data):
    """The names of all fields, at any depth."""
    if isinstance(data, dict):
        yield from data
    for inner in data.values() if isinstance(data, dict) else data:
        if isinstance(inner, dict | list):
            yield from names_in(inner)
