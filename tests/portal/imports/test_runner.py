"""Whoever does the work of imports: killed, cancelled, two at once, started by the server."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from core.models import Edit
from forum.models import Person
from initiatives.models import Initiative
from portal.desk.roles import EDITORS
from portal.imports import keeper
from portal.imports.models import Import
from portal.imports.running import claim, run_all
from tests.desk import signed_in
from tests.portal.exchange.exchange_folder import sound
from tests.portal.imports.world import ask, checked, last, outcomes, upload, zipped
from tests.servers import ENVIRONMENT, Server, database_url, wait_until

BASE_DIR = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.usefixtures("catalogue", "transactional_db")


@pytest.fixture
def bo():
    return signed_in("bo", EDITORS)


def start_runner():
    """A process of its own that does what waits."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_imports"],
        cwd=BASE_DIR,
        env=os.environ | ENVIRONMENT | {"DATABASE_URL": database_url()},
    )


@contextmanager
def nobody_writes_people():
    """Keep whoever writes people waiting, so that an import stands in its middle."""
    other = connection.copy()
    other.ensure_connection()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("LOCK TABLE forum_person IN SHARE MODE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def test_a_server_starts_nobody_until_there_is_work_or_files_are_old_enough(bo, monkeypatch):
    monkeypatch.setattr(keeper, "LOOK", 1)
    assert not keeper.ImportKeeper().hears_of_work()
    checked(bo, zipped(sound()))
    connection.close()  # this session has heard of it
    assert not keeper.ImportKeeper().hears_of_work()
    Import.objects.update(created_at=timezone.now() - timedelta(days=settings.IMPORT_DAYS + 1))
    assert keeper.ImportKeeper().hears_of_work()


def state_of(job):
    return Import.objects.get(pk=job.pk).state


def written():
    """How much of the import stands in the catalogue and its history."""
    return (
        Initiative.objects.filter(slug="test-initiative").count(),
        Person.objects.filter(slug="test-person").count(),
        Edit.objects.filter(way="import").count(),
    )


def test_one_that_is_killed_leaves_nothing_and_another_does_it_once(bo):
    job = checked(bo, zipped(sound()))
    ask(bo, job, "import")
    with nobody_writes_people():
        runner = start_runner()
        wait_until(lambda: state_of(job) == "importing" and is_waiting())
        assert claim() is None  # nobody takes up what somebody works on
        runner.send_signal(signal.SIGKILL)
        runner.wait()
    assert (state_of(job), written()) == ("importing", (0, 0, 0))
    wait_until(lambda: run_all() == 1)
    assert (state_of(job), written()) == ("done", (1, 1, 1))
    assert set(outcomes(last()).values()) == {"created"}


def is_waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_one_that_is_cancelled_in_its_middle_writes_nothing(bo):
    job = checked(bo, zipped(sound()))
    ask(bo, job, "import")
    with nobody_writes_people():
        runner = start_runner()
        wait_until(lambda: state_of(job) == "importing" and is_waiting())
        ask(bo, job, "cancel")
    assert runner.wait(60) == 0
    assert (state_of(job), written()) == ("cancelled", (0, 0, 0))


def end_of_whoever_looks():
    """Cut the connection of the thread that looks after imports: whether there was one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND state = 'idle' AND query LIKE 'SELECT 1 AS%roof_import%'"
        )
        return cursor.rowcount > 0


def test_the_server_has_it_done_by_itself_also_after_it_has_lost_the_database(bo):
    with Server(database_url(), DO_IMPORTS="True", SEARCH_INDEX="False"):
        wait_until(end_of_whoever_looks)
        upload(bo, zipped(sound()))
        wait_until(lambda: last().state == "ready")
        ask(bo, last(), "import")
        wait_until(lambda: last().state == "done")
    assert written() == (1, 1, 1)


def test_what_kills_its_runner_again_and_again_fails(bo):
    upload(bo, zipped(sound()))
    Import.objects.update(state="checking", attempts=2)
    assert run_all() == 0
    assert (last().state, "ended 3 times" in last().said) == ("failed", True)
