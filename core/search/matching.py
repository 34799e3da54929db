"""What some words match: all that is asked first, then the best of what has a fair part of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from heapq import nlargest
from math import log

from pyroaring import BitMap

from core.search.words import ParsedQuery

ENOUGH = 10  # records with all the words; with fewer, the best partial matches follow
PARTIAL = 20  # at most so many of each sort of them
RELEVANT = 0.5  # of the score of the best of a sort: below, and beyond ENOUGH, relevance ends
SCORED = 400  # records looked at for the best partial matches
COVERED = 0.2  # share of what is asked that a partial match has, rare things weighing more
COVERAGE_POWER = 2.0  # how much a missing part costs
LEADING = 4  # of the best records, what is like them comes before what is not
KINSHIP = 0.5  # how much that counts beside the words
NOTHING = "Nothing in the catalogue"
# What records lack that have some of what is asked, in the order in which they follow.
AROUND, WORDS_THERE, THERE, WORDS = LACKING = ("way", "words there", "place", "words")


@dataclass(frozen=True)
class Matches:
    """What some words match: the query understood, and the keys with all or some of it.

    partial: by what they lack (one of LACKING), those with some of it, each list the best first.
    """

    understood: ParsedQuery
    complete: BitMap
    lacking: Mapping[str, list] = field(default_factory=dict)

    @property
    def partial(self):
        """Those with some of it, in their order."""
        return [key for keys in self.lacking.values() for key in keys]

    @property
    def keys(self):
        return self.complete | BitMap(self.partial)


def never(concept):
    """That a concept is known nowhere else."""
    return False


def nothing(concept):
    """That a concept is missed by all there is."""
    return NOTHING


class QueryMatcher:
    """A query held against the texts of an index: which public records have what of it.

    What nobody has written is left out of it, and a note says so. having: gives the public keys
    with a concept; is_elsewhere: whether one that no record here has is known all the same, and so
    is missing here and not left out; missed_by: what notes say does not mention a concept; alike:
    of records with weights, by key, how much others are like them, by key, 1.0 at most.
    """

    def __init__(
        self,
        parsed,
        texts,
        public,
        having,
        *,
        is_elsewhere=never,
        missed_by=nothing,
        alike=lambda weights: {},
    ):
        self.texts = texts
        self.alike = alike
        self.public = public
        parsed = replace(parsed, concepts=[c if having(c) else c.widely() for c in parsed.concepts])
        around = [one for c in parsed.concepts if c.reading for one in c.reading.around]
        self.having = {concept: having(concept) for concept in [*parsed.concepts, *around]}
        self.excluded = BitMap.union(BitMap(), *map(having, parsed.excluded))
        kept, left_out, notes = [], [], list(parsed.notes)
        for concept in dict.fromkeys(parsed.concepts):
            if self.having[concept] or is_elsewhere(concept):
                kept.append(concept)
            elif concept.reading:
                kept.append(concept)
                notes.append(f"{missed_by(concept)} fits “{concept.reading.label}”.")
            else:
                left_out.append(concept)
                notes.append(f"{missed_by(concept)} mentions “{concept.shown}”.")
        if left_out and kept:
            notes.append("We searched for the rest.")
        self.is_empty = not (kept or (not parsed.concepts and (parsed.excluded or parsed.readings)))
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
        lacking, rest = {}, within - complete - self.excluded
        for name, find in (
            (AROUND, self._around),
            (WORDS_THERE, self._there),
            (THERE, self._elsewhere),
            (WORDS, self._partial),
        ):
            if len(complete) + sum(map(len, lacking.values())) >= enough:
                break
            lacking[name] = find(rest, tags, covered, complete)
            rest = rest - BitMap(lacking[name])
        return Matches(self.parsed, complete, lacking)

    @cached_property
    def places(self):
        """The concepts that are places."""
        return [c for c in self.parsed.concepts if c.reading and c.reading.is_place]

    @cached_property
    def subjects(self):
        """The concepts that are none."""
        return [concept for concept in self.parsed.concepts if concept not in self.places]

    def _around(self, within, tags, covered, complete):
        """The best with all that is asked that have to do with the places in another way."""
        looser = [one for place in self.places for one in place.reading.around]
        if not looser:
            return []
        said = [place for place in self.places if not place.reading.around]
        return self._best_with([*self.subjects, *said, *looser], within, tags)

    def _elsewhere(self, within, tags, covered, complete):
        """The best with all that is asked but the places."""
        return self._best_with(self.subjects, within, tags) if self.places else []

    def _best_with(self, concepts, within, tags):
        if not concepts:
            return []
        keys = BitMap.intersection(within, *map(self.having.get, concepts))
        query = self.texts.all_of(replace(self.parsed, concepts=concepts))
        best = self.texts.best(self.texts.narrowed(query, tags), SCORED) if keys else []
        return [pk for _, pk in best if pk in keys][:PARTIAL]

    def _there(self, within, tags, covered, complete):
        """The best that are in the places and have a fair part of what else is asked."""
        if not self.places or len(self.subjects) < 2:
            return []
        there = BitMap.intersection(within, *map(self.having.get, self.places))
        return self._fair_part(self.subjects, there, tags, covered, complete)

    def _partial(self, within, tags, covered, complete):
        """The best records that have a fair part of all that is asked."""
        concepts = self.parsed.concepts
        if len(concepts) < 2:
            return []
        return self._fair_part(concepts, within, tags, covered, complete)

    def _fair_part(self, concepts, within, tags, covered, complete):
        """The best of some records that have a fair part of some concepts.

        Those that are like the best of all come before others with as much of the words.
        """
        query = self.texts.some_of(replace(self.parsed, concepts=concepts))
        total = sum(map(self.weights.get, concepts))
        found = {}
        for score, pk in self.texts.best(self.texts.narrowed(query, tags), SCORED):
            has = sum(self.weights[concept] for concept in concepts if pk in self.having[concept])
            share = has / total
            if pk in within and share >= covered:
                found[pk] = score * share**COVERAGE_POWER
        if not found:
            return []
        best = max(found.values())
        near = [pk for pk, score in found.items() if score >= RELEVANT * best]
        alike = self.alike(self._leading(complete, found, tags))
        ranks = {pk: score / best + KINSHIP * alike.get(pk, 0) for pk, score in found.items()}
        ranked = sorted(found, key=lambda pk: (-ranks[pk], pk))
        return ranked[: min(max(len(near), ENOUGH), PARTIAL)]

    def _leading(self, complete, found, tags):
        """The best records and how much each counts: those with all that is asked, then others."""
        query = self.texts.narrowed(self.all_of_it, tags)
        best = self.texts.best(query, SCORED) if complete else []
        leading = dict.fromkeys([pk for _, pk in best if pk in complete][:LEADING], 1.0)
        others = nlargest(LEADING - len(leading), found, key=lambda pk: (found[pk], -pk))
        return leading | {pk: found[pk] / found[others[0]] for pk in others}

    @cached_property
    def weights(self):
        """How much each concept says: log(1 + N/n), n counting records with the very words."""
        return {concept: self._rarity(concept) for concept in self.parsed.concepts}

    def _rarity(self, concept):
        literal = self.texts.matching(self.texts.concept(concept.literally())) & self.public
        return log(1 + len(self.public) / max(len(literal or self.having[concept]), 1))
