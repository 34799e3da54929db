"""What some words match: all that is asked first, then the best of what has a fair part of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import log

from pyroaring import BitMap

from core.search.words import ParsedQuery

ENOUGH = 10  # records with all the words; with fewer, the best partial matches follow
PARTIAL = 40  # at most so many of them
SCORED = 400  # records looked at for the best partial matches
COVERED = 0.3  # share of what is asked that a partial match has, rare things weighing more
COVERAGE_POWER = 1.5  # how much a missing part costs


@dataclass(frozen=True)
class Matches:
    """What some words match: the query understood, and the keys with all or some of it."""

    understood: ParsedQuery
    complete: BitMap
    partial: list = field(default_factory=list)

    @property
    def keys(self):
        return self.complete | BitMap(self.partial)


def never(concept):
    """That a concept is known nowhere else."""
    return False


class QueryMatcher:
    """A query held against the texts of an index: which public records have what of it.

    What nobody has written is left out of it, and a note says so. having: gives the public keys
    with a concept; is_elsewhere: whether one that no record here has is known all the same, and so
    is missing here and not left out; noun: what notes call a record.
    """

    def __init__(self, parsed, texts, public, having, *, is_elsewhere=never, noun="record"):
        self.texts = texts
        self.public = public
        self.having = {concept: having(concept) for concept in parsed.concepts}
        self.excluded = BitMap.union(BitMap(), *map(having, parsed.excluded))
        kept = [c for c, keys in self.having.items() if keys or is_elsewhere(c)]
        left_out = [concept for concept in self.having if concept not in kept]
        notes = [f"No {noun} contains “{c.shown}”, so we ignored it." for c in left_out]
        self.is_empty = not kept if parsed.concepts else not parsed.excluded
        notes = [*parsed.notes, *notes]
        self.parsed = replace(parsed, concepts=kept, left_out=left_out, notes=notes)

    @property
    def all_of_it(self):
        """The query of tantivy for records that have all that is asked."""
        return self.texts.all_of(self.parsed)

    def matches(self, within=None, tags: Mapping = {}, enough=ENOUGH, covered=COVERED):
        """The Matches of the query among all public records, or a part of them.

        within: the keys of that part; tags: what they have in common. With `enough` records that
        have all that is asked, no partial ones follow; those have a share of it, `covered`.
        """
        within = self.public if within is None else within
        if self.is_empty:
            return Matches(self.parsed, BitMap())
        concepts = self.parsed.concepts
        complete = BitMap.intersection(within, *map(self.having.get, concepts)) - self.excluded
        partial = []
        if len(complete) < enough and len(concepts) > 1:
            partial = self._partial(within - complete, tags, covered)
        return Matches(self.parsed, complete, partial)

    def _partial(self, within, tags, covered):
        """The best records that have a fair part of what is asked."""
        query = self.texts.some_of(self.parsed)
        found = []
        for score, pk in self.texts.best(self.texts.narrowed(query, tags), SCORED):
            has = sum(
                weight for concept, weight in self.weights.items() if pk in self.having[concept]
            )
            share = has / self.total
            if pk in within and share >= covered:
                found.append((score * share**COVERAGE_POWER, -pk))
        return [-pk for _, pk in sorted(found, reverse=True)[:PARTIAL]]

    @cached_property
    def weights(self):
        """How much each concept says: log(1 + N/n), n counting records with the very words."""
        return {concept: self._rarity(concept) for concept in self.parsed.concepts}

    @cached_property
    def total(self):
        return sum(self.weights.values())

    def _rarity(self, concept):
        literal = self.texts.matching(self.texts.concept(concept.literally())) & self.public
        return log(1 + len(self.public) / max(len(literal or self.having[concept]), 1))
