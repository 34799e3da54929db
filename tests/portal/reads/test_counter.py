"""What the portal's own server counts of what it answers: records, days and forms, nobody."""

import pytest
from django.utils import timezone

from core import revision
from core.models import EditedRow
from initiatives.models import Initiative
from portal.reads.counter import ReadCounter
from portal.reads.models import ReadCount
from portal.reads.requests import reader_of
from tests.factories import (
    ForumFactory,
    InitiativeFactory,
    PersonFactory,
    ReplicationFactory,
    SessionFactory,
)

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(monkeypatch):
    """A counter that is not started, and leaves the connection of the test open."""
    monkeypatch.setattr("portal.reads.counter.connection.close", lambda: None)
    return ReadCounter()


def note(counter, path, *, method="GET", status=200, times=1, **headers):
    named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    environment = {"PATH_INFO": path, "HTTP_USER_AGENT": BROWSER} | named
    for _ in range(times):
        counter.note(method, status, environment)


def counted():
    return set(ReadCount.objects.values_list("kind", "public_id", "what", "number"))


def written(counter):
    revision.current(fresh=True)  # has the triggers of this transaction's changes fire
    counter.write()
    return counted()


def test_pages_files_and_data_of_each_kind_count_by_themselves(counter):
    initiative = InitiativeFactory(slug="brick-by-brick")
    replication = ReplicationFactory(initiative=initiative)
    forum = ForumFactory(slug="expo")
    session = SessionFactory(slug="opening", forum=forum)
    reads = {
        "/initiatives/brick-by-brick/": (initiative, "page"),
        "/initiatives/brick-by-brick/brief.pdf": (initiative, "pdf"),
        "/initiatives/brick-by-brick.xlsx": (initiative, "xlsx"),
        "/initiatives/brick-by-brick.figures.csv": (initiative, "csv"),
        "/initiatives/brick-by-brick/cite.bib": (initiative, "bib"),
        "/initiatives/brick-by-brick/cite.json": (initiative, "csl"),
        "/api/v1/initiatives/brick-by-brick/": (initiative, "api"),
        f"/replications/{replication.public_id}/": (replication, "page"),
        "/forums/expo/": (forum, "page"),
        "/forums/expo/brief.docx": (forum, "docx"),
        "/forums/expo/cite.json": (forum, "csl"),
        "/forums/expo/opening/": (session, "page"),
        "/forums/expo/opening/brief.odt": (session, "odt"),
        "/forums/expo/opening.json": (session, "json"),
        "/api/v1/sessions/opening/": (session, "api"),
        f"/countries/{replication.to_country.iso3}/": (replication.to_country, "page"),
    }
    for path in reads:
        note(counter, path)
    assert written(counter) == {
        (record._meta.model_name, record.public_id, what, 1) for record, what in reads.values()
    }
    assert set(ReadCount.objects.values_list("day", flat=True)) == {timezone.localdate()}


def test_numbers_are_added_to_those_that_are_there(counter):
    initiative = InitiativeFactory(slug="wages")
    note(counter, "/initiatives/wages/", times=2)
    note(counter, "/initiatives/wages/", status=304)
    written(counter)
    note(counter, "/initiatives/wages/", times=4)
    assert written(counter) == {("initiative", initiative.public_id, "page", 7)}
    assert written(counter) == {("initiative", initiative.public_id, "page", 7)}


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("/initiatives/wages/", {"method": "HEAD"}),
        ("/initiatives/wages/", {"method": "POST"}),
        ("/initiatives/wages/", {"status": 404}),
        ("/initiatives/wages/", {"status": 301}),
        ("/initiatives/wages/", {"status": 400}),  # as of a host that is made up
        ("/initiatives/wages/", {"status": 503}),
        ("/initiatives/wages/", {"sec_purpose": "prefetch"}),
        ("/initiatives/wages/", {"sec_purpose": "prefetch;prerender"}),
        ("/initiatives/wages/", {"purpose": "prefetch"}),
        ("/initiatives/wages/", {"cookie": "a=b; sessionid=abc"}),
        ("/initiatives/wages/", {"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}),
        ("/api/v1/initiatives/wages/", {"user_agent": "GPTBot/1.2"}),
        ("/initiatives/wages/", {"user_agent": "curl/8.5.0"}),
        ("/initiatives/wages/", {"user_agent": ""}),
        ("/initiatives/wages/cite.html", {}),
        ("/initiatives/wages/card.png", {}),
        ("/initiatives/wages", {}),
        ("//initiatives/wages/", {}),
        ("/initiatives/", {}),
        ("/initiatives.csv", {}),
        ("/preview/wages/", {}),
        ("/admin/initiatives/initiative/1/change/", {}),
        ("/initiatives/wages/\n", {}),
        ("/initiatives/" + "a" * 500_000 + "/", {}),
        ("/initiatives/not-there/", {}),
        ("/initiatives/draft/", {}),
        ("/people//", {}),
        ("/replications/000000000000/", {}),
    ],
)
def test_what_is_no_read_of_a_public_record_is_not_counted(counter, path, options):
    InitiativeFactory(slug="wages")
    InitiativeFactory(slug="draft", publication="draft")
    note(counter, path, **options)
    assert written(counter) == set()


def test_a_program_that_takes_data_counts(counter):
    initiative = InitiativeFactory(slug="wages")
    for path in ("/api/v1/initiatives/wages/", "/initiatives/wages.csv"):
        note(counter, path, user_agent="python-requests/2.32")
    assert written(counter) == {
        ("initiative", initiative.public_id, what, 1) for what in ("api", "csv")
    }


def test_numbers_follow_a_record_to_its_new_address(counter):
    initiative = InitiativeFactory(slug="wages")
    note(counter, "/initiatives/wages/")
    written(counter)
    Initiative.objects.filter(pk=initiative.pk).update(slug="fair-wages")
    note(counter, "/initiatives/fair-wages/")
    assert written(counter) == {("initiative", initiative.public_id, "page", 2)}


def test_an_archived_page_counts_and_a_removed_person_does_not(counter):
    person = PersonFactory(slug="ada")
    note(counter, "/people/ada/")
    revision.current(fresh=True)
    type(person).objects.filter(pk=person.pk).delete()
    assert written(counter) == set()


def test_counting_is_no_change_of_the_catalogue(counter):
    InitiativeFactory(slug="wages")
    note(counter, "/initiatives/wages/")
    revision.current(fresh=True)
    before = revision.current(fresh=True), EditedRow.objects.count()
    written(counter)
    assert (revision.current(fresh=True), EditedRow.objects.count()) == before


def test_one_question_writes_however_much_was_counted(counter, django_assert_num_queries):
    for number in range(3):
        InitiativeFactory(slug=f"wages-{number}")
        note(counter, f"/initiatives/wages-{number}/", times=5)
        note(counter, f"/initiatives/wages-{number}/brief.pdf")
    revision.current(fresh=True)
    with django_assert_num_queries(1):
        counter.write()
    assert len(counted()) == 6


@pytest.mark.parametrize(
    ("agent", "reader"),
    [
        (BROWSER, "person"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari", "person"),
        ("Mozilla/5.0 (compatible; bingbot/2.0)", "robot"),
        ("Mozilla/5.0 HeadlessChrome/140.0", "robot"),
        ("curl/8.5.0", "program"),
        ("", "program"),
    ],
)
def test_who_reads_is_told_by_few_words(agent, reader):
    assert reader_of(agent) == reader
