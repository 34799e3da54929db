"""Words that nobody has written, and the word that was meant."""

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from core.search.language import stem

SHORTEST = 4  # letters below which a word is taken as it is
LONG = 8  # letters from which on a word may have two errors
CANDIDATES = 20


class Spelling:
    """Corrects words that stand nowhere in the catalogue; others are never touched.

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
        nearest = sorted(near, key=lambda one: self._strangeness(word, one))
        begun = [known for known in self.vocabulary if known.startswith(word)] if not near else []
        begun.sort(key=lambda known: (self.vocabulary[known], known), reverse=True)
        meant = [*(known for known, *_ in nearest), *begun]
        return next((known for known in meant if not self.is_gone(known)), None)

    def _strangeness(self, word, candidate):
        other, distance, _ = candidate
        return (distance, other[0] != word[0], -self.vocabulary[other], other)


class Spellings:
    """Several spellings asked as one: what one of them knows is right, whatever the others do."""

    def __init__(self, *spellings):
        self.spellings = spellings

    def knows(self, word):
        """Whether one of them has the word, or another form of it."""
        return any(spelling.knows(word) for spelling in self.spellings)

    def parted(self, word):
        """Two words of one of them that were written as one, or None."""
        return next(filter(None, (spelling.parted(word) for spelling in self.spellings)), None)

    def corrected(self, word):
        """The word that was meant: the nearest of those that each of them offers, or None."""
        offered = {spelling.corrected(word) for spelling in self.spellings} - {None}

        def strangeness(other):
            count = sum(spelling.vocabulary.get(other, 0) for spelling in self.spellings)
            return (OSA.distance(word, other), other[0] != word[0], -count, other)

        return min(offered, key=strangeness, default=None)
