"""The search over everything that has a page."""

import pytest
from django.urls import reverse

from portal.pages.everything import shorter
from tests.databases import made_once
from tests.factories import (
    AppearanceFactory,
    CountryFactory,
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    ReplicationFactory,
    ResourceFactory,
    SessionFactory,
    ThemeFactory,
)
from tests.pages import names, visible_text

SEARCH = reverse("search")

pytestmark = pytest.mark.django_db


def found(response):
    """What a page found: the names of the records, by kind."""
    return {
        group.kind.name: [str(record) for record in group.records]
        for group in response.context["groups"]
    }


def one_of_each(word):
    """One public record of each kind that is known by a word."""
    CountryFactory(name=f"{word} islands")
    InitiativeFactory(title=f"{word} banks", themes=[ThemeFactory(name=f"{word} themes")])
    forum = ForumFactory(title=f"{word} forum")
    session = SessionFactory(title=f"{word} session", forum=forum)
    person = PersonFactory(name=f"{word} Person")
    AppearanceFactory(session=session, person=person)
    OrganizationFactory(name=f"{word} union")
    ResourceFactory(title=f"{word} report")


@made_once
def seeds():
    one_of_each("Seed")


def test_every_kind_is_found_and_counted(client):
    one_of_each("Seed")
    InitiativeFactory(title="Something else")
    response = client.get(SEARCH, {"q": "seed"})
    assert found(response) == {
        "countries": ["Seed islands"],
        "themes": ["Seed themes"],
        "initiatives": ["Seed banks"],
        "forums": ["Seed forum"],
        "sessions": ["Seed session"],
        "people": ["Seed Person"],
        "organizations": ["Seed union"],
        "documents": ["Seed report"],
    }
    assert "8 results" in visible_text(response)


def test_nothing_is_found_that_is_not_published(client):
    hidden = {"publication": "in-review"}
    InitiativeFactory(title="Seed banks", **hidden)
    SessionFactory(title="Seed session", forum=ForumFactory(title="Seed forum", **hidden))
    PersonFactory(name="Seed Person", **hidden)
    OrganizationFactory(name="Seed union", **hidden)
    ResourceFactory(title="Seed report", **hidden)
    said_in_private = AppearanceFactory(
        session__forum=ForumFactory(**hidden), title="Seed commissioner", topic="Seed"
    )
    said_by_a_draft = AppearanceFactory(person=PersonFactory(name="Seed", **hidden), topic="Seed")
    assert said_in_private.person.is_published
    assert said_by_a_draft.session.forum.is_published
    response = client.get(SEARCH, {"q": "seed"})
    assert found(response) == {}
    for kind in ("sessions", "people", "organizations", "documents", "initiatives", "forums"):
        assert names(client.get(SEARCH, {"q": "seed", "in": kind})) == []


@pytest.mark.parametrize("words", ["Costa de Marfil", "Ivory Coast", "كوت ديفوار", "CIV"])
def test_a_country_is_found_by_any_of_its_names(client, words):
    CountryFactory(
        iso3="CIV",
        name="Côte d'Ivoire",
        name_es="Costa de Marfil",
        name_ar="كوت ديفوار",
        aliases=["Ivory Coast"],
    )
    assert found(client.get(SEARCH, {"q": words}))["countries"] == ["Côte d'Ivoire"]


def test_a_session_is_found_by_what_was_said_and_by_whom(client):
    session = SessionFactory(title="Fragile to fragile", key_messages=["Solidarity first."])
    AppearanceFactory(
        session=session, person=PersonFactory(name="Helder da Costa"), points=["A single voice."]
    )
    for words in ("solidarity", "da Costa", "single voice"):
        assert found(client.get(SEARCH, {"q": words}))["sessions"] == ["Fragile to fragile"]


def test_more_than_a_few_are_one_link_away(client):
    OrganizationFactory.create_batch(6, summary="Farmers.")
    SessionFactory.create_batch(6, summary="Farmers.")
    response = client.get(SEARCH, {"q": "farmers"})
    text = visible_text(response)
    assert "See all 6 organizations" in text
    assert "See all 6 sessions" in text
    addresses = {group.kind.name: group.url for group in response.context["groups"]}
    assert addresses == {
        "organizations": "/organizations/?q=farmers",
        "sessions": "/search/?q=farmers&in=sessions",
    }
    for url in addresses.values():
        assert len(names(client.get(url))) == 6


def test_nothing_found_offers_the_question_with_a_word_less(client):
    text = visible_text(client.get(SEARCH, {"q": "banana florbel glumpf"}))
    assert "We found nothing for your search." in text
    assert "Try with one word fewer:" in text
    assert "florbel glumpf banana glumpf banana florbel" in text
    assert shorter("one") == []
    assert shorter("so many words that none of them would help") == []


@pytest.mark.parametrize("url", ["/search/", "/initiatives/", "/organizations/", "/countries/"])
def test_signs_alone_are_said_to_be_no_word(client, url):
    one_of_each("Seed")
    text = visible_text(client.get(url, {"q": "§"}))
    assert "Type at least one word: there is none in “§”." in text
    assert "Seed" not in text


def test_without_words_it_says_what_can_be_searched(client):
    text = visible_text(client.get(SEARCH))
    assert "Search initiatives, forums and their sessions" in text
    assert "Browse the catalogue" in text


def test_too_many_words_are_said_to_be_too_many(client):
    response = client.get(SEARCH, {"q": "x" * 10_000})
    assert response.status_code == 200
    assert "too long: use at most 200 characters" in visible_text(response)
    assert len(response.content) < 10_000


@pytest.mark.parametrize(
    "words", ["a\x00b", "'", '"', "-", "!!", "&|:*", "%", "\\", "<script>", "🙂"]
)
@pytest.mark.parametrize("kind", ["", "sessions", "nonsense"])
def test_odd_words_are_answered_with_a_page(client, seeds, words, kind):
    response = client.get(SEARCH, {"q": words, "in": kind})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("page", ["abc", "99", "-1"])
def test_a_page_that_is_not_there_is_said_not_to_be_there(client, page):
    assert client.get(SEARCH, {"q": "seed", "in": "sessions", "page": page}).status_code == 404


@pytest.mark.parametrize("how_many", [1, 3])
def test_more_found_take_no_more_queries(client, django_assert_num_queries, how_many):
    for _ in range(how_many):
        one_of_each("Seed")
    for initiative in InitiativeFactory.create_batch(how_many, title="Seed", origins=["BRA"]):
        ReplicationFactory(initiative=initiative)
    with django_assert_num_queries(23):
        response = client.get(SEARCH, {"q": "seed"})
    assert len(found(response)["people"]) == how_many
