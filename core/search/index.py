"""The catalogue in memory: texts, facets and orders of its public records, at one revision.

A cache of the database: it can be thrown away at any time and nothing is lost.
"""

from bisect import insort
from collections import defaultdict
from concurrent.futures import Future
from dataclasses import replace

from pyroaring import BitMap

from core.search.collection import Collection
from core.search.keys import regrouped
from core.search.memory import RememberedAnswers
from core.search.packed import KeysInOrder, PackedRecords, bitmaps_restored, piece_of_bitmaps
from core.search.placing import orders_after
from core.search.query_parser import QueryParser
from core.search.snapshot import MOST_COMMON, Before, CatalogueSnapshot
from core.search.spelling import Spelling
from core.search.text_index import TextIndex
from core.search.thesaurus import Thesaurus


def at_once(work):
    """The result of some work as an Executor gives it, but of work that is done already."""
    future = Future()
    future.set_result(work())
    return future


class CatalogueIndex:
    """Builds snapshots of a collection, whole or changed in part."""

    def __init__(self, collection: Collection, folder=None):
        """folder: a Folder for the texts, memory for None."""
        self.collection = collection
        self.folder = folder
        self.texts = None
        self.snapshot = None
        self._thesaurus = None

    def build(self, revision, start=at_once):
        """Read everything anew; start: begins a part of the reading, as Executor.submit does."""
        facets, names = start(self._facets), start(self.collection.names)
        numbered, whole = start(self._numbered), start(self._read_whole)
        shown = start(
            lambda: PackedRecords.of(self.collection.shown(), self.collection.kind_of_shown)
        )
        self.texts = TextIndex(self.collection.weights, self.collection.spelt, self.folder)
        self.texts.write(self.collection.documents(facets.result(), names.result()))
        shown = shown.result()
        self.snapshot = self._snapshot(
            revision,
            whole.result(),
            facets=facets.result(),
            numbered=numbered.result(),
            shown=shown,
            by_id=KeysInOrder.of(sorted(shown.all, key=self._id_in(shown))),
        )
        return self.snapshot

    def restore(self, revision, pieces):
        """Go on from what `pieces` has kept of a revision; the texts are in the folder."""
        self.texts = TextIndex(self.collection.weights, self.collection.spelt, self.folder)
        facets, numbered = map(bitmaps_restored, (pieces["facets"], pieces["numbered"]))
        names = self.collection.orders
        orders = {name: KeysInOrder.restored(pieces, f"order.{name}") for name in names}
        shown = PackedRecords.restored(pieces, "shown", self.collection.kind_of_shown)
        by_id = KeysInOrder.restored(pieces, "by_id")
        whole = *self._read_words(), orders
        known = {"facets": facets, "numbered": numbered[""], "shown": shown, "by_id": by_id}
        self.snapshot = self._snapshot(revision, whole, **known)
        return self.snapshot

    @staticmethod
    def pieces(snapshot):
        """What a file has to keep of a CatalogueSnapshot beside the texts, by name."""
        pieces = snapshot.shown.pieces("shown") | snapshot.by_id.pieces("by_id")
        for name, order in snapshot.orders.items():
            pieces |= order.pieces(f"order.{name}")
        facets, numbered = snapshot.facets, {"": snapshot.numbered}
        return pieces | {
            "facets": piece_of_bitmaps(facets),
            "numbered": piece_of_bitmaps(numbered),
        }

    def update(self, revision, changed):
        """Read some records anew; those that are no longer public disappear."""
        if not changed:
            self.snapshot = replace(self.snapshot, revision=revision)
            return self.snapshot
        changed = BitMap(changed)
        fresh = self._facets(changed)
        names = self.collection.names(changed)
        self.texts.replace(self.collection.documents(fresh, names, changed), changed)
        facets = {
            name: regrouped(values, fresh[name], changed)
            for name, values in self.snapshot.facets.items()
        }
        numbered = regrouped(self.snapshot.numbered, self._numbered(changed), changed)
        shown = self.snapshot.shown.replaced(changed, dict(self.collection.shown(changed)))
        kept = [key for key in self.snapshot.by_id if key not in changed]
        for key in changed & shown.all:
            insort(kept, key, key=self._id_in(shown))
        by_id = KeysInOrder.of(kept)
        before = Before(self.snapshot.having, changed)
        known = {"facets": facets, "numbered": numbered, "shown": shown, "by_id": by_id}
        orders = self.snapshot.orders.items(), changed, self.collection.order, revision
        whole = *self._read_words(), orders_after(*orders) or self._read_orders()
        snapshot = self._snapshot(revision, whole, **known)
        self.snapshot = replace(snapshot, before=before)
        return self.snapshot

    def withdraw(self, keys):
        """Hide records at once, whatever else is being read."""
        public = self.snapshot.public - BitMap(keys)
        if public != self.snapshot.public:
            facets = {
                name: {value: found & public for value, found in values.items()}
                for name, values in self.snapshot.facets.items()
            }
            self.snapshot = replace(
                self.snapshot,
                public=public,
                facets=facets,
                matches=RememberedAnswers(),
                having=RememberedAnswers(2 * MOST_COMMON),
                before=Before(self.snapshot.having, BitMap()),
            )
        return self.snapshot

    def relabel(self):
        """Show the present names of the facets' values at once, whatever else is being read."""
        self.snapshot = replace(self.snapshot, labels=self.collection.labels())
        return self.snapshot

    def _facets(self, keys=None):
        """By facet and value the keys that have it; made at once, since lists of them are large."""
        facets = {name: {} for name in self.collection.facets}
        for name, value, having in self.collection.facet_keys(keys):
            facets[name][value] = BitMap(having)
        for name, facet in self.collection.facets.items():
            for value, member in facet.members():
                if member in facets[facet.of]:
                    known = facets[name].get(value, BitMap())
                    facets[name][value] = known | facets[facet.of][member]
        return facets

    def _id_in(self, shown):
        """A function that gives the id of a key."""
        return lambda key: self.collection.id_of(shown[key])

    def _numbered(self, keys=None):
        """By number the keys that have it."""
        having = defaultdict(list)
        for key, number in self.collection.numbers(keys):
            having[number].append(key)
        return {number: BitMap(found) for number, found in having.items()}

    def _read_whole(self):
        """Thesaurus, reader of places, labels and orders."""
        return *self._read_words(), self._read_orders()

    def _read_orders(self):
        order = self.collection.order
        return {name: KeysInOrder.of(order(name)) for name in self.collection.orders}

    def _read_words(self):
        """The thesaurus, the reader of places, and the labels."""
        entries, reader = self.collection.language()
        if self._thesaurus is None or self._thesaurus.entries is not entries:
            self._thesaurus = Thesaurus(entries)
        return self._thesaurus, reader, self.collection.labels()

    def _snapshot(self, revision, whole, **known):
        """The snapshot of what is read whole, and what is known besides: its facets and so on."""
        texts = self.texts.reader()
        thesaurus, reader, labels, orders = whole
        orders = {name: order.among(known["shown"].all) for name, order in orders.items()}
        vocabulary = thesaurus.words(lambda tag: tag.value in known["facets"].get(tag.name, ()))
        for word, count in texts.vocabulary().items():
            vocabulary[word] = vocabulary.get(word, 0) + count
        return CatalogueSnapshot(
            revision=revision,
            collection=self.collection,
            texts=texts,
            parser=QueryParser(
                thesaurus,
                Spelling(vocabulary, texts.has_stem, texts.is_gone),
                frozenset([*known["facets"], *self.collection.weights]),
                reader,
            ),
            public=next(iter(orders.values())).all,
            labels=labels,
            orders=orders,
            **known,
        )
