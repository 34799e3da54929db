"""What every test run needs: the private database server, for as long as the run lasts."""

from django.db import connection


def pytest_configure():
    """Hold the server from the start, so that it does not stop between two workers."""
    if hasattr(connection, "server"):
        connection.server.ensure_running()
