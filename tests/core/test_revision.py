"""What raises the revision of the catalogue, what does not, and who hears of it."""

import json
import threading

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from psycopg import sql

from core import revision
from core.models import Change, PendingChange, Revision
from initiatives.models import Figure, Initiative, Organization, Source, Theme
from tests.factories import (
    CountryFactory,
    CountryGroupFactory,
    FigureFactory,
    InitiativeFactory,
    OrganizationFactory,
    PartnerRoleFactory,
    PartnershipFactory,
    PersonFactory,
    RegionFactory,
    SourceFactory,
    StageFactory,
    ThemeFactory,
)

NOTHING = frozenset()


class Since:
    """The revision before a block, and `changes` after it."""

    def __enter__(self):
        self.before = revision.current()
        return self

    def __exit__(self, *error):
        self.after = revision.current()
        self.changes = revision.changes_since(self.before)

    @property
    def is_raised(self):
        assert self.after >= self.before
        assert self.changes.revision == self.after
        return self.after > self.before


def tables():
    """Every table of the two apps that hold what the public reads."""
    return sorted(
        model._meta.db_table
        for label in ("initiatives", "forum")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.managed
    )


@pytest.mark.parametrize("table", tables())
def test_every_table_of_the_catalogue_has_the_triggers(db, table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE tgrelid = %s::regclass AND proname = 'note_change' ORDER BY tgname",
            [table],
        )
        found = cursor.fetchall()
    kinds = ("delete", "insert", "truncate", "update")
    assert found == [(f"revision_{kind}", "O") for kind in kinds]


@pytest.mark.parametrize("table", tables())
def test_every_table_raises_the_revision(catalogue, table):
    name = sql.Identifier(table)
    every_row = sql.SQL("UPDATE {0} SET {1} = {1}").format(name, sql.Identifier(a_column(table)))
    no_row = sql.SQL("; ").join(
        [every_row + sql.SQL(" WHERE false"), sql.SQL("DELETE FROM {} WHERE false").format(name)]
    )
    with connection.cursor() as cursor:
        with Since() as since:
            cursor.execute(every_row)
        assert since.is_raised == (cursor.rowcount > 0)
        with Since() as since:
            cursor.execute(no_row)
        assert not since.is_raised


def a_column(table):
    """A column of a table that can be written."""
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)
    return next(column.name for column in columns if column.name != "search_vector")


@pytest.mark.parametrize("table", ["initiatives_initiative", "forum_person"])
def test_truncating_a_table_may_concern_everything(catalogue, table):
    with Since() as since, connection.cursor() as cursor:
        cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(table)))
    assert since.is_raised
    assert since.changes.everything


