"""The home page: what the portal holds, at a glance, and what curators put forward."""

import pytest

from tests.factories import (
    ForumFactory,
    InitiativeFactory,
    ReplicationFactory,
    ResourceFactory,
    SessionFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


def test_it_counts_what_is_public_and_wishes_apart(client):
    initiative = InitiativeFactory(origins=["ECU"])
    ReplicationFactory(initiative=initiative, stage__slug="replicated")
    ReplicationFactory(initiative=initiative, stage__slug="interested")
    SessionFactory()
    hidden = InitiativeFactory(origins=["KEN"], publication="draft")
    ReplicationFactory(initiative=hidden, stage__slug="replicated")
    SessionFactory(forum__publication="draft")
    numbers = client.get("/").context["numbers"]
    assert numbers == {
        "initiatives": 1,
        "countries": 5,  # Ecuador, and both ends of each replication
        "replications": 1,
        "wanted": 1,
        "sessions": 1,
    }


def test_curators_choose_what_stands_there_and_in_which_order(client):
    InitiativeFactory(title="Second", featured=2)
    InitiativeFactory(title="First", featured=1)
    InitiativeFactory(title="Not chosen")
    InitiativeFactory(title="Hidden", featured=3, publication="draft")
    ForumFactory(title="The forum", featured=1)
    ResourceFactory(title="The paper", featured=1)
    ResourceFactory(title="Hidden paper", featured=2, publication="archived")
    response = client.get("/")
    assert [one.title for one in response.context["featured_initiatives"]] == ["First", "Second"]
    text = visible_text(response)
    assert "The forum" in text
    assert "The paper" in text
    assert "Hidden" not in text
    assert "Not chosen" not in text


def test_an_empty_catalogue_has_a_home_page_too(client):
    assert "Who has solved it before?" in visible_text(client.get("/"))


@pytest.mark.parametrize("how_many", [1, 3])
def test_many_records_take_no_more_queries_than_one(client, django_assert_num_queries, how_many):
    for place in range(1, how_many + 1):
        initiative = InitiativeFactory(featured=place, themes=["x"], origins=["ECU"])
        ReplicationFactory(initiative=initiative, stage__slug="interested")
        ForumFactory(featured=place)
        ResourceFactory(featured=place)
    # the five numbers, the flows and their countries, the wishes, the themes, what is featured
    # with its prefetches, and whether there is any of it
    with django_assert_num_queries(16):
        client.get("/")


@pytest.mark.parametrize(
    ("chosen", "leads_to"),
    [
        ("ECU", "/countries/ECU/"),
        ("ecu", "/countries/ECU/"),
        ("", "/countries/"),
        ("ecuador", "/countries/"),
        ("//evil.example", "/countries/"),
        ("\x00\x00\x00", "/countries/"),
    ],
)
def test_the_country_chosen_opens_its_page(client, chosen, leads_to):
    assert client.get("/country/", {"country": chosen})["Location"] == leads_to
