"""The index of the catalogue at one revision, and what it answers."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from math import log

from pyroaring import BitMap

from core.search.collection import Collection
from core.search.in_order import RankedKeys, SortedKeys
from core.search.matching import NOTHING, SCORED, QueryMatcher
from core.search.memory import RememberedAnswers
from core.search.packed import KeysInOrder, PackedRecords
from core.search.query_parser import QueryParser
from core.search.text_index import TextReader
from core.search.words import Concept, Tag

WITHDRAWN = 20  # of the best, so many may have been withdrawn without the list becoming short
COMMON = 0.05  # share of the records that have a common word
MOST_COMMON = 500  # words that are looked up before anybody asks


@dataclass(frozen=True)
class Before:
    """What the snapshot before knew: which records had a concept, and which have changed since.

    It spares looking all of them up again after each edit.
    """

    having: RememberedAnswers
    changed: BitMap


@dataclass(frozen=True)
class CatalogueSnapshot:
    """The index at one revision. Readers keep the one they began with.

    facets: by name and value the keys that have it; labels: the names of these values; numbered: by
    number (a first year) the keys that have it; shown: what lists show of each record;
    by_id: all of them in the order of their ids.
    """

    revision: int
    collection: Collection
    texts: TextReader
    parser: QueryParser
    public: BitMap
    facets: Mapping[str, Mapping[str, BitMap]]
    labels: Mapping[str, Mapping[str, str]]
    numbered: Mapping[int, BitMap]
    shown: PackedRecords
    by_id: KeysInOrder
    orders: Mapping[str, KeysInOrder]
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
        return BitMap.union(
            BitMap(),
            *(
                keys
                for number, keys in self.numbered.items()
                if (not first or number >= first) and (not last or number <= last)
            ),
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
        return SortedKeys(keys, self.orders[order])

    def behind(self, keys, an_id, count):
        """The first so many of some records behind an id, in the order of these: id and key."""

        def id_of(key):
            return self.collection.id_of(self.shown[key])

        first = bisect_right(self.by_id, an_id, key=id_of)
        found = (key for key in self.by_id[first:] if key in keys)
        return [(id_of(key), key) for key in islice(found, count)]

    def ranked(self, matches, keys, chosen):
        """Keys of matches, the best first: those with all the words before the partial ones.

        chosen: pairs of a facet's name and values, of which all of the keys have one.
        """
        return RankedKeys(self, matches, keys, chosen)
