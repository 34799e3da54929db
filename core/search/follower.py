"""Keeps in a process what is made of the catalogue, at its present revision, by a thread."""

import atexit
import contextlib
import ctypes
import logging
import os
import threading

from django.conf import settings
from django.db import close_old_connections, connections

from core import http_cache, revision

logger = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds that a request waits for what is kept to follow an edit
PAUSES = (0.5, 2, 10)  # seconds before each new attempt after a failure


class Follower:
    """Something made of the catalogue, kept by a thread that starts with the first question.

    Subclasses have `held`, what they keep, with its `revision`, or None while there is nothing;
    `_follow`, which brings it to the present revision or waits for the next one; and `forget`,
    which drops it.
    """

    name = "follower of the catalogue"  # of the thread

    def __init__(self):
        self._reset()

    def _reset(self):
        self._thread = None
        self._starting = threading.Lock()
        self._caught_up = threading.Condition()
        self._stopping = threading.Event()

    def snapshot(self):
        """What is held, or None while there is nothing and the database has to answer.

        After an edit it follows within milliseconds, and a request waits for it. When that takes
        longer, the old one serves on. Answers that may be behind the revision are not kept.
        """
        if not settings.SEARCH_INDEX:
            return self.held
        self.start()
        if self.held is None:
            http_cache.provisional()
            return None
        present = revision.current()
        if self.held.revision < present:
            with self._caught_up:
                caught_up = self._caught_up.wait_for(
                    lambda: self.held.revision >= present, timeout=PATIENCE
                )
            if not caught_up:
                http_cache.provisional()
        return self.held

    def start(self):
        """Have the thread running, unless the settings say that the database searches."""
        if not settings.SEARCH_INDEX or (self._thread and self._thread.is_alive()):
            return
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
                self._thread.start()
                atexit.register(self._end)

    def _end(self):
        """Ask nothing more of the database when the process ends: it may be ours, and stopping."""
        self._stopping.set()
        if self._thread:
            self._thread.join(timeout=1)

    def stop(self):
        """End the thread and forget what is held."""
        self._stopping.set()
        if self._thread:
            self._thread.join()
        self._reset()
        self.forget()

    def _run(self):
        failures = 0
        while not self._stopping.is_set():
            try:
                close_old_connections()
                self._follow()
                failures = 0
            except Exception:  # whatever it is, the database answers meanwhile
                logger.exception("The %s could not be brought up to date", self.name)
                connections.close_all()
                self._stopping.wait(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1
        connections.close_all()

    def _is_present(self):
        """Whether what is held is at the present revision; else there is work to do.

        Where it is, this waits a moment for the next one.
        """
        if self.held.revision < revision.current():
            return False
        connections.close_all()
        revision.wait(self.held.revision, timeout=0.5)
        return True

    def _tell(self):
        """Let those go on who wait for this, and give back the memory that making it took."""
        with self._caught_up:
            self._caught_up.notify_all()
        give_back()


def give_back():
    """Give memory that is free back to the system.

    glibc keeps what its threads have freed, each in an arena of its own: a third of what building
    an index took, and 10 MB more with each edit.
    """
    with contextlib.suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


def follow_forks(follower):
    """A child process has its own threads: let it begin anew with what its parent had built."""
    os.register_at_fork(after_in_child=follower._reset)
    return follower
