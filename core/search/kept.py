"""The index that the processes of a machine share, as the worker of one of them uses it.

It is a cache of a cache: where the disk does not do, each process has its index in memory alone.
"""

import logging
import threading
from dataclasses import dataclass
from hashlib import blake2b
from time import monotonic, perf_counter

import tantivy
from django.conf import settings
from django.db import connections

from core import revision
from core.http_cache.version import files
from core.revision.database import alias, mark_of
from core.search.disk.store import Store, Useless
from core.search.index import CatalogueIndex
from core.search.names import SuggestedNames
from core.search.others import OtherRecords, OtherRecordsIndex

logger = logging.getLogger(__name__)

FORM = 1  # another one where what the files hold means something else though all code is the same
CATALOGUE, OTHERS = "catalogue", "others"  # texts
FAILURES = (OSError, ValueError)  # of a disk; tantivy tells of those by the second
SETTLED = 30  # seconds without an edit after which what has changed is kept
SELDOM = 60  # seconds at least from one time to the next, and
SHARE = 50  # so many times what it took the last time


@dataclass(frozen=True)
class Taken:
    """All parts of an index, as they were kept at a revision."""

    revision: int
    catalogue: CatalogueIndex
    others_index: OtherRecordsIndex
    others: OtherRecords
    names: SuggestedNames


class KeptIndex:
    """The index on this machine's disk, for one process.

    collection, kinds: what CatalogueIndex and OtherRecordsIndex are made of.
    """

    def __init__(self, collection, kinds):
        self._collection, self._kinds = collection, kinds
        self._store = None
        self._saving = None
        self._kept_at, self._took, self._edited_at = 0.0, 0.0, 0.0
        self._revision = None  # that of which this process has, or was the last to hear
        if settings.INDEX_ROOT:
            self._store = Store(settings.INDEX_ROOT / database(), form())
            self._try(self._store.prepare)

    # What is there.

    def take(self):
        """The index as it was kept, as Taken; None where there is none for this database."""
        return self._try(self._take) if self._store else None

    def _take(self):
        try:
            generation = self._store.open()
            if generation is None:
                return None
            mark = mark_of(generation.revision)
            if mark is None or mark != generation.mark:
                raise Useless("it is of another database, or of one before a backup was restored")
            return self._restored(generation)
        except (Useless, KeyError, ValueError) as fault:
            if self._store.begin():  # whoever makes another one has thrown this one away
                logger.warning("Search index: what is on the disk is thrown away, %s", fault)
                self._store.throw_away()
            return None

    def _restored(self, generation):
        rooms = [self._store.borrow(generation, name) for name in (CATALOGUE, OTHERS)]
        at, pieces = generation.revision, generation.pieces
        catalogue = CatalogueIndex(self._collection, rooms[0])
        snapshot = catalogue.restore(at, pieces)
        others_index = OtherRecordsIndex(self._kinds, rooms[1])
        others = others_index.restore(at, snapshot.parser.thesaurus, pieces)
        names = SuggestedNames.restored(at, pieces)
        self._revision = at
        return Taken(at, catalogue, others_index, others, names)

    # Making it.

    def begin(self):
        """Whether this process is the one that makes the index, until it is kept or `end`.

        What is being kept is waited for: at its end it would let others make it.
        """
        if saving := self._saving:
            saving.join()
        return not self._store or self._try(self._store.begin) or not self._store

    def end(self):
        """Let others make it."""
        if self._store:
            self._store.end()

    def drafts(self):
        """Two Folders for the texts of an index that is going to be kept; None for memory."""
        if self._store:
            return self._try(lambda: (self._store.draft(), self._store.draft()))
        return None

    def give_up(self, error):
        """Keep nothing from now on: the disk does not do."""
        if self._store:
            self._store.end()
            self._store = None
            logger.warning("Search index: in memory alone, the disk cannot be used: %s", error)

    # Keeping it.

    def note_edit(self):
        """Something has changed."""
        self._edited_at = monotonic()

    def is_due(self, at):
        """Whether it is time to keep the index of a revision."""
        if not self._store or self._saving or at == self._revision:
            return False
        now, pause = monotonic(), max(SELDOM, SHARE * self._took)
        is_quiet = now - self._edited_at > SETTLED and now - self._kept_at > pause
        return self._store.is_making or is_quiet

    def keep(self, snapshot):
        """Begin to keep a Snapshot, the last one, in a thread of its own; unless others do so."""
        at = snapshot.catalogue.revision
        parts = {CATALOGUE: snapshot.catalogue, OTHERS: snapshot.others}
        folders = {name: part.texts.folder for name, part in parts.items()}
        if None in folders.values() or not self.begin() or not self._store:
            return
        if self.on_disk() == at or not self._store:
            self.end()
            return
        mark = mark_of(at)
        if mark is None:  # nobody could trust it; let the others read what they wait for
            self.end()
            return
        if revision.current(fresh=True) != at:
            return  # something of the edit may have been read already: the next one is kept
        paths = {name: folder.path for name, folder in folders.items()}

        def save(store):
            began = perf_counter()
            try:
                pieces = CatalogueIndex.pieces(snapshot.catalogue)
                pieces |= snapshot.others.pieces() | snapshot.names.pieces()
                store.finish(started, at, mark, pieces)
                self._took = perf_counter() - began
                logger.info("Search index: kept on the disk in %.2f s", self._took)
            except FAILURES as error:
                logger.warning("Search index: it could not be kept on the disk: %s", error)
            finally:
                self._kept_at = monotonic()
                self.end()
                self._saving = None

        try:
            started = self._store.start(paths)
        except OSError as error:
            logger.warning("Search index: it could not be kept on the disk: %s", error)
            self._kept_at = monotonic()
            self.end()
            return
        arguments = {"args": (self._store,), "name": "index keeper", "daemon": True}
        self._saving = threading.Thread(target=save, **arguments)
        self._saving.start()

    def on_disk(self):
        """The revision that the disk has, or None."""
        return self._try(self._store.revision) if self._store else None

    def is_kept(self, at):
        """Whether the disk has a revision that this process does not read from there."""
        return bool(
            self._store and not self._saving and at != self._revision and self.on_disk() == at
        )

    def _try(self, work, *arguments):
        """The result of some work with the disk; None where it fails, and from then on."""
        try:
            return work(*arguments)
        except FAILURES as error:
            self.give_up(error)
            return None


def database():
    """The name of the folder for the database of public pages: another one has another."""
    described = connections[alias()].settings_dict
    told = [described.get(name) for name in ("ENGINE", "HOST", "PORT", "NAME")]
    told.append(str(described.get("OPTIONS", {}).get("folder", "")))
    return blake2b(repr(told).encode(), digest_size=8).hexdigest()


def form():
    """What the files mean: the code decides it, and what the library writes."""
    digest = blake2b(repr((FORM, tantivy.__version__)).encode(), digest_size=12)
    for path in sorted(path for path in files() if path.suffix in {".py", ".txt"}):
        digest.update(path.read_bytes())
    return digest.hexdigest()
