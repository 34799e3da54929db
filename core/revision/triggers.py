"""What a migration of an app needs so that changes to its tables raise the revision."""

from django.db import migrations

KINDS = {
    "insert": "REFERENCING NEW TABLE AS changed",
    "update": "REFERENCING OLD TABLE AS before NEW TABLE AS changed",
    "delete": "REFERENCING OLD TABLE AS changed",
    "truncate": "",
}
NOTHING = ("nothing",)  # no record of the index is concerned, only pages
EVERYTHING = ("everything",)


def raises_revision(table, subject, column=""):
    """An operation: triggers that note what changes in a table.

    subject: whose ids stand in the column, `nothing` or `everything`; see `note_change` in
    `core/migrations/0001_revision.py`. Where the triggers are there already they are replaced.
    """
    return migrations.RunSQL(
        [
            f"CREATE OR REPLACE TRIGGER revision_{kind} AFTER {kind} ON {table} {rows}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION note_change('{subject}', '{column}')"
            for kind, rows in KINDS.items()
        ],
        [f"DROP TRIGGER IF EXISTS revision_{kind} ON {table}" for kind in KINDS],
    )
