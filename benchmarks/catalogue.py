"""The databases of the benchmark: made once for a version of the code, then used again."""

import argparse
import contextlib
import hashlib
import time
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection, transaction
from psycopg import sql

from benchmarks.paths import BASE_DATABASE, BASE_DIR
from benchmarks.writing import fill
from core.embedded import server
from initiatives.models import Initiative
from portal.management.commands.prepare import Command as Prepare

# What a database of 100,000 initiatives deserves; the demonstration's server is set for 200.
# Every party to the benchmark profits who asks PostgreSQL.
POSTGRES = {"shared_buffers": "512MB", "work_mem": "32MB", "maintenance_work_mem": "256MB"}
TEXTBOOK_SQL = Path(__file__).parent / "textbook" / "tables.sql"
FOLDER = Path(__file__).parent
# What triggers would have done, which are off while the catalogue is filled.
PUBLISH = """
INSERT INTO portal_pendingrecord (kind, row_id)
    SELECT DISTINCT kind, NULL::bigint FROM portal_publicrecord;
SELECT publish_records(value) FROM portal_revision;
"""


def start_postgres():
    """Have the benchmark's private server running until this process ends."""
    server.SETTINGS |= POSTGRES
    connection.server.ensure_running()


def collect_static_files():
    """Have the static files where pages and servers look for them."""
    Prepare().collect(verbosity=0)


def asked_for(program, description):
    """The catalogue whose size the arguments of a program name: its database, and its size."""
    parser = argparse.ArgumentParser(prog=f"python -m {program}", description=description)
    parser.add_argument("--size", type=int, default=10_000, help="initiatives of the catalogue")
    size = parser.parse_args().size
    collect_static_files()
    start_postgres()
    database, _ = prepare(size, lambda text, again=False: None if again else print(text))
    return database, size


def prepare(size, say):
    """Have a catalogue of this size: the name of its database, and the seconds it took to make."""
    name = f"bench_{size}"
    version = version_of_data()
    if version_in(name) == version:
        say(f"{name}: there already")
        return name, None
    begun = time.monotonic()
    if version_in(BASE_DATABASE) != version:
        say(f"{BASE_DATABASE}: the launch catalogue ...")
        make(BASE_DATABASE)
        with pointed_at(BASE_DATABASE):
            call_command("migrate", interactive=False, verbosity=0)
            call_command("load_fixtures", verbosity=0)
        stamp(BASE_DATABASE, version)
    make(name, template=BASE_DATABASE)
    with pointed_at(name):
        with transaction.atomic(), connection.cursor() as cursor:
            # Foreign keys are not asked about one by one: the tests prove that they hold.
            cursor.execute("SET LOCAL session_replication_role = replica")
            fill(size, done=lambda count: say(f"{name}: {count:,} initiatives", again=True))
        say(f"{name}: public records, tables of the textbook, statistics ...")
        with connection.cursor() as cursor:
            cursor.execute(PUBLISH)
            cursor.execute(TEXTBOOK_SQL.read_text())
            cursor.execute("VACUUM (ANALYZE)")
            cursor.execute("CHECKPOINT")
        if (found := Initiative.objects.published().count()) != size:
            raise RuntimeError(f"{name} has {found} initiatives.")
    stamp(name, version)
    return name, time.monotonic() - begun


def version_of_data():
    """A digest of all that decides what the databases hold."""
    paths = [
        *BASE_DIR.glob("fixtures/*.json"),
        *BASE_DIR.glob("core/*/triggers.py"),
        *BASE_DIR.glob("*/migrations/*.py"),
        *(FOLDER / name for name in ("chains.py", "synthetic.py", "writing.py")),
        TEXTBOOK_SQL,
    ]
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def version_in(name):
    """The version of the data in a database; None where there is none, or half of one."""
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with maintenance() as postgres:
        row = postgres.execute(query, [name]).fetchone()
    return row and row[0]


def stamp(name, version):
    """Say in the database that it is whole, and of which version."""
    with maintenance() as postgres:
        postgres.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), version)
        )


def make(name, template="template0"):
    """Make a database anew, as a copy of another."""
    connection.close()
    with maintenance() as postgres:
        for statement in (
            "DROP DATABASE IF EXISTS {} WITH (FORCE)",
            "CREATE DATABASE {} TEMPLATE {}",
        ):
            names = (name, template)[: statement.count("{}")]
            postgres.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def maintenance():
    """A connection to the server's database `postgres`."""
    return psycopg.connect(**connection.server.connection_params("postgres"), autocommit=True)


@contextlib.contextmanager
def pointed_at(name):
    """Let Django's connection lead to this database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
