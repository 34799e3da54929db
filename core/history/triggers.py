"""What a migration of an app needs so that changes to its tables are kept in the history."""

from django.db import migrations

# By event: when the trigger fires, and what it sees. Of what is truncated it has to look before.
EVENTS = {
    "INSERT": ("AFTER", "REFERENCING NEW TABLE AS changed"),
    "UPDATE": ("AFTER", "REFERENCING OLD TABLE AS before NEW TABLE AS changed"),
    "DELETE": ("AFTER", "REFERENCING OLD TABLE AS before"),
    "TRUNCATE": ("BEFORE", ""),
}


def keeps_history(table, kind, column="id"):
    """An operation: triggers that tell what changes in a table.

    kind: the model's name of the records that its rows belong to. column: with the key of that
    record; the row's own where the row is the record.
    """
    return migrations.RunSQL(
        [
            f"CREATE OR REPLACE TRIGGER history_{event.lower()} {moment} {event} ON {table} {rows}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION keep_history('{kind}', '{column}')"
            for event, (moment, rows) in EVENTS.items()
        ],
        [f"DROP TRIGGER IF EXISTS history_{event.lower()} ON {table}" for event in EVENTS],
    )
