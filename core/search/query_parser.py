"""From what was typed to what is searched for."""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from core.search.language import EMPTY_WORDS, WEAK_WORDS, spellings, stem, words_of
from core.search.spelling import Speller
from core.search.thesaurus import Thesaurus
from core.search.words import Concept, Literal, not_understood
from core.search.writing import asked

PARTS = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+))')
FIELD = re.compile(r"^(\w+):(\S+)$")
MOST_WORDS = 40


class Reader(Protocol):
    """What an app lets queries say beside their words."""

    def read(self, row: list[str]) -> list:
        """A row of folded words as words, Concepts that have a Reading, and Readings."""


def is_text(item):
    """Whether an item of a row is still a word."""
    return isinstance(item, str)


@dataclass(frozen=True)
class QueryParser:
    """Understands queries by what the catalogue holds; fields: names that no word is meant by.

    reader: reads what is no word to be searched for, as places; None where all are words.
    """

    thesaurus: Thesaurus
    spelling: Speller
    fields: frozenset = frozenset()
    reader: Reader | None = None

    def parse(self, text):
        """What a text asks for, as a ParsedQuery. Whatever was typed, this raises nothing."""
        parsed = not_understood(text)
        row = []  # plain words in a row, where phrases of the thesaurus are looked for
        for part in PARTS.finditer(asked(text)):
            if part["phrase"] is not None:
                self._phrase(parsed, part["phrase"], bool(part["minus"]))
            elif part["minus"]:
                self._exclude(parsed, part["plain"])
            else:
                row += self._plain(parsed, part["plain"])
        self._concepts(parsed, self._spelt(parsed, row[:MOST_WORDS]))
        return parsed

    def _plain(self, parsed, part):
        if field := FIELD.match(part):
            name, value = field.groups()
            words = value if name.lower() in self.fields else f"{name} {value}"
            parsed.notes.append(
                f"We searched for “{words}” instead of “{part}”. "
                "To filter, use the boxes beside the list."
            )
            return words_of(words)
        return words_of(part)

    def _phrase(self, parsed, phrase, is_excluded):
        words = words_of(phrase)
        if not words:
            return
        concept = Concept(phrase, (self._phrase_of(words),))
        (parsed.excluded if is_excluded else parsed.concepts).append(concept)
        if not is_excluded:
            parsed.stems.update(stem(word) for word in words)

    def _exclude(self, parsed, part):
        for word in words_of(part):
            parsed.excluded.append(self._word(word))

    def _spelt(self, parsed, row):
        """The words of a row, with what was meant where that is sure.

        Else it is offered, and raises what has it.
        """
        spelt = []
        for word in row:
            correction = self.spelling.correction(word)
            if correction and correction.is_safe:
                parsed.corrections.append((word, correction.meant))
                spelt += correction.meant.split()
                continue
            if correction:
                parsed.offers.append((word, correction.meant))
                parts = tuple(map(self._stems, correction.meant.split()))
                parsed.weak.append(Concept(correction.meant, (Literal(parts),)))
            spelt.append(word)
        return spelt

    def _concepts(self, parsed, row):
        """What a row asks for: what its reader reads, and words."""
        empties = []
        for is_word, items in groupby(self.reader.read(row) if self.reader else row, is_text):
            if is_word:
                self._words(parsed, list(items), empties)
            else:
                for item in items:
                    self._read(parsed, item)
        if sum(not concept.reading for concept in parsed.concepts) > 1:
            parsed.concepts = [concept.widely() for concept in parsed.concepts]
            parsed.concepts = [concept.beside(parsed.concepts) for concept in parsed.concepts]
        if not parsed.concepts and not parsed.readings:
            parsed.concepts, parsed.weak = parsed.weak, []
        if not parsed.concepts and not parsed.readings:
            parsed.concepts = [self._word(word) for word in empties]

    def _read(self, parsed, item):
        """A Concept or a Reading; the words of a place raise what has them, and are marked."""
        if isinstance(item, Concept) and item.reading.is_excluded:
            parsed.excluded.append(item)
        elif isinstance(item, Concept):
            parsed.concepts.append(item)
            named = [*item.reading.phrases, *item.reading.names]
            phrases = tuple(self._phrase_of(words) for words in named)
            if phrases:
                parsed.weak.append(Concept(item.shown, phrases))
            for words in item.reading.phrases:
                parsed.stems.update(stem for word in words for stem in self._stems(word))
        reading = item.reading if isinstance(item, Concept) else item
        if reading.label:
            parsed.readings.append(reading)

    def _phrase_of(self, words):
        return Literal(tuple(self._stems(word) for word in words), is_phrase=len(words) > 1)

    def _words(self, parsed, row, empties):
        """Words in a row: what the thesaurus knows of them, or each by itself."""
        position = 0
        while position < len(row):
            length, entries = self.thesaurus.longest(row[position:], self.spelling.knows)
            words = row[position : position + max(length, 1)]
            if length == 1 and (words[0] in EMPTY_WORDS or words[0] in WEAK_WORDS):
                length = 0
            if length:
                concept = self._known(words, entries)
                parsed.concepts.append(concept)
                if concept.apart:  # records with some of its words are near
                    parsed.weak += [self._word(word) for word in words if word not in EMPTY_WORDS]
                parsed.stems.update(stem for word in words for stem in self._stems(word))
                parsed.stems.update(concept.other_stems() - EMPTY_WORDS)
            elif words[0] in EMPTY_WORDS:
                empties.append(words[0])
            else:
                is_weak = words[0] in WEAK_WORDS
                (parsed.weak if is_weak else parsed.concepts).append(self._word(words[0]))
                parsed.stems.update(self._stems(words[0]))
            position += max(length, 1)

    def _word(self, word):
        """A word by itself as a Concept."""
        return Concept(word, (Literal((self._stems(word),)),))

    def _known(self, words, entries):
        ways = self.thesaurus.alternatives(entries)
        stems = tuple(self._stems(word) for word in words)
        telling = tuple(self._stems(word) for word in words if word not in EMPTY_WORDS) or stems
        literal, apart = Literal(telling), None
        if len(words) > 1 and ways and all(way.away for way in ways):
            # Apart, such words stand everywhere: "job centre", "work from home".
            literal, apart = Literal(stems, is_phrase=True), Literal(telling)
        return Concept(" ".join(words), (literal, *ways), apart=apart)

    @staticmethod
    def _stems(word):
        return tuple(dict.fromkeys(stem(twin) for twin in spellings(word)))
