"""One thread of each process keeps what searches need in memory, at the catalogue's revision.

The apps register what there is to read. The worker makes of it, in this order, the index of the
catalogue, the index of the other records, and the names for suggestions, and hands out one Snapshot
that never changes. Until a part is there the database answers.
"""

import atexit
import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain
from time import perf_counter

from django.conf import settings
from django.db import close_old_connections, connections

from core import http_cache, revision
from core.search.garbage import give_back, no_collections
from core.search.index import CatalogueIndex
from core.search.names import SuggestedNames
from core.search.others import OtherRecords, OtherRecordsIndex, OtherRecordsSearch
from core.search.real_words import real_words
from core.search.snapshot import CatalogueSnapshot

logger = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds that a request waits for a part to follow an edit
PAUSES = (0.5, 2, 10)  # seconds before each new attempt after a failure
REST = 1.0  # seconds after an edit for those who wait for it; then the next words are looked up
LOOK = 0.5  # seconds from one look at the revision to the next where nobody tells of changes
GLANCE = 500  # other records or names that are read between two looks
READERS = 2  # threads that read while another builds: the database works on two queries at once


@dataclass(frozen=True)
class Snapshot:
    """All that the worker has made, each part with the `revision` that it was made at."""

    catalogue: CatalogueSnapshot | None = None
    others: OtherRecords | None = None
    names: SuggestedNames | None = None

    @cached_property
    def search_of_others(self):
        """What the other records answer; queries are understood by the words of both."""
        return OtherRecordsSearch(self.others, self.catalogue)

    @property
    def is_of_one_revision(self):
        """Whether all parts are there, made at the same revision."""
        parts = (self.catalogue, self.others, self.names)
        return None not in parts and len({part.revision for part in parts}) == 1


