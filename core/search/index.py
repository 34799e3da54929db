"""The catalogue in memory: texts, facets and orders of its public records, at one revision.

A cache of the database: it can be thrown away at any time and nothing is lost.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from math import log
from typing import Protocol

from pyroaring import BitMap

from core.search.matching import NOTHING, SCORED, QueryMatcher
from core.search.memory import RememberedAnswers
from core.search.query_parser import QueryParser
from core.search.spelling import Spelling
from core.search.text_index import TextIndex, TextReader
from core.search.thesaurus import Thesaurus
from core.search.words import Concept, Tag

WITHDRAWN = 20  # of the best, so many may have been withdrawn without the list becoming short
COMMON = 0.05  # share of the records that have a common word
MOST_COMMON = 500  # words that are looked up before anybody asks


class Collection(Protocol):
    """What an index asks of an app; every method reads public records alone.

    `keys` is None for all records, or an iterable of the primary keys in question; `noun` is what
    readers call a record; `kin` names the facets whose values make records alike; `told` gives the
    words by which lists tell of a record, from what `shown` has of it.
    """

    noun: str
    weights: Mapping[str, float]
    spelt: Sequence[str]
    facets: Mapping
    kin: Sequence[str]
    orders: Sequence[str]

    def documents(self, facets, names, keys=None): ...
    def facet_keys(self, keys=None): ...
    def names(self, keys=None): ...
    def labels(self): ...
    def numbers(self, keys=None): ...
    def shown(self, keys=None): ...
    def told(self, shown): ...
    def order(self, name): ...
    def language(self): ...


@dataclass(frozen=True)
class Before:
    """What the snapshot before knew: which records had a concept, and which have changed since.

    It spares looking all of them up again after each edit.
    """

    having: RememberedAnswers
    changed: BitMap


@dataclass(frozen=True)
class CatalogueSnapshot:
    """The index at one revision. Readers keep the one they began with."""

    revision: int
    collection: Collection
    texts: TextReader
    parser: QueryParser
    public: BitMap
    facets: Mapping[str, Mapping[str, BitMap]]
    labels: Mapping[str, Mapping[str, str]]
    numbers: Mapping[int, int]
    shown: Mapping[int, object]
    orders: Mapping[str, Sequence[int]]
    ranks: Mapping[str, Mapping[int, int]]
    matches: RememberedAnswers = field(default_factory=RememberedAnswers)
    having: RememberedAnswers = field(default_factory=lambda: RememberedAnswers(2 * MOST_COMMON))
    before: Before | None = None

    def matching(self, text, others=None, apart=None):
        """The Matches of a text.

        others: OtherRecordsSearch, whose words are right too or meant; apart: says of a Concept
        whether it is not asked of the records here, and then only those with all the rest match.
        """
        known = others and others.fingerprint
        return self.matches.get((text, known, apart), lambda: self._match(text, others, apart))

    def _match(self, text, others, apart):
        parser = replace(self.parser, spelling=others.parser.spelling) if others else self.parser

        def missed_by(concept):
            is_elsewhere = others is None or others.has(concept)
            return f"No {self.collection.noun}" if is_elsewhere else NOTHING

        def having(concept):
            if apart is None or not apart(concept):
                return self._having(concept)
            return BitMap() if concept.reading.is_excluded else self.public

        matcher = QueryMatcher(
            parser.parse(text),
            self.texts,
            self.public,
            having,
            missed_by=missed_by,
            alike=self.alike,
        )
        return matcher.matches() if apart is None else matcher.matches(enough=0)

    def shares(self, concept, keys):
        """Pairs of a way to have a concept and how many of some records have it so, nearest first.

        Each record counts once, with the nearest of its ways.
        """
        shares = []
        for way in concept.ways():
            having = self._having(Concept(concept.shown, (way,)))
            shares.append((way, keys.intersection_cardinality(having)))
            keys = keys - having
        return shares

    def alike(self, weights):
        """How much each record is like some others, 1.0 at most, by key.

        weights: how much each of these counts. Records are alike by the values of the collection's
        kin facets, rare ones counting more, and by the words that tell them from others.
        """
        shared = []
        for name in self.collection.kin:
            for value, keys in self.facets[name].items():
                counted = sum(weight for key, weight in weights.items() if key in keys)
                if counted:
                    rarity = log(1 + len(self.public) / len(keys))
                    shared.append(Tag(name, value, counted * rarity))
        if not shared:
            return {}
        text = " ".join(self.collection.told(self.shown[key]) for key in weights)
        best = self.texts.best(self.texts.like(shared, text), SCORED)
        return {key: score / best[0][0] for score, key in best}

    def look_ahead(self):
        """Find, one by one, the records that have each of the commonest words; yields each word.

        These take longest to find, a third of a millisecond for a thousand, and are asked for most.
        """
        counts = self.parser.spelling.vocabulary
        common = [word for word, count in counts.items() if count > COMMON * len(self.public)]
        for word in sorted(common, key=counts.get, reverse=True)[:MOST_COMMON]:
            for concept in self.parser.parse(word).concepts:
                self._having(concept)
            yield word

    def _having(self, concept):
        """The keys of the records that have a concept."""
        return self.having.get(concept, lambda: self._find(concept))

    def _find(self, concept):
        query = self.texts.concept(concept)
        known = self.before and self.before.having.recall(concept)
        if known is None:
            return self.texts.matching(query) & self.public
        changed = self.before.changed
        return (known - changed | self.texts.matching(query, changed)) & self.public

    def related(self, pk, text, kinship, count):
        """The keys of the public records most like one.

        text: its words; kinship: how much a shared value counts, by the name of the facet.
        """
        shared = [
            Tag(name, value, weight)
            for name, weight in kinship.items()
            for value, keys in self.facets[name].items()
            if pk in keys
        ]
        if not shared:
            return []
        best = self.texts.best_in_order(self.texts.like(shared, text), count + 1 + WITHDRAWN)
        return [key for _, key in best if key != pk and key in self.public][:count]

    def chosen(self, name, values):
        """The keys of the records that have one of the values of a facet."""
        known = self.facets[name]
        return BitMap.union(BitMap(), *(known[value] for value in values if value in known))

    def began(self, first, last):
        """The keys of the records whose number (their first year) lies between two, or on them."""
        return BitMap(
            [
                pk
                for pk, number in self.numbers.items()
                if (not first or number >= first) and (not last or number <= last)
            ]
        )

    def counted(self, facet, base, selected):
        """The values of a facet that some records have, the selected ones always among them."""
        counts = dict.fromkeys(selected, 0) | self.counts(facet.name, base)
        return facet.listed(counts, self.labels[facet.name], selected)

    def counts(self, name, base):
        """How many of some records have each value of a facet, by value, if any has it."""
        found = self.facets[name].items()
        counts = {value: keys.intersection_cardinality(base) for value, keys in found}
        return {value: count for value, count in counts.items() if count}

    def sorted(self, order, keys):
        """Keys in an order, as a lazy sequence."""
        return SortedKeys(keys, self.orders[order], self.ranks[order])

    def ranked(self, matches, keys, chosen):
        """Keys of matches, the best first: those with all the words before the partial ones.

        chosen: pairs of a facet's name and values, of which all of the keys have one.
        """
        return RankedKeys(self, matches, keys, chosen)


class SortedKeys(Sequence):
    """Some keys in the order of a list of all keys; sorted no further than is asked for."""

    FEW = 4_000  # below, sorting the keys beats walking along the list

    def __init__(self, keys, order, ranks):
        self.keys, self.order, self.ranks = keys, order, ranks

    def __len__(self):
        return len(self.keys)

    def __iter__(self):
        return iter(self[:])  # all at once: each one by itself would be looked for from the start

    def __getitem__(self, index):
        if not isinstance(index, slice):
            return self[index : index + 1][0] if index >= 0 else list(self)[index]
        start, stop, step = index.indices(len(self))
        if len(self.keys) < self.FEW:
            return sorted(self.keys, key=self.ranks.__getitem__)[start:stop:step]
        found = []
        for key in self.order:
            if key in self.keys:
                found.append(key)
                if len(found) >= stop:
                    break
        return found[start:stop:step]


class RankedKeys(Sequence):
    """Keys that match words, the best first; scored no further than is asked for."""

    def __init__(self, snapshot, matches, keys, chosen):
        self.snapshot, self.matches, self.chosen = snapshot, matches, chosen
        self.complete = keys & matches.complete
        self.partial = [pk for pk in matches.partial if pk in keys]

    def __len__(self):
        return len(self.complete) + len(self.partial)

    def __iter__(self):
        return iter(self[:])  # all at once: each one by itself would be looked for from the start

    def __getitem__(self, index):
        if not isinstance(index, slice):
            return self[index : index + 1][0] if index >= 0 else list(self)[index]
        start, stop, step = index.indices(len(self))
        found = self._best(min(stop, len(self.complete))) + self.partial
        return found[start:stop:step]

    def _best(self, wanted):
        """The best complete matches: asked for within the facets, so that few are scored."""
        if wanted < 1:
            return []
        texts = self.snapshot.texts
        asked = self.matches.understood
        if not asked.concepts:
            return self.snapshot.sorted(next(iter(self.snapshot.orders)), self.complete)[:wanted]
        query = texts.all_of(asked)
        for name, values in self.chosen:
            query = texts.narrowed(query, {name: values})
        limit = wanted
        while True:
            hits = texts.best(query, limit)
            found = [pk for _, pk in hits if pk in self.complete]
            if len(found) >= wanted or len(hits) < limit:
                return found[:wanted]
            limit *= 4


def at_once(work):
    """The result of some work as an Executor gives it, but of work that is done already."""
    future = Future()
    future.set_result(work())
    return future


class CatalogueIndex:
    """Builds snapshots of a collection, whole or changed in part."""

    def __init__(self, collection: Collection):
        self.collection = collection
        self.texts = None
        self.snapshot = None
        self._thesaurus = None

    def build(self, revision, start=at_once):
        """Read everything anew; start: begins a part of the reading, as Executor.submit does."""
        facets, names = start(self._facets), start(self.collection.names)
        numbers = start(lambda: dict(self.collection.numbers()))
        whole = start(self._read_whole)
        shown = start(lambda: dict(self.collection.shown()))
        self.texts = TextIndex(self.collection.weights, self.collection.spelt)
        self.texts.replace(self.collection.documents(facets.result(), names.result()))
        self.snapshot = self._snapshot(
            revision, facets.result(), numbers.result(), shown.result(), whole.result()
        )
        return self.snapshot

    def update(self, revision, changed):
        """Read some records anew; those that are no longer public disappear."""
        if not changed:
            self.snapshot = replace(self.snapshot, revision=revision)
            return self.snapshot
        changed = BitMap(changed)
        fresh = self._facets(changed)
        names = self.collection.names(changed)
        self.texts.replace(self.collection.documents(fresh, names, changed), changed)
        facets = {}
        for name, values in self.snapshot.facets.items():
            kept = {
                value: keys - changed if keys.intersect(changed) else keys
                for value, keys in values.items()
            }
            for value, keys in fresh[name].items():
                kept[value] = kept.get(value, BitMap()) | keys
            facets[name] = kept
        numbers = without(self.snapshot.numbers, changed) | dict(self.collection.numbers(changed))
        shown = without(self.snapshot.shown, changed) | dict(self.collection.shown(changed))
        before = Before(self.snapshot.having, changed)
        snapshot = self._snapshot(revision, facets, numbers, shown, self._read_whole())
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

    def _read_whole(self):
        """What is read whole each time: thesaurus, reader of places, labels and orders."""
        orders = {name: list(self.collection.order(name)) for name in self.collection.orders}
        entries, reader = self.collection.language()
        if self._thesaurus is None or self._thesaurus.entries is not entries:
            self._thesaurus = Thesaurus(entries)
        return self._thesaurus, reader, self.collection.labels(), orders

    def _snapshot(self, revision, facets, numbers, shown, whole):
        texts = self.texts.reader()
        thesaurus, reader, labels, orders = whole
        vocabulary = thesaurus.words(lambda tag: tag.value in facets.get(tag.name, ()))
        for word, count in texts.vocabulary().items():
            vocabulary[word] = vocabulary.get(word, 0) + count
        return CatalogueSnapshot(
            revision=revision,
            collection=self.collection,
            texts=texts,
            parser=QueryParser(
                thesaurus,
                Spelling(vocabulary, texts.has_stem, texts.is_gone),
                frozenset([*facets, *self.collection.weights]),
                reader,
            ),
            public=BitMap(next(iter(orders.values()))),
            facets=facets,
            labels=labels,
            numbers=numbers,
            shown=shown,
            orders=orders,
            ranks={
                name: {key: rank for rank, key in enumerate(keys)} for name, keys in orders.items()
            },
        )


def without(mapping, keys):
    """A mapping that lacks some keys."""
    mapping = dict(mapping)
    for key in keys:
        mapping.pop(key, None)
    return mapping