class TestChangesOfInitiatives:
    """Each change names the initiatives whose entry in a search index it makes stale."""

    @pytest.fixture(autouse=True)
    def initiatives(self, db):
        InitiativeFactory(slug="other", themes=["mining"], countries=["KEN"])
        self.one = InitiativeFactory(slug="one", themes=["cooperatives"], origins=["BRA"])
        self.two = InitiativeFactory(slug="two", themes=["cooperatives"], countries=["HTI"])
        self.union = OrganizationFactory(slug="union")
        PartnershipFactory(initiative=self.two, organization=self.union)
        CountryGroupFactory(slug="ldc", members=["HTI"])

    def concerned(self, change):
        with Since() as since:
            change()
        assert since.is_raised
        assert not since.changes.everything
        return since.changes.records

    def test_of_the_record_itself(self):
        assert self.concerned(self.one.save) == {self.one.pk}

    def test_of_many_records_in_one_statement(self):
        both = Initiative.objects.filter(slug__in=["one", "two"])
        assert self.concerned(lambda: both.update(acronym="X")) == {self.one.pk, self.two.pk}

    def test_of_a_relation(self):
        country = CountryFactory(iso3="GHA")
        changed = self.concerned(lambda: self.one.participating_countries.add(country))
        assert changed == {self.one.pk}
        changed = self.concerned(lambda: self.one.participating_countries.remove(country))
        assert changed == {self.one.pk}

    def test_of_a_claim_that_moves_from_one_to_the_other(self):
        figure = FigureFactory(initiative=self.one)
        moving = Figure.objects.filter(pk=figure.pk)
        changed = self.concerned(lambda: moving.update(initiative=self.two))
        assert changed == {self.one.pk, self.two.pk}

    def test_of_an_organization(self):
        assert self.concerned(self.union.save) == {self.two.pk}

    def test_of_a_theme_and_its_synonyms(self):
        theme = Theme.objects.get(slug="cooperatives")
        both = {self.one.pk, self.two.pk}
        assert self.concerned(theme.save) == both
        assert self.concerned(lambda: theme.synonyms.create(language="en", text="coops")) == both

    def test_of_a_country_and_its_groups(self):
        haiti, group = CountryFactory(iso3="HTI"), CountryGroupFactory(slug="ldc")
        assert self.concerned(haiti.save) == {self.two.pk}
        assert self.concerned(lambda: group.members.remove(haiti)) == {self.two.pk}

    def test_of_what_no_initiative_shows(self):
        assert self.concerned(PersonFactory) == NOTHING
        assert self.concerned(SourceFactory) == NOTHING
        assert self.concerned(OrganizationFactory) == NOTHING

    def test_of_a_vocabulary(self):
        for factory in (StageFactory, RegionFactory):
            with Since() as since:
                factory()
            assert since.changes.everything

    def test_of_a_deleted_record(self):
        key = self.one.pk
        assert self.concerned(self.one.delete) == {key}

    def test_of_several_statements_together(self):
        def change():
            self.one.save()
            PersonFactory()
            self.union.save()

        assert self.concerned(change) == {self.one.pk, self.two.pk}


def test_what_concerns_very_many_concerns_everything(db):
    one = InitiativeFactory()
    with Since() as since, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO initiatives_milestone (initiative_id, date, text, source_id, position)"
            " SELECT %s, '2014', 'x', %s, n FROM generate_series(1, 3000) AS n",
            [one.pk, SourceFactory().pk],
        )
    assert since.changes.records == {one.pk}
    with Since() as since:
        Initiative.objects.bulk_create(
            Initiative(slug=f"s-{n}", title="T", kind=one.kind, summary="S", approach="A")
            for n in range(2001)
        )
    assert since.changes.everything


def test_bulk_create_and_raw_sql_raise_it(db):
    with Since() as since:
        Source.objects.bulk_create(
            [Source(title="A", publisher="B", url="https://example.org/bulk")]
        )
    assert since.is_raised
    with Since() as since, connection.cursor() as cursor:
        cursor.execute("UPDATE initiatives_source SET year = 2001")
    assert since.is_raised
    with Since() as since:
        Source.objects.all()._raw_delete("default")
    assert since.is_raised


def test_loaddata_raises_it(db, tmp_path):
    fixture = tmp_path / "series.json"
    fields = {"slug": "expo", "name": "Expo"}
    fixture.write_text(json.dumps([{"model": "forum.forumseries", "fields": fields}]))
    with Since() as since:
        call_command("loaddata", fixture, verbosity=0)
    assert since.is_raised


def test_users_and_reading_do_not_raise_it(db):
    InitiativeFactory()
    with Since() as since:
        Group.objects.create(name="Visitors")
        assert len(Initiative.objects.all()) == 1
    assert not since.is_raised


def test_a_savepoint_that_is_rolled_back_leaves_no_trace(db):
    one = InitiativeFactory(slug="one")
    with Since() as since:
        with transaction.atomic():
            StageFactory()
            transaction.set_rollback(True)
        one.save()
    assert not since.changes.everything
    assert since.changes.records == {one.pk}


