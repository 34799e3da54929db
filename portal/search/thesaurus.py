"""The catalogue's other words: phrases of many languages that stand for a property of records."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.search.language import stem, words_of
from portal.search.words import Literal, Tag

LONGEST = 8  # words of a phrase


@dataclass(frozen=True)
class Entry:
    """A phrase, the property it stands for, and its English name.

    weight: how much having the property counts; is_name: whether the phrase is the property's
    own name (rather than a narrower word, for which the property alone is a weaker answer).
    """

    phrase: str
    name: str
    value: str
    english: str
    weight: float = 1.0
    is_name: bool = False


class Thesaurus:
    """Finds the longest phrases in a row of words."""

    def __init__(self, entries: Iterable[Entry]):
        self._entries = {}
        self.words = {}
        for entry in entries:
            words = words_of(entry.phrase)
            if not words or len(words) > LONGEST:
                continue
            for word in words:
                self.words[word] = self.words.get(word, 0) + 1
            key = tuple(stem(word) for word in words)
            known = self._entries.setdefault(key, [])
            if not any((e.name, e.value) == (entry.name, entry.value) for e in known):
                known.append(entry)

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
            ways.append(Tag(entry.name, entry.value, entry.weight))
            if english := words_of(entry.english):
                words = tuple((stem(word),) for word in english)
                ways.append(Literal(words, weight=0.8, is_phrase=len(words) > 1))
        return ways