class IndexWorker:
    """Makes the Snapshots of this process, in a thread that starts with the first question."""

    def __init__(self):
        self.snapshot = Snapshot()
        self._catalogue = None
        self._public_keys = None
        self._others = OtherRecordsIndex({})
        self._suggestions = tuple
        self._kept = []
        self._reset()

    def _reset(self):
        """What a process has of its own: a forked child goes on with the Snapshot of its parent."""
        self._thread = None
        self._looked_ahead = None
        self._starting = threading.Lock()
        self._making = threading.Lock()
        self._replaced = threading.Condition()
        self._stopping = threading.Event()

    # What there is to read.

    def register_catalogue(self, collection, public_keys):
        """Index a Collection. public_keys: gives those of some primary keys that are public.

        While all is read anew the old index serves, with what has been withdrawn hidden already.
        """
        self._catalogue = CatalogueIndex(collection)
        self._public_keys = public_keys

    def register_others(self, model, records):
        """Index a kind of other records. records: a function, yields each public OtherRecord."""
        self._others.kinds[model] = records

    def register_suggestions(self, suggestions):
        """Suggest names: a function that yields what SuggestedNames takes."""
        self._suggestions = suggestions

    def make_ahead(self, kept):
        """Decorate a function of no arguments that keeps what it makes for as long as a revision.

        It is called after each edit, before anybody asks: the next reader need not wait for it.
        """
        self._kept.append(kept)
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
        self.snapshot = Snapshot()
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
                self._follow()
                failures = 0
            except Exception:  # whatever it is, the database answers meanwhile
                logger.exception("The search index could not be brought up to date")
                connections.close_all()
                self._stopping.wait(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1
        connections.close_all()

    def _follow(self):
        """Bring every part to the present revision, and wait a moment for the next one."""
        self._bring_up(self._build_in_threads)
        if not self.snapshot.is_of_one_revision:
            return
        connections.close_all()
        present = self.snapshot.catalogue.revision
        if self._looked_ahead == present:
            revision.wait(present, timeout=LOOK)
        elif revision.wait(present, timeout=REST) is None:
            self._look_ahead()

    def _look_ahead(self):
        """Work out before anybody asks what takes longest, until there is something else to do.

        Half of the time is left to requests.
        """
        catalogue = self.snapshot.catalogue
        real_words()  # which the first misspelt word would have to wait for
        give_back()
        began = started = perf_counter()
        for _ in chain(self._making_ahead(), catalogue.look_ahead()):
            if self._stopping.wait(perf_counter() - started):
                return
            if catalogue.revision != revision.current():
                return
            started = perf_counter()
        self._looked_ahead = catalogue.revision
        logger.info("Search index: common words looked up, %.2f s", perf_counter() - began)

    def _making_ahead(self):
        """Make what is kept, one after the other."""
        for kept in self._kept:
            yield kept()

    # Making the parts.

    def _bring_up(self, build, last="names"):
        """Bring each part to the present revision, the catalogue first: most is asked of it.

        build: how a CatalogueIndex is read as a whole, at a revision; last: the last part wanted.
        """
        with self._making:
            self._bring_catalogue(build)
            attended = partial(self._attended, build)
            if last != "catalogue":
                self._bring_others(attended)
            if last == "names":
                self._bring_names(attended)

    def _bring_catalogue(self, build):
        index = self._catalogue
        if index.snapshot is None:
            self._read_catalogue(build, revision.current(fresh=True))
            return
        if index.snapshot.revision == revision.current():
            return
        changes = revision.changes_since(index.snapshot.revision)
        if changes.revision == index.snapshot.revision:
            return
        self._hide(index, changes)
        self._show(catalogue=index.snapshot)
        if changes.everything or not index.texts.can_be_written:
            self._show(catalogue=index.relabel())
            self._read_catalogue(build, changes.revision)
            return
        started = perf_counter()
        self._show(catalogue=index.update(changes.revision, changes.records))
        seconds = perf_counter() - started
        logger.info("Search index: %d changed, %.2f s", len(changes.records), seconds)
        give_back()

    def _read_catalogue(self, build, present):
        """Read everything anew beside the old index, which serves meanwhile."""
        logger.info("Search index: reading the catalogue")
        started = perf_counter()
        fresh = CatalogueIndex(self._catalogue.collection)
        build(fresh, present)
        self._catalogue = fresh
        self._show(catalogue=fresh.snapshot)
        count, seconds = len(fresh.snapshot.public), perf_counter() - started
        logger.info("Search index: %d records in %.2f s", count, seconds)
        give_back()

    def _build_in_threads(self, fresh, present):
        """Read by several threads; what is withdrawn meanwhile is hidden at once."""
        with no_collections(), ThreadPoolExecutor(1 + READERS, "index builder") as builders:

            def start(work):
                return builders.submit(and_disconnect, work)

            building = start(lambda: fresh.build(present, start))
            heard = present
            while not building.done():
                newer = revision.wait(heard, timeout=0.1)
                if newer and self._catalogue.snapshot:
                    self._hide(self._catalogue, revision.changes_since(heard))
                    self._show(catalogue=self._catalogue.snapshot)
                heard = newer or heard
            building.result()
        if heard != present:
            self._hide(fresh, revision.changes_since(present))

    def _hide(self, index, changes):
        """Withdraw what is no longer public, before anything that takes time."""
        keys = list(index.snapshot.public if changes.everything else changes.records)
        index.withdraw(set(keys) - set(self._public_keys(keys)))

    def _bring_others(self, attended):
        catalogue, others = self.snapshot.catalogue, self.snapshot.others
        if others is None or others.revision != catalogue.revision:
            thesaurus = catalogue.parser.thesaurus
            others = self._others.build(catalogue.revision, thesaurus, others, attended)
            self._show(others=others)
            give_back()

    def _bring_names(self, attended):
        catalogue, names = self.snapshot.catalogue, self.snapshot.names
        if names is None or names.revision != catalogue.revision:
            follow = names.followed_by if names else SuggestedNames
            names = follow(catalogue.revision, attended(self._suggestions()))
            self._show(names=names)
            give_back()

    def _attended(self, build, records):
        """The same records one by one; an edit that comes meanwhile need not wait for them."""
        for number, record in enumerate(records):
            if number % GLANCE == 0:
                self._bring_catalogue(build)
            yield record

    def _show(self, **parts):
        """Replace the Snapshot by one with these parts, and let those go on who wait for them."""
        with self._replaced:
            self.snapshot = replace(self.snapshot, **parts)
            self._replaced.notify_all()


def and_disconnect(work):
    """The result of some work of a thread that needs its connection to the database no more."""
    try:
        return work()
    finally:
        connections.close_all()


worker = IndexWorker()
os.register_at_fork(after_in_child=worker._reset)
