"""The catalogue's other words: phrases of many languages, and what they stand for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter

from core.search.language import spellings, stem, stem_analyzer, words_of
from core.search.words import AS_A_WHOLE, AS_TYPED, IN_OTHER_WORDS, Literal, Tag

LONGEST = 8  # words of a phrase
EQUIVALENT = 0.8  # how much another word for the same thing counts


@dataclass(frozen=True)
class ThesaurusEntry:
    """A phrase, the property of records it stands for (if any), and other words for it.

    is_loose: whether it is a narrower or everyday word, and no name of these in any language;
    language: of the phrase, where its words have other forms than English ones.
    """

    phrase: str
    tag: Tag | None = None
    others: tuple = ()
    is_loose: bool = False
    language: str = ""


@lru_cache(50_000)
def common_stem(word):
    """The stem of a word that its British and American spellings share."""
    return stem(min(spellings(word)))


# Languages that the words of which have more forms than the English stemmer knows of.
INFLECTED = {
    "es": stem_analyzer("spanish"),
    "fr": stem_analyzer("french"),
    "pt": stem_analyzer("portuguese"),
}


@lru_cache(50_000)
def stem_in(language, word):
    """The stem of a word in one of the inflected languages."""
    return "".join(INFLECTED[language].analyze(word)) or word


def inflected(language, words):
    """What the forms of a phrase share in one of the inflected languages."""
    return (language, *(stem_in(language, word) for word in words))


def add(entries, key, entry):
    """Add an entry to those of a key, once."""
    known = entries.setdefault(key, [])
    if entry not in known:
        known.append(entry)


class Thesaurus:
    """Finds the longest phrases in a row of words."""

    def __init__(self, entries: Iterable[ThesaurusEntry]):
        self.entries = entries
        self._entries = {}
        self._inflected = {}  # the same by language and stems in it
        self._written = []  # pairs of the tag of an entry and its words
        for entry in entries:
            words = words_of(entry.phrase)
            if not words or len(words) > LONGEST:
                continue
            if not entry.phrase.isupper():
                self._written.append((entry.tag, words))
            add(self._entries, tuple(map(common_stem, words)), entry)
            if entry.language in INFLECTED:
                add(self._inflected, inflected(entry.language, words), entry)

    def words(self, is_known):
        """The words of all phrases whose tag the catalogue has, each counted once.

        Abbreviations are left out: nobody means one who writes something like it.
        """
        return {
            word: 1
            for tag, words in self._written
            if tag is None or is_known(tag)
            for word in words
        }

    def longest(self, words, is_known):
        """The longest phrase that the words begin with: (number of words, entries) or (0, []).

        A single word is another form of one in another language only if it is_known nowhere.
        """
        stems = [common_stem(word) for word in words[:LONGEST]]
        for length in range(len(stems), 0, -1):
            if entries := self._entries.get(tuple(stems[:length])):
                return length, entries
            is_foreign = length > 1 or not is_known(words[0])
            if is_foreign and (entries := self._in_another_form(words[:length])):
                return length, entries
        return 0, []

    def _in_another_form(self, words):
        return [
            entry
            for language in INFLECTED
            for entry in self._inflected.get(inflected(language, words), ())
        ]

    @staticmethod
    def alternatives(entries):
        """The ways in which a record can have what the entries stand for, the nearest first.

        The words of the entries themselves are left out.
        """
        ways = {}
        for entry in sorted(entries, key=attrgetter("is_loose")):
            if entry.tag:
                away = AS_A_WHOLE if entry.is_loose else AS_TYPED
                ways.setdefault((entry.tag.name, entry.tag.value), replace(entry.tag, away=away))
            for other in entry.others:
                words = tuple((stem(word),) for word in words_of(other))
                away = IN_OTHER_WORDS if entry.is_loose else AS_TYPED
                if words:
                    way = Literal(
                        words,
                        EQUIVALENT,
                        is_phrase=len(words) > 1,
                        away=away,
                        is_own=bool(entry.tag and away),  # the tag says the rest
                        shown=other,
                    )
                    ways.setdefault(words, way)
        return sorted(ways.values(), key=attrgetter("away"))
