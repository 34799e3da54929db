"""A PgBouncer before the database of a test, set up as deploy/pgbouncer.ini says.

with Pooler(size=1) as pooler:
    Server(pooler.url, DATABASE_DIRECT_URL=database_url())

Where pgbouncer is missing the test is skipped, or fails if REQUIRE_TOPOLOGY is 1.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from core.embedded.identity import identities
from core.embedded.server import LAUNCHER
from tests.servers import BASE_DIR, free_port, url_of_database, wait_until

PATH = f"{os.environ['PATH']}:/usr/sbin"  # where Debian has it, and ordinary users do not look


def program(name, package):
    """The path of a program of the topology; else the test is skipped, or fails."""
    path = shutil.which(name, path=PATH)
    if path is None:
        missing = f"no {name} found: install {package}"
        if os.environ.get("REQUIRE_TOPOLOGY") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    return path


class Pooler:
    """PgBouncer. As a context it is up when the block begins, and gone after it.

    size: how many connections to PostgreSQL it may have. params: those by which psycopg gets
    through it; url: the same as an address.
    """

    def __init__(self, size):
        self.program = program("pgbouncer", "pgbouncer")
        found = connection.get_connection_params()
        self.database = {
            name: found[name] for name in ("host", "port", "user", "password") if name in found
        } | {"dbname": connection.settings_dict["NAME"]}
        self.params = self.database | {"host": "127.0.0.1", "port": free_port(), "dbname": "portal"}
        self.url = url_of_database(self.params)
        self.size = size
        self.folder = Path(tempfile.mkdtemp(prefix="portal-pooler-"))

    def settings(self):
        """The file of deploy/ with what a test has in place of it."""
        text = (BASE_DIR / "deploy" / "pgbouncer.ini").read_text()
        where = " ".join(f"{name}={value}" for name, value in self.database.items())
        for there, here in (
            ("host=primary port=5432 dbname=portal", where),
            ("listen_addr = *", "listen_addr = 127.0.0.1"),
            ("listen_port = 6432", f"listen_port = {self.params['port']}"),
            ("/run/pgbouncer/users.txt", f"{self.folder}/users.txt"),
            ("default_pool_size = 20", f"default_pool_size = {self.size}"),
        ):
            assert there in text, f"deploy/pgbouncer.ini has no {there!r}"
            text = text.replace(there, here)
        return text

    def __enter__(self):
        (self.folder / "pgbouncer.ini").write_text(self.settings())
        user, password = self.database["user"], self.database.get("password", "")
        (self.folder / "users.txt").write_text(f'"{user}" "{password}"\n')
        order = json.dumps(next(identities()).order)  # it refuses root, as PostgreSQL does
        command = [self.program, self.folder / "pgbouncer.ini"]
        self.log = (self.folder / "log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", LAUNCHER, order, *command],
            stdout=self.log,
            stderr=self.log,
        )
        try:
            wait_until(self.is_up)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *error):
        self.stop()

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder)

    def is_up(self):
        try:
            psycopg.connect(**self.params).close()
            return True
        except psycopg.OperationalError:
            has_ended = self.process.poll() is not None
        assert not has_ended, (self.folder / "log").read_text()
        return False
