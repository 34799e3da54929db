"""How long a request waits for the database, and how many requests do so at the same time.

PostgreSQL itself ends what takes too long (`base.py` tells it when), but a server that hangs ends
nothing. And while a table is locked, everybody who asks for it would wait, until no thread is left
for those who ask for what is kept in memory. So the last thread of a process never waits long.
"""

import threading
from contextlib import contextmanager

import psycopg
from django.conf import settings
from psycopg.errors import OperationalError, _WaitTimeout

LONG = 1.0  # seconds; a wait that takes longer counts
# Seconds before the closed door of a primary that has replicas: when one of them has become the
# primary, all who were refused there come here at once.
BEFORE_A_CLOSED_DOOR = 0.5

_thread = threading.local()


def begin(**kwargs):
    """On request_started: this thread serves a reader."""
    _thread.is_serving = True


def end(**kwargs):
    """On request_finished."""
    _thread.is_serving = False


def is_serving():
    """Whether this thread is at work on a request."""
    return getattr(_thread, "is_serving", False)


def most():
    """How many threads may wait long: all but one."""
    return max(1, settings.THREADS - 1)


class Places:
    """For threads whose question takes long. Thread-safe."""

    def __init__(self):
        self.taken = 0
        self._lock = threading.Lock()

    def take(self):
        """Take a place: whether there was one left."""
        with self._lock:
            if self.taken >= most():
                return False
            self.taken += 1
            return True

    def leave(self):
        with self._lock:
            self.taken -= 1


PLACES = Places()


def refuse_the_last_thread():
    """Raise where all other threads wait long already."""
    if PLACES.taken >= most():
        raise OperationalError("Too many requests wait for the database already.")


class Connection(psycopg.Connection):
    """A connection that waits as long as it takes, or `patience` seconds where that is set: LONG
    at least, and at 0 no longer.

    is_pooled: whether a pooler lends it, for one transaction at a time.
    """

    patience = None
    is_pooled = False

    def wait(self, gen, *args, timeout=None, **kwargs):
        if self.patience is None or timeout is not None:
            return super().wait(gen, *args, timeout=timeout, **kwargs)
        refuse_the_last_thread()
        try:
            return super().wait(gen, *args, timeout=LONG, **kwargs)
        except _WaitTimeout as error:
            if not (self.patience and PLACES.take()):
                raise self.give_up() from error
        try:
            return super().wait(gen, *args, timeout=self.patience, **kwargs)
        except _WaitTimeout as error:
            raise self.give_up() from error
        finally:
            PLACES.leave()

    def give_up(self):
        """The error to raise; what the database answers to this now answers no other question."""
        self.pgconn.finish()
        return OperationalError("The database does not answer in time.")


class Door:
    """For threads that connect. While nobody is let in, one of them knocks.

    before: seconds that others wait meanwhile.
    """

    def __init__(self, before=0):
        self.before = before
        self.is_closed = False
        self._inside = 0
        self._changed = threading.Condition()

    @contextmanager
    def knock(self):
        """A context to connect in."""
        refuse_the_last_thread()
        with self._changed:
            patience = self.before if self.is_closed else LONG
            if not self._changed.wait_for(self._has_room, patience):
                self.is_closed = True
                raise OperationalError("The database lets nobody in.")
            self._inside += 1
        try:
            yield
            self.is_closed = False
        except Exception:
            self.is_closed = True
            raise
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def _has_room(self):
        return self._inside < (1 if self.is_closed else most() - PLACES.taken)


_doors = {}


def connecting(alias):
    """A context to connect to a database in."""
    is_followed = settings.DATABASE_REPLICAS and alias not in settings.DATABASE_REPLICAS
    door = Door(BEFORE_A_CLOSED_DOOR if is_followed else 0)
    return _doors.setdefault(alias, door).knock()
