"""How a page is cited: its page of citations, its files, and what its head tells machines."""

import json
import re
from datetime import date

import pytest
from django.utils import timezone

from forum.models import Forum, Person
from initiatives.models import Initiative, Organization, Replication, Resource, Theme
from tests.factories import (
    FigureFactory,
    InitiativeFactory,
    MilestoneFactory,
    ReplicationFactory,
    SourceFactory,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db
MODELS = [Initiative, Organization, Resource, Theme, Forum, Person]


def addresses():
    """A page of each kind that can be cited."""
    pages = [model.objects.order_by("pk").first().get_absolute_url() for model in MODELS]
    session = Forum.objects.filter(sessions__isnull=False).first().sessions.first()
    replication = Replication.objects.public().first()
    return [
        *pages,
        session.get_absolute_url(),
        f"/replications/{replication.public_id}/",
        "/countries/BRA/",
    ]


def test_every_kind_of_record_can_be_cited(client, catalogue):
    for page in addresses():
        text = visible_text(client.get(f"{page}cite.html"))
        assert f"http://testserver{page}" in text, page
        head = client.get(page).content.decode()
        assert '<meta name="citation_title"' in head, page
        assert f'href="http://testserver{page}"' in re.search("<link rel=.canonical.*", head)[0]
        for form, sign in (("bib", "@misc{"), ("ris", "TY  - ELEC"), ("json", '"webpage"')):
            response = client.get(f"{page}cite.{form}")
            assert sign in response.content.decode(), page
            assert f"http://testserver{page}" in response.content.decode(), page


def test_a_figure_and_a_milestone_have_addresses_of_their_own(client):
    initiative = InitiativeFactory(title="Seed banks")
    figure = FigureFactory(initiative=initiative, value=1200, unit="farmers", label="trained")
    milestone = MilestoneFactory(
        initiative=initiative, date="2011-03-28", text="The law was passed."
    )
    page = initiative.get_absolute_url()
    for claim, kind, says in (
        (figure.public_id, "figure", "1,200 farmers: trained"),
        (milestone.public_id, "milestone", "28 March 2011: The law was passed."),
    ):
        assert says in visible_text(client.get(f"{page}cite.html"))
        (item,) = json.loads(client.get(f"{page}cite.json?claim={claim}").content)
        assert item["title"].startswith(says)
        assert item["title"].endswith("In: Seed banks")
        assert item["URL"] == f"http://testserver{page}#{kind}-{claim}"
        assert f'id="{kind}-{claim}"' in client.get(page).content.decode()


def source_told(response):
    """What the page of citations says of the source of a claim."""
    return visible_text(response).partition("First, cite the source")[2].partition("Then, ")[0]


def test_a_claim_has_its_own_source_before_the_citation_of_the_record(client):
    report = SourceFactory(title="Seeds for all", publisher="Ministry of Labour", year=2014)
    copy = "https://web.archive.org/web/2015/https://gone.example/b"
    gone = SourceFactory(
        url="https://gone.example/b", archived_url=copy, dead_since=date(2026, 1, 2)
    )
    figure = FigureFactory(source=report)
    page = figure.initiative.get_absolute_url()
    milestone = MilestoneFactory(initiative=figure.initiative, source=gone)
    told = source_told(client.get(f"{page}cite.html?claim={figure.public_id}"))
    assert f"Ministry of Labour. (2014). Seeds for all. {report.url}" in told
    assert "Archived copy" not in told
    told = source_told(client.get(f"{page}cite.html?claim={milestone.public_id}"))
    assert "This page no longer answers." in told
    assert f"(n.d.). {gone.title}. {copy}" in told
    assert source_told(client.get(f"{page}cite.html")) == ""
    replication = ReplicationFactory(source=report)
    told = source_told(client.get(f"/replications/{replication.public_id}/cite.html"))
    assert report.url in told


@pytest.mark.parametrize("file", ["cite.html", "cite.bib", "cite.ris", "cite.json"])
def test_the_day_of_access_is_that_of_the_request_whatever_is_kept(
    caching, client, monkeypatch, file
):
    page = f"{InitiativeFactory().get_absolute_url()}{file}"
    answers = []
    for day in (date(2031, 5, 6), date(2031, 5, 7)):
        monkeypatch.setattr(timezone, "localdate", lambda value=None, day=day: day)
        answers.append(client.get(page))
        again = client.get(page, headers={"if-none-match": answers[-1]["ETag"]})
        assert again.status_code == 304
    days = [re.search(r"2031\D+0?5\D+0?([67])", one.content.decode())[1] for one in answers]
    assert days == ["6", "7"]
    asked_on_the_next_day = client.get(page, headers={"if-none-match": answers[0]["ETag"]})
    assert asked_on_the_next_day.content == answers[1].content


def test_a_replication_says_who_took_up_what_from_whom(client):
    replication = ReplicationFactory(initiative__title="Seed banks")
    way = f"From {replication.from_country.name} to {replication.to_country.name}: Seed banks"
    (item,) = json.loads(client.get(f"/replications/{replication.public_id}/cite.json").content)
    assert item["title"] == way


def test_what_moved_was_withdrawn_or_never_was_is_told(client):
    initiative = InitiativeFactory(slug="old-name")
    Initiative.objects.filter(pk=initiative.pk).update(slug="new-name")
    for file in ("cite.html", "cite.bib"):
        response = client.get(f"/initiatives/old-name/{file}")
        assert (response.status_code, response.url) == (301, f"/initiatives/new-name/{file}")
        assert client.get(f"/initiatives/never-was/{file}").status_code == 404
        assert client.get(f"/about/{file}").status_code == 404
        assert client.get(f"/nowhere/at/all/{file}").status_code == 404
        assert client.get(f"/{file}").status_code == 404
    assert client.get("/initiatives/new-name/cite.bib?claim=012345678901").status_code == 404
    Initiative.objects.update(publication="draft")
    assert client.get("/initiatives/new-name/cite.ris").status_code in (404, 410)


@pytest.mark.parametrize("question", ["?form=bib", "?claim=1&claim=2", "?claim=%00"])
def test_what_is_not_understood_is_refused_by_name(client, question):
    page = InitiativeFactory().get_absolute_url()
    response = client.get(f"{page}cite.bib{question}")
    assert response.status_code == 400
    assert set(response.json()["errors"]) <= {"form", "claim"}


def test_a_page_says_to_messengers_what_it_says_to_searches(client):
    InitiativeFactory(slug="seeds", title="Seeds & more", summary="Farmers “share” seeds.")
    head = client.get("/initiatives/seeds/").content.decode()
    assert '<meta property="og:title" content="Seeds &amp; more">' in head
    assert '<meta property="og:description" content="Farmers “share” seeds.">' in head
    assert '<meta property="og:url" content="http://testserver/initiatives/seeds/' in head
