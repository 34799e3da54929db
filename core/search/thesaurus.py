"""The catalogue's other words: phrases of many languages, and what they stand for."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.search.language import stem, words_of
from core.search.words import Literal, Tag

LONGEST = 8  # words of a phrase
EQUIVALENT = 0.8  # how much another word for the same thing counts


@dataclass(frozen=True)
class ThesaurusEntry:
    """A phrase, the property of records it stands for (if any), and other words for it."""

    phrase: str
    tag: Tag | None = None
    others: tuple = ()


class Thesaurus:
    """Finds the longest phrases in a row of words."""

    def __init__(self, entries: Iterable[ThesaurusEntry]):
        self.entries = entries
        self._entries = {}
        for entry in entries:
            words = words_of(entry.phrase)
            if not words or len(words) > LONGEST:
                continue
            known = self._entries.setdefault(tuple(stem(word) for word in words), [])
            if entry not in known:
                known.append(entry)

    def words(self, is_known):
        """The words of all phrases whose tag the catalogue has, each counted once.

        Abbreviations are left out: nobody means one who writes something like it.
        """
        found = {}
        for entries in self._entries.values():
            for entry in entries:
                if entry.phrase.isupper() or (entry.tag and not is_known(entry.tag)):
                    continue
                found.update(dict.fromkeys(words_of(entry.phrase), 1))
        return found

    def longest(self, words):
        """The longest phrase that the words begin with: (number of words, entries) or (0, [])."""
        stems = [stem(word) for word in words[:LONGEST]]
        for length in range(len(stems), 0, -1):
            if entries := self._entries.get(tuple(stems[:length])):
                return length, entries
        return 0, []

    @staticmethod
    def alternatives(entries):
        """The ways in which a record can have what the entries stand for, their words apart."""
        ways = []
        for entry in entries:
            if entry.tag:
                ways.append(entry.tag)
            for other in entry.others:
                words = tuple((stem(word),) for word in words_of(other))
                if words:
                    ways.append(Literal(words, EQUIVALENT, is_phrase=len(words) > 1))
        return list(dict.fromkeys(ways))
