"""What has to be true before the portal is served; else StartError, which tells the way out."""

from tempfile import TemporaryFile

from django.conf import settings
from django.db import NotSupportedError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from core.checks import databases_speak_unicode
from core.database.outage import why_nobody_gets_in
from core.environment import StartError

OLDEST = 15  # PostgreSQL


def require_folders():
    """Folders for what the portal writes, which it can write in; made if they are not there.

    In `var` itself only a demonstration writes, and whoever collects static files.
    """
    for folder in (settings.MEDIA_ROOT, settings.DOWNLOADS_ROOT):
        require_folder(folder)
    if settings.IS_DEMO:
        require_folder(settings.VAR_DIR)


def require_folder(folder):
    """One folder of these."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as error:
        raise StartError(
            f"{folder} cannot be written: {error.strerror}. Give it to the user who starts the"
            " portal, on a file system that can be written."
        ) from error


def require_database():
    """A PostgreSQL that lets us in, is new enough, and stores every letter."""
    try:
        connection.ensure_connection()
        version = connection.pg_version // 10000
    except OperationalError as error:
        raise StartError(why_nobody_gets_in(error) or str(error)) from error
    except NotSupportedError as error:
        raise StartError(f"{error} Install PostgreSQL {OLDEST} or newer.") from error
    if version < OLDEST:
        raise StartError(f"The database is PostgreSQL {version}; {OLDEST} or newer is needed.")
    for problem in databases_speak_unicode(None, databases=[connection.alias]):
        raise StartError(f"{problem.msg} {problem.hint}")


def require_migrations():
    """A database that this code has been prepared for."""
    if not are_migrations_applied():
        raise StartError("The database is not prepared for this release: run manage.py prepare.")


def are_migrations_applied():
    """Whether the database has every migration of this code."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
