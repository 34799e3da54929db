"""The pages of organizations."""

import re

import pytest
from django.urls import reverse

from tests.factories import (
    AppearanceFactory,
    CountryFactory,
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    OrganizationKindFactory,
    PartnerRoleFactory,
    PartnershipFactory,
    PersonFactory,
    ReplicationFactory,
    ResourceFactory,
    SessionFactory,
)
from tests.pages import choices, names, visible_text

LIST = reverse("organizations:list")

pytestmark = pytest.mark.django_db


def union(**fields):
    kind = OrganizationKindFactory(slug="workers-organization", name="Workers' organization")
    return OrganizationFactory(kind=kind, **fields)


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_longer_list_takes_no_more_queries(client, django_assert_num_queries, how_many):
    for country in CountryFactory.create_batch(how_many):
        PartnershipFactory(organization=OrganizationFactory(country=country))
    # the page and its count, two facets
    with django_assert_num_queries(5):
        response = client.get(LIST)
    assert len(names(response)) == how_many


def test_words_kind_and_country_narrow_the_list_and_each_count_tells_the_truth(client):
    ghana, kenya = CountryFactory(iso3="GHA", name="Ghana"), CountryFactory(iso3="KEN")
    congress = union(name="Trades Union Congress", acronym="TUC", country=ghana)
    federation = union(name="Farm Workers' Union", country=kenya)
    OrganizationFactory(name="Ministry of Labour", country=ghana)
    union(name="Hidden union", country=ghana, publication="draft")

    assert names(client.get(LIST, {"q": "TUC"})) == [str(congress)]
    response = client.get(LIST, {"kind": "workers-organization"})
    assert names(response) == [str(federation), str(congress)]
    assert choices(response, "kind") == {"Workers' organization": 2, "Network": 1}
    assert choices(response, "country") == {"Country KEN": 1, "Ghana": 1}
    response = client.get(LIST, {"kind": "workers-organization", "country": "GHA", "q": "union"})
    assert names(response) == [str(congress)]
    assert "Remove Workers' organization" in response.content.decode().replace("&#x27;", "'")


def test_the_list_can_be_ordered_by_what_each_takes_part_in(client):
    quiet, busy = OrganizationFactory(name="Aaa"), OrganizationFactory(name="Zzz")
    PartnershipFactory(organization=busy)
    hidden = InitiativeFactory(publication="draft")
    PartnershipFactory(organization=quiet, initiative=hidden)
    assert names(client.get(LIST)) == ["Aaa", "Zzz"]
    response = client.get(LIST, {"sort": "initiatives"})
    assert names(response) == ["Zzz", "Aaa"]
    assert visible_text(response).count("1 initiative") == 1


@pytest.mark.parametrize(
    "question",
    [
        {"kind": "nonsense", "country": "XXX", "sort": "nonsense"},
        {"kind": "a\x00b", "country": "\N{GRINNING FACE}"},
        {"kind": "k" * 5000},
    ],
)
def test_what_nobody_knows_is_left_out(client, question):
    OrganizationFactory()
    response = client.get(LIST, question)
    assert (response.status_code, len(names(response))) == (200, 1)


@pytest.mark.parametrize(("words", "problem"), [("x" * 10_000, "too long"), ("a\x00b", "U+0000")])
def test_words_that_cannot_be_searched_for_are_said_to_be_so(client, words, problem):
    OrganizationFactory()
    response = client.get(LIST, {"q": words})
    assert response.status_code == 200
    assert problem in visible_text(response)


@pytest.mark.parametrize("page", ["abc", "0", "-1", "99", "9" * 5000])
def test_a_page_that_is_not_there_is_said_not_to_be_there(client, page):
    OrganizationFactory()
    response = client.get(LIST, {"page": page})
    assert response.status_code == 404
    assert "This list has only one page" in visible_text(response)


