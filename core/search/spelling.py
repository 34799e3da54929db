"""Words that nobody has written, and the word that was meant."""

import re
from dataclasses import dataclass
from functools import partial
from itertools import chain

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from core.search.language import EMPTY_WORDS, WEAK_WORDS, spellings, stem
from core.search.real_words import is_real

SHORTEST = 4  # letters below which a word is taken as it is
SURE = 5  # letters at least of what is searched for instead
TELLING = 6  # letters from which on another one hardly makes another word, as of wages pages
LONG = 8  # letters from which on a word may have two errors
PART = 4  # letters at least of each of two words that were written as one, and not by chance
RARE, COMMON = 3, 20  # records: a word that fewer have may be one that so many have
CANDIDATES = 20
DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True)
class Correction:
    """What was meant by a word, and whether it is safe to search for it without asking."""

    meant: str
    is_safe: bool


class Speller:
    """Says what was meant by a word. Which words there are is left to the classes below.

    Safe is only what is near to a word that nobody has written, here or in four languages; of a
    real word the same is offered. What else may have been meant is offered, too.
    """

    def correction(self, word):
        """The likeliest Correction of a word as words_of gives it; None where there is none."""
        if len(word) < SHORTEST or word in EMPTY_WORDS or word in WEAK_WORDS:
            return None
        if self.knows(word):
            return first(self._commoner(word), is_safe=False)
        near = self.near(word)
        safe = [*filter(partial(is_safe, word), near), *self.parted(word)]
        if is_real(word):
            return first(safe, is_safe=False)
        return first(safe, is_safe=True) or first([*near, *self.begun(word)], is_safe=False)

    def _commoner(self, word):
        """What many have written, near to a word of a few that is none elsewhere."""
        if self.count(word) >= RARE or is_real(word):
            return []
        alike = stem(word)
        return [
            other
            for other in self.near(word)
            if self.count(other) >= COMMON and is_safe(word, other) and stem(other) != alike
        ]

    def near(self, word):
        """The words that are written nearly so, the nearest first.

        One letter more, less, other or exchanged with its neighbour counts as one error; words of
        eight letters may have two. Among equals the one with the same beginning, then the most
        frequent, leads.
        """

        def strangeness(other):
            return (OSA.distance(word, other), other[0] != word[0], -self.count(other), other)

        return sorted(self.within(word, 1 if len(word) < LONG else 2), key=strangeness)


def first(meant, is_safe):
    """The first of what may have been meant as a Correction, or None."""
    return next((Correction(one, is_safe) for one in meant), None)


def is_safe(word, other):
    """Whether who wrote a word that is none meant another one, by all odds.

    Hardly anybody misspells the first letter, or the last one and one more; doubled letters are no
    great matter. A name, which is no word of a language, is near to too many others for two errors.
    """
    if len(other) < SURE or (word[0] != other[0] and word[:2] != other[1::-1]):
        return False
    if OSA.distance(undoubled(word), undoubled(other)) > 1:
        return word[-1] == other[-1] and is_real(other)
    has_another_letter = len(word) == len(other) and sorted(word) != sorted(other)
    return len(word) >= TELLING or not has_another_letter


def undoubled(word):
    """A word with single letters where it has two of a kind."""
    return DOUBLED.sub(r"\1", word)


class Spelling(Speller):
    """The words of one index.

    vocabulary: the words that may have been meant, with the number of records that have each;
    has_stem: whether a stem stands anywhere; is_gone: whether a word of the vocabulary has stood in
    records alone that have been withdrawn since: nobody is told of it.
    """

    def __init__(self, vocabulary, has_stem, is_gone=lambda word: False):
        self.has_stem = has_stem
        self.is_gone = is_gone
        self.vocabulary = {
            word: count for word, count in vocabulary.items() if word.isalpha() and len(word) > 2
        }
        self.stems = {stem(word) for word in vocabulary}

    def knows(self, word):
        """Whether the index has the word, its British or American twin, or another form of it."""
        return not word.isalpha() or any(
            stem(twin) in self.stems or self.has_stem(stem(twin)) for twin in spellings(word)
        )

    def count(self, word):
        """How many records have the word, as far as it may be meant by another."""
        return self.vocabulary.get(word, 0)

    def within(self, word, errors):
        """The words that differ by so many errors at most."""
        near = extract(
            word, self.vocabulary.keys(), scorer=OSA.distance, score_cutoff=errors, limit=CANDIDATES
        )
        return {other for other, *_ in near if not self.is_gone(other)}

    def begun(self, word):
        """The words that begin with this one, the most frequent first."""
        begun = [other for other in self.vocabulary if other.startswith(word)]
        begun.sort(key=lambda other: (self.vocabulary[other], other), reverse=True)
        return (other for other in begun if not self.is_gone(other))

    def parted(self, word):
        """Pairs of words that were written as one, each pair as a text."""
        return [
            f"{word[:at]} {word[at:]}"
            for at in range(PART, len(word) - PART + 1)
            if self._has(word[:at]) and self._has(word[at:])
        ]

    def _has(self, word):
        return word in self.vocabulary and not self.is_gone(word)


class Spellings(Speller):
    """The words of several indexes: what one of them knows is right, whatever the others do."""

    def __init__(self, *spellings):
        self.spellings = spellings

    def knows(self, word):
        return any(spelling.knows(word) for spelling in self.spellings)

    def count(self, word):
        return sum(spelling.count(word) for spelling in self.spellings)

    def within(self, word, errors):
        return set().union(*(spelling.within(word, errors) for spelling in self.spellings))

    def begun(self, word):
        return chain.from_iterable(spelling.begun(word) for spelling in self.spellings)

    def parted(self, word):
        return [both for spelling in self.spellings for both in spelling.parted(word)]
