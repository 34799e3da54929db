"""Who learns from whom: map, matrix and list of all replications."""

import pytest

from tests.factories import InitiativeFactory, ReplicationFactory, StageFactory, ThemeFactory
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


def ids(response):
    return [replication.public_id for replication in response.context["page"]]


def test_only_replications_of_published_initiatives_are_told(client):
    shown = ReplicationFactory(initiative__title="Shown", note="Handed on.")
    ReplicationFactory(initiative__title="Hidden", initiative__publication="draft")
    response = client.get("/replications/")
    assert ids(response) == [shown.public_id]
    text = visible_text(response)
    assert "Handed on." in text
    assert shown.source.publisher in text
    assert "Hidden" not in text


@pytest.mark.parametrize("how_many", [1, 3])
def test_many_replications_take_no_more_queries_than_one(
    client, django_assert_num_queries, how_many
):
    for _ in range(how_many):
        ReplicationFactory(initiative=InitiativeFactory(themes=["x"]))
    # the count and the page, the ways and the names of what they are counted by, the places of the
    # map, what the stages mean
    with django_assert_num_queries(9):
        client.get("/replications/")


def test_they_narrow_by_stage_pillar_and_country(client):
    theme = ThemeFactory(pillar="rights-at-work")
    other = ThemeFactory(pillar="employment")
    one = ReplicationFactory(
        initiative=InitiativeFactory(themes=[theme]), stage=StageFactory(slug="interested")
    )
    ReplicationFactory(initiative=InitiativeFactory(themes=[other, theme]))
    for query in (
        {"stage": "interested"},
        {"pillar": "rights-at-work"},
        {"from_country": one.from_country.iso3},
        {"to_country": one.to_country.iso3},
    ):
        assert ids(client.get("/replications/", query)) == [one.public_id], query


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("stage=x", "Stage: Unknown value: 'x'."),
        ("pillar=x", "Pillar: Unknown value: 'x'."),
        ("to_country=%00", "To: Unknown value: '\\x00'."),
        ("from_country=xxx", "From: Unknown value: 'xxx'."),
        ("stage=x&stage=replicated", "Stage: Unknown value: 'x'."),
    ],
)
def test_what_cannot_be_understood_is_left_out_and_said(client, query, message):
    ReplicationFactory()
    response = client.get(f"/replications/?{query}")
    assert response.status_code == 200
    assert message in visible_text(response)
    assert response.context["total"] == 1


def test_each_has_a_page_that_can_be_cited(client):
    one = ReplicationFactory(note="Taught by its neighbours.", year=2012)
    other = ReplicationFactory(initiative=one.initiative)
    url = f"/replications/{one.public_id}/"
    assert one.get_absolute_url() == url
    response = client.get(url)
    text = visible_text(response)
    assert f"From {one.from_country} to {one.to_country}: {one.initiative}" in text
    for said in ("Taught by its neighbours.", "since 2012", one.source.title, one.stage.name):
        assert said in text
    assert f"http://testserver{url}" in text
    html = response.content.decode()
    for address in (other.get_absolute_url(), one.initiative.get_absolute_url(), one.source.url):
        assert f'href="{address}"' in html
    assert f'href="{url}"' in client.get("/replications/").content.decode()
    assert f'href="{url}"' in client.get(one.initiative.get_absolute_url()).content.decode()


def test_the_address_of_one_leads_on_from_capitals_and_nowhere_from_what_is_not_public(client):
    one = ReplicationFactory()
    url = one.get_absolute_url()
    response = client.get(url.upper().replace("REPLICATIONS", "replications"))
    assert (response.status_code, response["Location"]) == (301, url)
    type(one.initiative).objects.update(publication="draft")
    assert client.get(url).status_code == 410
    assert client.get("/replications/000000000000/").status_code == 404


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_page_takes_the_same_queries_however_often_a_solution_went_on(
    client, django_assert_num_queries, how_many
):
    one = ReplicationFactory(initiative=InitiativeFactory(themes=["x"]))
    for _ in range(how_many):
        ReplicationFactory(initiative=one.initiative)
    with django_assert_num_queries(4):  # itself and the initiative, each with labels
        client.get(one.get_absolute_url())
