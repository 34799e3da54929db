"""One thread in each process that hears of new revisions, so that no request has to ask.

It listens on a connection of its own and looks once a second besides. Each look is good for a few
seconds; when the connection hangs or breaks, what was known lapses, and requests ask for
themselves until the thread is back. Where it cannot listen (a pooler that lends connections for a
transaction, a replica) only the looks remain.
"""

import atexit
import logging
import os
import threading
from time import monotonic

from django.conf import settings
from django.db import connections

from core.revision.database import READ, alias

logger = logging.getLogger(__name__)

LOOK = 1  # seconds from one look to the next if nothing is heard meanwhile
GOOD_FOR = 3  # seconds that a look vouches for
MADE_DO_FOR = 1  # seconds that requests do not ask again while the database does not answer
LAST_WORD = 3600  # seconds that what was last known stands meanwhile
PAUSES = (0.1, 0.5, 2, 5)  # seconds before each new attempt to connect, the last one from then on
NAME = "catalogue revision"  # of the thread, and of its connection in pg_stat_activity
PARAMETERS = {
    "application_name": NAME,
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,  # milliseconds
}
# A pooler answers with another backend than it introduced; a replica cannot listen.
CAN_LISTEN = "SELECT pg_backend_pid() = %s AND NOT pg_is_in_recovery()"


class Listener:
    """What this process knows of the revision. The thread starts when somebody asks."""

    def __init__(self):
        self._revision = 0
        self._good_until = 0.0  # by the monotonic clock
        self._sure_at = 0.0
        self._thread = None
        self._starting = threading.Lock()
        self._heard = threading.Condition()
        self._stopping = threading.Event()

    def known(self):
        """The revision, or None while nobody vouches for one."""
        if monotonic() < self._good_until:
            return self._revision
        self.start()
        return None

    def heard(self, revision):
        """Take note of a revision that has been committed.

        A lower one may be read before a higher one and told after it, so as long as somebody
        vouches for what is known it does not count: the next look tells.
        """
        with self._heard:
            self._sure_at = monotonic()
            if revision > self._revision or self._sure_at >= self._good_until:
                self._note(revision)

    def make_do(self):
        """The last revision known, while the database does not answer; None if long ago."""
        now = monotonic()
        if not self._revision or now > self._sure_at + LAST_WORD:
            return None
        self._good_until = now + MADE_DO_FOR
        return self._revision

    def wait(self, revision, timeout):
        """Wait for another revision than this one: that one, or None after `timeout` seconds."""
        self.start()
        with self._heard:
            if self._heard.wait_for(lambda: self._revision not in (0, revision), timeout):
                return self._revision
        return None

    def start(self):
        """Have the thread running, unless the settings say that nobody listens."""
        if not settings.REVISION_LISTENS or self._stopping.is_set():
            return
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name=NAME, daemon=True)
                self._thread.start()

    def stop(self, timeout=None):
        """Have the thread end, and wait for that for so many seconds; None: until it has ended."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self):
        failures = 0
        while not self._stopping.is_set():
            try:
                with self._connect() as connection:
                    stop_first(self)
                    can_listen = self._listen(connection)
                    while not self._stopping.is_set():
                        self._look(connection)
                        failures = 0
                        if not can_listen:
                            self._stopping.wait(LOOK)
                            continue
                        for _ in connection.notifies(timeout=LOOK, stop_after=1):
                            pass
            except Exception as error:  # whatever it is, requests ask for themselves meanwhile
                if not (failures or self._stopping.is_set()):
                    logger.warning("Not listening for changes: %s", error)
            if not self._stopping.is_set():
                self._good_until = 0.0
            self._stopping.wait(PAUSES[min(failures, len(PAUSES) - 1)])
            failures += 1

    def _connect(self):
        """A connection to the database of the pages, by Django's parameters but none of its own."""
        database = connections[alias()]
        return database.get_new_connection(database.get_connection_params() | PARAMETERS)

    def _listen(self, connection):
        """Listen if that is possible: whether it is."""
        connection.autocommit = True
        (can_listen,) = connection.execute(CAN_LISTEN, [connection.info.backend_pid]).fetchone()
        if can_listen:
            connection.execute("LISTEN catalogue")
        return can_listen

    def _look(self, connection):
        looked_at, before = monotonic(), self._revision
        (revision,) = connection.execute(READ).fetchone()
        with self._heard:
            # A lower one than before the look: a backup has been restored. Lower than since then: a
            # request was quicker.
            if revision > self._revision or self._revision == before:
                self._note(revision)
        self._sure_at = looked_at
        self._good_until = looked_at + GOOD_FOR

    def _note(self, revision):
        """Know of another revision, and tell who waits for one. The caller holds the lock."""
        if revision != self._revision:
            self._revision = revision
            self._heard.notify_all()


def stop_first(listener):
    """When the process ends, stop listening before a private database is stopped: last in line."""
    atexit.unregister(listener.stop)
    atexit.register(listener.stop, timeout=0)


listener = Listener()
os.register_at_fork(after_in_child=listener.__init__)  # the thread stays with the parent
