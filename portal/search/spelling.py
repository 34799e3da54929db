"""Words that nobody has written, and the word that was meant."""

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from portal.search.language import stem

SHORTEST = 4  # letters below which a word is taken as it is
LONG = 8  # letters from which on a word may have two errors
CANDIDATES = 20


class Spelling:
    """Corrects words that stand nowhere in the catalogue; others are never touched.

    vocabulary: the words that may have been meant, with the number of records that have each;
    has_stem: whether a stem stands anywhere.
    """

    def __init__(self, vocabulary, has_stem):
        self.has_stem = has_stem
        self.vocabulary = {
            word: count for word, count in vocabulary.items() if word.isalpha() and len(word) > 2
        }
        self.stems = {stem(word) for word in vocabulary}

    def knows(self, word):
        """Whether the catalogue has the word, or another form of it."""
        return (
            word in self.vocabulary
            or stem(word) in self.stems
            or self.has_stem(stem(word))
            or not word.isalpha()
        )

    def parted(self, word):
        """Two words of the catalogue that were written as one, or None."""
        for at in range(SHORTEST - 1, len(word) - SHORTEST + 2):
            if word[:at] in self.vocabulary and word[at:] in self.vocabulary:
                return [word[:at], word[at:]]
        return None

    def corrected(self, word):
        """The word that was meant, or None where nothing is near enough.

        One letter more, less, other or exchanged with its neighbour counts as one error; words of
        eight letters may have two. Among equals the one with the same beginning, then the most
        frequent, wins.
        """
        if len(word) < SHORTEST:
            return None
        errors = 1 if len(word) < LONG else 2
        near = extract(
            word, self.vocabulary.keys(), scorer=OSA.distance, score_cutoff=errors, limit=CANDIDATES
        )
        if near:
            return min(near, key=lambda one: self._strangeness(word, one))[0]
        begun = [known for known in self.vocabulary if known.startswith(word)]
        return max(begun, key=lambda known: (self.vocabulary[known], known), default=None)

    def _strangeness(self, word, candidate):
        other, distance, _ = candidate
        return (distance, other[0] != word[0], -self.vocabulary[other], other)
