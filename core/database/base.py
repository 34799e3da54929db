"""Django's PostgreSQL backend, whose connections have patience while they serve a request.

What a command, an import or a thread of the index asks may take as long as it takes.

Where the settings name a POOLER, requests go through it and all else past it. It lends a connection
for one transaction: nothing that is to outlive a transaction can be said on it (limits, locks,
LISTEN, cursors). So the pooler itself has to set the limits of what serves requests.
"""

from types import SimpleNamespace

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base

from core.database import patience

LIMITS = "SELECT " + ", ".join(
    f"set_config('{name}', %({name})s, false)"
    for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection; settings.DATABASE_PATIENCE says how long requests wait, in seconds."""

    Database = SimpleNamespace(**vars(psycopg) | {"connect": patience.Connection.connect})

    def get_new_connection(self, conn_params):
        if not patience.is_serving():
            return self.make_connection(conn_params)
        limits = settings.DATABASE_PATIENCE
        pooler = self.settings_dict.get("POOLER", {})
        connect_timeout = {"connect_timeout": limits["connect_timeout"]}
        with patience.connecting(self.alias):
            connection = self.make_connection(conn_params | pooler | connect_timeout)
        connection.is_pooled = bool(pooler)
        connection.patience = limits["statement_timeout"] + patience.LONG
        return connection

    def make_connection(self, conn_params):
        """Connect; for backends that do more about it."""
        return super().get_new_connection(conn_params)

    def init_connection_state(self):
        super().init_connection_state()
        if self.connection.patience is not None and not self.connection.is_pooled:
            limits = {name: f"{value}s" for name, value in settings.DATABASE_PATIENCE.items()}
            self.connection.execute(LIMITS, limits)

    def chunked_cursor(self):
        """A cursor that reads piece by piece, but through a pooler, which would lose it."""
        self.ensure_connection()
        return self.cursor() if self.connection.is_pooled else super().chunked_cursor()
