"""From the first schema that anybody was told how to run, with its data, to that of now.

`2026-11-24.sql.gz` is the database of revision 4b1797d, made by `make.sh`: the oldest that has a
README and a page for operators, and whose own code loads a whole catalogue. Nothing before it can
have been installed, so no older schema is ever upgraded.
"""

import gzip
from io import StringIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from core.records.checking import differences
from core.search.worker import worker
from forum.models import Forum, Person
from initiatives.models import Country, Initiative, Organization, Resource, Theme
from portal.management.commands.prepare import Command as Prepare
from tests.databases import drop, maintain, pointed_at

DUMP = Path(__file__).with_name("2026-11-24.sql.gz")
EACH = 20  # of so many records of a kind, one page is opened
GROWS = {
    "auth_group",
    "auth_permission",
    "auth_group_permissions",
    "django_content_type",
    "django_migrations",
}
WITH_PAGES = (Initiative, Organization, Resource, Country, Theme, Forum, Person)


@pytest.fixture(scope="module")
def before(django_db_setup, django_db_blocker):
    """The database of then, upgraded: while it is there, what was in it before."""
    with django_db_blocker.unblock():
        name = f"{connection.settings_dict['NAME']}_upgraded"
        drop(name)
        maintain("CREATE DATABASE {} TEMPLATE template0", name)
        try:
            with pointed_at(name):
                restore(gzip.decompress(DUMP.read_bytes()).decode())
                counted = counts(), slugs_in_sql()
                upgrade()
                worker.clear()
                yield counted
        finally:
            worker.clear()
            drop(name)


def restore(dump):
    with connection.cursor() as cursor:
        cursor.execute(dump)
    connection.close()  # a dump leaves settings behind


def upgrade():
    """What `manage.py prepare` does to a database."""
    command = Prepare(stdout=StringIO())
    command.migrate(verbosity=0)
    command.fill(verbosity=0)


def counts():
    """How many rows each table has."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        found = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
            (found[name],) = cursor.fetchone()
        return found


def slugs_in_sql():
    """By kind, what the records of then are known by, as the tables of then have it."""
    found = {}
    with connection.cursor() as cursor:
        for model in WITH_PAGES:
            key = "iso3" if model is Country else "slug"
            cursor.execute(f"SELECT {key} FROM {model._meta.db_table}")  # noqa: S608
            found[model] = {row[0] for row in cursor.fetchall()}
    return found


def test_no_row_is_lost(before):
    rows, _ = before
    after = counts()
    assert sum(rows.values()) > 10_000
    differ = {
        table: (count, after[table]) for table, count in rows.items() if count != after[table]
    }
    assert {table for table, (then, now) in differ.items() if now < then} == set()
    assert set(differ) <= GROWS, differ


def test_every_record_of_then_is_there_and_has_a_page(before):
    _, known = before
    client, asked, wrong = Client(), 0, {}
    for model, slugs in known.items():
        key = "iso3" if model is Country else "slug"
        records = {getattr(record, key): record for record in model.objects.all()}
        assert slugs == set(records)
        for record in list(records.values())[::EACH]:
            status = client.head(record.get_absolute_url()).status_code
            asked += 1
            if status not in (200, 301):
                wrong[record.get_absolute_url()] = status
    assert asked > 50
    assert not wrong


def test_public_records_say_what_the_catalogue_says(before):
    assert differences() == {}


def test_what_is_edited_then_is_seen_and_has_a_history(before):
    initiative, told = Initiative.objects.published().first(), rows_of_the_history()
    Initiative.objects.filter(pk=initiative.pk).update(title="Edited after the upgrade")
    assert "Edited after the upgrade" in Client().get(initiative.get_absolute_url()).text
    assert rows_of_the_history() == told + 1


def rows_of_the_history():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM portal_editedrow")
        return cursor.fetchone()[0]
