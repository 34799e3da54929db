"""Keeps a process's index: builds it, follows the catalogue's revision, hands out snapshots."""

import contextlib
import gc
import logging
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from django.db import connections

from core import revision
from core.search.follower import Follower
from core.search.index import CatalogueIndex

logger = logging.getLogger(__name__)

REST = 1.0  # seconds after an edit for those who wait for it; then the next words are looked up
READERS = 2  # threads that read while another builds: the database works on two queries at once


class Keeper(Follower):
    """Owns the index of one collection in one process.

    public_keys: a function that gives those of some primary keys that are public. While all of the
    index is being read anew, the old one serves with what has been withdrawn already hidden.
    """

    name = "catalogue index"

    def __init__(self, collection, public_keys):
        self.index = CatalogueIndex(collection)
        self.public_keys = public_keys
        super().__init__()

    @property
    def held(self):
        return self.index.snapshot

    def forget(self):
        """Drop the index."""
        self.index = CatalogueIndex(self.index.collection)

    def _follow(self):
        """Bring the index to the present revision, or wait for the next one."""
        if self.held is None:
            self._build(revision.current(fresh=True))
            self._look_ahead()
            return
        if self._is_present():
            return
        snapshot = self.index.snapshot
        changes = revision.changes_since(snapshot.revision)
        self._hide(changes.initiatives or snapshot.public)
        if changes.everything or not self.index.texts.can_be_written:
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
        revision.wait(changes.revision, timeout=REST)
        self._look_ahead()

    def _build(self, present):
        """Read everything anew beside the old index, from which withdrawals are still hidden."""
        logger.info("Search index: reading the catalogue")
        started = perf_counter()
        fresh = CatalogueIndex(self.index.collection)
        with (
            no_collections(),
            ThreadPoolExecutor(1 + READERS, "catalogue index builder") as builders,
        ):

            def start(work):
                return builders.submit(and_disconnect, work)

            building = start(lambda: fresh.build(present, start))
            heard = present
            while not building.done():
                newer = revision.wait(heard, timeout=0.1)
                if newer and self.held:
                    changes = revision.changes_since(heard)
                    self._hide(changes.initiatives or self.held.public)
                heard = newer or heard
            building.result()
        self.index = fresh
        count, seconds = len(fresh.snapshot.public), perf_counter() - started
        logger.info("Search index: %d records in %.2f s", count, seconds)
        self._tell()

    def _hide(self, keys):
        """Withdraw what is no longer public, before anything that takes time."""
        keys = list(keys)
        self.index.withdraw(set(keys) - set(self.public_keys(keys)))

    def _look_ahead(self):
        """Work out before anybody asks what takes longest, until there is something else to do.

        Half of the time is left to requests.
        """
        snapshot = self.index.snapshot
        began = started = perf_counter()
        for _ in snapshot.look_ahead():
            if self._stopping.wait(perf_counter() - started):
                return
            if snapshot.revision < revision.current():
                return
            started = perf_counter()
        logger.info("Search index: common words looked up, %.2f s", perf_counter() - began)


def and_disconnect(work):
    """The result of some work of a thread that needs its connection to the database no more."""
    try:
        return work()
    finally:
        connections.close_all()


@contextlib.contextmanager
def no_collections():
    """Collect no garbage while an index is built, and leave the index out of it afterwards.

    Each collection would go through the whole index. What was left out before is looked through
    once more: something may have become garbage since.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
        gc.collect()
        gc.freeze()
