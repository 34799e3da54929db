"""What readers see while the database is locked, gone or hangs, and what the log says of it."""

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import count, islice
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connection

from core.embedded.server import Server as PostgreSQL
from core.embedded.system import processes_in
from tests.backups import copy_to
from tests.databases import copy_of, pointed_at
from tests.factories import InitiativeFactory
from tests.servers import Server, url_of_database, wait_until

pytestmark = pytest.mark.django_db  # one of them at least, so that there is a database to copy

KEPT = "/about/"
SEARCHES = ("/initiatives/?q=child+labour&year_from={}", "/api/v1/initiatives/?q=sea&year_from={}")
PAGE, API = "/initiatives/{}/", "/api/v1/initiatives/{}/"
QUICKLY = 40  # seconds; the machine that runs the tests may be busy, and a lock lasts longer
READERS = 3  # one fewer than there are threads: where none is free, test_shedding.py tells


@pytest.fixture(scope="module")
def shared(django_db_setup, django_db_blocker, tmp_path_factory):
    """A PostgreSQL that can be stopped and a server of one process over it, for all tests here."""
    database = PostgreSQL(tmp_path_factory.mktemp("outages") / "postgres")
    database.ensure_running()
    url = url_of_database(database.connection_params())
    log = tmp_path_factory.mktemp("log") / "log"
    empty = connection.settings_dict["NAME"]
    try:
        with (
            django_db_blocker.unblock(),
            copy_of(empty, f"{empty}_outages") as copy,
            pointed_at(copy),
        ):
            slugs = [initiative.slug for initiative in InitiativeFactory.create_batch(24)]
            copy_to(url)
        patience = {"LOCK_TIMEOUT": "2", "STATEMENT_TIMEOUT": "4"}
        with Server(url, log=log, WORKERS="1", **patience) as server:
            yield SimpleNamespace(
                database=database, server=server, slugs=iter(slugs), years=count(1990)
            )
    finally:
        signal_to(database, signal.SIGCONT)
        database.release()


@pytest.fixture
def site(shared):
    """The same in order, whatever a test before has left: an index is read, and one page kept.

    slugs: of initiatives that a visitor may see, and searches, none of which were asked for before.
    lines: a function that gives what the log has told since.
    """
    server, database = shared.server, shared.database
    signal_to(database, signal.SIGCONT)
    database.restart_if_gone()
    wait_until(lambda: server.ask("/readyz").status == 200)
    wait_until(lambda: json.loads(server.ask("/readyz").body)["search"] == "index")
    assert server.ask(KEPT).status == 200
    year, told = next(shared.years), len(server.lines())
    return SimpleNamespace(
        database=database,
        server=server,
        slugs=list(islice(shared.slugs, 6)),
        searches=[search.format(year) for search in SEARCHES],
        lines=lambda: server.lines()[told:],
    )


@contextmanager
def locked(database, *tables):
    """Hold the lock that a migration takes, as another process."""
    with psycopg.connect(**database.connection_params()) as other:
        other.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        yield


@contextmanager
def crowd(server, paths):
    """Readers who ask for these, at work while the block runs: then their answers."""
    with ThreadPoolExecutor(READERS) as readers:
        answers = []
        asked = [readers.submit(server.ask, path) for path in paths]
        yield answers
        answers += [future.result() for future in asked]


def assert_unavailable(answer):
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert "no-store" in answer.headers["Cache-Control"]


def assert_served_quickly(server, *paths):
    for path in paths:
        answer = server.ask(path)
        assert answer.status == 200
        assert answer.seconds < QUICKLY


def assert_short(lines, failures):
    """One traceback, and besides a line for each request that failed."""
    assert sum(line.startswith("Traceback") for line in lines) <= 2  # one, with its cause
    assert sum(" ERROR django.request: " in line for line in lines) == failures


def test_locked_tables_cost_only_those_who_ask_for_them(site):
    server, slugs = site.server, site.slugs
    with locked(site.database, "initiatives_initiative", "forum_forum"):
        answer = server.ask(PAGE.format(slugs[0]))
        assert_unavailable(answer)
        assert "the catalogue is unavailable" in answer.body.decode()
        answer = server.ask(API.format(slugs[0]))
        assert_unavailable(answer)
        assert answer.headers["Content-Type"] == "application/problem+json"
        with crowd(server, map(PAGE.format, slugs)) as answers:
            for _ in range(5):
                assert_served_quickly(server, "/healthz", KEPT, *site.searches)
        for answer in answers:
            assert_unavailable(answer)
    assert server.ask(PAGE.format(slugs[0])).status == 200
    assert_short(site.lines(), failures=len(slugs) + 2)


def test_all_tables_locked_even_that_of_the_revision(site):
    server, slug = site.server, site.slugs[0]
    tables = ("initiatives_initiative", "portal_revision", "roof_browsersession")
    with locked(site.database, *tables):
        assert_unavailable(server.ask(PAGE.format(slug)))
        wait_until(lambda: server.ask(KEPT).seconds > 1)  # what was known has lapsed
        assert_served_quickly(server, "/healthz", KEPT, *site.searches)
        assert_unavailable(server.ask(KEPT, Cookie="sessionid=" + "x" * 32))
    assert server.ask(PAGE.format(slug)).status == 200


def signal_to(database, number):
    for process in processes_in(database.data):
        with suppress(ProcessLookupError):  # it has ended since they were listed
            os.kill(process, number)


def stop(database):
    os.kill(int((database.data / "postmaster.pid").read_text().split()[0]), signal.SIGINT)
    wait_until(lambda: not processes_in(database.data))


def test_a_database_that_is_gone_and_comes_back(site):
    server, slugs = site.server, site.slugs
    stop(site.database)
    for _ in range(100):
        assert_served_quickly(server, "/healthz", KEPT, *site.searches)
    with crowd(server, map(PAGE.format, slugs)) as answers:
        pass
    for answer in answers:
        assert_unavailable(answer)
        assert answer.seconds < QUICKLY
    assert server.ask("/readyz").status == 503
    assert server.ask("/admin/login/").status == 200
    site.database.restart_if_gone()
    wait_until(lambda: server.ask(PAGE.format(slugs[0])).status == 200, 10)
    assert_short(site.lines(), failures=len(slugs) + 1)


def test_a_database_that_hangs_and_goes_on(site):
    server, slugs = site.server, site.slugs
    signal_to(site.database, signal.SIGSTOP)
    with crowd(server, map(PAGE.format, slugs)) as answers:
        wait_until(lambda: server.ask("/healthz").seconds < 1, 10)
        for _ in range(5):
            assert_served_quickly(server, "/healthz", KEPT, *site.searches)
    for answer in answers:
        assert_unavailable(answer)
        assert answer.seconds < QUICKLY
    signal_to(site.database, signal.SIGCONT)
    wait_until(lambda: server.ask(PAGE.format(slugs[0])).status == 200, 20)
    assert server.ask("/readyz").status == 200
    assert_short(site.lines(), failures=len(slugs))
