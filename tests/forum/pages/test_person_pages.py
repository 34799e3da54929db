"""The pages of people."""

import pytest
from django.urls import reverse

from tests.factories import (
    AppearanceFactory,
    CountryFactory,
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    PersonFactory,
    ReplicationFactory,
    SessionFactory,
    SourceFactory,
)
from tests.pages import choices, names, visible_text

LIST = reverse("people:list")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_longer_list_takes_no_more_queries(client, django_assert_num_queries, how_many):
    for _ in range(how_many):
        organization = OrganizationFactory(country=CountryFactory())
        AppearanceFactory.create_batch(2, person=PersonFactory(), organization=organization)
    # the page, its count, sources, appearances and organizations, a facet, and the letters of names
    with django_assert_num_queries(6):
        response = client.get(LIST)
    assert len(names(response)) == how_many


def test_letter_country_and_words_narrow_the_list_and_each_count_tells_the_truth(client):
    ministry = OrganizationFactory(
        name="Ministry of Labour", country=CountryFactory(name="Ecuador", iso3="ECU")
    )
    velasco = PersonFactory(name="María Velasco")
    elise = PersonFactory(name="Élise Dupont")
    PersonFactory(name="Mona Hidden", publication="draft")
    AppearanceFactory(person=velasco, organization=ministry, title="Programme Manager")
    AppearanceFactory(
        person=elise,
        organization=ministry,
        session__forum=ForumFactory(publication="draft"),
        title="Secret post",
    )

    response = client.get(LIST)
    assert names(response) == ["Élise Dupont", "María Velasco"]
    assert choices(response, "letter") == {"E": 1, "M": 1}
    assert choices(response, "country") == {"Ecuador": 1}
    for question in [
        {"letter": "M"},
        {"country": "ECU"},
        {"q": "maria"},
        {"q": "programme manager"},
    ]:
        assert names(client.get(LIST, question)) == ["María Velasco"]
    assert names(client.get(LIST, {"q": "ministry of labour"})) == ["María Velasco"]
    assert names(client.get(LIST, {"letter": "E"})) == ["Élise Dupont"]
    assert names(client.get(LIST, {"q": '"secret post"'})) == []


@pytest.mark.parametrize(
    "question", [{"letter": "EE"}, {"letter": "\x00"}, {"q": "a\x00b"}, {"q": "x" * 10_000}]
)
def test_what_nobody_knows_is_left_out(client, question):
    PersonFactory()
    response = client.get(LIST, question)
    assert (response.status_code, len(names(response))) == (200, 1)


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_busier_person_takes_no_more_queries(client, django_assert_num_queries, how_many):
    person = PersonFactory(sources=["https://example.org/a"])
    for _ in range(how_many):
        initiative = InitiativeFactory(themes=["cooperatives"], origins=["BRA"])
        ReplicationFactory(initiative=initiative, year=2030)
        session = SessionFactory(forum__country=CountryFactory(), initiatives=[initiative])
        AppearanceFactory(person=person, session=session, organization=OrganizationFactory())
    with django_assert_num_queries(8):
        response = client.get(person.get_absolute_url())
    assert len(response.context["person"].appearances) == how_many


def test_the_page_tells_every_appearance_in_the_post_of_the_day(client):
    person = PersonFactory(name="Jürgen Schwettmann", sources=[SourceFactory(title="Report")])
    ilo = OrganizationFactory(name="International Labour Organization")
    older = SessionFactory(
        title="Solidarity economy",
        date="2014-11-19",
        forum=ForumFactory(title="Solution Forum", city="Washington, DC"),
        initiatives=[InitiativeFactory(title="Solidarity council")],
    )
    newer = SessionFactory(
        title="Ten years", forum=ForumFactory(title="Briefing", start_date="2015-06", end_date="")
    )
    AppearanceFactory(
        person=person,
        session=older,
        role="opening",
        title="Director",
        organization=ilo,
        topic="An instrument",
        points=["SSTC strengthens SSE."],
    )
    AppearanceFactory(
        person=person,
        session=newer,
        title="Director, PARDEV, International Labour Organization",  # named once all the same
        organization=ilo,
    )
    response = client.get(person.get_absolute_url())
    text = visible_text(response)
    for expected in [
        "Director, PARDEV, International Labour Organization (2015)",
        "2 appearances at forums",
        "Ten years Speaker Briefing, June 2015",
        "as Director, PARDEV, International Labour Organization",
        "Solidarity economy Opening Solution Forum, 19 November 2014, Washington, DC",
        "as Director, International Labour Organization An instrument SSTC strengthens SSE.",
        "Solidarity council",
        "Report",
    ]:
        assert expected in text
    assert text.index("Ten years") < text.index("Solidarity economy")


def test_someone_without_appearance_is_named_with_the_pages_that_rest_on_the_same_source(client):
    source = SourceFactory()
    person = PersonFactory(name="Ela Bhatt", sources=[source])
    InitiativeFactory(title="Women's trade school", sources=[source])
    InitiativeFactory(title="Hidden", sources=[source], publication="draft")
    text = visible_text(client.get(person.get_absolute_url()))
    assert "The catalogue has no appearance of this person at a forum." in text
    assert "The sources of one or more initiatives name Ela Bhatt." in text
    assert "Women's trade school" in text
    assert "Hidden" not in text


def test_nothing_shows_that_is_not_published(client):
    person = PersonFactory()
    hidden = OrganizationFactory(name="Hidden", publication="archived")
    AppearanceFactory(
        person=person,
        organization=hidden,
        title="Spokeswoman",
        session=SessionFactory(
            initiatives=[InitiativeFactory(title="Hidden", publication="draft")]
        ),
    )
    AppearanceFactory(
        person=person,
        session=SessionFactory(title="Hidden", forum=ForumFactory(publication="draft")),
    )
    for url in (person.get_absolute_url(), LIST):
        response = client.get(url)
        assert "Hidden" not in response.content.decode()
        assert "Spokeswoman" in visible_text(response)
    assert "1 appearance at forums" in visible_text(client.get(person.get_absolute_url()))
