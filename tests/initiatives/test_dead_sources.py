"""Sources whose page no longer answers: what pages, paper and API say of it."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, connection

from core.publishing import NOTE, findings_of
from initiatives.models import Source
from tests.factories import FigureFactory, InitiativeFactory, ReplicationFactory, SourceFactory
from tests.pages import section_text, visible_text

pytestmark = pytest.mark.django_db

COPY = "https://web.archive.org/web/20261103120000/https://example.org/report"
DEAD = date(2026, 11, 3)


def resting_on(**of_source):
    source = SourceFactory(title="Seeds in 2013", **of_source)
    initiative = InitiativeFactory(sources=[])
    initiative.citations.create(source=source, position=0)
    FigureFactory(initiative=initiative, source=source)
    return initiative, source


def test_a_dead_source_is_marked_in_words_and_its_copy_is_linked(client):
    initiative, _ = resting_on(dead_since=DEAD, archived_url=COPY)
    page = client.get(initiative.get_absolute_url())
    assert "This page no longer answers; read the archived copy." in section_text(page, "sources")
    assert f'<a href="{COPY}" rel="noopener">read the archived copy</a>' in page.content.decode()


def test_a_dead_source_without_a_copy_is_marked_too(client):
    initiative, _ = resting_on(dead_since=DEAD)
    text = section_text(client.get(initiative.get_absolute_url()), "sources")
    assert text.endswith("This page no longer answers.")


def test_of_a_source_that_answers_the_copy_stands_beside_it(client):
    initiative, _ = resting_on(archived_url=COPY)
    text = section_text(client.get(initiative.get_absolute_url()), "sources")
    assert text.endswith("· archived copy")
    assert "no longer answers" not in text


def test_the_list_of_replications_and_the_page_of_one_say_so_too(client):
    source = SourceFactory(dead_since=DEAD, archived_url=COPY)
    replication = ReplicationFactory(source=source)
    for address in ("/replications/", replication.get_absolute_url()):
        text = visible_text(client.get(address))
        assert "This page no longer answers; read the archived copy." in text


@pytest.mark.parametrize(
    ("copy", "said"),
    [(COPY, "the page no longer answers; this is its archived copy"), ("", "this page no longer")],
)
def test_paper_says_so_and_prints_the_address_of_the_copy(client, copy, said):
    initiative, source = resting_on(dead_since=DEAD, archived_url=copy)
    answer = client.get(f"{initiative.get_absolute_url()}brief.odt")
    assert answer.status_code == 200
    text = ZipFile(BytesIO(answer.content)).read("content.xml").decode()
    assert said in text
    assert (copy or source.url) in text


def test_the_api_says_it_of_a_source_and_wherever_it_is_cited(client):
    initiative, source = resting_on(dead_since=DEAD, archived_url=COPY)
    Source.objects.update(moved_to="https://example.org/new")
    told = client.get(f"/api/v1/sources/{source.public_id}/").json()
    assert told["dead_since"] == "2026-11-03"
    assert told["archived_url"] == COPY
    assert told["moved_to"] == "https://example.org/new"
    (cited,) = client.get(f"/api/v1/initiatives/{initiative.slug}/").json()["sources"]
    assert (cited["dead_since"], cited["archived_url"]) == ("2026-11-03", COPY)


def test_what_dies_is_a_change_of_the_source_and_of_nothing_else():
    _, source = resting_on()
    before = digests()
    Source.objects.update(dead_since=DEAD)
    changed = {key for key, digest in digests().items() if before[key] != digest}
    assert changed == {("source", source.public_id)}


def digests():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SELECT kind, public_id, digest FROM portal_publicrecord")
        return {(kind, key): digest for kind, key, digest in cursor.fetchall()}


def test_another_address_knows_nothing_of_what_was_found_at_the_former():
    _, source = resting_on(dead_since=DEAD)
    Source.objects.update(moved_to="https://example.org/new")
    Source.objects.update(title="Seeds")
    source.refresh_from_db()
    assert source.dead_since == DEAD
    Source.objects.update(url="https://example.org/new")
    source.refresh_from_db()
    assert (source.dead_since, source.moved_to) == (None, "")


@pytest.mark.parametrize(
    "address",
    [
        "https://web.archive.org/web/https://example.org/report",
        "https://web.archive.org.example.org/web/20261103/https://example.org/report",
        "https://example.org/web/20261103/https://example.org/report",
        "https://web.archive.org/web/20261103/javascript:alert(1)",
        "https://web.archive.org/web/*/https://example.org/report",
        "https://web.archive.org/web/20261103id_/https://example.org/report",
        "https://web.archive.org/web/20261103/https://example.org/../../../save/x",
        "https://web.archive.org/web/20261103/https://../../save",
        "https://web.archive.org/web/20261103/https://example.org/.%2E/%2e./%2e%2E",
        r"https://web.archive.org/web/20261103/https://example.org\..\x",
    ],
)
def test_a_copy_is_one_of_the_internet_archive(address):
    with pytest.raises(IntegrityError, match="source_archived_at_internet_archive"):
        SourceFactory(archived_url=address)


@pytest.mark.parametrize(
    "page",
    [
        "https://example.org/report",
        "http://a.example.org:80/..x/y../a.../?b=..#c.pdf",
        "http://x/.",
    ],
)
def test_a_copy_is_of_any_page(page):
    address = f"https://web.archive.org/web/20261103/{page}"
    source = SourceFactory(archived_url=address)
    source.full_clean()
    assert Source.objects.get().archived_url == address


@pytest.mark.parametrize(
    ("archived", "is_said"),
    [
        ("", False),
        ("https://web.archive.org/web/2026/http://www.ilo.org/report/", False),
        ("https://web.archive.org/web/2026/https://www.ilo.org/another", True),
    ],
)
def test_the_desk_is_told_of_a_copy_that_is_of_another_page(archived, is_said):
    initiative, _ = resting_on(url="https://www.ilo.org/report", archived_url=archived)
    said = [one for one in findings_of(initiative) if one.check == "archived-copy-is-of-the-source"]
    assert [(one.level, one.text) for one in said] == is_said * [
        (
            NOTE,
            "The archived copy of the source “Seeds in 2013” is of another page: "
            "https://www.ilo.org/another.",
        )
    ]
