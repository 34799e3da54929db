"""A primary and a replica of it, for tests of what is read where.

`pair` (for all tests of a file) has both with an empty catalogue. `replicas` points the connection
of this process to the primary and has readers' pages made from the replica.
"""

import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as portal_settings
from django.db import connection, connections

from core.database import replicas as replicas_of_portal
from core.embedded.server import Server
from core.environment import replica_from
from core.revision.listener import listener
from tests.databases import MEMORY, copy_of, has_room
from tests.listening import wait_until
from tests.servers import free_port
from topology.postgres import Primary, Replica

NAMES = ("POSTGRES_PASSWORD", "DATABASE_PASSWORD", "REPLICATION_PASSWORD")
PASSWORDS = dict.fromkeys(NAMES, "only-for-the-tests")
PATIENCE = {  # of the replica: with questions that keep it from following; until it looks again
    "max_standby_streaming_delay": "50ms",
    "wal_retrieve_retry_interval": "100ms",
}


def restore(params, primary):
    """Put a database of the tests, by the parameters of psycopg, into that of a primary."""
    binaries = Server(primary.folder).find_binaries()
    environment = os.environ | {
        f"PG{name.upper()}": str(params[key])
        for name, key in {"host": "host", "user": "user", "password": "password"}.items()
        if key in params
    }
    environment |= {"PGPORT": str(params.get("port", 5432))}
    with subprocess.Popen(
        [binaries / "pg_dump", "--no-owner", "--no-privileges", params["dbname"]],
        env=environment,
        stdout=subprocess.PIPE,
    ) as dump:
        subprocess.run(
            [binaries / "psql", "--quiet", "--no-psqlrc", "--single-transaction", primary.url()],
            stdin=dump.stdout,
            stdout=subprocess.DEVNULL,
            check=True,
        )
    assert dump.returncode == 0


class Pair:
    """A primary and a replica."""

    def __init__(self, folder):
        self.primary = Primary("primary", folder, free_port(), PASSWORDS)
        self.replica = Replica("replica", folder, free_port(), PASSWORDS)

    def start_primary(self):
        self.primary.start(self.primary.binaries / "postgres", "-D", self.primary.data)

    def start_replica(self):
        """Start the replica, which is copied where it has no data."""
        self.replica.make(self.primary)
        said = [f"ALTER SYSTEM SET {name} = '{value}'" for name, value in PATIENCE.items()]
        self.order(self.replica, *said, "SELECT pg_reload_conf()")

    def make_replica_anew(self):
        self.replica.stop()
        subprocess.run(["rm", "-r", self.replica.data], check=True)
        self.start_replica()

    def order(self, server, *statements):
        """Run statements as the superuser of a server."""
        with server.connect("portal", "postgres") as connection:
            for statement in statements:
                connection.execute(statement)

    @contextmanager
    def lagging(self):
        """Have the replica follow no more until the block ends."""
        self.order(self.replica, "SELECT pg_wal_replay_pause()")
        paused = "SELECT pg_get_wal_replay_pause_state()"
        with self.replica.connect("postgres", "postgres") as replica:
            wait_until(lambda: replica.execute(paused).fetchone() == ("paused",))
        try:
            yield
        finally:
            self.order(self.replica, "SELECT pg_wal_replay_resume()")

    def wait(self):
        """Wait until the replica has all that the primary has."""
        with self.primary.connect("postgres", "postgres") as primary:
            (place,) = primary.execute("SELECT pg_current_wal_flush_lsn()").fetchone()
        here = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
        with self.replica.connect("postgres", "postgres") as replica:
            wait_until(lambda: replica.execute(here, [place]).fetchone() == (True,))


@pytest.fixture(scope="module")
def pair(django_db_setup, django_db_blocker):
    """A primary with an empty catalogue, and a replica that follows it.

    There is one to copy where at least one test of the file asks for the database of the tests.
    """
    memory = MEMORY if has_room(MEMORY) else None
    with tempfile.TemporaryDirectory(prefix="portal-replicas-", dir=memory) as name:
        Path(name).chmod(0o711)  # where somebody else than root runs PostgreSQL
        pair = Pair(Path(name))
        try:
            pair.primary.make()
            empty = connection.settings_dict["NAME"]
            with django_db_blocker.unblock(), copy_of(empty, f"{empty}_dumped") as copy:
                restore(connection.get_connection_params() | {"dbname": copy}, pair.primary)
            pair.start_replica()
            yield pair
        finally:
            pair.replica.stop()
            pair.primary.stop()


@pytest.fixture
def replicas(pair, django_db_blocker, caching, settings):
    """The pair, read by this process: pages from the replica, which has what the primary has."""
    with django_db_blocker.unblock():
        listener.__init__()
        with at(pair.primary), naming(settings, pair.replica.url()):
            pair.wait()
            yield pair


@contextmanager
def at(server):
    """Have the connection of this process lead to a server."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict |= replica_from(server.url(), max_age=0) | {
        "ENGINE": before["ENGINE"],
        "OPTIONS": before["OPTIONS"],
    }
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict |= before


@contextmanager
def naming(settings, *urls):
    """Have the settings name replicas at these addresses, too."""
    before = settings.DATABASE_REPLICAS
    names = [f"replica-{number}" for number, _ in enumerate(urls, len(before) + 1)]
    for name, url in zip(names, urls, strict=True):
        connections.settings[name] = connections.configure_settings(
            portal_settings.DATABASES | {name: replica_from(url, max_age=60)}
        )[name]
    settings.DATABASE_REPLICAS = before + names
    replicas_of_portal._away_until.clear()
    try:
        yield
    finally:
        settings.DATABASE_REPLICAS = before
        for name in names:
            connections[name].close()
            del connections[name], connections.settings[name]
