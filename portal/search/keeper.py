"""Keeps a process's index: builds it, follows the catalogue's revision, hands out snapshots."""

import atexit
import contextlib
import ctypes
import gc
import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from django.conf import settings
from django.db import close_old_connections, connections

from portal import http_cache, revision
from portal.search.index import CatalogueIndex

logger = logging.getLogger(__name__)

PATIENCE = 0.5  # seconds that a request waits for the index to follow an edit
READERS = 2  # threads that read while another builds: the database works on two queries at once
PAUSES = (0.5, 2, 10)  # seconds before each new attempt after a failure


class Keeper:
    """Owns the index of one collection in one process; its thread starts with the first question.

    public_keys: a function that gives those of some primary keys that are public.
    """

    def __init__(self, collection, public_keys):
        self.index = CatalogueIndex(collection)
        self.public_keys = public_keys
        self._reset()

    def _reset(self):
        self._thread = None
        self._starting = threading.Lock()
        self._caught_up = threading.Condition()
        self._stopping = threading.Event()

    def snapshot(self):
        """The index, or None while there is none and the database has to answer.

        After an edit the index follows within milliseconds, and a request waits for it. When all
        of it has to be read anew, that takes longer; the old one then serves on, with what has
        been withdrawn already hidden. Answers that may be behind the revision are not kept.
        """
        if not settings.SEARCH_INDEX:
            return self.index.snapshot
        self.start()
        if self.index.snapshot is None:
            http_cache.provisional()
            return None
        present = revision.current()
        if self.index.snapshot.revision < present:
            with self._caught_up:
                caught_up = self._caught_up.wait_for(
                    lambda: self.index.snapshot.revision >= present, timeout=PATIENCE
                )
            if not caught_up:
                http_cache.provisional()
        return self.index.snapshot

    def start(self):
        """Have the thread running, unless the settings say that the database searches."""
        if not settings.SEARCH_INDEX or (self._thread and self._thread.is_alive()):
            return
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._run, name="catalogue index", daemon=True
                )
                self._thread.start()
                atexit.register(self._end)

    def _end(self):
        """Ask nothing more of the database when the process ends: it may be ours, and stopping."""
        self._stopping.set()
        if self._thread:
            self._thread.join(timeout=1)

    def stop(self):
        """End the thread and forget the index."""
        self._stopping.set()
        if self._thread:
            self._thread.join()
        self._reset()
        self.index = CatalogueIndex(self.index.collection)

    def _run(self):
        failures = 0
        while not self._stopping.is_set():
            try:
                close_old_connections()
                self._follow()
                failures = 0
            except Exception:  # whatever it is, the database answers meanwhile
                logger.exception("The search index could not be brought up to date")
                connections.close_all()
                self._stopping.wait(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1
        connections.close_all()

    def _follow(self):
        """Bring the index to the present revision, or wait for the next one."""
        snapshot = self.index.snapshot
        if snapshot is None:
            self._build(revision.current(fresh=True))
            self._look_ahead()
            return
        if snapshot.revision >= revision.current():
            connections.close_all()
            revision.wait(snapshot.revision, timeout=0.5)
            return
        changes = revision.changes_since(snapshot.revision)
        self._hide(changes.initiatives or snapshot.public)
        if changes.everything:
            self.index.relabel()
            self._build(changes.revision)
        else:
            started = perf_counter()
            self.index.update(changes.revision, changes.initiatives)
            logger.info(
                "Search index: %d changed, %.2f s",
                len(changes.initiatives),
                perf_counter() - started,
            )
        self._tell()
        self._look_ahead()

    def _build(self, present):
        """Read everything anew beside the old index, from which withdrawals are still hidden."""
        logger.info("Search index: reading the catalogue")
        started = perf_counter()
        fresh = CatalogueIndex(self.index.collection)
        with ThreadPoolExecutor(1 + READERS, "catalogue index builder") as builders:

            def start(work):
                return builders.submit(and_disconnect, work)

            building = start(lambda: fresh.build(present, start))
            heard = present
            while not building.done():
                newer = revision.wait(heard, timeout=0.1)
                if newer and self.index.snapshot:
                    changes = revision.changes_since(heard)
                    self._hide(changes.initiatives or self.index.snapshot.public)
                    heard = changes.revision
            building.result()
        self.index = fresh
        tidy_memory()
        count, seconds = len(fresh.snapshot.public), perf_counter() - started
        logger.info("Search index: %d records in %.2f s", count, seconds)
        self._tell()

    def _hide(self, keys):
        """Withdraw what is no longer public, before anything that takes time."""
        keys = list(keys)
        self.index.withdraw(set(keys) - set(self.public_keys(keys)))

    def _tell(self):
        with self._caught_up:
            self._caught_up.notify_all()

    def _look_ahead(self):
        """Work out before anybody asks what takes longest, until there is something else to do."""
        snapshot = self.index.snapshot
        for _ in snapshot.look_ahead():
            if self._stopping.is_set() or snapshot.revision < revision.current():
                return


def and_disconnect(work):
    """The result of some work of a thread that needs its connection to the database no more."""
    try:
        return work()
    finally:
        connections.close_all()


def tidy_memory():
    """After building: leave the index out of collections of garbage, give back what is free.

    Each collection would go through the whole index; what an index holds goes without them, since
    nothing in it points back. And glibc would keep a third of what building took.
    """
    gc.collect()
    gc.freeze()
    with contextlib.suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


def follow_forks(keeper):
    """A child process has its own threads: let it begin anew with what its parent had built."""
    os.register_at_fork(after_in_child=keeper._reset)
    return keeper
