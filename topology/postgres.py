"""A PostgreSQL and a replica of it, as the scripts of deploy/postgres make them.

The programs are those that the demonstration has, which are a whole PostgreSQL.
"""

import os
import signal
import subprocess

import psycopg

from core.embedded.server import Server
from topology.programs import BASE_DIR, Program, as_somebody_else

SCRIPTS = BASE_DIR / "deploy" / "postgres"
SETTINGS = {  # of a machine on which this is not all that runs
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "io_method": "sync",
    "fsync": "off",
}


class PostgreSQL:
    """One of the two. folder: for its data; port: on which it listens; passwords: by variable."""

    def __init__(self, name, folder, port, passwords):
        self.name, self.port = name, port
        self.folder = folder / name
        self.data = self.folder / "data"
        self.log = folder / f"{name}.log"
        self.binaries = Server(folder).find_binaries()
        self.environment = {
            "PATH": f"{self.binaries}:{os.environ['PATH']}",
            "LANG": "C.UTF-8",
            "PGDATA": str(self.data),
            **passwords,
        }
        self.program = None
        self.folder.mkdir(mode=0o700)

    def run(self, *command, **more):
        """Run a program to its end, as who owns the data."""
        subprocess.run(
            as_somebody_else(command),
            check=True,
            cwd=self.folder,
            env=self.environment | more,
            stdout=subprocess.DEVNULL,
        )

    def options(self):
        return [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")] + [
            *("-c", f"port={self.port}"),
        ]

    def start(self, *command):
        """Start it and wait for it; command: what becomes the server."""
        self.program = Program(
            self.name,
            as_somebody_else([*command, *self.options()]),
            self.log,
            self.is_up,
            environment=self.environment,
            stop=signal.SIGINT,  # which does not wait for those who are connected
        )
        self.program.wait()

    def connect(self, dbname="portal", user="portal"):
        """A connection that commits each statement."""
        password = self.environment["DATABASE_PASSWORD"]
        if user == "postgres":
            password = self.environment["POSTGRES_PASSWORD"]
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            dbname=dbname,
            user=user,
            password=password,
            autocommit=True,
        )

    def is_up(self):
        try:
            self.connect("postgres", "postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def is_primary(self):
        """Whether it is up, and can be written to."""
        if not self.is_up():
            return False
        with self.connect("postgres", "postgres") as connection:
            return connection.execute("SELECT NOT pg_is_in_recovery()").fetchone()[0]

    def let_in(self, line):
        """Put a line before all others of pg_hba.conf; a replica that is made later copies it."""
        if self.is_up():
            file = self.data / "pg_hba.conf"
            file.write_text(f"{line}\n{file.read_text()}")
            with self.connect("postgres", "postgres") as connection:
                connection.execute("SELECT pg_reload_conf()")

    def url(self, port=None):
        """The address of the portal's database, there or behind a pooler on another port."""
        password = self.environment["DATABASE_PASSWORD"]
        return f"postgres://portal:{password}@127.0.0.1:{port or self.port}/portal"

    def stop(self):
        if self.program:
            self.program.stop()


class Primary(PostgreSQL):
    """The PostgreSQL that is written to."""

    def make(self):
        """Make its data, start it, and let its script of deploy/ make what it holds."""
        handed = self.folder / "password"
        handed.write_text(self.environment["POSTGRES_PASSWORD"])
        self.run(
            *(self.binaries / "initdb", "--username=postgres", f"--pwfile={handed}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        )
        handed.unlink()
        self.start(self.binaries / "postgres", "-D", self.data)
        self.run(
            "/bin/sh",
            SCRIPTS / "primary.sh",
            PGHOST="127.0.0.1",
            PGPORT=str(self.port),
            PGUSER="postgres",
            PGPASSWORD=self.environment["POSTGRES_PASSWORD"],
        )
        with self.connect("postgres", "postgres") as connection:
            connection.execute("SELECT pg_reload_conf()")


class Replica(PostgreSQL):
    """The PostgreSQL that follows the primary, and is only read."""

    def make(self, primary):
        self.environment |= {"PRIMARY_HOST": "127.0.0.1", "PRIMARY_PORT": str(primary.port)}
        self.start("/bin/sh", SCRIPTS / "replica.sh")

    def options(self):
        return ["-c", "hot_standby_feedback=on", *super().options()]
