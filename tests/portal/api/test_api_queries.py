"""An answer takes the same number of queries, however much there is to tell."""

import pytest
from django.test import Client

from core import revision
from tests.portal.api.world import relate, related_records

ROOT = "/api/v1"

# A list takes one query for the count, one for the documents of the records and one for the labels
# of what they name; a record takes no count, and one more for each list of what refers to it.
QUERIES = {
    "initiatives": 0,  # the index knows them
    "initiatives/?facets=no": 0,
    "replications": 3,  # no count, but the order of all, once with each revision
    "forums": 4,
    "sessions": 3,
    "people": 4,
    "organizations": 3,
    "resources": 3,
    "countries": 3,
    "regions": 3,
    "country-groups": 3,
    "themes": 2,
    "sdgs": 2,
    "sources": 12,  # who cites, and what they are called: five kinds
    "kinds": 2,
    "modalities": 2,
    "stages": 2,
    "partner-roles": 2,
    "organization-kinds": 2,
    "initiatives/seeds-one": 3,  # its record, the labels of what that names, sessions
    "forums/expo-one": 5,
    "sessions/panel-one": 2,
    "people/ana-one": 3,
    "organizations/union-one": 5,
    "resources/manual-one": 5,
    "countries/ECU": 3,
    "regions/americas": 3,
    "country-groups/ldc": 2,
    "themes/cooperatives": 1,
    "sdgs/8": 1,
    "kinds/project": 1,
}


@pytest.fixture(params=[1, 3])
def world(request, db):
    """So many of everything, each related to each other."""
    worlds = [related_records(name) for name in ("one", "two", "three")[: request.param]]
    for position, here in enumerate(worlds):
        for there in worlds[position + 1 :]:
            relate(here, there)
    return worlds


@pytest.mark.parametrize("query", ["q=seeds", "theme=cooperatives&facets=no"])
def test_a_question_about_initiatives_takes_no_query(
    client, world, django_assert_num_queries, query
):
    with django_assert_num_queries(0):
        answer = client.get(f"{ROOT}/initiatives/?{query}").json()
    assert answer["count"] == len(world)


@pytest.mark.parametrize(("path", "queries"), [("", 34), ("?facets=no", 21), ("seeds-one/", 3)])
@pytest.mark.usefixtures("without_index")
def test_while_there_is_no_index_three_take_no_more_queries_than_one(
    client, world, django_assert_num_queries, path, queries
):
    revision.current(fresh=True)  # as when what the world is made of has been committed
    with django_assert_num_queries(queries):
        assert client.get(f"{ROOT}/initiatives/{path}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "replications/?from_country=ECU",
        "replications/?initiative=seeds-one",
        "sessions/?forum=expo-one",
        "themes/?pillar=employment",
        "resources/?language=fr",
        "people/?country=ECU",
        "forums/?theme=cooperatives",
    ],
)
@pytest.mark.parametrize("is_indexed", [True, False])
def test_other_lists_know_their_own_values_with_and_without_the_index(
    client, world, path, is_indexed
):
    asking = client if is_indexed else Client()
    name = path.partition("?")[2].partition("=")[0]
    answer = asking.get(f"{ROOT}/{path}-no-such-thing")
    assert answer.status_code == 400
    assert name in str(answer.json())


@pytest.mark.parametrize(("path", "queries"), QUERIES.items())
def test_three_take_no_more_queries_than_one(
    client, world, django_assert_num_queries, path, queries
):
    address = f"{ROOT}/{path}" if "?" in path else f"{ROOT}/{path}/"
    with django_assert_num_queries(queries):
        response = client.get(address)
    assert response.status_code == 200
    if path in ("initiatives", "forums", "people", "organizations", "resources", "sources"):
        assert response.json()["count"] == len(world)
