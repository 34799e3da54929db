"""Who hears of a new revision, how soon, and what happens while nobody does."""

import threading

from django.db import connection

from core import revision
from core.revision.listener import LOOK, NAME
from tests import databases
from tests.factories import PersonFactory
from tests.listening import wait_until


def ask(query):
    with databases.maintenance_connection() as maintenance:
        return maintenance.execute(query, [NAME, connection.settings_dict["NAME"]]).fetchall()


LISTENERS = "SELECT pid FROM pg_stat_activity WHERE application_name = %s AND datname = %s"
TERMINATE = LISTENERS.replace("pid", "pg_terminate_backend(pid)", 1)


def test_who_listens_needs_no_query_and_hears_at_once(listening, django_assert_num_queries):
    before = revision.current()
    with django_assert_num_queries(0):
        assert revision.current() == before
    PersonFactory()
    assert wait_until(lambda: revision.current() > before) < LOOK
    assert revision.current() == revision.current(fresh=True)


def test_who_has_changed_something_sees_it_and_so_does_the_process(listening):
    before = revision.current()
    PersonFactory()
    after = revision.current(fresh=True)
    assert after > before
    assert revision.current() == after


def test_who_waits_is_told(listening):
    before = revision.current()
    heard = []
    thread = threading.Thread(target=lambda: heard.append(revision.wait(before, timeout=5)))
    thread.start()
    PersonFactory()
    thread.join()
    assert heard == [revision.current(fresh=True)]
    assert revision.wait(heard[0], timeout=0.01) is None


def set_back(seconds):
    """Give the catalogue an older revision, as a restored backup has."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE portal_revision SET value = value - %s", [seconds * 1_000_000])


def test_a_lower_revision_is_that_of_a_restored_backup(listening):
    PersonFactory()
    before = revision.current(fresh=True)
    set_back(seconds=60)
    assert revision.wait(before, timeout=5) == before - 60_000_000
    assert revision.current() == before - 60_000_000
    assert revision.changes_since(before).everything


def test_who_does_not_listen_hears_of_it_with_the_next_question(transactional_db):
    before = revision.current()
    set_back(seconds=60)
    assert revision.wait(before, timeout=0.01) is None
    after = revision.current()
    assert after == before - 60_000_000
    assert revision.wait(before, timeout=0.01) == after
    assert revision.wait(after, timeout=0.01) is None


def test_what_was_read_before_another_commit_and_told_after_it_does_not_count(listening):
    PersonFactory()
    present = revision.current(fresh=True)
    listening.heard(present - 1)
    assert revision.current() == present


def test_a_lost_listener_is_replaced_and_nothing_is_missed(
    listening, django_assert_num_queries, caplog
):
    before = revision.current()
    assert len(ask(TERMINATE)) == 1
    wait_until(lambda: listening.known() is None)
    with django_assert_num_queries(1):
        revision.current()
    person = PersonFactory()
    missed = revision.current(fresh=True)
    assert missed > before
    wait_until(lambda: listening.known() == missed)
    person.save()
    assert wait_until(lambda: revision.current() > missed) < LOOK
    assert len(ask(LISTENERS)) == 1
    assert "Not listening for changes" in caplog.text


def test_what_was_known_lapses_when_the_connection_hangs(listening, monkeypatch):
    released = threading.Event()
    monkeypatch.setattr(listening, "_look", lambda connection: released.wait(10))
    wait_until(lambda: listening.known() is None)
    before = revision.current()
    PersonFactory()
    assert revision.current() > before
    released.set()


def test_without_listening_every_request_asks(transactional_db, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert revision.current() == revision.current()
    assert not ask(LISTENERS)
