"""The table of public records keeps what each says, so that readers need not have it made.

`publish_kind` asks `record_<kind>` for the documents of those records that say something else than
before; of a kind as a whole, for those, too, that the table has wrong. A withdrawn record has none.
"""

import importlib

from django.db import migrations, models

functions = importlib.import_module("core.migrations.0007_public_records")

PUBLISH = """
CREATE OR REPLACE FUNCTION publish_kind(of_kind text, ids bigint[], raised bigint) RETURNS bigint[]
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
        differing AS MATERIALIZED (
            SELECT there.* FROM there LEFT JOIN portal_publicrecord AS record
                ON record.kind = %1$L AND record.public_id = there.public_id
            WHERE (record.row_id, record.slug, record.state, record.digest)
                IS DISTINCT FROM (there.row_id, there.slug, 'public', there.digest)
                OR $1 IS NULL AND md5(record.document) <> there.digest),
        written AS (
            INSERT INTO portal_publicrecord AS record (kind, public_id, row_id, slug, state, reason,
                    digest, document, first_published, modified, sequence)
                SELECT %1$L, public_id, row_id, slug, 'public', '', digest, said.document::text,
                    $3, $3, $2
                FROM differing
                JOIN record_%1$s(ARRAY(SELECT row_id FROM differing)) AS said USING (row_id)
                ON CONFLICT (kind, public_id) DO UPDATE SET
                    row_id = excluded.row_id, slug = excluded.slug, state = 'public', reason = '',
                    digest = excluded.digest, document = excluded.document, withdrawn = NULL,
                    sequence = excluded.sequence,
                    modified = CASE WHEN record.digest = excluded.digest AND record.state = 'public'
                        THEN record.modified ELSE excluded.modified END)
        SELECT coalesce(array_agg(row_id), '{}'), withdrawn_%1$s() FROM there
        $sql$, of_kind) INTO present, withdrawn_as USING ids, raised, clock_timestamp();
    UPDATE portal_publicrecord AS record SET
            state = withdrawn_as,
            slug = CASE withdrawn_as WHEN 'vanished' THEN '' ELSE record.slug END,
            document = '', withdrawn = clock_timestamp(), sequence = raised
        WHERE record.kind = of_kind AND record.state = 'public'
          AND record.row_id IN (SELECT unnest(known) EXCEPT SELECT unnest(present));
    RETURN (SELECT coalesce(array_agg(key), '{}') FROM (
        (SELECT unnest(known) EXCEPT SELECT unnest(present))
        UNION ALL (SELECT unnest(present) EXCEPT SELECT unnest(known))) AS flipped (key));
END $$;
"""
BEFORE = functions.PUBLISH[: functions.PUBLISH.index("CREATE FUNCTION publish_records")].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
FILL = """
DO $$
DECLARE
    of_kind text;
BEGIN
    FOR of_kind IN SELECT DISTINCT kind FROM portal_publicrecord WHERE state = 'public' LOOP
        EXECUTE format('UPDATE portal_publicrecord AS record SET document = said.document::text'
            ' FROM record_%1$s(ARRAY(SELECT row_id FROM portal_publicrecord'
            '     WHERE kind = %1$L AND state = ''public'')) AS said'
            ' WHERE record.kind = %1$L AND record.state = ''public''::text'
            ' AND record.row_id = said.row_id', of_kind);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0016_suspected_pairs")]

    operations = [
        migrations.AddField(
            "publicrecord", "document", models.TextField(db_default="", default="", editable=False)
        ),
        migrations.RunSQL(PUBLISH, BEFORE),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
