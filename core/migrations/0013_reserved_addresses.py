"""The addresses of what was deleted stay its own, for good.

`keep_former_slug`, which keeps former addresses, notes them when a record goes, its former ones
too. It lets nobody else have them, and gives them back when the record itself comes back: the row
with its key or with its public id.
"""

from django.db import migrations, models

KINDS = {
    "initiative": "initiatives_initiative",
    "organization": "initiatives_organization",
    "resource": "initiatives_resource",
    "theme": "initiatives_theme",
    "forum": "forum_forum",
    "session": "forum_session",
    "person": "forum_person",
}

KEEP = """
CREATE OR REPLACE FUNCTION keep_former_slug() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    owner text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO portal_reservedslug (kind, slug, row_id, public_id)
            SELECT TG_ARGV[0], had.slug, OLD.id, OLD.public_id
                FROM (SELECT OLD.slug UNION SELECT former.slug FROM initiatives_formerslug AS former
                    WHERE former.kind = TG_ARGV[0] AND former.current = OLD.slug) AS had (slug)
            ON CONFLICT (kind, slug) DO UPDATE
                SET row_id = excluded.row_id, public_id = excluded.public_id;
        DELETE FROM initiatives_formerslug WHERE kind = TG_ARGV[0] AND current = OLD.slug;
        RETURN OLD;
    END IF;
    SELECT current INTO owner FROM initiatives_formerslug
        WHERE kind = TG_ARGV[0] AND slug = NEW.slug;
    IF owner IS NOT NULL AND (TG_OP = 'INSERT' OR owner <> OLD.slug) THEN
        RAISE unique_violation USING
            MESSAGE = format('The address %s still leads to %s.', NEW.slug, owner),
            CONSTRAINT = 'former_slug_leads_to_one_record';
    END IF;
    IF EXISTS (SELECT FROM portal_reservedslug WHERE kind = TG_ARGV[0] AND slug = NEW.slug
            AND row_id <> NEW.id AND public_id <> NEW.public_id) THEN
        RAISE unique_violation USING
            MESSAGE = format('The address %s is that of a record that was deleted.', NEW.slug),
            CONSTRAINT = 'reserved_slug_is_of_one_record';
    END IF;
    IF TG_OP = 'INSERT' THEN
        WITH had AS (DELETE FROM portal_reservedslug WHERE kind = TG_ARGV[0]
                AND (row_id = NEW.id OR public_id = NEW.public_id) RETURNING slug)
            INSERT INTO initiatives_formerslug (kind, slug, current)
                SELECT TG_ARGV[0], slug, NEW.slug FROM had WHERE slug <> NEW.slug;
    ELSE
        DELETE FROM initiatives_formerslug WHERE kind = TG_ARGV[0] AND slug = NEW.slug;
        UPDATE initiatives_formerslug SET current = NEW.slug
            WHERE kind = TG_ARGV[0] AND current = OLD.slug;
        INSERT INTO initiatives_formerslug (kind, slug, current)
            VALUES (TG_ARGV[0], OLD.slug, NEW.slug);
    END IF;
    RETURN NEW;
END $$;
"""

# What was public once and is there no more; of drafts that went before, nothing is known.
FROM_BEFORE = """
INSERT INTO portal_reservedslug (kind, slug, row_id, public_id)
    SELECT DISTINCT ON (record.slug) record.kind, record.slug, record.row_id, record.public_id
    FROM portal_publicrecord AS record
    WHERE record.kind = '{kind}' AND record.state <> 'public' AND record.slug <> ''
        AND NOT EXISTS (SELECT FROM {table} AS one
            WHERE one.id = record.row_id OR one.slug = record.slug)
        AND NOT EXISTS (SELECT FROM initiatives_formerslug AS former
            WHERE former.kind = record.kind AND former.slug = record.slug)
    ORDER BY record.slug, record.sequence DESC;
"""

BACK = """
CREATE OR REPLACE FUNCTION keep_former_slug() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owner text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM initiatives_formerslug WHERE kind = TG_ARGV[0] AND current = OLD.slug;
        RETURN OLD;
    END IF;
    SELECT current INTO owner FROM initiatives_formerslug
        WHERE kind = TG_ARGV[0] AND slug = NEW.slug;
    IF owner IS NOT NULL AND (TG_OP = 'INSERT' OR owner <> OLD.slug) THEN
        RAISE unique_violation USING
            MESSAGE = format('The address %s still leads to %s.', NEW.slug, owner),
            CONSTRAINT = 'former_slug_leads_to_one_record';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM initiatives_formerslug WHERE kind = TG_ARGV[0] AND slug = NEW.slug;
        UPDATE initiatives_formerslug SET current = NEW.slug
            WHERE kind = TG_ARGV[0] AND current = OLD.slug;
        INSERT INTO initiatives_formerslug (kind, slug, current)
            VALUES (TG_ARGV[0], OLD.slug, NEW.slug);
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0012_drafts"),
        ("initiatives", "0022_history"),
        ("forum", "0012_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReservedSlug",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(help_text="Model name of the record.", max_length=30)),
                ("slug", models.CharField(max_length=70)),
                ("row_id", models.BigIntegerField()),
                ("public_id", models.CharField(max_length=12)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "slug"),
                        name="reserved_slug_is_of_one_record",
                        violation_error_message=(
                            "This address is that of a record that was deleted, and stays its own. "
                            "Bring that record back, or choose another address."
                        ),
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            KEEP + "".join(FROM_BEFORE.format(kind=kind, table=KINDS[kind]) for kind in KINDS), BACK
        ),
    ]
