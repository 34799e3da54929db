"""Which database a test sees. Ask by fixture:

- `db` (or the marker `django_db`): migrated and empty. What the test writes is rolled back.
- `catalogue`: the same with the whole launch catalogue in it, loaded once for the whole run by
  `manage.py load_fixtures`. What the test writes is rolled back.
- a fixture that is `made_once` in a file of tests: one of these with what it makes, made once for
  all tests that ask for it one after the other. What the test writes is rolled back.
- `transactional_db` or `live_server`, alone or with `catalogue`: a copy made for this one test and
  thrown away after it, so that commits are real and other threads see them.

Migrated and loaded databases serve as templates: every worker, and every test that commits, gets a
copy (PostgreSQL copies the files, a thousand of them). Where a system keeps files in memory the
private server is there for the run, and a copy takes a tenth of a second; on a disk it takes five
times as long.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
from copy import deepcopy
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase
from psycopg import sql

from core.embedded.system import processes_in

RUN = "PORTAL_TEST_RUN"  # the process id of the run, known to its workers
MEMORY = Path("/dev/shm")  # noqa: S108 what a Linux keeps there is in memory
ROOM = 3_000_000_000  # bytes; what the tests write may come to one of them


def pytest_configure(config):
    """Hold the private server for the whole run, and give two runs at a time different names."""
    if not hasattr(connection, "server"):
        return
    if has_room(MEMORY):
        digest = hashlib.sha256(bytes(settings.BASE_DIR)).hexdigest()[:16]
        connection.settings_dict["OPTIONS"]["folder"] = MEMORY / f"portal-tests-{digest}"
    connection.server.ensure_running()
    is_controller = not hasattr(config, "workerinput")
    if is_controller:
        os.environ[RUN] = str(os.getpid())
        drop_leftovers()
    settings.DATABASES["default"]["TEST"]["NAME"] = f"test_portal_{os.environ[RUN]}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Choose the database before any other fixture opens a connection to it."""
    for item in items:
        with contextlib.suppress(AttributeError, ValueError):
            item.fixturenames.remove(chosen_database.__name__)
            item.fixturenames.insert(0, chosen_database.__name__)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_blocker, tmp_path_factory, worker_id
):
    """Have pytest-django copy a migrated database: the first worker migrates, which takes long."""
    migrated = f"{name_of_run(worker_id)}_migrated"
    with (
        django_db_blocker.unblock(),
        first_worker(tmp_path_factory, worker_id, "migrated") as first,
    ):
        if first:
            drop(migrated)
            maintain("CREATE DATABASE {}", migrated)
            with pointed_at(migrated):
                call_command("migrate", interactive=False, verbosity=0)
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Have pytest-django drop its database at the end, whoever is still connected."""
    yield
    with django_db_blocker.unblock():
        end_sessions(connection.settings_dict["NAME"])


@pytest.fixture
def catalogue(chosen_database, db):
    """The whole launch catalogue in the database, for this test to read and to change."""


@pytest.fixture(autouse=True)
def chosen_database(request, django_db_blocker):
    """Point the connection at the database that the test asks for, and back after it."""
    needs_catalogue = "catalogue" in request.fixturenames
    needs_copy = is_transactional(request)
    make = what_is_made_for(request)
    if not (needs_catalogue or needs_copy or make):
        yield
        return
    request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        if needs_catalogue:
            name = request.getfixturevalue("catalogue_database")
        if make:
            name = request.getfixturevalue("made_database").with_records_of(make, name)
        if needs_copy:  # which is thrown away as it is, without deleting what stands in it
            monkeypatch = request.getfixturevalue("monkeypatch")
            monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: None)
            with copy_of(name) as copy, pointed_at(copy):
                yield
        else:
            with turned_to(name):
                yield


def made_once(make):
    """A fixture of a file of tests: what a function makes, and gives back, once for all of them.

    It is committed, so that what is kept of a revision is kept from one test to the next. So tests
    that count queries have their records made anew.
    """
    made[make.__module__, make.__name__] = make

    @pytest.fixture(name=make.__name__)
    def records(db, made_database):
        return deepcopy(made_database.records)

    return records


made = {}  # functions, by the names of their file and of their fixture


def what_is_made_for(request):
    """The function whose records a test asks for, or None."""
    names = ((request.module.__name__, name) for name in request.fixturenames)
    return next(filter(None, map(made.get, names)), None)


class MadeDatabase:
    """A database of this worker with what one function has made, until another one is asked for."""

    def __init__(self, name):
        self.name = name
        self.made_of = self.records = None

    def with_records_of(self, make, template):
        """Its name, when it has what this function makes in a copy of another database."""
        if self.made_of != (make, template):
            self.made_of = None
            connection.close()
            let_go(template)
            drop(self.name)
            maintain("CREATE DATABASE {} TEMPLATE {}", self.name, template)
            with pointed_at(self.name), transaction.atomic():
                self.records = make()
            self.made_of = make, template
        return self.name


@pytest.fixture(scope="session")
def made_database(django_db_setup, django_db_blocker):
    """The MadeDatabase of this worker."""
    database = MadeDatabase(f"{connection.settings_dict['NAME']}_made")
    yield database
    with django_db_blocker.unblock():
        drop(database.name)


@pytest.fixture(scope="session")
def catalogue_database(django_db_setup, django_db_blocker, tmp_path_factory, worker_id):
    """This worker's database with the catalogue: its name. The first worker loads, others copy."""
    empty = connection.settings_dict["NAME"]
    loaded = f"{name_of_run(worker_id)}_catalogue"
    with django_db_blocker.unblock():
        with first_worker(tmp_path_factory, worker_id, "catalogue") as first:
            if first:
                load_catalogue(empty, loaded)
            copy = copy_of(loaded, f"{empty}_catalogue_copy")
            name = copy.__enter__()
        yield name
        copy.__exit__(None, None, None)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """Drop the templates when the last worker is done with them."""
    if not hasattr(session.config, "workerinput"):
        for template in ("catalogue", "migrated"):
            with contextlib.suppress(psycopg.OperationalError):
                drop(f"{name_of_run()}_{template}")


