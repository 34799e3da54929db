"""What `tests/databases.py` promises to the other tests."""

import threading

import psycopg
import pytest
from django.contrib.auth.models import Group
from django.db import connection

from tests import databases


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_writes_is_rolled_back(db, turn):
    Group.objects.create(name="Visitors")
    assert Group.objects.filter(name="Visitors").count() == 1


@databases.made_once
def visitors():
    return Group.objects.create(name="Visitors")


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_is_made_once_is_there_for_each_test_as_it_was_made(visitors, turn):
    assert Group.objects.get(pk=visitors.pk).name == visitors.name == "Visitors"
    visitors.name = "Guests"
    visitors.save()


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_writes_into_the_catalogue_is_rolled_back(catalogue, turn):
    Group.objects.create(name="Visitors")
    assert Group.objects.filter(name="Visitors").count() == 1


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_commits_is_seen_by_other_threads_and_thrown_away(transactional_db, turn):
    Group.objects.create(name="Visitors")
    counts = []

    def count():
        counts.append(Group.objects.filter(name="Visitors").count())
        connection.close()

    thread = threading.Thread(target=count)
    thread.start()
    thread.join()
    assert counts == [1]
    assert connection.settings_dict["NAME"].endswith("_once")


def test_a_killed_run_leaves_nothing_for_long(db):
    databases.maintain("CREATE DATABASE {}", "test_portal_999999999_gw0")
    databases.drop_leftovers()
    assert "test_portal_999999999_gw0" not in database_names()


def test_a_session_left_open_keeps_no_database_from_being_dropped(db):
    left = "test_portal_999999999_gw1"
    databases.maintain("CREATE DATABASE {}", left)
    params = connection.get_connection_params() | {"dbname": left}
    kept = {name: params[name] for name in params if name not in databases.DJANGOS_OWN}
    with psycopg.connect(**kept):
        databases.end_sessions(left)
        databases.maintain("DROP DATABASE {}", left)
    assert left not in database_names()


def database_names():
    with databases.maintenance_connection() as maintenance:
        rows = maintenance.execute("SELECT datname FROM pg_database").fetchall()
    return {name for (name,) in rows}
