"""Words that somebody is still typing, and has mistyped already."""

from bisect import bisect_left
from heapq import nsmallest
from operator import itemgetter

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from core.search.real_words import is_real
from core.search.spelling import LONG, SHORTEST

MOST = 8  # words that may have been meant by one
MOST_TOGETHER = 40  # texts that may have been meant by one
MOST_MISTYPED = 3  # words of one text
AFTER_ALL = chr(0x10FFFF)


class Beginnings:
    """The words that names are made of, among which those nearest to what was typed are found.

    words: a sequence, in their order, each once.
    """

    def __init__(self, words):
        self._words = words

    def meant_by(self, typed):
        """Pairs of a number of errors and the words that may have been meant, the fewest first.

        typed: words, of which the last one need not be there to its end.
        """
        texts, mistyped = [(0, [])], 0
        for at, word in enumerate(typed, start=1):
            is_last = at == len(typed)
            near = [(0, word)]
            if not (len(word) < SHORTEST or self._has(word, is_last) or is_right(word)):
                mistyped += 1
                near = self._near(word, is_last) if mistyped <= MOST_MISTYPED else []
            together = (
                (errors + more, [*words, meant]) for errors, words in texts for more, meant in near
            )
            texts = nsmallest(MOST_TOGETHER, together, key=itemgetter(0))
            if not texts:
                break
        return texts if mistyped else []

    def _near(self, word, is_last):
        """Pairs of a number of errors and a word that may have been meant by one."""
        errors = 1 if len(word) < LONG else 2
        alike = self._alike(word)
        if is_last:
            alike = set(begun(word, alike))
        near = extract(word, alike, scorer=OSA.distance, score_cutoff=errors, limit=MOST)
        return sorted((distance, known) for known, distance, _ in near)

    def _has(self, word, is_last):
        """Whether there is such a word, or one that begins so where it is still being typed."""
        at = bisect_left(self._words, word)
        following = self._words[at] if at < len(self._words) else ""
        return following.startswith(word) if is_last else following == word

    def _alike(self, word):
        """The words with the same first letter, or the first two exchanged: seldom mistyped."""
        found = []
        for beginning in (word[0], word[1] + word[0]):
            first = bisect_left(self._words, beginning)
            found += self._words[first : bisect_left(self._words, beginning + AFTER_ALL, first)]
        return found


def is_right(word):
    """Whether a word that no name has is a word all the same."""
    return not word.isalpha() or is_real(word)


def begun(word, alike):
    """Words cut off where another one ends, a letter before, and one behind.

    Where the last letter is all that differs, nothing tells what was meant but a whole word.
    """
    right = word[:-1]
    for known in alike:
        for length in range(len(word) - 1, len(word) + 2):
            beginning = known[:length]
            if beginning == known or not beginning.startswith(right):
                yield beginning
