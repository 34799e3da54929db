"""Our PostgreSQL backend, on the private server: the first connection starts it.

Whatever needs no database (`manage.py check`, `makemigrations`, `--help`) starts nothing.
"""

from pathlib import Path

from django.db.backends.postgresql import client

from core.database import base
from core.embedded.server import Server

_servers = {}


def server_of(settings_dict):
    """The one Server object of this process for the folder that a database's OPTIONS name."""
    folder = Path(settings_dict["OPTIONS"]["folder"])
    return _servers.setdefault(folder, Server(folder))


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell`, with the psql of the wheel."""

    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict, parameters):
        server = server_of(settings_dict)
        server.ensure_running()
        params = server.connection_params()
        known = {name.upper(): params[name] for name in ("host", "port", "user", "password")}
        (_, *args), env = super().settings_to_cmd_args_env(settings_dict | known, parameters)
        return [str(server.find_binaries() / cls.executable_name), *args], env


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that sees to its server; OPTIONS["folder"] says where that lives."""

    client_class = DatabaseClient

    @property
    def server(self):
        return server_of(self.settings_dict)

    def get_connection_params(self):
        self.server.ensure_running()
        params = super().get_connection_params()
        del params["folder"]
        return self.server.connection_params() | params

    def make_connection(self, conn_params):
        try:
            return super().make_connection(conn_params)
        except self.Database.OperationalError:
            if not self.server.restart_if_gone():
                raise
            return super().make_connection(conn_params | self.get_connection_params())
