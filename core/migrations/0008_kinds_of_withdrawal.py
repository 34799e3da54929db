"""More than one way to be withdrawn: archived and still readable, or merged into another record.

- `archived_<kind>`, of the apps: which records of a kind are archived, where such may stay readable.
- `follow_archived` keeps the readable ones in step: back in work or deleted, they are gone.
- `number_anew` drops what no longer holds of a state that was changed by hand, and has it told.
- `follow_merged` leads what had gone into a merged record on to where that goes.
"""

import importlib

import django.db.models.deletion
from django.db import migrations, models

functions = importlib.import_module("core.migrations.0007_public_records")

ARCHIVED = """
CREATE FUNCTION archived_records(kind text, ids bigint[])
RETURNS TABLE (row_id bigint, slug varchar)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
    IF to_regprocedure(format('archived_%s(bigint[])', kind)) IS NOT NULL THEN
        RETURN QUERY EXECUTE format('SELECT * FROM archived_%s($1)', kind) USING ids;
    END IF;
END $$;

CREATE FUNCTION follow_archived(of_kind text, ids bigint[], raised bigint) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT FROM portal_publicrecord WHERE kind = of_kind AND state = 'archived'
            AND (ids IS NULL OR row_id = ANY (ids))) THEN
        UPDATE portal_publicrecord AS record SET
                state = CASE WHEN there.row_id IS NULL THEN 'gone' ELSE 'archived' END,
                slug = coalesce(there.slug, record.slug), sequence = raised
            FROM portal_publicrecord AS old
                LEFT JOIN archived_records(of_kind, ids) AS there ON there.row_id = old.row_id
            WHERE record.id = old.id AND old.kind = of_kind AND old.state = 'archived'
              AND (ids IS NULL OR old.row_id = ANY (ids))
              AND there.slug IS DISTINCT FROM old.slug;
    END IF;
END $$;
"""

FOLLOW = """
            PERFORM follow_archived(
                noted.kind, CASE WHEN noted.is_all THEN NULL ELSE noted.ids END, raised);
"""
BEFORE = "            IF cardinality(flipped) > 0 THEN\n"

BY_HAND = """
CREATE OR REPLACE FUNCTION number_anew() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_by_hand CONSTANT boolean :=
        coalesce(current_setting('catalogue.publishing', true), '') <> 'yes';
BEGIN
    IF is_by_hand AND OLD.state = 'public' THEN
        NEW.state := 'public';  -- what is public, the record itself says
    END IF;
    IF NEW.state <> 'merged' THEN
        NEW.replaced_by_id := NULL;
    END IF;
    IF NEW.state = 'vanished' THEN
        NEW.slug := '';
        NEW.reason := '';
    END IF;
    IF is_by_hand AND (NEW.state, NEW.reason, NEW.replaced_by_id)
            IS DISTINCT FROM (OLD.state, OLD.reason, OLD.replaced_by_id) THEN
        NEW.sequence := 0;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION follow_merged() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE portal_publicrecord SET replaced_by_id = NEW.replaced_by_id
        WHERE replaced_by_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER follow_merged AFTER UPDATE ON portal_publicrecord
    FOR EACH ROW WHEN (NEW.state = 'merged' AND OLD.state <> 'merged')
    EXECUTE FUNCTION follow_merged();
"""

BACK = """
UPDATE portal_publicrecord SET state = 'gone' WHERE state IN ('archived', 'merged');
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
DROP TRIGGER follow_merged ON portal_publicrecord;
DROP FUNCTION follow_merged();
DROP TRIGGER number_anew ON portal_publicrecord;
"""
DROP = """
DROP FUNCTION follow_archived(text, bigint[], bigint);
DROP FUNCTION archived_records(text, bigint[]);
"""


def replacing(sql):
    """The functions of the migration before, to be put in the place of those that are there."""
    return sql.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def publishing():
    """The function that publishes what a transaction has noted, archived records included."""
    start = functions.PUBLISH.index("CREATE FUNCTION publish_records")
    end = functions.PUBLISH.index("CREATE FUNCTION number_anew")
    return replacing(functions.PUBLISH[start:end]).replace(BEFORE, FOLLOW.lstrip("\n") + BEFORE)


class Migration(migrations.Migration):
    dependencies = [("portal", "0007_public_records")]

    operations = [
        migrations.AlterField(
            "publicrecord",
            "state",
            models.CharField(
                choices=[
                    ("public", "Public"),
                    ("gone", "Withdrawn: readers are told when and why"),
                    (
                        "archived",
                        "Archived: its page stays readable, under a banner that says so",
                    ),
                    ("merged", "Merged: its address leads to the record that replaces it"),
                    ("vanished", "Removed without a trace, as a person may ask"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            "publicrecord",
            "replaced_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced",
                to="portal.publicrecord",
            ),
        ),
        migrations.AddIndex(
            "publicrecord",
            models.Index(
                fields=["kind", "-withdrawn"],
                condition=models.Q(("withdrawn__isnull", False)),
                name="public_record_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            "publicrecord",
            models.CheckConstraint(
                condition=models.Q(("state", "merged"), ("replaced_by", None), _connector="XOR"),
                name="public_record_is_merged_into_another",
            ),
        ),
        migrations.AddConstraint(
            "publicrecord",
            models.CheckConstraint(
                condition=models.Q(("replaced_by", models.F("id")), _negated=True),
                name="public_record_is_not_merged_into_itself",
            ),
        ),
        migrations.RunSQL(
            ARCHIVED + publishing() + BY_HAND, BACK + replacing(functions.PUBLISH) + DROP
        ),
    ]
