"""The private PostgreSQL of a run, and what can be done to it."""

import contextlib
import copy
import os
import shutil
import signal
import subprocess
import time

import psycopg

from core.embedded.server import Server
from core.embedded.system import processes_in
from faults.disks import Disk
from faults.servers import FOLDER
from tests.servers import url_of_database

NAME = "portal"
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {}"
PATIENCE = 60  # seconds
ATTEMPTS = 5  # to restore
LISTENING = "application_name = 'catalogue revision'"
MEGABYTES = 900  # of its disk
OF_PROGRAMS = "application_name <> 'somebody else' AND backend_type = 'client backend'"
OTHERS = "datname = current_database() AND pid <> pg_backend_pid()"


class NothingHappened(RuntimeError):
    """A fault that was to be tried did not come about, and so says nothing."""


class Database:
    """A PostgreSQL with one database, made anew."""

    def __init__(self):
        self.server = Server(FOLDER / "postgres")
        self.disk = Disk(self.server.folder, MEGABYTES)
        self.disk.mount()
        self.server.ensure_running()
        with self.connect("postgres") as maintenance:
            # A checkpoint comes sooner, and the disk can be smaller.
            maintenance.execute("ALTER SYSTEM SET max_wal_size = '160MB'")
            maintenance.execute("SELECT pg_reload_conf()")
        self.beside(NAME)
        self.name = NAME

    def close(self):
        """Stop it, and keep its log."""
        self.server.release()
        if self.disk.is_mounted:
            shutil.copy(self.server.log, FOLDER / "postgres.log")
        self.disk.unmount()

    @property
    def url(self):
        return url_of_database(self.server.connection_params(self.name))

    def beside(self, name):
        """Another database of the same server, empty."""
        with self.connect("postgres") as maintenance:
            maintenance.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            maintenance.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        other = copy.copy(self)
        other.name = name
        return other

    def connect(self, name=None, **more):
        """A connection that commits each statement; more: parameters of psycopg."""
        params = self.server.connection_params(name or self.name)
        return psycopg.connect(**params | more, autocommit=True)

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
        if not self.rows(CUT.format(condition)):
            raise NothingHappened(f"No connection to cut: {condition}")

    @contextlib.contextmanager
    def locked(self, *tables, mode="ACCESS EXCLUSIVE"):
        """Hold a lock: that which a migration takes; SHARE only keeps others from writing."""
        with self.connect() as other, other.transaction():
            other.execute(f"LOCK TABLE {', '.join(tables)} IN {mode} MODE")
            yield

    @contextlib.contextmanager
    def frozen(self):
        """None of its processes does anything in the block, and none ends."""
        frozen = set()
        try:
            while more := set(processes_in(self.server.data)) - frozen:
                for process in more:
                    signal_to(process, signal.SIGSTOP)
                frozen |= more
            yield
        finally:
            for process in processes_in(self.server.data):
                signal_to(process, signal.SIGCONT)

    @contextlib.contextmanager
    def taken(self):
        """Another program holds all of its connections in the block."""
        with contextlib.ExitStack() as stack:
            mine = {"application_name": "somebody else"}
            cutting = stack.enter_context(self.connect(**mine))
            deadline = time.monotonic() + PATIENCE
            are_others_there = True
            while are_others_there:
                if time.monotonic() > deadline:
                    raise NothingHappened("The connections are not taken.")
                with contextlib.suppress(psycopg.OperationalError):
                    while True:
                        stack.enter_context(self.connect(**mine))
                are_others_there = cutting.execute(CUT.format(OF_PROGRAMS)).fetchall()
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
        if not self.start_if_gone():
            raise NothingHappened("PostgreSQL was not gone.")

    def start_if_gone(self):
        """Start it again if it has ended by itself: whether it had."""
        return self.server.restart_if_gone()

    def restart_fast(self):
        """What `pg_ctl restart --mode=fast` does."""
        self.stop(signal.SIGINT)
        self.start()

    def kill(self):
        """An end without any order, as when memory runs out."""
        self.stop(signal.SIGKILL)
        self.start()

    def schema(self):
        """All that is in it but rows, in SQL."""
        done = self._program("pg_dump", "--schema-only", "--no-owner", self.url)
        done.check_returncode()
        return done.stdout

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
        return subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603


def signal_to(process, number):
    """Send a signal to a process, unless it has just ended."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, number)
