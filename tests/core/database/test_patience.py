"""How long a request waits for the database, and what a command may take."""

import logging
import threading
import time

import psycopg
import pytest
from django.core.signals import request_finished, request_started
from django.db import OperationalError, connection

from core.database import patience
from core.database.outage import ShortOfOutages
from tests.servers import database_url

LIMITS = {
    "connect_timeout": 3,
    "statement_timeout": 3,
    "lock_timeout": 2,
    "idle_in_transaction_session_timeout": 7,
}


@pytest.fixture
def request_at_work(transactional_db, settings):
    """A request in this thread, which has not asked the database yet."""
    settings.DATABASE_PATIENCE = LIMITS
    connection.close()
    patience.begin()
    yield
    patience.end()
    connection.close()


def ask(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_postgresql_is_told_the_limits_of_a_request(request_at_work):
    assert [ask(f"SHOW {name}") for name in list(LIMITS)[1:]] == ["3s", "2s", "7s"]


def test_a_command_has_none(transactional_db):
    connection.close()
    assert [ask(f"SHOW {name}") for name in list(LIMITS)[1:]] == ["0", "0", "0"]
    assert connection.connection.patience is None


def test_the_signals_of_django_say_when_a_request_is_at_work(db):
    request_started.send(sender=None)
    assert patience.is_serving()
    request_finished.send(sender=None)
    assert not patience.is_serving()


def test_a_question_that_takes_too_long_is_given_up(request_at_work):
    with pytest.raises(OperationalError, match="statement timeout"):
        ask("SELECT pg_sleep(60)")
    assert ask("SELECT 1") == 1


def test_so_is_one_about_what_somebody_else_has_locked(request_at_work):
    with psycopg.connect(database_url()) as other:
        other.execute("LOCK TABLE initiatives_initiative IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(OperationalError, match="lock timeout"):
            ask("SELECT count(*) FROM initiatives_initiative")
    assert ask("SELECT count(*) FROM initiatives_initiative") == 0


def test_a_server_that_ends_nothing_is_waited_for_no_longer(request_at_work):
    ask("SELECT 1")
    connection.connection.patience = 1
    began = time.monotonic()
    with pytest.raises(OperationalError, match="does not answer in time"):
        ask("SELECT pg_sleep(60)")
    assert time.monotonic() - began < 10
    connection.close_if_unusable_or_obsolete()
    assert ask("SELECT 1") == 1
    assert patience.PLACES.taken == 0


@pytest.fixture
def crowd(settings):
    """All threads but one wait long for the database."""
    for _ in range(settings.THREADS - 1):
        assert patience.PLACES.take()
    yield
    for _ in range(settings.THREADS - 1):
        patience.PLACES.leave()


def test_the_last_thread_does_not_wait_at_all(request_at_work, crowd):
    began = time.monotonic()
    with pytest.raises(OperationalError):
        ask("SELECT 1")
    assert time.monotonic() - began < 2 * patience.LONG


def test_nor_does_it_go_on_waiting_when_the_others_do_already(request_at_work, settings):
    ask("SELECT 1")
    settings.THREADS = 2
    threading.Timer(patience.LONG / 2, patience.PLACES.take).start()
    with pytest.raises(OperationalError, match="does not answer in time"):
        ask("SELECT pg_sleep(60)")
    patience.PLACES.leave()


class TestTheDoor:
    """While the database lets nobody in, one thread at a time tries."""

    def test_one_knocks_and_the_others_are_told_at_once(self):
        door = patience.Door()
        with pytest.raises(psycopg.OperationalError, match="refused"), door.knock():
            raise psycopg.OperationalError("connection refused")
        began = time.monotonic()
        with door.knock():
            with (
                pytest.raises(psycopg.OperationalError, match="lets nobody in"),
                door.knock(),
            ):
                pass
            assert time.monotonic() - began < patience.LONG
        with door.knock(), door.knock():  # it has opened
            pass

    def test_the_last_thread_does_not_wait_at_a_door_that_opens_for_nobody(self, settings):
        settings.THREADS = 2
        door = patience.Door()
        with (
            door.knock(),
            pytest.raises(psycopg.OperationalError, match="lets nobody in"),
            door.knock(),
        ):
            pass


def line(error):
    """What a log keeps of an error, as Django tells of it."""
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "%s", ("/",), (type(error), error, None)
    )
    log.filter(record)
    return record.getMessage(), record.exc_info is not None


log = ShortOfOutages()


def test_the_log_keeps_one_traceback_of_an_outage_and_all_of_our_own_faults(monkeypatch):
    monkeypatch.setattr(log, "_known_until", 0.0)
    gone = OperationalError("connection refused\n\tIs the server running?")
    assert line(gone) == ("/", True)
    assert line(gone) == ("/ (connection refused)", False)
    assert line(ValueError("ours")) == ("/", True)
    monkeypatch.setattr(log, "_known_until", time.monotonic() - 1)
    assert line(gone) == ("/", True)
