"""The database: that it lets us in, is prepared, counts its rows, and tells of what changes."""

import re
import time

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL

from core.checks import databases_speak_unicode
from core.environment import StartError
from portal.doctor.findings import Finding, check
from portal.starting import are_migrations_applied, require_database

PREPARE = "manage.py prepare"
MOST_APART = 5  # seconds between two clocks
MANY = 1000  # rows of a table from which on it matters what PostgreSQL knows of it
EXTENSIONS = ("unaccent",)
MADE = re.compile(
    r"CREATE (?:OR REPLACE )?(?:CONSTRAINT )?TRIGGER (\w+)\s[^;]*?\sON (\w+)", re.IGNORECASE
)
DROPPED = re.compile(r"DROP TRIGGER (?:IF EXISTS )?(\w+) ON (\w+)", re.IGNORECASE)
TRIGGERS = """
SELECT tgname, relname, tgenabled FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
"""
UNCOUNTED = """
SELECT relname FROM pg_stat_user_tables JOIN pg_class USING (relname)
WHERE pg_class.oid = relid AND schemaname = current_schema() AND n_live_tup > %s
    AND (reltuples < 0 OR n_mod_since_analyze > n_live_tup) ORDER BY relname
"""


@check("Database")
def database_is_fit():
    """That it lets us in, is new enough, stores every letter, and has what we build on."""
    try:
        require_database()
    except StartError as error:
        yield Finding(str(error), "The portal does not start.", "See docs/deployment.md.")
        connection.ensure_connection()  # where that fails, what needs the database is not asked
        return
    for problem in databases_speak_unicode(None, databases=[connection.alias]):
        yield Finding(problem.msg, "The first name with an accent fails.", problem.hint)
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        missing = set(EXTENSIONS) - {name for (name,) in cursor.fetchall()}
    for name in missing:
        yield Finding(
            f"The database has no extension {name}.",
            "Searches in the database fail.",
            f"psql -c 'CREATE EXTENSION {name}' as the owner of the database",
        )
    if settings.DATABASE_URL and is_pooled() and not settings.DATABASE_DIRECT_URL:
        yield Finding(
            "DATABASE_URL leads to a PgBouncer, and DATABASE_DIRECT_URL is not set.",
            "With transaction pooling nobody hears of changes, and locks of commands do not hold.",
            "Set DATABASE_DIRECT_URL to PostgreSQL itself.",
        )


def is_pooled():
    """Whether there is a pooler between us and PostgreSQL.

    Whoever let us in said by which number a question of ours can be cancelled: PostgreSQL names its
    process, a pooler any number.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    return connection.connection.info.backend_pid != process


@check("Migrations", needs_database=True)
def migrations_are_applied():
    if not are_migrations_applied():
        yield Finding(
            "The database is not prepared for this release.", "The portal does not start.", PREPARE
        )


@check("Clock", needs_database=True)
def clocks_agree():
    before = time.time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        (there,) = cursor.fetchone()
    apart = abs(float(there) - (before + time.time()) / 2)
    if apart > MOST_APART:
        yield Finding(
            f"The clock of this machine and that of the database are {apart:,.0f} seconds apart.",
            "What is published at a time comes early or late; codes of telephones are refused.",
            "timedatectl set-ntp true, on both machines",
        )


@check("Statistics", needs_database=True)
def tables_are_counted():
    with connection.cursor() as cursor:
        cursor.execute(UNCOUNTED, [MANY])
        names = [name for (name,) in cursor.fetchall()]
    if names:
        yield Finding(
            f"PostgreSQL does not know how large these tables are: {', '.join(names)}.",
            "It plans as if they were empty: what joins them takes seconds.",
            "psql -c ANALYZE",
        )


@check("Triggers", needs_database=True)
def triggers_are_there():
    """Those of migrations: they tell what changes, keep the history, hold what is public."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        there = {(name, table): enabled for name, table, enabled in cursor.fetchall()}
    why = "What changes there is not seen by readers, or stands in no history."
    expected = made_by_migrations()
    if missing := sorted(expected - there.keys()):
        yield Finding(f"Triggers are missing: {listed(missing)}.", why, "Restore a backup.")
    if off := sorted(key for key in expected & there.keys() if there[key] == "D"):
        tables = sorted({table for _, table in off})
        mend = "; ".join(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables)
        yield Finding(f"Triggers are switched off: {listed(off)}.", why, f"{mend}; then {PREPARE}")


def listed(keys):
    """The first of some triggers, in words."""
    first = ", ".join(f"{name} of {table}" for name, table in keys[:5])
    return f"{first} and {len(keys) - 5} more" if keys[5:] else first


def made_by_migrations():
    """The triggers that all migrations make, and none drops again: pairs of name and table."""
    loader = MigrationLoader(connection)
    left, seen = set(), set()
    for leaf in loader.graph.leaf_nodes():
        for key in loader.graph.forwards_plan(leaf):
            if key in seen:
                continue
            seen.add(key)
            for operation in loader.graph.nodes[key].operations:
                for text in texts_of(operation):
                    left -= set(DROPPED.findall(text))
                    left |= set(MADE.findall(text))
    return left


def texts_of(operation):
    """The SQL of an operation, as texts."""
    if not isinstance(operation, RunSQL):
        return []
    parts = [operation.sql] if isinstance(operation.sql, str) else operation.sql
    return [part if isinstance(part, str) else part[0] for part in parts]
