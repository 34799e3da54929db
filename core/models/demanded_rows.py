"""Rows that a draft may have without their source, and a public record may not.

The database looks when a transaction ends, so that one may write a record and its rows in any
order. It holds the record, so that nobody publishes it while somebody adds such a row.
"""

from django.db import connection, migrations

WHOLE = "_rows_are_whole"  # ends the name of what the database refuses by
LACKING = (
    "Readers would miss something: each figure, milestone and replication of what is public has "
    "its source, and each session its summary."
)
FUNCTION = """
CREATE FUNCTION {owner}_rows_are_whole() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    key bigint;
    lacking text;
BEGIN
    key := CASE WHEN TG_TABLE_NAME = '{owner}' THEN (to_jsonb(NEW) ->> 'id')::bigint
        ELSE ({key})::bigint END;
    PERFORM FROM {owner} WHERE id = key AND publication = 'published' FOR SHARE;
    IF FOUND THEN
        SELECT string_agg(found.what, ', ') INTO lacking FROM ({rows}) AS found (what, owner_id)
        WHERE found.owner_id = key;
        IF lacking IS NOT NULL THEN
            RAISE check_violation USING
                MESSAGE = format('Readers would miss what is lacking: %s.', lacking),
                CONSTRAINT = '{owner}_rows_are_whole';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER rows_are_whole
    AFTER INSERT OR UPDATE OF publication ON {owner} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.publication = 'published')
    EXECUTE FUNCTION {owner}_rows_are_whole();
"""
ON_ROWS = """
CREATE CONSTRAINT TRIGGER rows_are_whole
    AFTER INSERT OR UPDATE ON {table} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN ({lacks}) EXECUTE FUNCTION {owner}_rows_are_whole();
"""


def rows_are_whole(owner, key, rows):
    """An operation: rows of a public record lack nothing.

    owner: the record's table; key: SQL of the owner's key, of a row `to_jsonb(NEW)`; rows: by
    table, what is lacking as SQL of a condition on NEW, and a select of what lacks it: what it is,
    and the owner's key.
    """
    selects = " UNION ALL ".join(select for _, select in rows.values())
    triggers = [
        ON_ROWS.format(table=table, lacks=lacks, owner=owner) for table, (lacks, _) in rows.items()
    ]
    return migrations.RunSQL(
        [FUNCTION.format(owner=owner, key=key, rows=selects), *triggers],
        [
            *(f"DROP TRIGGER rows_are_whole ON {table}" for table in (*rows, owner)),
            f"DROP FUNCTION {owner}_rows_are_whole()",
        ],
    )


def check_rows():
    """Have the database look now: for who shows what is not committed. Nothing else is checked."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS rows_are_whole IMMEDIATE")
        cursor.execute("SET CONSTRAINTS rows_are_whole DEFERRED")
