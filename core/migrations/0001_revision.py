"""The revision of the catalogue: three tables, and the functions that write them.

The apps' migrations put the triggers on their tables; see `core.revision.triggers`.

- `note_change`, after each statement: notes what it changed, in `portal_pendingchange`. The first
  argument is the subject, whose ids stand in the column that the second argument names; `nothing`
  where no record of the index is concerned; or `everything`.
- `concerned_records`: which records of the index a change of some subjects concerns. The app whose
  records they are replaces it.
- `raise_revision`, when the transaction commits: takes the lock on the one row of the revision,
  raises it, notes which records are concerned, and tells whoever listens. That late, two
  writers cannot wait for each other in a circle, and a long import stops nobody.

A revision is the time of the change in microseconds, or the last one plus one where that is more.
So none is ever used twice: not after a rollback, and not after a backup was restored.

Two settings last as long as a transaction and follow its savepoints: `catalogue.pending` is empty,
`some` or `everything`.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

NOTE_CHANGE = """
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    pending text := coalesce(current_setting('catalogue.pending', true), '');
    subject text := TG_ARGV[0];
    ids bigint[] := '{}';
    is_changed boolean;
BEGIN
    IF pending = 'everything' OR (pending <> '' AND subject = 'nothing') THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'TRUNCATE' THEN
        subject := 'everything';
    ELSE
        SELECT EXISTS (SELECT FROM changed) INTO is_changed;
        IF NOT is_changed THEN
            RETURN NULL;
        END IF;
    END IF;
    IF subject NOT IN ('nothing', 'everything') THEN
        EXECUTE format(
            CASE WHEN TG_OP = 'UPDATE'
                THEN 'SELECT array_agg(id) FROM (SELECT %1$I AS id FROM changed'
                     ' UNION SELECT %1$I FROM before LIMIT 2001) AS touched'
                ELSE 'SELECT array_agg(id) FROM (SELECT DISTINCT %1$I AS id FROM changed'
                     ' LIMIT 2001) AS touched'
            END, TG_ARGV[1]) INTO ids;
        IF cardinality(ids) > 2000 THEN
            subject := 'everything';
            ids := '{}';
        END IF;
    END IF;
    PERFORM set_config(
        'catalogue.pending', CASE subject WHEN 'everything' THEN subject ELSE 'some' END, true);
    INSERT INTO portal_pendingchange (subject, ids) VALUES (subject, ids);
    RETURN NULL;
END $$;
"""

CONCERNED_RECORDS = """
CREATE OR REPLACE FUNCTION concerned_records(subject text, ids bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$ SELECT unnest(ids) WHERE subject = 'record' $$;
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
    PERFORM set_config('catalogue.pending', '', true);

    INSERT INTO portal_revision (id, value)
        VALUES (1, extract(epoch FROM clock_timestamp()) * 1000000)
        ON CONFLICT (id) DO UPDATE
            SET value = greatest(portal_revision.value + 1, excluded.value)
        RETURNING value INTO raised;

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

TRIGGER = """
CREATE CONSTRAINT TRIGGER raise_revision AFTER INSERT ON portal_pendingchange
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_revision();
"""

FIRST_REVISION = """
INSERT INTO portal_revision (id, value)
    VALUES (1, extract(epoch FROM clock_timestamp()) * 1000000);
INSERT INTO portal_change (revision, initiatives) SELECT value, '{}' FROM portal_revision;
"""

DROP = """
DROP FUNCTION note_change();
DROP TRIGGER raise_revision ON portal_pendingchange;
DROP FUNCTION raise_revision();
DROP FUNCTION concerned_records(text, bigint[]);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.BigIntegerField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("revision", models.BigIntegerField(primary_key=True, serialize=False)),
                ("initiatives", ArrayField(models.BigIntegerField(), null=True)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="PendingChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=20)),
                ("ids", ArrayField(models.BigIntegerField())),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunSQL(
            NOTE_CHANGE + CONCERNED_RECORDS + RAISE_REVISION + TRIGGER + FIRST_REVISION, DROP
        ),
    ]
