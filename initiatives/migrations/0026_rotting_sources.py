"""A source has an archived copy, and what is known of whether its address still answers."""

from django.db import migrations, models

import core.models.text
import initiatives.models.sources

FORGET = """
CREATE FUNCTION initiatives_forget_link() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.dead_since IS NOT DISTINCT FROM OLD.dead_since THEN
        NEW.dead_since := NULL;
    END IF;
    IF NEW.moved_to = OLD.moved_to THEN
        NEW.moved_to := '';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER forget_link BEFORE UPDATE OF url ON initiatives_source
    FOR EACH ROW WHEN (OLD.url <> NEW.url) EXECUTE FUNCTION initiatives_forget_link();
"""
KEEP = """
DROP TRIGGER forget_link ON initiatives_source;
DROP FUNCTION initiatives_forget_link();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0025_demanded_rows"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="source",
            name="source_text_is_readable",
        ),
        migrations.AddField(
            model_name="source",
            name="archived_url",
            field=initiatives.models.sources.ArchivedAddressField(
                blank=True,
                db_default="",
                default="",
                help_text="The page as the Internet Archive keeps it: https://web.archive.org/web/20261103120000/https://...",
                max_length=600,
                verbose_name="archived copy",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="dead_since",
            field=models.DateField(
                editable=False, help_text="Since when nothing answers at its address.", null=True
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="moved_to",
            field=models.CharField(
                db_default="",
                default="",
                editable=False,
                help_text="Where its site says that the page is now.",
                max_length=500,
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("archived_url", ""),
                    (
                        "archived_url__regex",
                        "^https?://web\\.archive\\.org/web/[0-9]{4,14}([a-z]{2}_)?/https?://[^\\s]+$",
                    ),
                    _connector="OR",
                ),
                name="source_archived_at_internet_archive",
                violation_error_message="Paste the address of a copy: https://web.archive.org/web/20261103120000/https://...",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("moved_to", ""), ("moved_to__regex", "^https?://[!-~]+$"), _connector="OR"
                ),
                name="source_moved_to_is_http",
                violation_error_message="An address begins with http:// or https://.",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=core.models.text.ReadableText(
                lines=["title", "title_language", "publisher", "url", "type", "archived_url"],
                name="source_text_is_readable",
            ),
        ),
        migrations.RunSQL(FORGET, KEEP),
    ]
