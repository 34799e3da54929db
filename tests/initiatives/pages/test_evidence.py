"""Evidence: what the sources of a page are, and how to ask for it."""

import pytest

from initiatives.models import Source
from initiatives.pages.evidence import DEFINITIONS, NOUNS, evidence_in_words
from tests.factories import (
    FigureFactory,
    InitiativeFactory,
    MilestoneFactory,
    OrganizationFactory,
    PartnershipFactory,
    ReplicationFactory,
    SourceFactory,
)
from tests.pages import section_text, visible_text

pytestmark = pytest.mark.django_db


def resting_on(title, *types, **further):
    initiative = InitiativeFactory(title=title, sources=[], **further)
    for position, kind in enumerate(types):
        initiative.citations.create(source=SourceFactory(type=kind), position=position)
    return initiative


def test_every_sort_of_source_has_a_noun_and_a_definition():
    assert set(NOUNS) == set(DEFINITIONS) == set(Source.Type)


def test_the_strongest_sorts_are_told_first():
    sources = [SourceFactory(type=kind) for kind in ("press", "evaluation", "press", "web-page")]
    assert evidence_in_words(sources) == "1 evaluation, 2 press articles, 1 web page"


def test_a_page_says_what_it_rests_on(client):
    initiative = resting_on("Seeds", "agency-report", "agency-report", "evaluation")
    text = visible_text(client.get(initiative.get_absolute_url()))
    assert "Based on 1 evaluation, 2 agency reports" in text
    assert "What the types of source mean" in text


def test_a_copy_on_a_document_host_is_told(client):
    initiative = resting_on("Seeds", "press")
    initiative.citations.create(source=SourceFactory(copy=True), position=1)
    text = visible_text(client.get(initiative.get_absolute_url()))
    assert text.count("read as a copy on a document-sharing site") == 1


@pytest.mark.parametrize(
    ("copy", "said"),
    [
        (False, "Seeds in 2013, ILO, 2013 · evaluation · read on 3 November 2026"),
        (True, "· read on 3 November 2026 as a copy on a document-sharing site"),
    ],
)
def test_a_claim_leads_to_the_sort_of_its_source_and_when_it_was_read(client, copy, said):
    read = {"copy": copy, "accessed_on": "2026-11-03", "type": "evaluation", "year": 2013}
    source = SourceFactory(title="Seeds in 2013", publisher="ILO", **read)
    replication = ReplicationFactory(source=source)
    FigureFactory(initiative=replication.initiative, source=source)
    for record in (replication.initiative, replication):
        assert said in visible_text(client.get(record.get_absolute_url()))
    listed = visible_text(client.get("/replications/"))
    assert "ILO Evaluation" in listed


@pytest.mark.parametrize("is_indexed", [True, False])
def test_readers_ask_for_what_rests_on_an_evaluation_or_statistics(client, read, is_indexed):
    resting_on("Evaluated", "press", "evaluation")
    resting_on("Counted", "statistics")
    resting_on("Told", "press")
    if is_indexed:
        read()
    for path in ("/api/v1/initiatives/?evidence=evaluation&evidence=statistics&sort=title",):
        titles = [one["title"] for one in client.get(path).json()["results"]]
        assert titles == ["Counted", "Evaluated"]
    text = visible_text(client.get("/initiatives/?evidence=evaluation"))
    assert "Evaluated" in text
    assert "Told" not in text
    assert client.get("/api/v1/initiatives/?evidence=rumour").status_code == 400


def test_without_a_known_status_the_page_says_when_it_was_last_heard_of(client):
    initiative = InitiativeFactory(status="unknown", start_year=2004, end_year=None)
    assert "Last known in 2004" in visible_text(client.get(initiative.get_absolute_url()))
    MilestoneFactory(initiative=initiative, date="2008-05")
    FigureFactory(initiative=initiative, year=2010)
    text = visible_text(client.get(initiative.get_absolute_url()))
    assert "Last known in 2010 (from 2004) No source says whether it is still running." in text
    assert "Not known" not in text
    compared = visible_text(client.get("/compare/", {"initiative": initiative.slug}))
    assert f"Status {initiative.title} Last known: 2010" in compared


def test_who_leads_is_whom_to_ask(client):
    initiative = InitiativeFactory()
    ministry = OrganizationFactory(name="Ministry of Labour", url="https://labour.example.org/")
    PartnershipFactory(initiative=initiative, organization=ministry, role__slug="lead")
    PartnershipFactory(initiative=initiative, role__slug="funder", organization__name="A bank")
    asked = section_text(client.get(initiative.get_absolute_url()), "ask")
    assert "Ministry of Labour" in asked
    assert "labour.example.org" in asked
    assert "A bank" not in asked
