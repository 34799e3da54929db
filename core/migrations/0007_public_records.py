"""The table of public records, and the functions that keep it; see `core.records`.

- `note_records`, after each statement: notes which records it concerns, as (kind, key). The
  trigger's arguments are pairs of a kind and the column with the keys of such records. A statement
  that leaves what readers see as it was notes nothing. `kind:other:column` notes records that name
  another, which stands in that column: as far as that is public, they are told of, though they say
  the same themselves.
- `public_<kind>` and `withdrawn_<kind>`, of the apps: what there is of a kind, and what becomes of it.
- `referring_records`, of the last app: which records name others that appear or go.
- `publish_kind` brings the table up to date with some records of a kind, and returns the keys of
  those that appeared or went.
- `publish_records` does so with all that a transaction has noted, and with what refers to it.
- `raise_revision` calls that when the transaction commits, under the lock on the one row of the
  revision: so records stand in the order of their commits, and nobody can see a later one first.
"""

from django.db import migrations, models

from core.records.triggers import referring

NOTE_RECORDS = """
CREATE FUNCTION note_records() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    unseen CONSTANT text := '{updated_at,created_at,first_published_at,featured,search_vector}';
    rows text := 'SELECT * FROM changed';
    of_kind text[];  -- a kind; where records of it are told of, the kind that they name, its column
    is_named text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        rows := format(
            'WITH differing AS MATERIALIZED (SELECT id FROM changed JOIN before USING (id)'
            ' WHERE to_jsonb(changed) - %1$L::text[] <> to_jsonb(before) - %1$L::text[])'
            ' SELECT * FROM changed WHERE id IN (SELECT id FROM differing)'
            ' UNION ALL SELECT * FROM before WHERE id IN (SELECT id FROM differing)', unseen);
    END IF;
    FOR number IN 0 .. TG_NARGS / 2 - 1 LOOP
        of_kind := string_to_array(TG_ARGV[2 * number], ':');
        IF TG_OP = 'TRUNCATE' THEN
            INSERT INTO portal_pendingrecord (kind, row_id, is_told) VALUES (of_kind[1], NULL, false);
            CONTINUE;
        END IF;
        is_named := CASE WHEN of_kind[2] IS NULL THEN '' ELSE format(
            ' AND EXISTS (SELECT FROM portal_publicrecord WHERE kind = %L AND row_id = concerned.%I'
            ' AND state = ''public'')', of_kind[2], of_kind[3]) END;
        EXECUTE format(
            'INSERT INTO portal_pendingrecord (kind, row_id, is_told)'
            ' SELECT DISTINCT %1$L, %2$I, %3$L::boolean FROM (%4$s) AS concerned'
            ' WHERE %2$I IS NOT NULL%5$s',
            of_kind[1], TG_ARGV[2 * number + 1], of_kind[2] IS NOT NULL, rows, is_named);
    END LOOP;
    RETURN NULL;
END $$;
"""

PUBLISH = """
CREATE FUNCTION publish_kind(of_kind text, ids bigint[], raised bigint) RETURNS bigint[]
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    known bigint[];
    present bigint[];
    withdrawn_as text;
BEGIN
    SELECT coalesce(array_agg(record.row_id), '{}') INTO known FROM portal_publicrecord AS record
        WHERE record.kind = of_kind AND record.state = 'public'
          AND (ids IS NULL OR record.row_id = ANY (ids));
    EXECUTE format($sql$
        WITH there AS MATERIALIZED (SELECT * FROM public_%1$s($1)),
        written AS (
            INSERT INTO portal_publicrecord AS record (kind, public_id, row_id, slug, state, reason,
                    digest, first_published, modified, sequence)
                SELECT %1$L, public_id, row_id, slug, 'public', '', digest, $3, $3, $2 FROM there
                ON CONFLICT (kind, public_id) DO UPDATE SET
                    row_id = excluded.row_id, slug = excluded.slug, state = 'public', reason = '',
                    digest = excluded.digest, withdrawn = NULL, sequence = excluded.sequence,
                    modified = CASE WHEN record.digest = excluded.digest AND record.state = 'public'
                        THEN record.modified ELSE excluded.modified END
                WHERE (record.row_id, record.slug, record.state, record.digest)
                    IS DISTINCT FROM (excluded.row_id, excluded.slug, 'public', excluded.digest))
        SELECT coalesce(array_agg(row_id), '{}'), withdrawn_%1$s() FROM there
        $sql$, of_kind) INTO present, withdrawn_as USING ids, raised, clock_timestamp();
    UPDATE portal_publicrecord AS record SET
            state = withdrawn_as,
            slug = CASE withdrawn_as WHEN 'vanished' THEN '' ELSE record.slug END,
            withdrawn = clock_timestamp(), sequence = raised
        WHERE record.kind = of_kind AND record.state = 'public'
          AND record.row_id IN (SELECT unnest(known) EXCEPT SELECT unnest(present));
    RETURN (SELECT coalesce(array_agg(key), '{}') FROM (
        (SELECT unnest(known) EXCEPT SELECT unnest(present))
        UNION ALL (SELECT unnest(present) EXCEPT SELECT unnest(known))) AS flipped (key));
END $$;

CREATE FUNCTION publish_records(raised bigint) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    noted record;
    flipped bigint[];
BEGIN
    PERFORM set_config('catalogue.publishing', 'yes', true);
    UPDATE portal_publicrecord SET sequence = raised WHERE sequence = 0;
    WHILE EXISTS (SELECT FROM portal_pendingrecord) LOOP
        FOR noted IN
            WITH taken AS (DELETE FROM portal_pendingrecord RETURNING kind, row_id, is_told)
            SELECT kind, bool_or(row_id IS NULL) AS is_all,
                array_agg(DISTINCT row_id) FILTER (WHERE row_id IS NOT NULL) AS ids,
                array_agg(DISTINCT row_id) FILTER (WHERE is_told) AS told
            FROM taken GROUP BY kind
        LOOP
            flipped := publish_kind(
                noted.kind, CASE WHEN noted.is_all THEN NULL ELSE noted.ids END, raised);
            UPDATE portal_publicrecord SET sequence = raised
                WHERE kind = noted.kind AND row_id = ANY (noted.told) AND state = 'public';
            IF cardinality(flipped) > 0 THEN
                INSERT INTO portal_pendingrecord (kind, row_id, is_told)
                    SELECT DISTINCT referring, row_id, true
                    FROM referring_records(noted.kind, flipped) WHERE row_id IS NOT NULL;
            END IF;
        END LOOP;
    END LOOP;
    PERFORM set_config('catalogue.publishing', '', true);
END $$;

CREATE FUNCTION number_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('catalogue.publishing', true), '') <> 'yes'
        AND (NEW.state, NEW.reason) IS DISTINCT FROM (OLD.state, OLD.reason) THEN
        NEW.sequence := 0;
        NEW.slug := CASE NEW.state WHEN 'vanished' THEN '' ELSE NEW.slug END;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER number_anew BEFORE UPDATE ON portal_publicrecord
    FOR EACH ROW EXECUTE FUNCTION number_anew();
"""

