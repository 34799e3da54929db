"""`manage.py prepare`: what is done is not done again, and what was edited stays."""

import re
from io import StringIO

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection

from core.environment import StartError
from initiatives.models import Initiative
from portal.management.commands.prepare import no_lock_waited_for, static_fingerprint
from tests.servers import database_url

PASSWORD = r"as curator with the password (\S+)"


@pytest.fixture(autouse=True)
def collected_elsewhere(settings, tmp_path):
    """Static files go to a folder of the test's own."""
    settings.STATIC_ROOT = tmp_path / "static"


def prepare(**options):
    """What the command prints."""
    output = StringIO()
    call_command("prepare", stdout=output, verbosity=0, **options)
    return output.getvalue()


def test_an_edited_catalogue_is_left_as_it_is(catalogue):
    Initiative.objects.filter(pk=Initiative.objects.first().pk).update(title="As we edited it")
    count = Initiative.objects.count()
    output = prepare()
    assert f"{count} initiatives" in output
    assert "loading" not in output
    assert Initiative.objects.filter(title="As we edited it").count() == 1


def test_the_demonstration_gets_one_curator_and_shows_the_password_once(catalogue, settings):
    settings.IS_DEMO = True
    password = re.search(PASSWORD, prepare())[1]
    curator = get_user_model().objects.get(username="curator")
    assert curator.check_password(password)
    assert curator.is_staff
    assert not curator.is_superuser
    assert [group.name for group in curator.groups.all()] == ["Editors"]
    assert not re.search(PASSWORD, prepare())


def test_production_gets_a_curator_only_when_asked(catalogue, settings):
    settings.IS_DEMO = False
    assert not re.search(PASSWORD, prepare())
    assert re.search(PASSWORD, prepare(curator=True))


def test_who_can_sign_in_needs_no_curator(catalogue, settings):
    settings.IS_DEMO = True
    get_user_model().objects.create_user("someone", is_staff=True)
    assert not re.search(PASSWORD, prepare())


def test_static_files_are_collected_once_and_again_after_a_change(catalogue, settings, tmp_path):
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
