"""The private PostgreSQL of a run, and what can be done to it."""

import contextlib
import os
import signal
import subprocess
import time

import psycopg

from core.embedded.server import Server
from core.embedded.system import processes_in
from faults.servers import FOLDER
from tests.servers import url_of_database

NAME = "portal"
PATIENCE = 60  # seconds
ATTEMPTS = 5  # to restore
LISTENING = "application_name = 'catalogue revision'"
OTHERS = "datname = current_database() AND pid <> pg_backend_pid()"


class NothingHappened(RuntimeError):
    """A fault that was to be tried did not come about, and so says nothing."""


class Database:
    """A PostgreSQL with one database, made anew."""

    def __init__(self):
        self.server = Server(FOLDER / "postgres")
        self.server.ensure_running()
        with self.connect("postgres") as maintenance:
            maintenance.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
            maintenance.execute(f"CREATE DATABASE {NAME} TEMPLATE template0")
        self.url = url_of_database(self.server.connection_params(NAME))

    def connect(self, name=NAME):
        """A connection that commits each statement."""
        return psycopg.connect(**self.server.connection_params(name), autocommit=True)

    def rows(self, query, *parameters):
        """All rows of a query."""
        with self.connect() as connection:
            return connection.execute(query, parameters).fetchall()

    def run(self, statement, *parameters):
        """Run a statement: how many rows it changed."""
        with self.connect() as connection:
            return connection.execute(statement, parameters).rowcount

    def cut(self, condition):
        """End connections from the side of the server; the condition is about pg_stat_activity."""
        query = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {condition}"  # noqa: S608
        if not self.rows(query):
            raise NothingHappened(f"No connection to cut: {condition}")

    @contextlib.contextmanager
    def locked(self, *tables):
        """Hold the lock that a migration takes."""
        with self.connect() as other, other.transaction():
            other.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
            yield

    def stop(self, number):
        """Send the main process a signal that ends it, and wait for the end of all of it."""
        main = (self.server.data / "postmaster.pid").read_text().split()[0]
        os.kill(int(main), number)
        deadline = time.monotonic() + PATIENCE
        while processes_in(self.server.data):
            if time.monotonic() > deadline:
                raise NothingHappened("PostgreSQL did not end.")
            time.sleep(0.02)

    def start(self):
        """Start it again after `stop`."""
        if not self.server.restart_if_gone():
            raise NothingHappened("PostgreSQL was not gone.")

    def restart_fast(self):
        """What `pg_ctl restart --mode=fast` does."""
        self.stop(signal.SIGINT)
        self.start()

    def kill(self):
        """An end without any order, as when memory runs out."""
        self.stop(signal.SIGKILL)
        self.start()

    def dump(self, path):
        """Write a dump as docs/deployment.md says."""
        self._program("pg_dump", "--format=custom", f"--file={path}", self.url).check_returncode()

    def restore(self, path):
        """Restore a dump as docs/deployment.md says: again where those who read stand in its way.

        It locks one table after the other, and so does a reader's question, in another order.
        """
        options = ["--clean", "--if-exists", "--no-owner", "--single-transaction"]
        for _ in range(ATTEMPTS):
            done = self._program("pg_restore", *options, f"--dbname={self.url}", str(path))
            if "deadlock detected" not in done.stderr:
                done.check_returncode()
                return
        raise NothingHappened(f"{ATTEMPTS} deadlocks, and the dump is not restored.")

    def _program(self, name, *arguments):
        command = [self.server.find_binaries() / name, *arguments]
        return subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True)  # noqa: S603
