"""The pages of documents."""

import pytest
from django.urls import reverse

from tests.factories import (
    ForumFactory,
    InitiativeFactory,
    OrganizationFactory,
    ReplicationFactory,
    ResourceFactory,
    SessionFactory,
)
from tests.pages import choices, names, visible_text

LIST = reverse("resources:list")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_longer_list_takes_no_more_queries(client, django_assert_num_queries, how_many):
    for number in range(how_many):
        resource = ResourceFactory(year=2010 + number, language="en")
        resource.publishers.add(OrganizationFactory())
        InitiativeFactory(themes=[f"theme-{number}"], resources=[resource])
    # the page, its count and its publishers, four facets and the names of the themes
    with django_assert_num_queries(8):
        response = client.get(LIST)
    assert len(names(response)) == how_many


def test_every_filter_narrows_and_every_count_tells_the_truth(client):
    declaration = ResourceFactory(
        title="Brasilia Declaration", kind="declaration", year=2013, language="pt"
    )
    report = ResourceFactory(title="Child labour report", year=2017, language="en")
    ResourceFactory(title="Hidden", year=2017, language="fr", publication="draft")
    InitiativeFactory(themes=["child-labour"], resources=[declaration, report])
    InitiativeFactory(themes=["hidden-theme"], resources=[report], publication="draft")

    response = client.get(LIST)
    assert names(response) == [str(report), str(declaration)]
    assert choices(response, "kind") == {"Report": 1, "Declaration": 1}
    assert choices(response, "theme") == {"Child labour": 2}
    assert choices(response, "year") == {"2017": 1, "2013": 1}
    assert choices(response, "language") == {"English": 1, "Portuguese": 1}
    for question in [
        {"kind": "declaration"},
        {"year": "2013"},
        {"language": "pt"},
        {"q": "Brasilia", "theme": "child-labour"},
    ]:
        response = client.get(LIST, question)
        assert names(response) == [str(declaration)]
        assert "1 document" in visible_text(response)
    assert choices(client.get(LIST, {"year": "2013"}), "year") == {"2017": 1, "2013": 1}
    assert names(client.get(LIST, {"theme": "hidden-theme"})) == []


def test_orders_put_what_has_no_year_last(client):
    for title, year in [("a", None), ("b", 2001), ("c", 2020)]:
        ResourceFactory(title=title, year=year)
    assert names(client.get(LIST)) == ["c", "b", "a"]
    assert names(client.get(LIST, {"sort": "oldest"})) == ["b", "c", "a"]
    assert names(client.get(LIST, {"sort": "title"})) == ["a", "b", "c"]


@pytest.mark.parametrize("year", ["2013-", "20130", "-1", "9" * 30, "²", "x"])
def test_a_year_that_is_none_is_left_out(client, year):
    ResourceFactory(year=2013)
    response = client.get(LIST, {"year": year, "language": "xx", "theme": "x"})
    assert (response.status_code, len(names(response))) == (200, 1)


def test_nothing_found_says_what_to_do(client):
    ResourceFactory()
    text = visible_text(client.get(LIST, {"q": "unheard of"}))
    assert "No documents match your search." in text
    assert "search everything" in text


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_busier_document_takes_no_more_queries(client, django_assert_num_queries, how_many):
    resource = ResourceFactory(sources=["https://example.org/a"])
    for number in range(how_many):
        initiative = InitiativeFactory(
            themes=[f"theme-{number}"], origins=["BRA"], resources=[resource]
        )
        ReplicationFactory(initiative=initiative)
        resource.publishers.add(OrganizationFactory())
        ForumFactory().resources.add(resource)
        SessionFactory().resources.add(resource)
    with django_assert_num_queries(5):
        response = client.get(resource.get_absolute_url())
    assert len(response.context["resource"].initiatives) == how_many


def test_the_page_tells_what_it_is_and_where_it_belongs(client):
    resource = ResourceFactory(
        title="Dili Consensus",
        kind="declaration",
        year=2013,
        date="2013-02-28",
        language="en",
        url="https://www.example.org/dili.pdf",
        summary="What fragile States ask for.",
        sources=["https://example.org/dili"],
    )
    resource.publishers.add(OrganizationFactory(name="Government of Timor-Leste"))
    InitiativeFactory(title="g7+ cooperation", resources=[resource])
    session = SessionFactory(title="Fragile to fragile", forum__title="Solution Forum")
    session.resources.add(resource)
    text = visible_text(client.get(resource.get_absolute_url()))
    for expected in [
        "Declaration",
        "28 February 2013",
        "English",
        "Government of Timor-Leste",
        "What fragile States ask for.",
        "Read it at example.org",
        "g7+ cooperation",
        "Fragile to fragile",
        "Session of Solution Forum, 17 to 21 November 2014",
        "Report ",
    ]:
        assert expected in text


def test_a_document_without_an_address_says_so(client):
    resource = ResourceFactory(url="")
    assert "No link to this document is known." in visible_text(
        client.get(resource.get_absolute_url())
    )


def test_nothing_shows_that_is_not_published(client):
    resource = ResourceFactory()
    hidden = {"title": "Hidden", "publication": "in-review"}
    InitiativeFactory(resources=[resource], **hidden)
    forum = ForumFactory(**hidden)
    forum.resources.add(resource)
    SessionFactory(title="Hidden", forum=forum).resources.add(resource)
    resource.publishers.add(OrganizationFactory(name="Hidden", publication="draft"))
    for url in (resource.get_absolute_url(), LIST):
        assert "Hidden" not in client.get(url).content.decode()
