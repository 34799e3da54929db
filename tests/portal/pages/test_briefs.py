"""Two pages on paper of every kind of page: at which addresses, of what, and for whom."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pypdf
import pytest
from django.conf import settings

from core.web.places import PLACES
from tests.factories import (
    AppearanceFactory,
    FigureFactory,
    InitiativeFactory,
    MilestoneFactory,
    OrganizationFactory,
    PartnershipFactory,
    ReplicationFactory,
    ResourceFactory,
    SessionFactory,
    SourceFactory,
)
from tests.portal.test_archived_pages import archive

LONGEST = {  # of each kind, with what stands in it
    "/initiatives/luban-workshops/brief": "Who to ask",
    "/initiatives/village-savings-and-loan-associations/brief": "Who took it up",
    "/countries/BRA/brief": "What others took up, learnt from or want",
    "/countries/PRY/brief?theme=child-labour": "Not here yet",
    "/compare/brief?initiative=ciudad-mujer&initiative=r4-rural-resilience-initiative"
    "&initiative=cotton-with-decent-work": "What is needed to take it up",
    "/forums/ilo-solution-forum-gssd-expo-2014/brief": "Sessions",
    "/forums/ilo-solution-forum-gssd-expo-2014/"
    "solution-forum-2014-expos-decent-work-solutions/brief": "Who spoke and what was said",
}


def text_of_pdf(content):
    """The pages of a PDF, and their text with single blanks."""
    pages = pypdf.PdfReader(BytesIO(content)).pages
    return pages, " ".join(" ".join(page.extract_text() for page in pages).split())


def text_of_docx(content):
    document = zipfile.ZipFile(BytesIO(content)).read("word/document.xml")
    return " ".join("".join(ElementTree.fromstring(document).itertext()).split())  # noqa: S314


def at(address, form):
    """The address of a brief in a form."""
    return address.replace("/brief", f"/brief.{form}")


def docx(client, address):
    return text_of_docx(client.get(at(address, "docx")).content)


@pytest.mark.parametrize("address", LONGEST)
def test_the_longest_of_each_kind_have_two_pages_at_most(catalogue, client, address):
    response = client.get(at(address, "pdf"))
    assert response["Content-Type"] == "application/pdf"
    assert re.fullmatch(r'inline; filename="[\w-]+\.pdf"', response["Content-Disposition"])
    pages, text = text_of_pdf(response.content)
    assert len(pages) <= 2
    page = "http://testserver" + address.replace("brief", "")
    assert response["Link"] == f'<{page}>; rel="canonical"'
    assert LONGEST[address] in text
    assert LONGEST[address] in docx(client, address)


@pytest.fixture
def seeds(db):
    """An initiative with all that a brief tells."""
    initiative = InitiativeFactory(
        slug="seed-banks",
        title="Seed banks",
        results="Fewer *children* work.",
        law_and_mandate="A decree.",
        origins=["BRA"],
        themes=["child-labour"],
        sources=[SourceFactory(title="Evaluation"), SourceFactory(title="Register")],
    )
    law = SourceFactory(title="Decree", type="law", publisher="Ministry", year=2013)
    ReplicationFactory(
        initiative=initiative,
        from_country__name="Brazil",
        to_country__name="Haiti",
        stage__name="Replicated",
        year=2014,
        note="In three towns.",
        source=law,
    )
    FigureFactory(initiative=initiative, value=6_864_706, unit="people", kind="result", source=law)
    MilestoneFactory(initiative=initiative, text="The law passed.", source=law)
    PartnershipFactory(
        initiative=initiative,
        role__slug="lead",
        role__name="Lead",
        organization__name="Ministry of Labour",
        organization__url="https://labour.example.org/",
    )
    return initiative


def test_a_brief_tells_what_stands_on_the_page_with_the_numbers_of_its_sources(client, seeds):
    text = docx(client, "/initiatives/seed-banks/brief")
    for told in (
        "Seed banks",
        "What it is.",
        "How it works.",
        "Fewer children work.",
        "6.9 million",
        "Who took it up",
        "from Brazil",
        "Replicated",
        "In three towns.3",
        "Law and mandate: A decree.",
        "Not known yet: ",
        "The law passed.3",
        "Ministry of Labour labour.example.org",
        "http://testserver/initiatives/seed-banks/",
        "1.Evaluation, International Labour Organization",
        "3.Decree, Ministry, 2013 · law",
    ):
        assert told in text


def test_drafts_do_not_leak_into_briefs(client, seeds):
    hidden = OrganizationFactory(name="Zyxomorph", publication="draft")
    PartnershipFactory(initiative=seeds, organization=hidden)
    draft = InitiativeFactory(slug="draft", title="Zyxomorph", publication="draft")
    seeds.resources.add(ResourceFactory(title="Zyxomorph", publication="draft"))
    session = SessionFactory(slug="opening", forum__slug="forum", initiatives=[seeds, draft])
    AppearanceFactory(session=session, person__name="Zyxomorph", person__publication="draft")
    ReplicationFactory(initiative=draft, to_country__iso3="HTI")
    assert client.get("/initiatives/draft/brief.pdf").status_code == 404
    for address in (
        "/initiatives/seed-banks/brief",
        "/forums/forum/brief",
        "/forums/forum/opening/brief",
        "/countries/HTI/brief",
        "/compare/brief?initiative=seed-banks&initiative=draft",
    ):
        assert "Zyxomorph" not in docx(client, address)
    session.forum.publication = "draft"
    session.forum.save()
    for address in ("/forums/forum/brief.pdf", "/forums/forum/opening/brief.pdf"):
        assert client.get(address).status_code == client.get(address[:-9]).status_code == 410
    assert client.get("/compare/brief.pdf?initiative=draft").status_code == 404


def test_a_brief_is_where_its_page_is(client, seeds):
    seeds.slug = "banks-of-seeds"
    seeds.save()
    SessionFactory(slug="opening", forum__slug="forum")
    for former, present in (
        (
            "/initiatives/seed-banks/brief.odt?paper=a4",
            "/initiatives/banks-of-seeds/brief.odt?paper=a4",
        ),
        ("/countries/bra/brief.pdf", "/countries/BRA/brief.pdf"),
        ("/forums/other/opening/brief.pdf", "/forums/forum/opening/brief.pdf"),
    ):
        response = client.get(former)
        assert (response.status_code, response["Location"]) == (301, present)
    for nowhere in (
        "/initiatives/none/brief.pdf",
        "/countries/ZZZ/brief.pdf",
        "/compare/brief.pdf",
    ):
        assert client.get(nowhere).status_code == 404


def test_what_is_archived_says_so_and_what_is_gone_is_gone(client, seeds):
    archive(seeds)
    text = docx(client, "/initiatives/seed-banks/brief")
    assert "The programme ended in 2026. It is kept for reference and is no longer updated." in text
    archive(seeds, "gone")
    assert client.get("/initiatives/seed-banks/brief.pdf").status_code == 410


@pytest.mark.parametrize("question", ["paper=a5", "paper=a4&paper=letter", "pages=3", "q=seed"])
def test_a_question_that_is_not_understood_is_refused(client, seeds, question):
    response = client.get(f"/initiatives/seed-banks/brief.pdf?{question}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_it_comes_on_the_paper_that_is_asked_for(client, seeds):
    widths = []
    for paper in ("a4", "letter"):
        pages, _ = text_of_pdf(
            client.get(f"/initiatives/seed-banks/brief.pdf?paper={paper}").content
        )
        widths.append(round(float(pages[0].mediabox.width)))
    assert widths == [595, 612]


def test_the_queries_of_a_brief_do_not_grow_with_what_it_tells(
    client, seeds, django_assert_max_num_queries
):
    for _ in range(5):
        ReplicationFactory(initiative=seeds)
        SessionFactory(initiatives=[seeds])
    with django_assert_max_num_queries(4):
        client.get("/initiatives/seed-banks/brief.docx")


def test_few_are_made_at_once_and_whoever_finds_no_place_is_asked_to_come_back(client, seeds):
    taken = [PLACES.acquire(blocking=False) for _ in range(settings.THREADS // 2)]
    assert all(taken)
    try:
        response = client.get("/initiatives/seed-banks/brief.pdf?paper=letter")
        assert (response.status_code, response["Retry-After"]) == (503, "5")
        assert response["Cache-Control"] == "no-store"
        assert "Come back in a moment" in response.content.decode()
        assert client.get("/initiatives/seed-banks/").status_code == 200
    finally:
        for _ in taken:
            PLACES.release()
    assert client.get("/initiatives/seed-banks/brief.pdf?paper=letter").status_code == 200


def test_the_code_of_a_page_leads_to_the_page(client, seeds):
    response = client.get("/countries/BRA/qr.svg?theme=child-labour")
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    assert response.content != client.get("/countries/BRA/qr.svg").content
    assert client.get("/nowhere/at/all/qr.svg").status_code == 404
    assert client.get(f"/search/qr.svg?q={'a' * 2000}").status_code == 404
