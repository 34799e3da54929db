"""Readers' pages are made from a replica, as far as it has what the primary has."""

import os
import re
import signal
import socket
import threading
from secrets import token_hex

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import revision
from core.database import patience
from tests.factories import InitiativeFactory
from tests.listening import wait_until
from tests.replicas import naming
from tests.servers import free_port
from topology import parts
from topology.programs import deploy_file

NOBODY = "postgres://portal:x@127.0.0.1:{}/portal"
IS_REPLICA = "SELECT pg_is_in_recovery()"


@pytest.fixture
def initiative(replicas):
    """A published initiative that the replica has."""
    initiative = InitiativeFactory(title=f"To be seen {token_hex(8)}")
    replicas.wait()
    return initiative


@pytest.fixture
def asked():
    """A function: how many questions of a block went to the primary and to the replica."""

    class Asked:
        def __enter__(self):
            self.contexts = [CaptureQueriesContext(connections["default"])]
            self.contexts.append(CaptureQueriesContext(connections["replica-1"]))
            for context in self.contexts:
                context.__enter__()
            return self

        def __exit__(self, *error):
            for context in self.contexts:
                context.__exit__(*error)
            self.primary, self.replica = map(len, self.contexts)

    return Asked


def ask(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def assert_seen(initiative, reader, query=""):
    response = reader.get(f"{initiative.get_absolute_url()}{query}")
    assert initiative.title in response.content.decode()


def withdraw(initiative):
    initiative.publication = "draft"
    initiative.save()


def test_without_the_setting_there_is_nothing_but_the_primary(db):  # which `pair` has a copy of
    primary = connections["default"]
    with revision.at_a_replica(revision.current()):
        assert connections["default"] is primary
        assert not primary.execute_wrappers


def test_a_readers_page_is_made_from_the_replica(initiative, asked):
    with asked() as questions:
        response = Client().get(initiative.get_absolute_url())
    assert initiative.title in response.content.decode()
    assert questions.primary == 1  # for the revision: nobody listens in this test
    assert questions.replica > 1
    with asked() as questions:
        assert Client().head("/api/v1/initiatives/").status_code == 200
    assert (questions.primary, questions.replica > 1) == (1, True)


def test_who_is_signed_in_and_whoever_writes_are_at_the_primary(initiative, asked):
    curator = Client()
    curator.force_login(get_user_model().objects.create_superuser("curator"))
    with asked() as questions:
        assert_seen(initiative, curator)
        assert curator.get("/admin/").status_code == 200
        assert Client().post("/initiatives/").status_code in (403, 405)
    assert questions.primary > 1
    assert questions.replica == 0


def test_a_replica_that_lags_shows_nothing_that_was_withdrawn(replicas, initiative, asked):
    with replicas.lagging():
        withdraw(initiative)
        with asked() as questions:
            response = Client().get(initiative.get_absolute_url())
            listed = Client().get("/api/v1/initiatives/?page_size=100")
    assert response.status_code == 410
    assert initiative.title not in (response.content + listed.content).decode()
    assert questions.replica == 0
    replicas.wait()
    with asked() as questions:
        assert Client().get(initiative.get_absolute_url()).status_code == 410
    assert questions.replica > 0


def test_a_page_is_made_to_its_end_where_the_newest_revision_is(replicas, initiative):
    with revision.at_a_replica(revision.current()):
        assert ask(IS_REPLICA)
        with replicas.lagging():
            thread = threading.Thread(target=withdraw_elsewhere, args=[initiative])
            thread.start()
            thread.join()
            assert revision.current()
            assert not ask(IS_REPLICA)


def withdraw_elsewhere(initiative):
    """Withdraw a record in another thread, which hears of the revision that this makes."""
    withdraw(initiative)
    revision.current(fresh=True)
    revision.listener._good_until = float("inf")
    connection.close()


def test_a_replica_that_has_stopped_makes_no_error(replicas, initiative):
    assert_seen(initiative, Client())
    replicas.replica.stop()
    try:
        for number in range(2):
            assert_seen(initiative, Client(), f"?another={number}")
    finally:
        replicas.start_replica()


def test_the_next_replica_is_read_where_one_is_gone(replicas, initiative, settings):
    with naming(settings, NOBODY.format(free_port())):
        for _ in range(4):
            with revision.at_a_replica(revision.current()):
                assert ask(IS_REPLICA)


def test_a_replica_that_hangs_is_left_alone(replicas, initiative):
    patience.begin()
    connections["replica-1"].close()
    try:
        with revision.at_a_replica(revision.current()):
            backend = ask("SELECT pg_backend_pid()")
        os.kill(backend, signal.SIGSTOP)
        for _ in range(2):
            with revision.at_a_replica(revision.current()):
                assert not ask(IS_REPLICA)
    finally:
        patience.end()
        os.kill(backend, signal.SIGKILL)
        replicas.replica.stop()  # which begins anew when one of its processes is killed
        replicas.start_replica()


def test_a_page_that_is_made_of_another_one_reads_where_that_does(replicas, initiative):
    primary = connections["default"]
    with revision.at_a_replica(revision.current()):
        with revision.at_a_replica(revision.current()):
            assert ask(IS_REPLICA)
        assert ask(IS_REPLICA)
    assert connections["default"] is primary


def test_a_question_that_fails_at_the_replica_is_asked_at_the_primary(replicas, initiative):
    with revision.at_a_replica(revision.current()):
        assert ask(IS_REPLICA)
        (backend,) = (ask("SELECT pg_backend_pid()"),)
        replicas.order(replicas.replica, f"SELECT pg_terminate_backend({backend})")
        assert not ask(IS_REPLICA)


def test_so_is_one_that_stands_in_the_way_of_what_the_primary_has_done(replicas, initiative):
    question = (
        "SELECT (SELECT count(*) FROM initiatives_region) IS NULL, pg_is_in_recovery(),"
        " pg_sleep(CASE WHEN pg_is_in_recovery() THEN 60 ELSE 0 END)::text"
    )
    answers = []

    def read():
        with revision.at_a_replica(revision.current()), connection.cursor() as cursor:
            assert ask(IS_REPLICA)
            cursor.execute(question)
            answers.append(cursor.fetchone())
        connections.close_all()

    reader = threading.Thread(target=read)
    reader.start()
    sleeps = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
    with replicas.replica.connect("postgres", "postgres") as replica:
        wait_until(lambda: replica.execute(sleeps).fetchone() == (1,))
    replicas.order(
        replicas.primary,
        "BEGIN",
        "LOCK TABLE initiatives_region IN ACCESS EXCLUSIVE MODE",
        "COMMIT",
    )
    reader.join()
    assert answers == [(False, False, "")]


def test_what_takes_too_long_takes_as_long_elsewhere(replicas, initiative):
    with revision.at_a_replica(revision.current()):
        ask("SELECT set_config('statement_timeout', '50ms', false)")
        with pytest.raises(OperationalError, match="statement timeout"):
            ask("SELECT pg_sleep(60)::text")
    connections["replica-1"].close()


def test_a_primary_that_goes_while_a_page_is_made_is_replaced(replicas, initiative):
    with replicas.lagging():
        withdraw(initiative)
        with revision.at_a_replica(revision.current()):
            assert not ask(IS_REPLICA)
            backend = ask("SELECT pg_backend_pid()")
            replicas.order(replicas.replica, "SELECT pg_wal_replay_resume()")
            replicas.wait()
            replicas.order(replicas.primary, f"SELECT pg_terminate_backend({backend})")
            assert ask(IS_REPLICA)


def test_a_reader_whose_page_writes_does_so_at_the_primary(replicas, initiative):
    with revision.at_a_replica(revision.current()):
        assert ask(IS_REPLICA)
        get_user_model()(username="a reader").save()
        assert not ask(IS_REPLICA)
    assert get_user_model().objects.filter(username="a reader").exists()


def test_while_the_primary_is_away_readers_are_served(replicas, initiative):
    curator = Client()
    curator.force_login(get_user_model().objects.create_superuser("another curator"))
    replicas.wait()
    revision.current()
    replicas.primary.stop()
    connection.close()
    try:
        for reader in (Client(), curator):
            assert_seen(initiative, reader, f"?is_curator={reader is curator}")
        assert Client().get("/readyz").status_code == 200
    finally:
        replicas.start_primary()


def test_a_process_that_begins_then_serves_what_the_newest_replica_has(replicas, initiative):
    replicas.primary.stop()
    connection.close()
    revision.listener.__init__()
    try:
        assert_seen(initiative, Client())
    finally:
        replicas.start_primary()


def test_one_that_has_become_a_primary_is_not_believed(replicas, initiative, asked):
    replicas.order(replicas.replica, "SELECT pg_promote()")
    try:
        with replicas.replica.connect() as promoted:
            promoted.execute("UPDATE initiatives_initiative SET title = 'Of another history'")
        with asked() as questions:
            response = Client().get(initiative.get_absolute_url())
        assert initiative.title in response.content.decode()
        assert questions.replica == 0
    finally:
        replicas.make_replica_anew()


def test_what_haproxy_asks_tells_the_primary_from_its_replica(replicas):
    text = deploy_file("haproxy.cfg")
    begin, farewell = map(bytes.fromhex, re.findall(r"send-binary (\w+)", text))
    expected = bytes.fromhex(re.search(r"expect binary (\w+)", text)[1])
    parts.let_haproxy_ask(replicas.primary, replicas.primary, replicas.replica)
    replicas.wait()
    for server, is_primary in ((replicas.primary, True), (replicas.replica, False)):
        with socket.create_connection(("127.0.0.1", server.port), 60) as asked:
            asked.sendall(begin)
            said = b""
            while not said.endswith(b"Z\0\0\0\5I"):  # ready for the first question
                piece = asked.recv(4096)
                assert piece, said
                said += piece
            assert (expected in said) is is_primary
            asked.sendall(farewell)
            assert asked.recv(4096) == b""


def test_a_replica_that_has_never_been_at_the_revision_is_not_believed(replicas, initiative):
    with revision.at_a_replica(revision.current() - 1):
        assert not ask(IS_REPLICA)


def test_nor_one_that_is_further_than_the_primary(replicas, initiative):
    """As after a restore of the primary to a moment in the past, which the replica did not see."""
    before = revision.current()
    withdraw(initiative)
    replicas.wait()
    with replicas.lagging():
        set_revision = "UPDATE portal_revision SET value = %s"
        with replicas.primary.connect("portal", "postgres") as primary:
            (present,) = primary.execute("SELECT value FROM portal_revision").fetchone()
            primary.execute(set_revision, [before])
            with revision.at_a_replica(before):
                assert not ask(IS_REPLICA)
            primary.execute(set_revision, [present])


def test_one_that_is_further_than_this_process_has_heard_is(replicas, initiative):
    before = revision.current()
    withdraw(initiative)
    replicas.wait()
    with revision.at_a_replica(before):
        assert ask(IS_REPLICA)
        assert revision.current() > before


def test_without_replicas_nothing_more_is_asked(replicas, initiative, settings, asked):
    with asked() as with_replica:
        Client().get(initiative.get_absolute_url())
    settings.DATABASE_REPLICAS = []
    with asked() as without:
        Client().get(initiative.get_absolute_url())
    assert without.replica == 0
    assert without.primary == with_replica.primary + with_replica.replica
