"""Ids of claims, and of what they rest on: what has no name to make an address of.

The database gives them, so that no way of writing a row can leave one out, and lets nobody change
them. The first one is made of what the row says then: whoever loads the same catalogue has the same
ids. Later the row may say something else; its id stays.
"""

from django.db import migrations, models


class GivePublicIds(migrations.SeparateDatabaseAndState):
    """An operation: add the column `public_id` to a model, and give every row its own.

    model: its name in small letters. table: of the model. made_of: an SQL expression of what a row
    says, the row being `$1`; rows that say the same are told apart by
    their position, or else by their key.
    """

    def __init__(self, model, table, made_of):
        field = models.CharField(max_length=12, unique=True, editable=False, db_default="")
        trigger = migrations.RunSQL(
            [
                f"ALTER TABLE {table} ADD COLUMN public_id varchar(12) NOT NULL DEFAULT ''",
                f"CREATE TRIGGER public_id BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW"
                f" EXECUTE FUNCTION give_public_id($${made_of}$$)",
                f"UPDATE {table} SET public_id = public_id",  # noqa: S608 - of our own migrations
                "SET CONSTRAINTS ALL IMMEDIATE",
                "SET CONSTRAINTS ALL DEFERRED",
                f"CREATE UNIQUE INDEX {table}_public_id_key ON {table} (public_id)",
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_public_id_key"
                f" UNIQUE USING INDEX {table}_public_id_key",
                f"CREATE INDEX {table}_public_id_like ON {table} (public_id varchar_pattern_ops)",
            ],
            [
                f"DROP TRIGGER public_id ON {table}",
                f"ALTER TABLE {table} DROP COLUMN public_id",
            ],
        )
        super().__init__([trigger], [migrations.AddField(model, "public_id", field)])
