"""Sessions that know whose they are, and an access log that is only added to.

Sessions of before are ended: nobody could tell whose they were.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("signed-in", "Signed in"),
    ("failed", "Sign-in failed"),
    ("locked-out", "Has to wait"),
    ("signed-out", "Signed out"),
    ("code-failed", "Wrong code"),
    ("recovered", "Recovery code used"),
    ("factor-set", "Second factor set up"),
    ("factor-taken", "Second factor taken away"),
    ("codes-made", "Recovery codes made"),
    ("sessions-ended", "Sessions ended"),
    ("rights", "Access or rights changed"),
    ("invited", "Invited"),
    ("link-made", "Link to a preview made"),
    ("exported", "Exported"),
    ("imported", "Imported"),
]
STAYS = """
CREATE FUNCTION roof_access_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    trimmed text := current_setting('access_log.trimmed_before', true);
BEGIN
    -- Whatever a setting says, a month is kept.
    IF TG_OP = 'DELETE' AND trimmed <> '' THEN
        IF OLD.at < least(trimmed::timestamptz, now() - interval '30 days') THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'The access log is only added to.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON roof_accessevent
    FOR EACH ROW EXECUTE FUNCTION roof_access_log_stays();
"""
GOES = """
DROP TRIGGER stays ON roof_accessevent;
DROP FUNCTION roof_access_log_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("roof", "0002_checks"),
        ("sessions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="when"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=KINDS, max_length=20, verbose_name="what happened"),
                ),
                ("by", models.CharField(blank=True, max_length=200, verbose_name="who")),
                ("about", models.CharField(blank=True, max_length=200, verbose_name="about")),
                ("said", models.CharField(blank=True, max_length=2000, verbose_name="more")),
                (
                    "address",
                    models.CharField(blank=True, max_length=45, verbose_name="network address"),
                ),
            ],
            options={
                "verbose_name": "line of the access log",
                "verbose_name_plural": "access log",
                "ordering": ["-at", "-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="BrowserSession",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                        verbose_name="session key",
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="browser_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunSQL(STAYS, GOES),
        migrations.RunSQL("DELETE FROM django_session", migrations.RunSQL.noop),
    ]
