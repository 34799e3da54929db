"""A PgBouncer before the database of a test, set up as deploy/pgbouncer.ini says.

with Pooler(size=1) as pooler:
    Server(pooler.url, DATABASE_DIRECT_URL=database_url())

Where pgbouncer is missing the test is skipped, or fails if REQUIRE_TOPOLOGY is 1.
"""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from tests.lacking import do_without
from tests.servers import free_port, url_of_database
from topology import parts
from topology.programs import MissingProgram


@contextmanager
def required():
    """Skip the test in the block where a program of the topology is missing, or fail."""
    try:
        yield
    except MissingProgram as error:
        do_without(str(error), "REQUIRE_TOPOLOGY")


class Pooler:
    """PgBouncer. As a context it is up when the block begins, and gone after it.

    size: how many connections to PostgreSQL it may have. params: those by which psycopg gets
    through it; url: the same as an address.
    """

    def __init__(self, size):
        found = connection.get_connection_params()
        self.database = {
            name: found[name] for name in ("host", "port", "user", "password") if name in found
        } | {"dbname": connection.settings_dict["NAME"]}
        self.params = self.database | {"host": "127.0.0.1", "port": free_port(), "dbname": "portal"}
        self.url = url_of_database(self.params)
        self.size = size

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="portal-pooler-"))
        try:
            with required():
                self.program = parts.pooler(
                    self.folder, self.params["port"], self.size, self.database
                )
        except BaseException:
            shutil.rmtree(self.folder)
            raise
        try:
            self.program.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error):
        self.program.stop()
        shutil.rmtree(self.folder)
