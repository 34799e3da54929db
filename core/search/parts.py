"""All that searches need in memory, brought to the present revision part by part."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, partial
from time import perf_counter

from django.db import connections
from pyroaring import BitMap

from core import revision
from core.search.garbage import give_back, no_collections
from core.search.index import CatalogueIndex
from core.search.kept import FAILURES
from core.search.names import SuggestedNames
from core.search.others import OtherRecords, OtherRecordsIndex, OtherRecordsSearch
from core.search.reads import state_of
from core.search.snapshot import CatalogueSnapshot

logger = logging.getLogger(__name__)

GLANCE = 500  # other records or names that are read between two looks
READERS = 2  # threads that read while another builds: the database works on two queries at once
MEANWHILE = 0.1  # seconds from one look to the next while an index is being made


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


class Parts:
    """Makes the Snapshots of a process, one part after the other.

    kept: the KeptIndex of the machine, or None where all is made in memory.
    """

    def __init__(self):
        self.snapshot = Snapshot()
        self.kept = None
        self._catalogue = None
        self._public_keys = None
        self._others = OtherRecordsIndex({})
        self._suggestions, self._reads = tuple, ()
        self._names = None  # as they were kept, to be shown when they are of the present revision
        self._stopping = threading.Event()
        self._replaced = threading.Condition()
        self._making = threading.Lock()

    def _bring_up(self, build, last="names"):
        """Bring each part to the present revision, the catalogue first: most is asked of it.

        build: how a CatalogueIndex is read as a whole, at a revision; last: the last part wanted.
        """
        with self._making:
            self._bring_catalogue(build)
            if self.snapshot.catalogue is None:  # told to stop while another process makes it
                return
            attended = partial(self._attended, build)
            if last != "catalogue":
                self._bring_others(attended)
            if last == "names":
                self._bring_names(attended)

    def _bring_catalogue(self, build):
        if self._catalogue.snapshot is None and not self._take():
            self._read_catalogue(build, revision.current(fresh=True))
            return
        index = self._catalogue
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
        try:
            self._show(catalogue=index.update(changes.revision, changes.records))
        except FAILURES as error:
            self._without_disk(index, error)
            self._read_catalogue(build, changes.revision)
            return
        if self.kept:
            self.kept.note_edit()
        seconds = perf_counter() - started
        logger.info("Search index: %d changed, %.2f s", len(changes.records), seconds)
        give_back()

    def _read_catalogue(self, build, present):
        """Read everything anew beside the old index, which serves meanwhile.

        One process of a machine does it, and the others take it from there.
        """
        if self.kept and not self._has_to_make():
            return
        logger.info("Search index: reading the catalogue")
        started = perf_counter()
        drafts = self.kept and self.kept.drafts()
        fresh = CatalogueIndex(self._catalogue.collection, drafts and drafts[0])
        try:
            build(fresh, present)
        except FAILURES as error:
            self._without_disk(fresh, error)
            fresh, drafts = CatalogueIndex(self._catalogue.collection), None
            build(fresh, present)
        if self.snapshot.others is None:
            self._others = OtherRecordsIndex(self._others.kinds, drafts and drafts[1])
        self._catalogue = fresh
        self._forget_states()
        self._show(catalogue=fresh.snapshot)
        count, seconds = len(fresh.snapshot.public), perf_counter() - started
        logger.info("Search index: %d records in %.2f s", count, seconds)
        give_back()

    def _forget_states(self):
        """Read other records and names anew: in another history versions of rows say nothing."""
        others, names = self.snapshot.others, self.snapshot.names
        if others:
            self._show(others=replace(others, state=None))
        for known in filter(None, (names, self._names)):
            known.state = None

    def _without_disk(self, index, error):
        """Go on in memory where an index cannot be written to the disk; else the error stands."""
        if index.folder is None:
            raise error
        self.kept.give_up(error)

    # With the other processes of the machine.

    def _take(self):
        """Take what is on the disk, if there is something: whether there was.

        What has been withdrawn since is hidden before anything is shown.
        """
        started = perf_counter()
        taken = self.kept and self.kept.take()
        if not taken:
            return False
        index, before = taken.catalogue, self.snapshot.catalogue
        is_present = revision.current(fresh=True) == taken.revision
        if not is_present:
            self._hide(index, revision.changes_since(taken.revision))
        elif before and before.revision == taken.revision:
            known = {"matches": before.matches, "having": before.having}
            index.snapshot = replace(index.snapshot, **known)
        self._catalogue, self._others, self._names = index, taken.others_index, taken.names
        names = taken.names if is_present else self.snapshot.names
        self._show(catalogue=index.snapshot, others=taken.others, names=names)
        count, seconds = len(index.snapshot.public), perf_counter() - started
        logger.info("Search index: %d records from the disk in %.2f s", count, seconds)
        give_back()
        return True

    def _has_to_make(self):
        """Whether this process has to read all; else it has taken what another one has made."""
        heard = revision.current(fresh=True)
        is_first = self.kept.begin()
        if not is_first:
            logger.info("Search index: waiting for the process that makes it")
        while not (is_first or self.kept.begin()):
            newer = revision.wait(heard, timeout=MEANWHILE)
            if self._stopping.is_set():
                return False
            if newer and self._catalogue.snapshot:
                self._hide(self._catalogue, revision.changes_since(heard))
                self._show(catalogue=self._catalogue.snapshot)
            heard = newer or heard
        at = self.kept.on_disk()
        if at is None or revision.changes_since(at).everything or not self._take():
            return True
        self.kept.end()
        return False

    def _share(self):
        """Keep on the disk what has changed, or go on from what another process has kept there."""
        at = self.snapshot.catalogue.revision
        if self.kept.is_kept(at):
            if not self._take():
                self.kept.end()
        elif self.kept.is_due(at):
            self.kept.keep(self.snapshot)

    def _build_in_threads(self, fresh, present):
        """Read by several threads; what is withdrawn meanwhile is hidden at once."""
        with no_collections(), ThreadPoolExecutor(1 + READERS, "index builder") as builders:

            def start(work):
                return builders.submit(and_disconnect, work)

            building = start(lambda: fresh.build(present, start))
            heard = present
            while not building.done():
                newer = revision.wait(heard, timeout=MEANWHILE)
                if newer and self._catalogue.snapshot:
                    self._hide(self._catalogue, revision.changes_since(heard))
                    self._show(catalogue=self._catalogue.snapshot)
                heard = newer or heard
            building.result()
        if heard != present:
            self._hide(fresh, revision.changes_since(present))

    def _hide(self, index, changes):
        """Withdraw what is no longer public, before anything that takes time."""
        keys = index.snapshot.public if changes.everything else BitMap(changes.records)
        asked = None if changes.everything else list(keys)
        index.withdraw(keys - BitMap(list(self._public_keys(asked))))

    def _bring_others(self, attended):
        catalogue, others = self.snapshot.catalogue, self.snapshot.others
        if others is None or others.revision != catalogue.revision:
            thesaurus = catalogue.parser.thesaurus
            known = catalogue.revision, thesaurus, others, attended
            try:
                others = self._others.build(*known)
            except FAILURES as error:
                self._without_disk(self._others, error)
                self._others = OtherRecordsIndex(self._others.kinds)
                others = self._others.build(*known)
            self._show(others=others)
            give_back()

    def _bring_names(self, attended):
        catalogue, names = self.snapshot.catalogue, self.snapshot.names
        if names is None or names.revision != catalogue.revision:
            before, state = names or self._names, state_of([self._reads])
            if before and before.state == state:
                names = before.at(catalogue.revision)
            else:
                follow = before.followed_by if before else SuggestedNames
                names = follow(catalogue.revision, attended(self._suggestions()))
                names.state = state
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