def test_a_long_list_is_paged_and_keeps_the_question(client):
    OrganizationFactory.create_batch(31, summary="Union of farmers.")
    response = client.get(LIST, {"q": "farmers", "page": 2})
    assert len(names(response)) == 1
    assert 'href="?q=farmers&amp;page=1"' in response.content.decode()


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_busier_organization_takes_no_more_queries(client, django_assert_num_queries, how_many):
    organization = OrganizationFactory(sources=["https://example.org/a"])
    organization.links.create(kind="youtube", url="https://www.youtube.com/example")
    for number in range(how_many):
        initiative = InitiativeFactory(themes=[f"theme-{number}"], origins=["BRA"])
        ReplicationFactory(initiative=initiative)
        PartnershipFactory(organization=organization, initiative=initiative)
        forum = ForumFactory()
        forum.organizers.add(organization)
        AppearanceFactory(organization=organization, session__forum=forum)
        resource = ResourceFactory()
        resource.publishers.add(organization)
    with django_assert_num_queries(6):
        response = client.get(organization.get_absolute_url())
    assert response.context["initiative_count"] == how_many


def test_the_page_tells_what_it_does_where_and_who_spoke_for_it(client):
    organization = union(
        name="Self Employed Women's Association",
        acronym="SEWA",
        country=CountryFactory(iso3="IND", name="India"),
        url="https://www.sewa.org/",
        summary="Union of women in the informal economy.",
        sources=["https://example.org/sewa"],
    )
    organization.links.create(kind="youtube", url="https://www.youtube.com/sewa")
    PartnershipFactory(organization=organization, initiative=InitiativeFactory(title="SETU-Africa"))
    forum = ForumFactory(title="Academy", start_date="2014", end_date="")
    forum.organizers.add(organization)
    AppearanceFactory(
        organization=organization,
        title="General Secretary",
        person=PersonFactory(name="Reema Nanavaty"),
        session=SessionFactory(forum=forum, title="Opening of the Academy"),
    )
    ResourceFactory(title="Sisters in Trade").publishers.add(organization)

    text = visible_text(client.get(organization.get_absolute_url()))
    for expected in [
        "Self Employed Women's Association (SEWA)",
        "Union of women in the informal economy.",
        "India",
        "sewa.org",
        "youtube.com/sewa",
        "Partner 1 SETU-Africa",
        "1 forum organized Academy 2014",
        "Reema Nanavaty, General Secretary Speaker Opening of the Academy Academy, 2014",
        "1 document published Sisters in Trade",
        "Sources",
    ]:
        assert expected in text


def test_the_page_says_what_is_not_known(client):
    text = visible_text(client.get(OrganizationFactory().get_absolute_url()))
    assert "There is no description" in text
    assert "No initiative in the catalogue names it as a partner." in text


def test_nothing_shows_that_is_not_published(client):
    organization = OrganizationFactory()
    hidden = {"title": "Hidden", "publication": "draft"}
    draft = InitiativeFactory(**hidden)
    PartnershipFactory(organization=organization, initiative=draft)
    ReplicationFactory(initiative=draft)
    forum = ForumFactory(**hidden)
    forum.organizers.add(organization)
    AppearanceFactory(organization=organization, session__forum=forum)
    AppearanceFactory(
        organization=organization, person=PersonFactory(name="Hidden", publication="archived")
    )
    ResourceFactory(**hidden).publishers.add(organization)
    response = client.get(organization.get_absolute_url())
    assert "Hidden" not in response.content.decode()
    assert response.context["speakers"] == []
    assert "Hidden" not in client.get(LIST).content.decode()


def test_a_document_does_not_name_a_publisher_that_is_not_published(client):
    organization, hidden = (
        OrganizationFactory(),
        OrganizationFactory(name="Hidden", publication="in-review"),
    )
    ResourceFactory().publishers.add(organization, hidden)
    assert "Hidden" not in client.get(organization.get_absolute_url()).content.decode()


def test_of_very_many_initiatives_the_first_stand_there_and_all_are_counted(client):
    organization, role = OrganizationFactory(slug="ilo"), PartnerRoleFactory()
    for number in range(30):
        initiative = InitiativeFactory(title=f"Seeds {number:02}")
        PartnershipFactory(organization=organization, role=role, initiative=initiative)
    response = client.get(organization.get_absolute_url())
    html, text = response.content.decode(), visible_text(response)
    assert re.findall(r">Seeds (\d\d)</a>", html) == [f"{number:02}" for number in range(24)]
    assert f"{role.name} 30" in text
    assert "16 more" in text
    assert "6 more are in the list of all 30." in text
    assert '?organization=ilo">See all 30 initiatives</a>' in html