RAISE_REVISION = """
CREATE OR REPLACE FUNCTION raise_revision() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    raised bigint;
    is_everything boolean;
    touched bigint[];
BEGIN
    IF coalesce(current_setting('catalogue.pending', true), '') = '' THEN
        RETURN NULL;  -- an earlier row of this transaction has brought us here already
    END IF;

    INSERT INTO portal_revision (id, value)
        VALUES (1, extract(epoch FROM clock_timestamp()) * 1000000)
        ON CONFLICT (id) DO UPDATE
            SET value = greatest(portal_revision.value + 1, excluded.value)
        RETURNING value INTO raised;
    INSERT INTO portal_revisionmark (revision, mark) VALUES (raised, floor(random() * 2 ^ 53));
    PERFORM publish_records(raised);
    PERFORM set_config('catalogue.pending', '', true);

    -- Only now, under the lock: a relation that another transaction has committed meanwhile counts.
    WITH pending AS (DELETE FROM portal_pendingchange RETURNING subject, ids),
         each AS (SELECT subject, unnest(ids) AS id FROM pending),
         grouped AS (SELECT subject, array_agg(DISTINCT id) AS ids FROM each GROUP BY subject),
         concerned AS (
            SELECT DISTINCT record FROM grouped, concerned_records(subject, ids) AS record
            LIMIT 2001
         )
    SELECT (SELECT bool_or(subject = 'everything') FROM pending),
           (SELECT coalesce(array_agg(record), '{}') FROM concerned)
        INTO is_everything, touched;
    IF is_everything THEN
        touched := NULL;
    END IF;
    INSERT INTO portal_change (revision, initiatives)
        VALUES (raised, CASE WHEN cardinality(touched) <= 2000 THEN touched END);
    DELETE FROM portal_change WHERE revision < (
        SELECT revision FROM portal_change ORDER BY revision DESC OFFSET 1000 LIMIT 1);
    PERFORM pg_notify('catalogue', raised::text);
    RETURN NULL;
END $$;
"""

FIRST_MARK = """
INSERT INTO portal_revisionmark (revision, mark)
    SELECT value, floor(random() * 2 ^ 53) FROM portal_revision;
"""

DROP = """
DROP FUNCTION note_records();
DROP FUNCTION referring_records(text, bigint[]);
DROP FUNCTION publish_kind(text, bigint[], bigint);
DROP FUNCTION publish_records(bigint);
DROP TRIGGER number_anew ON portal_publicrecord;
DROP FUNCTION number_anew();
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0006_public_ids")]

    operations = [
        migrations.CreateModel(
            name="PendingRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("row_id", models.BigIntegerField(null=True)),
                ("is_told", models.BooleanField(db_default=False)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="RevisionMark",
            fields=[
                ("revision", models.BigIntegerField(primary_key=True, serialize=False)),
                ("mark", models.BigIntegerField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="PublicRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(help_text="Model name of the record.", max_length=30)),
                ("public_id", models.CharField(max_length=12)),
                (
                    "row_id",
                    models.BigIntegerField(help_text="The key of the record in its own table."),
                ),
                ("slug", models.CharField(max_length=70)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("gone", "Withdrawn: readers are told when and why"),
                            ("vanished", "Removed without a trace, as a person may ask"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Why it was withdrawn, for readers. One sentence.",
                        max_length=300,
                    ),
                ),
                ("digest", models.CharField(max_length=32)),
                ("first_published", models.DateTimeField()),
                ("modified", models.DateTimeField()),
                ("withdrawn", models.DateTimeField(null=True)),
                ("sequence", models.BigIntegerField()),
            ],
            options={
                "ordering": ["sequence", "pk"],
                "default_permissions": ("change", "view"),
                "verbose_name": "withdrawn record",
                "indexes": [
                    models.Index(fields=["sequence", "id"], name="public_record_sequence"),
                    models.Index(fields=["kind", "row_id"], name="public_record_row"),
                    models.Index(fields=["kind", "slug"], name="public_record_slug"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["kind", "public_id"], name="public_record_stands_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(NOTE_RECORDS + referring() + PUBLISH + RAISE_REVISION + FIRST_MARK, DROP),
    ]
