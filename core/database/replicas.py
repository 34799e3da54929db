"""Which PostgreSQL a reader's page is made from: a replica that has what the primary has.

While a thread makes a public page its connection `default` is that to a replica: so querysets and
SQL alike go there, and nobody who writes them need think of it. A replica is asked first, each time
and on the very connection, whether it may be read (see `Reading.may_read`). What fails there is
asked again elsewhere, statement by statement; after the other replicas comes the primary, and where
that has gone they come once more. Without DATABASE_REPLICA_URLS nothing of this happens.
"""

import logging
import random
import threading
import time
from contextlib import contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

from core.database import patience
from core.database.outage import OUTAGE

logger = logging.getLogger(__name__)

AWAY = 5  # seconds for which a replica that has failed is not asked
# Seconds before each new round where the primary has gone, and what it committed is on its way.
PAUSES = (0, 0.1, 0.4)
TOO_LONG, LOCKED = "57014", "55P03"  # codes of what elsewhere takes as long
IS_READ_ONLY = "25006"
STATE = """
SELECT pg_is_in_recovery(), coalesce((SELECT value FROM portal_revision), 0),
    EXISTS (SELECT FROM portal_change WHERE revision = %s)
"""

_thread = threading.local()
_away_until = {}  # by the name of a replica that has failed, by the monotonic clock


@contextmanager
def reading(revision, confirm):
    """Make public pages in this thread from a replica that has a revision, or from the primary.

    confirm: tells of a later revision that a replica has whether it is the primary's present one;
    None while the primary does not answer.
    """
    if not settings.DATABASE_REPLICAS or _reading():
        yield
        return
    one = _thread.reading = Reading(revision, confirm)
    try:
        one.go_on()
        yield
    finally:
        one.end()
        _thread.reading = None


def _reading():
    """The page that this thread makes, as a Reading; None where it makes none."""
    return getattr(_thread, "reading", None)


def revision():
    """That of the replica which this thread reads; None where it reads the primary."""
    one = _reading()
    return one.revision if one and one.is_at_replica() else None


def saw(revision):
    """Take note that the replica which this thread reads has come to a revision meanwhile."""
    _thread.reading.revision = revision


def follow(revision):
    """A later revision has been heard of: go on where it is. This thread reads a replica."""
    _thread.reading.begin(revision)
    _thread.reading.go_on()


def newest():
    """The highest revision of all replicas, for who cannot ask the primary; None without any."""
    states = [_state(alias, 0) for alias in settings.DATABASE_REPLICAS]
    return max((seen for is_replica, seen, _ in filter(None, states) if is_replica), default=None)


class Reading:
    """One page that is made: at which revision, and where its thread reads."""

    def __init__(self, revision, confirm):
        self.primary = connections[DEFAULT_DB_ALIAS]
        self.confirm = confirm
        self.is_confirming = False
        self.begin(revision)
        watch(self.primary)

    def begin(self, revision):
        self.revision = revision
        self._sources = self.sources()

    def is_at_replica(self):
        return connections[DEFAULT_DB_ALIAS] is not self.primary

    def go_on(self):
        """Read from the next source: whether there was one."""
        for connection in self._sources:
            connections[DEFAULT_DB_ALIAS] = connection
            return True
        return False

    def end(self):
        connections[DEFAULT_DB_ALIAS] = self.primary

    def write(self):
        """Go on at the primary, which alone can be written to, and nowhere else after it."""
        self._sources = iter([self.primary])

    def sources(self):
        """Connections that may be read, each asked for when those before it have failed."""
        now = time.monotonic()
        present = [one for one in settings.DATABASE_REPLICAS if _away_until.get(one, 0) <= now]
        yield from self.replicas(present)
        if is_open(self.primary):
            yield self.primary
        for pause in PAUSES:
            time.sleep(pause)
            yield from self.replicas(settings.DATABASE_REPLICAS)
        yield self.primary  # so that its error is the one that is told

    def replicas(self, aliases):
        for alias in random.sample(aliases, len(aliases)):
            connection = connections[alias]
            if self.may_read(alias):
                watch(connection)
                yield connection

    def may_read(self, alias):
        """Whether a replica shows what the primary does, or more than this process has heard of.

        Not where it lags; not where it is a primary by now, with a history of its own. A revision
        is never used twice, so the same one says that all before it is the same. A later one has
        not been heard of yet, or belongs to a history that a restored backup has ended.
        """
        state = _state(alias, self.revision)
        if state is None:
            return False
        is_replica, seen, has_been_there = state
        if not is_replica:
            _leave(alias, "it is no replica any more")
            return False
        _away_until.pop(alias, None)
        if seen == self.revision:
            return True
        if seen < self.revision or not has_been_there:
            return False
        if self.asks_primary(seen) is False:
            return False
        self.revision = seen
        return True

    def asks_primary(self, seen):
        """What `confirm` says of a revision."""
        self.end()
        self.is_confirming = True
        try:
            return self.confirm(seen)
        finally:
            self.is_confirming = False


