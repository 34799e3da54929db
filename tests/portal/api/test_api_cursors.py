"""Pages by cursor: what is public all the while comes exactly once, whatever is edited."""

from collections import Counter

import pytest
from django.test import Client

from core import revision
from initiatives.models import Initiative, Organization
from tests.databases import made_once
from tests.factories import InitiativeFactory, OrganizationFactory, ReplicationFactory
from tests.portal.api.world import COLLECTIONS, related_worlds

ROOT = "/api/v1"


def pages(client, address):
    """The answers of a list, page after page; address: with a cursor."""
    while address:
        response = client.get(address)
        assert response.status_code == 200, response.content
        answer = response.json()
        yield answer
        address = answer["next"]


def ids(answers):
    """The ids of all records of some answers."""
    return [record["id"] for answer in answers for record in answer["results"]]


@made_once
def worlds():
    related_worlds("one", "two", "three")


@pytest.fixture
def new_worlds(db):
    """The same, of which nothing is kept."""
    related_worlds("one", "two", "three")
    revision.current(fresh=True)  # as when they were committed


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_list_comes_whole_and_in_the_order_of_ids(client, worlds, collection):
    numbered = client.get(f"{ROOT}/{collection}/?page_size=100").json()
    answers = list(pages(client, f"{ROOT}/{collection}/?cursor=&page_size=2"))
    assert ids(answers) == sorted(ids([numbered]))
    assert len(answers) == -(-numbered["count"] // 2)
    for answer in answers:
        assert answer.keys() - {"facets"} == {"next", "results"}
    described = {record["id"]: record for record in numbered["results"]}
    for record in answers[0]["results"]:
        assert record == described[record["id"]]


def test_pages_have_twenty_records_or_as_many_as_are_asked_for(client, db):
    OrganizationFactory.create_batch(41)
    address = f"{ROOT}/organizations/?cursor="
    assert [len(page["results"]) for page in pages(client, address)] == [20, 20, 1]
    assert [len(page["results"]) for page in pages(client, f"{address}&page_size=41")] == [41]


def test_next_is_a_whole_address_that_keeps_the_question(client, db):
    OrganizationFactory.create_batch(3, name="Union of weavers")
    OrganizationFactory(name="Guild of potters")
    address = f"http://testserver{ROOT}/organizations/"
    answers = list(pages(client, f"{address}?page_size=2&q=weavers&cursor="))
    first, second = answers
    assert first["next"].startswith(f"{address}?cursor=")
    assert first["next"].endswith("&page_size=2&q=weavers")
    assert second["next"] is None
    assert {record["name"] for page in answers for record in page["results"]} == {
        "Union of weavers"
    }
    assert len(set(ids(answers))) == 3


QUESTIONS = [
    "initiatives/?theme=cooperatives&country=ECU&facets=no",
    "initiatives/?q=seeds",
    "initiatives/?q=seeds&theme=cooperatives",
    "replications/?initiative=seeds-one&initiative=seeds-three",
    "forums/?theme=cooperatives",
    "sessions/?forum=expo-two",
    "people/?q=ana",
    "people/?country=ECU",
    "organizations/?country=ECU",
    "resources/?theme=cooperatives&language=es",
    "countries/?group=ldc",
    "themes/?pillar=employment",
    "sources/?q=source",
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("is_indexed", [True, False])
def test_every_question_finds_what_its_numbered_pages_do(client, worlds, question, is_indexed):
    asking = client if is_indexed else Client()
    numbered = asking.get(f"{ROOT}/{question}&page_size=100").json()
    assert numbered["count"] > 0
    answers = pages(asking, f"{ROOT}/{question}&page_size=1&cursor=")
    assert ids(answers) == sorted(ids([numbered]))


def withdraw(initiative):
    initiative.publication = "archived"
    initiative.save()


def retitle(initiative, title):
    Initiative.objects.filter(pk=initiative.pk).update(title=title)


def add(title):
    initiative = InitiativeFactory(title=title)
    ReplicationFactory(initiative=initiative)
    return initiative


@pytest.mark.parametrize("question", ["initiatives/?facets=no", "replications/?"])
@pytest.mark.parametrize("is_indexed", [True, False])
def test_a_walk_through_a_list_that_is_being_edited_misses_nothing(
    client, db, question, is_indexed
):
    initiatives = [add(f"Initiative {number:03}") for number in range(66)]

    def key(initiative):
        initiative.refresh_from_db()
        if question.startswith("initiatives"):
            return initiative.public_id
        return initiative.replications.get().public_id

    in_order = sorted(initiatives, key=key)
    asking = client if is_indexed else Client()
    came, left, added = [], set(), []
    for page, answer in enumerate(pages(asking, f"{ROOT}/{question}&cursor=&page_size=5")):
        came += [record["id"] for record in answer["results"]]
        already, ahead = in_order[page * 2], in_order[-1 - page * 2]
        for initiative in (already, ahead):
            withdraw(initiative)
            left.add(key(initiative))
        retitle(in_order[page * 2 + 1], f"ZZZ {page}")
        retitle(in_order[-2 - page * 2], f"AAA {page}")
        added.append(key(add(f"Initiative 000 and {page}")))
    assert page >= 11
    counts = Counter(came)
    assert set(counts.values()) == {1}
    all_the_while = {key(initiative) for initiative in initiatives} - left
    assert len(all_the_while) > 32
    assert all_the_while <= counts.keys()
    assert counts.keys() <= all_the_while | left | set(added)


def test_it_goes_on_behind_a_record_that_is_no_more(client, db):
    OrganizationFactory.create_batch(4)
    first = client.get(f"{ROOT}/organizations/?cursor=&page_size=2").json()
    Organization.objects.filter(public_id__in=ids([first])).delete()
    rest = client.get(first["next"]).json()
    assert ids([rest]) == sorted(Organization.objects.values_list("public_id", flat=True))


def test_an_empty_list_is_one_page(client, db):
    for collection in ("initiatives", "organizations"):
        answer = client.get(f"{ROOT}/{collection}/?cursor=").json()
        assert (answer["next"], answer["results"]) == (None, [])


@pytest.mark.parametrize("cursor", ["x", "MTIzNDU2N", "MTIzNDU2Nzg=", "........", "é" * 8, " "])
@pytest.mark.parametrize("collection", ["initiatives", "stages"])
def test_what_is_no_cursor_is_refused(client, db, collection, cursor):
    response = client.get(f"{ROOT}/{collection}/", {"cursor": cursor})
    assert response.status_code == 400
    assert response.json()["errors"] == {
        "cursor": ["This is no cursor of this list. Begin with an empty one."]
    }


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"cursor": "", "page": "1"}, {"page"}),
        ({"cursor": "MTIzNDU2", "sort": "title"}, {"sort"}),
        ({"cursor": "", "sort": "relevance", "q": "care", "page": "2"}, {"page", "sort"}),
    ],
)
@pytest.mark.parametrize("collection", ["initiatives", "organizations"])
def test_a_cursor_has_an_order_of_its_own(client, db, collection, query, errors):
    if collection == "organizations" and query.get("sort") == "title":
        query = query | {"sort": "name"}
    response = client.get(f"{ROOT}/{collection}/", query)
    assert response.status_code == 400
    message = "Give it without `cursor`, which has an order of its own."
    assert response.json()["errors"] == {name: [message] for name in errors}