def test_a_change_asked_about_and_then_rolled_back_leaves_no_trace(db):
    with Since() as since, transaction.atomic():
        PersonFactory()
        inside = revision.current()
        transaction.set_rollback(True)
    assert inside > since.before
    assert not since.is_raised


def test_a_rolled_back_transaction_leaves_no_trace(transactional_db):
    with Since() as since, transaction.atomic():
        PersonFactory()
        transaction.set_rollback(True)
    assert not since.is_raised


def test_a_transaction_raises_it_once(transactional_db):
    with Since() as since, transaction.atomic():
        one = InitiativeFactory()
        PersonFactory.create_batch(3)
        OrganizationFactory()
    assert since.is_raised
    assert Change.objects.filter(revision__gt=since.before).count() == 1
    assert since.changes.everything  # the kind of initiative is new
    role = PartnerRoleFactory()
    with Since() as since, transaction.atomic():
        one.save()
        PersonFactory()
        PartnershipFactory(initiative=one, role=role)
    assert Change.objects.get(revision__gt=since.before).initiatives == [one.pk]
    assert not PendingChange.objects.exists()


def of_its_own(name):
    """An initiative that shares nothing with others."""
    sources = [f"https://example.org/{name}"]
    return InitiativeFactory(kind__slug=name, themes=[name], sources=sources)


def test_two_writers_do_not_wait_for_each_other_and_both_count(transactional_db):
    with Since() as since:
        with transaction.atomic():
            first = of_its_own("a")
            second_key = in_another_thread(lambda: of_its_own("b").pk)
        assert Initiative.objects.filter(pk__in=[first.pk, second_key]).count() == 2
    assert Change.objects.filter(revision__gt=since.before).count() >= 2


def test_a_relation_committed_meanwhile_counts(transactional_db):
    """The organization's change is older, but commits later: the new partner shows it too."""
    union, one = OrganizationFactory(), InitiativeFactory()
    role = PartnerRoleFactory()
    with Since() as since, transaction.atomic():
        Organization.objects.filter(pk=union.pk).update(name="New name")
        in_another_thread(lambda: PartnershipFactory(organization=union, initiative=one, role=role))
    last = Change.objects.get(revision=since.after)
    assert last.initiatives == [one.pk]


def test_changes_that_are_too_long_ago_are_everything(db):
    PersonFactory()
    long_ago = revision.current()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "DO $$ BEGIN FOR n IN 1..1001 LOOP UPDATE forum_person SET name = n; END LOOP; END $$"
        )
    assert Change.objects.filter(revision__gte=long_ago).count() == 1001
    assert revision.changes_since(long_ago).everything
    assert revision.changes_since(0).everything
    latest = revision.current()
    assert revision.changes_since(latest) == revision.Changes(latest, False, NOTHING)


def test_flush_concerns_everything(transactional_db):
    with connection.cursor() as cursor:  # the access log is not emptied otherwise
        cursor.execute("ALTER TABLE roof_accessevent DISABLE TRIGGER stays_whole")
    with Since() as since:
        call_command("flush", interactive=False, verbosity=0)
    assert since.is_raised
    assert since.changes.everything
    with Since() as since:
        PersonFactory()
    assert since.is_raised


def in_another_thread(function):
    """Call a function on a connection of its own; its result."""
    results = []

    def run():
        try:
            results.append(function())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    return results[0]


def test_what_is_kept_is_made_anew_after_a_change_and_only_then(db):
    made = []

    @revision.cached_per_revision
    def names():
        made.append(list(Theme.objects.values_list("name", flat=True)))
        return made[-1]

    ThemeFactory(slug="cooperatives")
    assert names() is names()
    Theme.objects.update(name="Solidarity economy")
    assert names() == ["Solidarity economy"]
    assert len(made) == 2
    Revision.objects.update(value=F("value") - 1)  # by a restored backup
    names()
    assert len(made) == 3
