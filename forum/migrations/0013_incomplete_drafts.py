"""Drafts may be incomplete; what is public is whole, and the database says so."""

import django.db.models.deletion
from django.db import migrations, models

import core.dates
import core.models.publication
from core.models.demanded_rows import rows_are_whole

# An empty date has no first day, as a draft may have none.
FIRST_DAY = """
CREATE OR REPLACE FUNCTION partial_date_first(text) RETURNS date IMMUTABLE STRICT LANGUAGE sql AS
    $$ SELECT make_date(nullif(left($1, 4), '')::int,
                        coalesce(nullif(substr($1, 6, 2), ''), '1')::int,
                        coalesce(nullif(substr($1, 9, 2), ''), '1')::int) $$;
"""
OF_A_SESSION = """
SELECT forum_id FROM forum_session WHERE id = CASE TG_TABLE_NAME
    WHEN 'forum_session' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'session_id' END::bigint
"""
ROWS = {
    "forum_session": (
        "NEW.summary = ''",
        "SELECT 'session ' || slug, forum_id FROM forum_session WHERE summary = ''",
    ),
    "forum_sessionfigure": (
        "NEW.source_id IS NULL",
        "SELECT 'figure ' || figure.id, forum_id FROM forum_sessionfigure figure"
        " JOIN forum_session session ON session.id = session_id WHERE source_id IS NULL",
    ),
}


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0012_history"),
        ("initiatives", "0024_incomplete_drafts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="forum",
            name="start_date",
            field=core.dates.PartialDateField(blank=True, help_text="2014, 2014-11 or 2014-11-19."),
        ),
        migrations.AlterField(
            model_name="forum",
            name="summary",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="session",
            name="summary",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="sessionfigure",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="initiatives.source",
            ),
        ),
        migrations.AddConstraint(
            model_name="forum",
            constraint=core.models.publication.Demanded(
                name="forum_published_is_described",
                references=(),
                texts=("title", "start_date", "summary"),
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=core.models.publication.Demanded(
                name="person_published_has_a_name", references=(), texts=("name",)
            ),
        ),
        migrations.RunSQL(FIRST_DAY, migrations.RunSQL.noop),
        rows_are_whole("forum_forum", OF_A_SESSION, ROWS),
    ]