def is_open(connection):
    """Whether a connection is there or can be made, and answers."""
    try:
        connection.close_if_health_check_failed()
        connection.ensure_connection()
    except OUTAGE:
        return False
    return True


def _state(alias, revision):
    """A row of STATE; None where the replica does not answer within a second."""
    connection = connections[alias]
    is_kept = connection.connection is not None
    for _ in range(1 + is_kept):  # one that was kept may have been cut since
        began = time.monotonic()
        try:
            connection.ensure_connection()
            with connection.wrap_database_errors:
                row = ask_shortly(connection.connection, STATE, [revision])
        except (DatabaseError, InterfaceError) as error:
            connection.close()
            reason = str(error).partition("\n")[0]
            if time.monotonic() - began >= patience.LONG:
                break
        else:
            return row
    _leave(alias, reason)
    return None


def ask_shortly(connection, question, parameters):
    """The row that a connection of psycopg answers with, who waits for it as little as they can."""
    usual = connection.patience
    connection.patience = None if usual is None else 0
    try:
        return connection.execute(question, parameters).fetchone()
    finally:
        connection.patience = usual


def _leave(alias, reason):
    """Leave a replica alone for a while."""
    if alias not in _away_until:
        logger.warning("%s is not read: %s", alias, reason)
    _away_until[alias] = time.monotonic() + AWAY


def watch(connection):
    """Have what fails on a connection asked again elsewhere."""
    if ask_elsewhere not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, ask_elsewhere)


def ask_elsewhere(execute, question, values, is_many, context):
    """Ask a question where this page is made from, and where that fails at the next source.

    An execute wrapper of Django's. Each statement is a snapshot of its own as ever; within a
    transaction nothing is asked elsewhere.
    """
    while True:
        try:
            return execute(question, values, is_many, context)
        except (DatabaseError, InterfaceError) as error:
            cursor = context["cursor"]
            if not _can_go_on(cursor.db, error):
                raise
            there = connections[DEFAULT_DB_ALIAS].cursor()
            cursor.db, cursor.cursor = there.db, there.cursor


def _can_go_on(connection, error):
    """Whether what has failed on a connection can be asked elsewhere, where this thread then is."""
    one = _reading()
    if one is None or one.is_confirming or connection.in_atomic_block:
        return False
    code = getattr(error.__cause__, "sqlstate", None)
    if code == IS_READ_ONLY and one.is_at_replica():
        one.write()
    elif not isinstance(error, OUTAGE) or code in (TOO_LONG, LOCKED):
        return False
    is_gone = connection.connection is None or connection.connection.closed
    if connection is one.primary and not is_gone:
        return False
    if is_gone:
        if connection is not one.primary:
            _leave(connection.alias, str(error).partition("\n")[0])
        connection.close()
    return one.go_on()
