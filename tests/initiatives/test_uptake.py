"""Taken up, learnt from, wanted: three things, told apart wherever a reader meets them."""

import re

import pytest

from initiatives.models.initiatives import Path
from initiatives.records import published_initiative
from initiatives.uptake import Uptake
from tests.factories import CountryFactory, InitiativeFactory, ReplicationFactory
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def visited():
    """An initiative of Kerala that three countries visited, one of which took it up."""
    india = CountryFactory(iso3="IND", name="India")
    initiative = InitiativeFactory(title="Neighbourhood groups", origins=[india])
    for name, stage in (
        ("Uganda", "adapting"),
        ("Uganda", "exchange"),
        ("Ghana", "exchange"),
        ("Kenya", "exchange"),
        ("Kenya", "interested"),
        ("Liberia", "interested"),
    ):
        iso3 = name[:3].upper()
        ReplicationFactory(
            initiative=initiative,
            from_country=india,
            to_country=CountryFactory(iso3=iso3, name=name),
            stage__slug=stage,
        )
    return initiative


def test_a_country_stands_once_at_the_furthest_that_it_has_come():
    steps = [("a", "b", "exchange"), ("a", "b", "replicated"), ("a", "c", "interested")]
    steps += [("a", "c", "exchange"), ("a", "d", "interested"), ("b", "a", "exchange")]
    path = Path.along(["a"], steps)
    assert (path.origins, path.taken_up) == (("a",), ("b",))
    assert (path.learnt_from, path.wanted) == (("c",), ("d",))


def test_the_arrow_of_a_list_stands_for_uptake_alone(client, visited):
    text = visible_text(client.get("/initiatives/"))
    assert "India → taken up by Uganda 2 countries learnt from it Liberia wants it" in text


def test_who_only_visited_did_not_take_it_up(client, visited):
    text = visible_text(client.get(visited.get_absolute_url()))
    places = [
        text.index(part)
        for part in ("Who took it up", "Who learnt from it", "Who wants it", "The approach")
        if part in text
    ]
    assert places == sorted(places)
    assert len(places) >= 3
    taken_up, learnt, wanted = places[:3]
    assert "Uganda" in text[taken_up:learnt]
    assert "Ghana" not in text[taken_up:learnt]
    assert "Ghana" in text[learnt:wanted]


def test_a_comparison_tells_them_apart(client, visited):
    text = visible_text(client.get("/compare/", {"initiative": visited.slug}))
    title = visited.title
    assert f"Who took it up {title} Uganda, adapting" in text
    assert re.search(rf"Who learnt from it {title} (Ghana\d Kenya|Kenya\d Ghana)\d Who wants", text)
    assert f"Who wants it {title} Liberia" in text


def test_a_country_page_tells_a_visit_from_uptake(client, visited):
    text = visible_text(client.get("/countries/GHA/"))
    assert "1 learnt from" in text
    assert "What it learnt from" in text
    assert "What it took up" not in text
    kenya = visible_text(client.get("/countries/KEN/"))
    assert "1 learnt from" in kenya
    assert "What it wants" not in kenya


def test_the_api_counts_each_apart(client, visited):
    for path in ("/api/v1/initiatives/", f"/api/v1/initiatives/{visited.slug}/"):
        answer = client.get(path).json()
        said = answer["results"][0] if "count" in answer else answer
        assert [said[name] for name in ("taken_up", "learnt_from", "wanted")] == [1, 2, 1]


def test_more_uptake_stands_before_more_visits(client):
    for title, stages in {"A": [], "B": ["exchange"] * 3, "C": ["replicated"]}.items():
        initiative = InitiativeFactory(title=title, origins=["IND"])
        for stage in stages:
            ReplicationFactory(initiative=initiative, stage__slug=stage)
    answer = client.get("/api/v1/initiatives/").json()
    assert [one["title"] for one in answer["results"]] == ["C", "B", "A"]


def test_a_map_draws_each_in_its_own_way(client, visited):
    html = client.get(visited.get_absolute_url()).content.decode()
    for uptake in Uptake.values:
        assert f'id="map-{uptake}"' in html


def test_a_record_gives_its_replications_by_what_they_come_to(visited):
    by_uptake = dict(published_initiative(visited.slug).replications_by_uptake)
    assert [len(by_uptake[uptake]) for uptake in Uptake] == [1, 3, 2]
