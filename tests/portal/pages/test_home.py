"""The home page: what the portal holds, at a glance, and what curators put forward."""

import pytest

from initiatives.models import Initiative
from tests.factories import (
    ForumFactory,
    InitiativeFactory,
    ReplicationFactory,
    ResourceFactory,
    SessionFactory,
    ThemeFactory,
)
from tests.pages import entries, visible_text

pytestmark = pytest.mark.django_db


def test_it_counts_what_is_public_and_uptake_visits_and_wishes_apart(client):
    initiative = InitiativeFactory(origins=["ECU"])
    ReplicationFactory(initiative=initiative, stage__slug="replicated")
    ReplicationFactory(initiative=initiative, stage__slug="interested")
    ReplicationFactory(initiative=initiative, stage__slug="exchange")
    SessionFactory()
    hidden = InitiativeFactory(origins=["KEN"], publication="draft")
    ReplicationFactory(initiative=hidden, stage__slug="replicated")
    SessionFactory(forum__publication="draft")
    numbers = client.get("/").context["numbers"]
    assert numbers == {
        "initiatives": 1,
        "countries": 7,  # Ecuador, and both ends of each replication
        "taken_up": 1,
        "learnt_from": 1,
        "wanted": 1,
        "sessions": 1,
    }


def test_the_numbers_are_those_of_the_lists_that_they_lead_to(client, catalogue):
    numbers = client.get("/").context["numbers"]
    for uptake in ("taken-up", "learnt-from", "wanted"):
        page = client.get("/replications/", {"uptake": uptake}).context["page"]
        assert numbers[uptake.replace("-", "_")] == page.paginator.count


def test_the_index_counts_the_same(client, read):
    InitiativeFactory(origins=["ECU"], themes=["x", "y"])
    InitiativeFactory(origins=["KEN"], themes=["x"])
    InitiativeFactory(origins=["BRA"], themes=["y"], publication="draft")
    ThemeFactory(slug="z")

    def counted():
        context = client.get("/").context
        themes = {theme.slug: count for theme, count in context["themes"]}
        return themes, [code for code, _ in context["countries"]]

    by_database = counted()
    read()
    assert counted() == by_database == ({"x": 2, "y": 1, "z": 0}, ["ECU", "KEN"])


def test_a_change_shows_in_what_is_kept(client):
    replication = ReplicationFactory(stage__slug="interested", initiative__title="Seeds")
    assert "Seeds" in visible_text(client.get("/"))
    Initiative.objects.update(publication="archived")
    response = client.get("/")
    assert "Seeds" not in visible_text(response)
    assert response.context["numbers"]["wanted"] == 0
    assert replication.to_country.name not in visible_text(response)


def test_curators_choose_what_stands_there_and_in_which_order(client):
    InitiativeFactory(title="Second", featured=2)
    InitiativeFactory(title="First", featured=1)
    InitiativeFactory(title="Not chosen")
    InitiativeFactory(title="Hidden", featured=3, publication="draft")
    ForumFactory(title="The forum", featured=1)
    ResourceFactory(title="The paper", featured=1)
    ResourceFactory(title="Hidden paper", featured=2, publication="archived")
    response = client.get("/")
    assert [title for _, title in entries(response)] == ["First", "Second"]
    text = visible_text(response)
    assert "The forum" in text
    assert "The paper" in text
    assert "Hidden" not in text
    assert "Not chosen" not in text


def test_an_empty_catalogue_has_a_home_page_too(client):
    assert "What works in the world of work" in visible_text(client.get("/"))


@pytest.mark.parametrize("how_many", [1, 3])
def test_many_records_take_no_more_queries_than_one(client, django_assert_num_queries, how_many):
    for place in range(1, how_many + 1):
        initiative = InitiativeFactory(featured=place, themes=["x"], origins=["ECU"])
        ReplicationFactory(initiative=initiative, stage__slug="interested")
        ForumFactory(featured=place)
        ResourceFactory(featured=place)
    # themes by name; two numbers; what is featured (three), its sources (twice) and its publishers;
    # kept while the revision stands: the wishes, and the places of the countries on the map
    with django_assert_num_queries(11):
        client.get("/")
    with django_assert_num_queries(7):
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
