"""What readers see while the database is locked, gone or hangs, and what the log says of it."""

import json
import os
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import psycopg
import pytest

from core.embedded.server import Server as PostgreSQL
from core.embedded.system import processes_in
from tests.factories import InitiativeFactory
from tests.servers import Server, database_url, url_of_database, wait_until

KEPT = "/about/"
FROM_THE_INDEX = ("/initiatives/?q=child+labour", "/api/v1/initiatives/?q=cooperatives")
PAGE, API = "/initiatives/{}/", "/api/v1/initiatives/{}/"
QUICKLY = 40  # seconds; the machine that runs the tests may be busy, and a lock lasts longer
READERS = 3  # one fewer than there are threads: where none is free, test_shedding.py tells


@pytest.fixture
def slugs(transactional_db):
    """Of initiatives that a visitor may see."""
    return [initiative.slug for initiative in InitiativeFactory.create_batch(12)]


@contextmanager
def served(url, log):
    """A server of one process that has read its index and keeps one page."""
    with Server(url, log=log, LOCK_TIMEOUT="2", STATEMENT_TIMEOUT="4", WORKERS="1") as server:
        wait_until(lambda: json.loads(server.ask("/readyz").body)["search"] == "index")
        assert server.ask(KEPT).status == 200
        yield server


@contextmanager
def locked(*tables):
    """Hold the lock that a migration takes, as another process."""
    with psycopg.connect(database_url()) as other:
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


def test_locked_tables_cost_only_those_who_ask_for_them(slugs, tmp_path):
    with served(database_url(), tmp_path / "log") as server:
        with locked("initiatives_initiative", "forum_forum"):
            answer = server.ask(PAGE.format(slugs[0]))
            assert_unavailable(answer)
            assert "the catalogue is unavailable" in answer.body.decode()
            answer = server.ask(API.format(slugs[0]))
            assert_unavailable(answer)
            assert answer.headers["Content-Type"] == "application/problem+json"
            with crowd(server, map(PAGE.format, slugs)) as answers:
                for _ in range(5):
                    assert_served_quickly(server, "/healthz", KEPT, *FROM_THE_INDEX)
            for answer in answers:
                assert_unavailable(answer)
        assert server.ask(PAGE.format(slugs[0])).status == 200
        assert_short(server.lines(), failures=len(slugs) + 2)


def test_all_tables_locked_even_that_of_the_revision(slugs, tmp_path):
    with served(database_url(), tmp_path / "log") as server:
        with locked("initiatives_initiative", "portal_revision", "roof_browsersession"):
            assert_unavailable(server.ask(PAGE.format(slugs[0])))
            wait_until(lambda: server.ask(KEPT).seconds > 1)  # what was known has lapsed
            assert_served_quickly(server, "/healthz", KEPT, *FROM_THE_INDEX)
            assert_unavailable(server.ask(KEPT, Cookie="sessionid=" + "x" * 32))
        assert server.ask(PAGE.format(slugs[0])).status == 200


@pytest.fixture
def database(slugs, tmp_path):
    """A PostgreSQL that can be stopped, with a copy of the database of this test."""
    server = PostgreSQL(tmp_path / "postgres")
    server.ensure_running()
    programs = server.find_binaries()
    params = server.connection_params()
    dump = subprocess.run(
        [programs / "pg_dump", "--no-owner", database_url()], check=True, stdout=subprocess.PIPE
    )
    subprocess.run(
        [programs / "psql", "--quiet", url_of_database(params)],
        input=dump.stdout,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    yield server
    signal_to(server, signal.SIGCONT)
    server.release()


def signal_to(database, number):
    for process in processes_in(database.data):
        with suppress(ProcessLookupError):  # it has ended since they were listed
            os.kill(process, number)


def stop(database):
    os.kill(int((database.data / "postmaster.pid").read_text().split()[0]), signal.SIGINT)
    wait_until(lambda: not processes_in(database.data))


def test_a_database_that_is_gone_and_comes_back(slugs, database, tmp_path):
    url = url_of_database(database.connection_params())
    with served(url, tmp_path / "log") as server:
        stop(database)
        for _ in range(100):
            assert_served_quickly(server, "/healthz", KEPT, *FROM_THE_INDEX)
        with crowd(server, map(PAGE.format, slugs)) as answers:
            pass
        for answer in answers:
            assert_unavailable(answer)
            assert answer.seconds < QUICKLY
        assert server.ask("/readyz").status == 503
        assert server.ask("/admin/login/").status == 200
        database.restart_if_gone()
        wait_until(lambda: server.ask(PAGE.format(slugs[0])).status == 200, 10)
        assert_short(server.lines(), failures=len(slugs) + 1)


def test_a_database_that_hangs_and_goes_on(slugs, database, tmp_path):
    url = url_of_database(database.connection_params())
    with served(url, tmp_path / "log") as server:
        signal_to(database, signal.SIGSTOP)
        with crowd(server, map(PAGE.format, slugs)) as answers:
            wait_until(lambda: server.ask("/healthz").seconds < 1, 10)
            for _ in range(5):
                assert_served_quickly(server, "/healthz", KEPT, *FROM_THE_INDEX)
        for answer in answers:
            assert_unavailable(answer)
            assert answer.seconds < QUICKLY
        signal_to(database, signal.SIGCONT)
        wait_until(lambda: server.ask(PAGE.format(slugs[0])).status == 200, 20)
        assert server.ask("/readyz").status == 200
        assert_short(server.lines(), failures=len(slugs))
