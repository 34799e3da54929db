"""Requests go through a pooler that lends connections for a transaction; all else goes past it."""

import threading
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from core import revision
from core.database import patience
from core.environment import StartError, database_from
from core.history import recorded
from core.models import Edit
from core.revision.listener import LOOK
from portal.doctor.database import is_pooled
from tests.databases import maintenance_connection
from tests.factories import InitiativeFactory, PersonFactory, UserFactory
from tests.listening import wait_until
from tests.pooler import Pooler
from tests.servers import Server, database_url

LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


@pytest.fixture
def pooler(transactional_db):
    """A pooler that has one connection to lend, named in the settings."""
    with Pooler(size=1) as pooler:
        connection.settings_dict["POOLER"] = pooler.params
        connection.close()
        yield pooler
        connection.close()
        del connection.settings_dict["POOLER"]


@contextmanager
def request_at_work():
    """A request in this thread, which connects anew."""
    connection.close()
    patience.begin()
    try:
        yield
    finally:
        patience.end()
        connection.close()


def ask(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_requests_share_the_connection_that_is_lent_and_commands_have_their_own(pooler):
    backends = []

    def at_work():
        with request_at_work():
            backends.append(ask("SELECT pg_backend_pid()"))

    for _ in range(3):
        thread = threading.Thread(target=at_work)
        thread.start()
        thread.join()
    assert len(set(backends)) == 1
    assert ask("SELECT pg_backend_pid()") not in backends


def test_the_doctor_knows_a_pooler_from_a_database(pooler):
    with request_at_work():
        assert is_pooled()
    assert not is_pooled()


def test_the_pooler_says_the_limits_of_requests_and_commands_have_none(pooler, settings):
    settings.DATABASE_PATIENCE = dict.fromkeys(settings.DATABASE_PATIENCE, 7)  # not said by us
    with request_at_work():
        assert [ask(f"SHOW {name}") for name in LIMITS] == ["15s", "5s", "1min"]
        connection.close()  # and the next one that is lent the same connection
        assert [ask(f"SHOW {name}") for name in LIMITS] == ["15s", "5s", "1min"]
    assert [ask(f"SHOW {name}") for name in LIMITS] == ["0", "0", "0"]


def test_what_a_request_reads_piece_by_piece_is_not_lost_between_transactions(pooler):
    expected = {PersonFactory().pk for _ in range(5)}
    with request_at_work():
        people = PersonFactory._meta.model.objects.order_by("pk").iterator(chunk_size=2)
        first = next(people)
        with psycopg.connect(**pooler.params) as other:  # meanwhile somebody else is lent it
            other.execute("CLOSE ALL")
        assert {first.pk, *(person.pk for person in people)} == expected


def test_changes_are_heard_at_once_past_the_pooler(pooler, listening):
    before = revision.current()
    PersonFactory()
    assert wait_until(lambda: revision.current() > before) < LOOK
    with maintenance_connection() as maintenance:
        query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s AND datname = %s"
        name = connection.settings_dict["NAME"]
        assert maintenance.execute(query, ["catalogue revision", name]).fetchone() == (1,)


def test_the_history_knows_who_saved_what_when_all_share_one_connection(pooler):
    ada, person = UserFactory(username="ada"), PersonFactory(name="Ada Byron")
    with request_at_work():
        with recorded("desk", user=ada):
            type(person).objects.filter(pk=person.pk).update(name="Ada Lovelace")
        type(person).objects.filter(pk=person.pk).update(name="A. Lovelace")
    told = Edit.objects.order_by("pk").values_list("way", "user")
    assert list(told)[-2:] == [("desk", ada.pk), ("sql", None)]


def test_the_whole_portal_serves_through_one_connection_and_sees_what_changes(pooler):
    shown = InitiativeFactory(title="Street vendors in Lima")
    with Server(pooler.url, DATABASE_DIRECT_URL=database_url()) as server:
        wait_until(lambda: server.ask("/readyz").status == 200)
        paths = ["/", "/initiatives/", shown.get_absolute_url(), "/api/v1/initiatives/", "/search/"]
        answers = []

        def read(path):
            answers.append(server.ask(path).status)

        readers = [threading.Thread(target=read, args=[path]) for path in paths * 4]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        assert set(answers) == {200}
        type(shown).objects.filter(pk=shown.pk).update(title="Street vendors in Cusco")
        wait_until(lambda: b"in Cusco" in server.ask(shown.get_absolute_url()).body)


def test_both_addresses_have_to_be_those_of_a_postgresql(tmp_path):
    url = "postgres://portal:secret@pooler:6432/portal"
    read = database_from(url, tmp_path, max_age=60, direct="postgres://portal@primary/portal")
    assert (read["HOST"], read["POOLER"]["host"]) == ("primary", "pooler")
    with pytest.raises(StartError, match="DATABASE_DIRECT_URL has to look like") as error:
        database_from(url, tmp_path, max_age=60, direct="mysql://portal:secret@primary/portal")
    assert "secret" not in str(error.value)
