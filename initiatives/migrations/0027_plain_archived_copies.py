"""Archived copies are as the Internet Archive shows them: no flags, and no way out of the copy."""

from django.db import migrations, models

PATTERN = (
    r"^https?://web\.archive\.org/web/[0-9]{4,14}/"
    r"(?!.*/(\.|%2[eE]){2}([/?#]|$))https?://[^\s\\]+$"
)
FORM = "Paste the address of a copy: https://web.archive.org/web/20261103120000/https://..."
TIDY = r"""
UPDATE initiatives_source SET archived_url = regexp_replace(archived_url,
    '^(https?://web\.archive\.org/web/[0-9]+)[a-z]{2}_/', '\1/')
    WHERE archived_url ~ '^https?://web\.archive\.org/web/[0-9]+[a-z]{2}_/';
UPDATE initiatives_source SET archived_url = ''
    WHERE archived_url ~ '/(\.|%2[eE]){2}([/?#]|$)' OR strpos(archived_url, '\') > 0;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0026_rotting_sources"),
    ]

    operations = [
        migrations.RunSQL(TIDY, migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name="source",
            name="source_archived_at_internet_archive",
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("archived_url", ""), ("archived_url__regex", PATTERN), _connector="OR"
                ),
                name="source_archived_at_internet_archive",
                violation_error_message=FORM,
            ),
        ),
    ]
