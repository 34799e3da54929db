"""The index of a process: it follows what is committed, and a backup that is restored."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client

from core import revision
from core.search.index import CatalogueIndex
from core.search.others import OtherRecord
from core.search.parts import GLANCE
from core.search.reads import Rows
from core.search.spare import SpareTime
from core.search.worker import worker
from forum.models import Person
from initiatives.models import Initiative
from tests.factories import InitiativeFactory, PersonFactory
from tests.listening import wait_until

INITIATIVES = "/initiatives/"
PEOPLE = "/people/"
NETWORK = "companies-network-ecuador-free-of-child-labour"


@pytest.fixture
def index(request, transactional_db, settings):
    """The index of this process, following the database of this test, with a few records.

    With the parameter "deaf" the process hears of no change, and has to ask the database.
    """
    InitiativeFactory(slug=NETWORK, title="Network of companies of Ecuador")
    PersonFactory(slug="guy-ryder", name="Guy Ryder")
    if getattr(request, "param", "") != "deaf":
        request.getfixturevalue("listening")
    settings.SEARCH_INDEX = True
    worker.start()
    wait_until(lambda: worker.snapshot.is_of_one_revision)
    yield worker
    worker.stop()


@pytest.fixture
def client():
    """A client of a process whose worker has a thread that follows by itself."""
    return Client()


@pytest.fixture
def found(client):
    """What a list of the API finds: `found("people", "gui rydr")`."""

    def ask(kind, words):
        results = client.get(f"/api/v1/{kind}/", {"q": words}).json()["results"]
        return [record["slug"] for record in results]

    return ask


@pytest.fixture
def suggested(client):
    """The names that are suggested for what has been typed."""

    def ask(typed):
        return [one["name"] for one in client.get("/suggest/", {"q": typed}).json()["suggestions"]]

    return ask


def rename(title):
    """Give the network of companies another title, and commit that."""
    Initiative.objects.filter(slug=NETWORK).update(title=title)


def test_it_follows_commits_and_ignores_rollbacks(index, found, suggested):
    before = worker.catalogue().revision
    with transaction.atomic():
        rename("Zyzzyva network")
        transaction.set_rollback(True)
    assert found("initiatives", "zyzzyva") == []
    assert worker.catalogue().revision == before
    rename("Zyzzyva network")
    wait_until(lambda: found("initiatives", "zyzzyva") == [NETWORK])
    wait_until(lambda: suggested("zyzz") == ["Zyzzyva network"])
    Initiative.objects.filter(slug=NETWORK).update(publication="draft")
    wait_until(lambda: found("initiatives", "zyzzyva") == suggested("zyzz") == [])


def test_what_pages_keep_is_made_anew_after_an_edit_before_anybody_asks(index, monkeypatch):
    made_at = []
    monkeypatch.setattr("core.search.worker.REST", 0.01)
    monkeypatch.setattr(worker, "_made_ahead", [])
    worker.make_ahead(lambda: made_at.append(revision.current()))
    Initiative.objects.filter(slug=NETWORK).update(title="Companies of Ecuador")
    wait_until(lambda: revision.current(fresh=True) in made_at)


def test_what_nobody_has_asked_for_waits_for_time_to_spare(index, monkeypatch):
    asked, made = [], []
    is_idle = threading.Event()

    def is_there(spare):
        asked.append(spare)
        return is_idle.is_set()

    monkeypatch.setattr(SpareTime, "is_there", is_there)
    monkeypatch.setattr(index, "_made_ahead", [lambda: made.append("kept")])
    Initiative.objects.filter(slug=NETWORK).update(summary="Companies that have joined.")
    wait_until(lambda: len(asked) > 1)
    assert made == []
    is_idle.set()
    wait_until(lambda: made)


def test_other_records_follow_commits(index, found):
    ryder = Person.objects.filter(name="Guy Ryder")
    slug = ryder.get().slug
    assert found("people", "gui rydr") == [slug]
    with transaction.atomic():
        ryder.update(name="Zyzzyva Quokka")
        transaction.set_rollback(True)
    assert found("people", "Guy Ryder") == [slug]
    ryder.update(name="Zyzzyva Quokka")
    wait_until(lambda: found("people", "zyzzyvva") == [slug])
    Person.objects.filter(slug=slug).update(publication="draft")
    assert found("people", "zyzzyva quokka") == []
    wait_until(lambda: not worker.others().understood("zyzzyvva").corrections)


def test_a_forked_process_goes_on_where_its_parent_was(index, found, monkeypatch):
    monkeypatch.setattr("core.search.text_index.os.getpid", lambda: -1)
    rename("Zyzzyva network")
    wait_until(lambda: found("initiatives", "zyzzyva") == [NETWORK])
    Person.objects.filter(name="Guy Ryder").update(name="Quokka Okapi")
    wait_until(lambda: len(found("people", "quoka okapi")) == 1)


@pytest.fixture
def read_slowly(monkeypatch):
    """Have people be read for as long as it takes: what says that it is read, and what ends it."""
    is_reading, may_go_on, may_end = threading.Event(), threading.Event(), threading.Event()

    def slowly():
        ours = [OtherRecord(number, ["Ours"], {"title": "Ours"}) for number in range(GLANCE + 1)]
        yield from ours[:GLANCE]
        is_reading.set()
        assert may_go_on.wait(10)
        yield ours[GLANCE]
        assert may_end.wait(10)

    monkeypatch.setitem(worker._others.kinds, Person, (slowly, [Rows(Initiative)]))
    return is_reading, may_go_on, may_end


def test_an_edit_does_not_wait_for_other_records_that_are_being_read(index, found, read_slowly):
    is_reading, may_go_on, may_end = read_slowly
    rename("Quokka network")
    assert is_reading.wait(10)
    rename("Zyzzyva network")
    may_go_on.set()
    wait_until(lambda: found("initiatives", "zyzzyva") == [NETWORK])
    assert worker.snapshot.others.revision < worker.snapshot.catalogue.revision
    may_end.set()
    wait_until(lambda: worker.snapshot.is_of_one_revision)


def test_what_is_withdrawn_is_hidden_while_all_is_read_anew(index, found, monkeypatch):
    """Many records change at once, of which one has been withdrawn."""
    is_reading, may_end = threading.Event(), threading.Event()
    build = CatalogueIndex.build

    def slowly(index, *arguments):
        is_reading.set()
        assert may_end.wait(10)
        return build(index, *arguments)

    monkeypatch.setattr(CatalogueIndex, "build", slowly)
    network = Initiative.objects.get(slug=NETWORK)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_change")  # so that nobody knows what has changed
    rename("Zyzzyva network")
    assert is_reading.wait(10)
    assert network.pk in worker.snapshot.catalogue.public
    Initiative.objects.filter(pk=network.pk).update(publication="archived")
    wait_until(lambda: network.pk not in worker.snapshot.catalogue.public)
    may_end.set()
    wait_until(lambda: worker.snapshot.catalogue.revision == revision.current(fresh=True))
    assert found("initiatives", "zyzzyva") == []


def test_what_fails_is_tried_again_while_the_old_index_serves(index, found, monkeypatch, caplog):
    update = CatalogueIndex.update
    failures = [RuntimeError("a passing fault")]

    def failing_once(index, *arguments):
        if failures:
            raise failures.pop()
        return update(index, *arguments)

    monkeypatch.setattr(CatalogueIndex, "update", failing_once)
    rename("Zyzzyva network")
    wait_until(lambda: found("initiatives", "zyzzyva") == [NETWORK])
    assert "a passing fault" in caplog.text


def restore(title, name):
    """Put the database back as a backup does: an older revision, and no trigger that raises it."""
    tables = ("initiatives_initiative", "forum_person")
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        rename(title)
        Person.objects.filter(slug="guy-ryder").update(name=name)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("UPDATE portal_revision SET value = value - 60000000 RETURNING value")
        (value,) = cursor.fetchone()
        cursor.execute("DELETE FROM portal_change WHERE revision > %s", [value])
        cursor.execute("INSERT INTO portal_change VALUES (%s, '{}')", [value])
    return value


@pytest.mark.usefixtures("caching")
@pytest.mark.parametrize("index", ["listening", "deaf"], indirect=True)
def test_a_restored_backup_is_shown_without_another_edit(index, client, found, suggested):
    def seen():
        page = client.get(INITIATIVES, {"q": "network ecuador"}).content.decode()
        words = [word for word in ("Quokka", "Zyzzyva") if word in page]
        return words, suggested("quokka"), suggested("zyzzyva"), found("people", "okapi")

    rename("Zyzzyva network of Ecuador")
    wait_until(lambda: seen() == (["Zyzzyva"], [], ["Zyzzyva network of Ecuador"], []))
    value = restore("Quokka network of Ecuador", "Ana Okapi")
    restored = (["Quokka"], ["Quokka network of Ecuador"], [], ["guy-ryder"])
    wait_until(lambda: seen() == restored)
    assert worker.catalogue().revision == value == revision.current()
    assert found("initiatives", "quokka") == [NETWORK]
    rename("Ibex network")
    wait_until(lambda: found("initiatives", "ibex") == [NETWORK])