def test_it_is_given_once_and_with_a_size_that_is_allowed(client, db):
    twice = client.get(f"{ROOT}/stages/?cursor=&cursor=")
    assert twice.json()["errors"] == {"cursor": ["Give it once."]}
    large = client.get(f"{ROOT}/stages/?cursor=&page_size=101")
    assert large.json()["errors"] == {"page_size": ["Give a whole number from 1 to 100."]}


def test_a_parameter_that_asks_nothing_does_not_matter(client, db):
    OrganizationFactory()
    answer = client.get(f"{ROOT}/organizations/?cursor=&sort=&q=").json()
    assert len(answer["results"]) == 1


def test_a_browser_can_follow_it(client, db):
    OrganizationFactory.create_batch(3)
    page = client.get(f"{ROOT}/organizations/?cursor=&page_size=2&format=html").content.decode()
    following = client.get(f"{ROOT}/organizations/?cursor=&page_size=2&format=json").json()["next"]
    cursor = following.partition("cursor=")[2].partition("&")[0]
    assert f"/api/v1/organizations/?cursor={cursor}&amp;format=html" in page


# One query less than numbered pages take: nothing is counted.
QUERIES = {
    "initiatives/?facets=no": 0,
    "initiatives/?q=seeds": 0,
    "replications/?": 2,
    "sessions/?": 2,
    "people/?": 3,
    "organizations/?": 2,
    "resources/?": 2,
    "countries/?": 2,
    "themes/?": 1,
    "sources/?": 11,
    "kinds/?": 1,
}


@pytest.mark.parametrize(("question", "queries"), QUERIES.items())
def test_a_page_takes_no_count(client, new_worlds, django_assert_num_queries, question, queries):
    with django_assert_num_queries(queries):
        answer = client.get(f"{ROOT}/{question}&cursor=&page_size=2").json()
    assert 1 <= len(answer["results"]) <= 2
