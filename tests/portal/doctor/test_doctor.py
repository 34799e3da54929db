"""What `manage.py doctor` finds: each fault is planted, and named with what mends it."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from core.models import Review
from core.models.links import CheckedAddress
from initiatives.models import Initiative
from portal.accounts.models import AccessEvent, BrowserSession
from portal.doctor import database, folders, timers
from portal.proposals.models import Sender
from tests.factories import InitiativeFactory, UserFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=3)


@pytest.fixture(autouse=True)
def installation(settings, tmp_path):
    """One that is as it should be, but for what only a served portal makes."""
    settings.MEDIA_ROOT, settings.DOWNLOADS_ROOT = tmp_path / "media", tmp_path / "downloads"
    settings.STATIC_ROOT = tmp_path
    settings.SECURITY_CONTACT = settings.CONTACT_EMAIL = "desk@example.org"
    settings.SEARCH_INDEX = False
    UserFactory(is_superuser=True)


def examined():
    """What it says to programs, and its exit code."""
    out, code = StringIO(), 0
    try:
        call_command("doctor", "--json", stdout=out)
    except SystemExit as ended:
        code = ended.code
    return json.loads(out.getvalue()), code


def found(name):
    """The findings of the check of this name."""
    said, _ = examined()
    assert name in said["checks"]
    return [one for one in said["findings"] if one["check"] == name]


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_each_finding_says_what_why_and_how_to_mend_it():
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=out)
    assert ended.value.code == 1  # no file of the catalogue has been made here
    text = out.getvalue()
    assert "  Migrations          well\n" in text
    assert "WRONG: There is no file of the whole catalogue" in text
    assert "Why it matters: /data/ offers no download of everything." in text
    assert "To mend it: manage.py make_downloads" in text


def test_where_nothing_is_wrong_it_ends_with_nought(settings):
    InitiativeFactory()
    call_command("make_downloads", verbosity=0)
    said, code = examined()
    assert [one for one in said["findings"] if one["weight"] == "wrong"] == []
    assert code == 0


def test_a_trigger_that_is_missing_or_switched_off_is_named():
    assert found("Triggers") == []
    assert ("revision_update", "initiatives_initiative") in database.made_by_migrations()
    execute("ALTER TABLE forum_person DISABLE TRIGGER revision_update")
    execute("DROP TRIGGER revision_delete ON initiatives_initiative")
    missing, off = found("Triggers")
    assert "revision_delete of initiatives_initiative" in missing["what"]
    assert "revision_update of forum_person" in off["what"]
    assert "ALTER TABLE forum_person ENABLE TRIGGER USER" in off["mend"]


def test_a_public_record_that_lags_behind_is_named():
    initiative = InitiativeFactory()
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("ALTER TABLE initiatives_initiative DISABLE TRIGGER USER")
    Initiative.objects.filter(pk=initiative.pk).update(title="Another")
    (finding,) = found("Public records")
    assert "1 of initiative" in finding["what"]
    assert finding["mend"] == "manage.py check_records --rebuild"


def test_a_migration_that_is_missing_is_named():
    execute(
        "DELETE FROM django_migrations"
        " WHERE id = (SELECT max(id) FROM django_migrations WHERE app = 'roof')"
    )
    (finding,) = found("Migrations")
    assert finding["mend"] == "manage.py prepare"


def test_what_timers_have_left_standing_is_named(settings):
    assert found("Timers") == []
    past = timezone.now() - LONG_AGO
    BrowserSession.objects.create(session_key="a", expire_date=past)
    Sender.objects.create(digest="a", sent_at=past)
    AccessEvent.objects.create(kind="signed-in", at=past - timedelta(settings.ACCESS_LOG_DAYS))
    mends = " ".join(one["mend"] for one in found("Timers"))
    for command in ("clearsessions", "forget_proposals", "trim_access_log"):
        assert f"manage.py {command}" in mends


def test_what_was_to_be_published_and_was_not_is_counted():
    at = timezone.now() - timedelta(hours=1)
    Review.objects.create(kind="initiative", row_id=1, publish_at=at)
    (finding,) = found("Timetable")
    assert finding["what"] == "1 records were to be published by now."


def test_addresses_that_nobody_asks_any_more_are_told_with_their_age():
    assert [one["weight"] for one in found("Links")] == ["to look at"]
    CheckedAddress.objects.create(url="https://example.org/", asked_at=timezone.now())
    assert found("Links") == []
    CheckedAddress.objects.update(asked_at=timezone.now() - timedelta(days=9))
    (finding,) = found("Links")
    assert "1\xa0week" in finding["what"]
    assert finding["weight"] == "wrong"


def test_settings_of_production_are_looked_at(settings):
    settings.IS_DEMO, settings.HTTPS, settings.TRUSTED_PROXIES = False, True, []
    settings.SITE_URL, settings.SECURITY_CONTACT = "http://example.org", ""
    assert any("portal.W002" in one["why"] for one in found("Settings"))
    said = str(found("Address and proxy"))
    assert "SITE_URL is http://example.org" in said
    assert "Neither CONTACT_EMAIL nor SECURITY_CONTACT is set." in said


def test_whoever_may_do_everything_with_a_password_alone_is_counted(settings):
    settings.IS_DEMO, settings.SECOND_FACTOR_REQUIRED = False, "NOBODY"
    (finding,) = found("Sign-in")
    assert finding["what"] == "1 who may do everything sign in with a password alone."
    settings.SECOND_FACTOR_REQUIRED = "EDITORS"
    assert found("Sign-in") == []


def test_a_mail_server_that_takes_nothing_is_told(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # where nobody listens
    (finding,) = found("Mail")
    assert "127.0.0.1:9 takes nothing" in finding["what"]


def test_folders_that_cannot_be_written_or_are_full_are_told(settings, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    monkeypatch.setattr(folders, "LEAST", 10**18)
    first, second = found("Folders")
    assert "cannot be written" in first["what"]
    assert "MB are free" in second["what"]


def test_clocks_that_disagree_are_told(monkeypatch):
    monkeypatch.setattr(database.time, "time", lambda: 1_000_000_000.0)
    (finding,) = found("Clock")
    assert "seconds apart" in finding["what"]


def test_tables_whose_size_nobody_knows_are_told(monkeypatch):
    monkeypatch.setattr(database, "UNCOUNTED", "SELECT 'forum_person' WHERE %s > 0")
    (finding,) = found("Statistics")
    assert "forum_person" in finding["what"]


def test_it_changes_nothing():
    InitiativeFactory()
    before = LogEntry.objects.count(), Initiative.objects.get().title
    examined()
    assert (LogEntry.objects.count(), Initiative.objects.get().title) == before


def test_files_of_a_day_that_are_old_are_named(monkeypatch):
    InitiativeFactory()
    call_command("make_data", verbosity=0)
    assert found("Files of each day") == []
    monkeypatch.setattr(timers, "LATE", -timedelta(days=1))
    (finding,) = found("Files of each day")
    assert finding["what"].startswith("The last files of a day are those of ")
