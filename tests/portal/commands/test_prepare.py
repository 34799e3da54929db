"""`manage.py prepare`: what is done is not done again, and what was edited stays."""

import os
import re
from io import StringIO
from unittest.mock import Mock

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection

from core import revision
from core.environment import StartError
from core.models import PublicRecord
from core.records.checking import differences
from forum.models import Forum, Session
from initiatives.models import (
    Country,
    GlossaryTerm,
    Initiative,
    InitiativeKind,
    Organization,
    Resource,
    Theme,
)
from portal.exchange import fixture_loading
from portal.management.commands.prepare import Command, no_lock_waited_for, static_fingerprint
from tests.factories import InitiativeFactory
from tests.portal.exchange.exchange_folder import empty_the_database
from tests.servers import database_url

PASSWORD = r"as curator with the password (\S+)"


@pytest.fixture(autouse=True)
def collected_elsewhere(settings, tmp_path):
    """Static files and downloads go to a folder of the test's own."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.DOWNLOADS_ROOT = tmp_path / "downloads"


@pytest.fixture
def one_initiative(db):
    """A catalogue that was filled, of which the file for `/data/` takes no seconds to make."""
    return InitiativeFactory()


def prepare(**options):
    """What the command prints."""
    output = StringIO()
    call_command("prepare", stdout=output, verbosity=0, **options)
    return output.getvalue()


def test_an_edited_catalogue_is_left_as_it_is(one_initiative):
    Initiative.objects.filter(pk=one_initiative.pk).update(title="As we edited it")
    output = prepare()
    assert "Catalogue     1 initiatives" in output
    assert "Catalogue     loading" not in output
    assert Initiative.objects.filter(title="As we edited it").count() == 1


def test_a_new_database_gets_the_launch_catalogue_even_where_a_start_was_broken_off(
    transactional_db, monkeypatch
):
    with monkeypatch.context() as broken:
        broken.setattr(fixture_loading, "save_links", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            prepare()
    assert not Initiative.objects.exists()
    assert "loading ..." in prepare()
    assert Initiative.objects.published().exists()
    output = StringIO()
    Command(stdout=output).fill(verbosity=0)  # without the file of all records, which takes seconds
    assert f"{Initiative.objects.count()} initiatives" in output.getvalue()
    assert "loading" not in output.getvalue()


def test_who_clears_the_initiatives_to_begin_with_others_keeps_all_else(
    catalogue, transactional_db
):
    Theme.objects.filter(slug="cooperatives").update(description="As we edited it.")
    Organization.objects.filter(slug="ilo").update(name="As we call it")
    Session.objects.all().delete()  # what shows initiatives keeps them
    Forum.objects.all().delete()
    Initiative.objects.all().delete()
    documents = Resource.objects.all().delete()[0]
    output = prepare()
    assert "no initiatives; the launch catalogue is for a database that never held" in output
    assert "loading" not in output
    assert not Initiative.objects.exists()
    assert documents
    assert not Resource.objects.exists()
    assert Theme.objects.get(slug="cooperatives").description == "As we edited it."
    assert Organization.objects.get(slug="ilo").name == "As we call it"


def test_a_catalogue_of_which_nothing_is_left_stays_empty(catalogue, transactional_db):
    empty_the_database()
    assert "loading" not in prepare()
    assert not Theme.objects.exists()


def test_a_catalogue_of_our_own_that_was_emptied_stays_empty(transactional_db):
    InitiativeFactory().delete()
    prepare()
    assert not Initiative.objects.exists()


def test_a_catalogue_of_before_the_glossary_gets_it_once(transactional_db):
    InitiativeFactory()
    with connection.cursor() as cursor:  # as its migration makes it, whatever tests have done
        cursor.execute("TRUNCATE initiatives_glossaryterm RESTART IDENTITY")
    assert "Glossary      loading" in prepare()
    GlossaryTerm.objects.exclude(phrase="bosses").delete()
    GlossaryTerm.objects.update(stands_for=["management"])
    assert "Glossary" not in prepare()
    assert list(GlossaryTerm.objects.values_list("stands_for", flat=True)) == [["management"]]
    GlossaryTerm.objects.all().delete()
    assert "Glossary" not in prepare()


def test_who_begins_empty_gets_what_describes_initiatives_and_none_ever_after(
    transactional_db, settings
):
    settings.CATALOGUE = "EMPTY"
    assert "loading countries and vocabularies" in prepare()
    settings.CATALOGUE = "LAUNCH"
    assert "no initiatives" in prepare()
    assert not Initiative.objects.exists()
    assert not Organization.objects.exists()
    assert Country.objects.count() > 200
    assert Theme.objects.exists()
    assert InitiativeKind.objects.exists()


def test_the_demonstration_gets_an_editor_and_a_curator_and_shows_their_passwords_once(
    one_initiative, settings
):
    settings.IS_DEMO = True
    output = prepare()
    found = dict(re.findall(r"as (\S+) with the password (\S+)", output))
    assert set(found) == {"editor", "curator"}
    for name, password in found.items():
        user = get_user_model().objects.get(username=name)
        assert user.check_password(password)
        assert user.is_staff
        assert not user.is_superuser
        assert [group.name for group in user.groups.all()] == [f"{name.title()}s"]
    assert "manage.py createsuperuser" in output
    assert not re.search(PASSWORD, prepare())


def test_production_gets_a_curator_only_when_asked(one_initiative, settings):
    settings.IS_DEMO = False
    assert not re.search(PASSWORD, prepare())
    assert re.search(PASSWORD, prepare(curator=True))


def test_who_can_sign_in_needs_no_curator(one_initiative, settings):
    settings.IS_DEMO = True
    get_user_model().objects.create_user("someone", is_staff=True)
    assert not re.search(PASSWORD, prepare())


def test_static_files_are_collected_once_and_again_after_a_change(
    one_initiative, settings, tmp_path
):
    assert "collecting" in prepare()
    assert "unchanged" in prepare()
    source = tmp_path / "source"
    source.mkdir()
    (source / "new.css").write_text("p { color: green }")
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, source]
    finders.get_finder.cache_clear()
    try:
        assert "collecting" in prepare()
        before = static_fingerprint()
        os.utime(source / "new.css", (0, 0))  # as an image does, and whoever copies
        assert static_fingerprint() == before
        (source / "new.css").write_text("p { color: red }")
        assert static_fingerprint() != before
    finally:
        finders.get_finder.cache_clear()
    assert (settings.STATIC_ROOT / "new.css").exists()


def test_a_migration_waits_for_no_table_for_long(transactional_db):
    with psycopg.connect(database_url()) as somebody:
        somebody.execute("LOCK TABLE initiatives_initiative IN ACCESS SHARE MODE")
        with (
            pytest.raises(StartError, match="waited 1 seconds for a table"),
            no_lock_waited_for(1),
            connection.cursor() as cursor,
        ):
            cursor.execute("ALTER TABLE initiatives_initiative ADD COLUMN another integer")
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


def test_records_are_told_of_that_say_more_after_a_migration(catalogue, monkeypatch):
    stale = PublicRecord.objects.filter(kind="initiative")
    stale.update(digest="as it was before a column came")
    monkeypatch.setattr("portal.management.commands.prepare.are_migrations_applied", lambda: False)
    before = revision.current(fresh=True)
    prepare()
    assert differences() == {}
    assert stale.filter(sequence__gt=before).count() == stale.count() > 0


def test_every_process_reads_all_anew_after_it_for_a_backup_may_have_been_restored(one_initiative):
    before = revision.current(fresh=True)
    prepare()
    changes = revision.changes_since(before)
    assert changes.everything
    assert changes.revision > before


def test_an_image_collects_static_files_without_a_database(settings, django_db_blocker):
    with django_db_blocker.block():
        assert "collecting" in prepare(static=True)
        assert settings.STATIC_ROOT.with_name("static.collected").exists()
        assert "unchanged" in prepare(static=True)