def pytest_unconfigure(config):
    """Leave nothing in memory, unless another run is at work there."""
    if hasattr(config, "workerinput") or not hasattr(connection, "server"):
        return
    server = connection.server
    connection.close()
    server.release()
    if server.folder.is_relative_to(MEMORY) and not processes_in(server.data):
        shutil.rmtree(server.folder)


def has_room(folder):
    """Whether files can be kept there, and as many as the tests write."""
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM


def is_transactional(request):
    """Whether what the test writes is committed; the rules are pytest-django's."""
    marker = request.node.get_closest_marker("django_db")
    options = marker.kwargs if marker else {}
    return bool(
        {"transactional_db", "live_server", "django_db_reset_sequences"} & set(request.fixturenames)
        or options.get("transaction")
        or options.get("reset_sequences")
    )


def uses_database(request):
    """Whether the test may ask the database at all."""
    fixtures = {"db", "catalogue", "transactional_db", "live_server"} & set(request.fixturenames)
    return bool(fixtures or request.node.get_closest_marker("django_db"))


def name_of_run(worker_id="master"):
    """What the names of all databases of this run begin with."""
    database = settings.DATABASES["default"]
    name = database.get("TEST", {}).get("NAME") or f"test_{database['NAME']}"
    return name.removesuffix(f"_{worker_id}")


@contextlib.contextmanager
def first_worker(tmp_path_factory, worker_id, work):
    """Whether nobody has done a work of the run yet; in the block nobody else begins it."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    with (shared / f"{work}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared / f"{work}.done"
        yield not done.exists()
        done.touch()


def load_catalogue(empty, loaded):
    """Make the database `loaded`: the migrated `empty` one and the launch catalogue."""
    drop(loaded)
    connection.close()
    maintain("CREATE DATABASE {} TEMPLATE {}", loaded, empty)
    with pointed_at(loaded):
        call_command("load_fixtures", verbosity=0)


@contextlib.contextmanager
def copy_of(name, copy=None):
    """A copy of a database that nobody is connected to, as long as the block lasts: its name."""
    copy = copy or f"{name}_once"
    connection.close()
    let_go(name)
    drop(copy)
    maintain("CREATE DATABASE {} TEMPLATE {}", copy, name)
    try:
        yield copy
    finally:
        drop(copy)


@contextlib.contextmanager
def pointed_at(name):
    """Let the connection, and those that other threads open, lead to this database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextlib.contextmanager
def turned_to(name):
    """As `pointed_at`, for databases that stay: the connections stay open for the next test.

    A new one has yet to read what tables, triggers and functions there are, and to prepare them.
    """
    before = connection.settings_dict["NAME"]
    turn(before, name)
    try:
        yield
    finally:
        turn(name, before)


def turn(here, there):
    """Keep the connection to one database, and go on with one to another."""
    if connection.connection and not connection.in_atomic_block and connection.is_usable():
        kept[here], connection.connection = connection.connection, None
    connection.close()
    connection.settings_dict["NAME"] = there
    if connection.closed_in_transaction:  # which Django forgets when it connects
        let_go(there)
    connection.connection = kept.pop(there, None)


kept = {}  # connections of psycopg that are open and wait for a test, by their database


def let_go(name):
    """Close the connection to a database that is to be copied or dropped."""
    if name in kept:
        kept.pop(name).close()


def drop(name):
    """Drop a database, whoever is still connected."""
    let_go(name)
    maintain("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def end_sessions(name):
    """End what is still connected to a database, such as a thread that reads names beside."""
    connection.close()
    with maintenance_connection() as maintenance:
        maintenance.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            [name],
        )


def maintain(statement, *names):
    """Run a statement about whole databases, on a connection of its own."""
    with maintenance_connection() as maintenance:
        maintenance.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def maintenance_connection():
    """A connection to the database `postgres`, outside of Django."""
    params = connection.get_connection_params() | {"dbname": "postgres", "autocommit": True}
    return psycopg.connect(**{name: params[name] for name in params if name not in DJANGOS_OWN})


DJANGOS_OWN = {"cursor_factory", "context"}


def drop_leftovers():
    """Drop what killed runs have left on the private server."""
    with maintenance_connection() as maintenance:
        rows = maintenance.execute("SELECT datname FROM pg_database").fetchall()
    for (name,) in rows:
        run = re.match(r"test_portal_(\d+)", name)
        if run and not is_alive(int(run[1])):
            drop(name)


def is_alive(process):
    """Whether a process with this id exists."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
