"""Rows that a draft may lack, or have without their source, and a public record may not.

The database looks when a transaction ends, so that one may write a record and its rows in any
order. It holds the record, so that nobody publishes it while somebody writes such a row.
"""

from django.db import migrations

SAID = {  # by what ends the name that the database refuses by
    "_rows_are_whole": (
        "Readers would miss something: each figure, milestone and replication of what is public "
        "has its source, and each session its summary."
    ),
    "_rows_are_there": (
        "Readers would miss something: whatever is public has a source, and each initiative a "
        "theme."
    ),
}
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
THERE = """
CREATE FUNCTION {owner}_rows_are_there() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
    key bigint := CASE WHEN TG_TABLE_NAME = '{owner}' THEN (to_jsonb(NEW) ->> 'id')::bigint
        ELSE (to_jsonb(OLD) ->> '{column}')::bigint END;
BEGIN
    PERFORM FROM {owner} WHERE id = key AND publication = 'published' FOR SHARE;
    IF FOUND AND NOT ({are_there}) THEN
        RAISE check_violation USING
            MESSAGE = 'Readers would miss what is lacking: {what}.',
            CONSTRAINT = '{owner}_rows_are_there';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER rows_are_there
    AFTER INSERT OR UPDATE OF publication ON {owner} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.publication = 'published')
    EXECUTE FUNCTION {owner}_rows_are_there();
"""
ON_LEAVING = """
CREATE CONSTRAINT TRIGGER rows_are_there
    AFTER DELETE OR UPDATE OF {column} ON {table} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION {owner}_rows_are_there();
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


def rows_are_there(owner, column, rows):
    """An operation: a public record has such rows at all.

    owner: the record's table; column: of its rows, the owner's key; rows: by table, what it holds
    one of, in words.
    """
    exist = (f"EXISTS (SELECT FROM {table} WHERE {column} = key)" for table in rows)
    what = ", ".join(rows.values())
    function = THERE.format(owner=owner, column=column, are_there=" AND ".join(exist), what=what)
    triggers = [ON_LEAVING.format(table=table, column=column, owner=owner) for table in rows]
    return migrations.RunSQL(
        [function, *triggers],
        [
            *(f"DROP TRIGGER rows_are_there ON {table}" for table in (*rows, owner)),
            f"DROP FUNCTION {owner}_rows_are_there()",
        ],
    )
