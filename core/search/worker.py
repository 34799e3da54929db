"""One thread of each process has what searches need at hand, at the catalogue's revision.

The apps register what there is to read. The worker makes of it, in this order, the index of the
catalogue, the index of the other records, and the names for suggestions, and hands out one Snapshot
that never changes. Until a part is there the database answers. What one process has made stays on
the disk of the machine, and the others begin from there.
"""

import atexit
import logging
import os
import threading
from itertools import chain
from time import perf_counter

from django.conf import settings
from django.db import close_old_connections, connections

from core import http_cache, revision
from core.search.garbage import give_back
from core.search.index import CatalogueIndex
from core.search.kept import KeptIndex
from core.search.others import OtherRecordsIndex
from core.search.parts import Parts, Snapshot
from core.search.real_words import real_words
from core.search.spare import SpareTime

logger = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds that a request waits for a part to follow an edit
PAUSES = (0.5, 2, 10)  # seconds before each new attempt after a failure
REST = 1.0  # seconds after an edit for those who wait for it; then the next words are looked up
AGAIN = 0.1  # seconds until it is asked again whether there is time to spare
LOOK = 0.5  # seconds from one look at the revision to the next where nobody tells of changes
DONE = object()


class IndexWorker(Parts):
    """Makes the Snapshots of this process, in a thread that starts with the first question."""

    def __init__(self):
        super().__init__()
        self._made_ahead = []
        self._reset()

    def _reset(self):
        """What a process has of its own: a forked child goes on with the Snapshot of its parent."""
        self.kept = None
        self._thread = None
        self._looked_ahead = None
        self._starting = threading.Lock()
        self._making = threading.Lock()
        self._replaced = threading.Condition()
        self._stopping = threading.Event()

    # What there is to read.

    def register_catalogue(self, collection, public_keys):
        """Index a Collection.

        public_keys: gives those of some primary keys that are public, or of all for None.
        While all is read anew the old index serves, with what has been withdrawn hidden already.
        """
        self._catalogue = CatalogueIndex(collection)
        self._public_keys = public_keys

    def register_others(self, model, records, reads):
        """Index a kind of other records.

        records: a function, yields each public OtherRecord; reads: the Rows that it reads.
        """
        self._others.kinds[model] = records, reads

    def register_suggestions(self, suggestions, reads):
        """Suggest names: a function that yields what SuggestedNames takes; reads: its Rows."""
        self._suggestions, self._reads = suggestions, reads

    def make_ahead(self, kept):
        """Decorate a function of no arguments that keeps what it makes for as long as a revision.

        It is called after each edit, before anybody asks: the next reader need not wait for it.
        """
        self._made_ahead.append(kept)
        return kept

    # What requests ask for.

    def catalogue(self):
        """The CatalogueSnapshot, or None while there is none and the database has to answer."""
        snapshot = self._current("catalogue")
        return snapshot and snapshot.catalogue

    def others(self, patience=PATIENCE):
        """The OtherRecordsSearch, or None while there is none and the database has to answer."""
        snapshot = self._current("others", patience)
        return snapshot and snapshot.search_of_others

    def names(self):
        """The SuggestedNames, or None while there are none and the database has to answer."""
        snapshot = self._current("names")
        return snapshot and snapshot.names

    def _current(self, part, patience=PATIENCE):
        """The Snapshot with this part of it at the present revision; None while it has none.

        After an edit a part follows within milliseconds, and a request waits for it. When that
        takes longer, the old one serves on. What may be behind the revision is not kept. Where the
        settings say that the database searches, there is what `build_now` has made, or nothing.
        """
        if settings.SEARCH_INDEX:
            self.start()
            made = getattr(self.snapshot, part)
            if made is None or not self._follows(part, made, patience):
                http_cache.provisional()
        snapshot = self.snapshot
        return None if getattr(snapshot, part) is None else snapshot

    def _follows(self, part, made, patience):
        """Whether a part is at the present revision, or comes there within some seconds.

        The revision is asked after the part was taken: a part that is newer all the same was made
        before a backup was restored.
        """
        present = revision.current()
        if made.revision == present:
            return True

        def has_followed():
            now = getattr(self.snapshot, part).revision
            return now >= present and now != made.revision

        with self._replaced:
            return self._replaced.wait_for(has_followed, timeout=patience)

    # The thread.

    def start(self):
        """Have the thread running, unless the settings say that the database searches."""
        if not settings.SEARCH_INDEX or (self._thread and self._thread.is_alive()):
            return
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="index worker", daemon=True)
                self._thread.start()
                atexit.register(self._end)

    def _end(self):
        """Ask nothing more of the database when the process ends: it may be ours, and stopping."""
        self._stopping.set()
        if self._thread:
            self._thread.join(timeout=1)

    def stop(self):
        """End the thread and drop what was made."""
        self._stopping.set()
        if self._thread:
            self._thread.join()
        self._reset()
        self.clear()

    def clear(self):
        """Drop what was made: the database answers until it is made again."""
        self.snapshot, self._names = Snapshot(), None
        self._catalogue = CatalogueIndex(self._catalogue.collection)
        self._others = OtherRecordsIndex(self._others.kinds)

    def build_now(self, part="names"):
        """Bring every part to the present revision in this thread, by its connection.

        part: the last one that is wanted: "catalogue", "others" or "names".

        What this connection has changed and not committed is read too, so this is how tests and
        commands have an index: no thread is needed, and none is started. Where nothing has changed
        since the last time it costs a query; after few changes, little more.
        """
        revision.current(fresh=True)
        self._bring_up(CatalogueIndex.build, part)

    def _run(self):
        failures = 0
        while not self._stopping.is_set():
            try:
                close_old_connections()
                if self.kept is None:
                    self.kept = KeptIndex(self._catalogue.collection, self._others.kinds)
                self._follow()
                failures = 0
            except Exception:  # whatever it is, the database answers meanwhile
                logger.exception("The search index could not be brought up to date")
                connections.close_all()
                if self.kept:
                    self.kept.end()
                self._stopping.wait(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1
        connections.close_all()

    def _follow(self):
        """Bring every part to the present revision, and wait a moment for the next one."""
        self._bring_up(self._build_in_threads)
        if not self.snapshot.is_of_one_revision:
            return
        self._share()
        connections.close_all()
        present = self.snapshot.catalogue.revision
        if self._looked_ahead == present:
            revision.wait(present, timeout=LOOK)
        elif revision.wait(present, timeout=REST) is None:
            self._look_ahead()

    def _look_ahead(self):
        """Work out before anybody asks what takes longest, until there is something else to do.

        Half of the time is left to requests, and all of it while they take more than that.
        """
        catalogue = self.snapshot.catalogue
        real_words()  # which the first misspelt word would have to wait for
        give_back()
        spare, began, took = SpareTime(), perf_counter(), 0.0
        work = chain(self._making_ahead(), catalogue.look_ahead())
        while self._goes_on(catalogue.revision, took, spare):
            started = perf_counter()
            if next(work, DONE) is DONE:
                break
            took = perf_counter() - started
        else:
            return
        give_back()
        self._looked_ahead = catalogue.revision
        logger.info("Search index: common words looked up, %.2f s", perf_counter() - began)

    def _goes_on(self, at, pause, spare):
        """Wait for so many seconds and for SpareTime: whether there is nothing else to do then."""
        while not self._stopping.wait(pause):
            if at != revision.current():
                return False
            if spare.is_there():
                return True
            pause = AGAIN
        return False

    def _making_ahead(self):
        """Make what is kept, one after the other."""
        for kept in self._made_ahead:
            yield kept()


worker = IndexWorker()
os.register_at_fork(after_in_child=worker._reset)
