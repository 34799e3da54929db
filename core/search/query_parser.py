"""From what was typed to what is searched for."""

import re
from dataclasses import dataclass

from core.search.language import EMPTY_WORDS, WEAK_WORDS, spellings, stem, words_of
from core.search.spelling import Spelling
from core.search.thesaurus import Thesaurus
from core.search.words import Concept, Literal, ParsedQuery, wordless
from core.search.writing import asked

PARTS = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+))')
FIELD = re.compile(r"^(\w+):(\S+)$")
MOST_WORDS = 40


@dataclass(frozen=True)
class QueryParser:
    """Understands queries by what the catalogue holds; fields: names that no word is meant by."""

    thesaurus: Thesaurus
    spelling: Spelling
    fields: frozenset = frozenset()

    def parse(self, text, is_known_elsewhere=lambda word: False):
        """What a text asks for, as a ParsedQuery. Whatever was typed, this raises nothing.

        is_known_elsewhere: whether a word is written in other records; it is not mended then.
        """
        parsed = ParsedQuery(text, notes=wordless(text))
        row = []  # plain words in a row, where phrases of the thesaurus are looked for
        for part in PARTS.finditer(asked(text)):
            if part["phrase"] is not None:
                self._phrase(parsed, part["phrase"], bool(part["minus"]))
            elif part["minus"]:
                self._exclude(parsed, part["plain"])
            else:
                row += self._plain(parsed, part["plain"])
        self._concepts(parsed, self._spelt(parsed, row[:MOST_WORDS], is_known_elsewhere))
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
        literal = Literal(tuple(self._stems(word) for word in words), is_phrase=True)
        concept = Concept(phrase, (literal,))
        (parsed.excluded if is_excluded else parsed.concepts).append(concept)
        if not is_excluded:
            parsed.stems.update(stem(word) for word in words)

    def _exclude(self, parsed, part):
        for word in words_of(part):
            parsed.excluded.append(Concept(word, (Literal((self._stems(word),)),)))

    def _spelt(self, parsed, row, is_known_elsewhere):
        """The words of a row, those that nobody has written exchanged for what was meant."""
        spelt = []
        for word in row:
            known = word in EMPTY_WORDS or word in WEAK_WORDS or self.spelling.knows(word)
            if not known and any(self.spelling.knows(twin) for twin in spellings(word)):
                known = True
            if known or is_known_elsewhere(word):
                spelt.append(word)
                continue
            parts = self.spelling.parted(word) or [self.spelling.corrected(word) or word]
            if parts != [word]:
                parsed.corrections.append((word, " ".join(parts)))
            spelt += parts
        return spelt

    def _concepts(self, parsed, row):
        position = 0
        empties = []
        while position < len(row):
            length, entries = self.thesaurus.longest(row[position:])
            words = row[position : position + max(length, 1)]
            if length == 1 and words[0] in EMPTY_WORDS:
                length = 0
            if length:
                parsed.concepts.append(self._known(words, entries))
                parsed.stems.update(stem for word in words for stem in self._stems(word))
            elif words[0] in EMPTY_WORDS:
                empties.append(words[0])
            else:
                literal = Literal((self._stems(words[0]),))
                concept = Concept(words[0], (literal,))
                is_weak = words[0] in WEAK_WORDS
                (parsed.weak if is_weak else parsed.concepts).append(concept)
                parsed.stems.update(literal.words[0])
            position += max(length, 1)
        if not parsed.concepts:
            parsed.concepts, parsed.weak = parsed.weak, []
        if not parsed.concepts:
            parsed.concepts = [Concept(word, (Literal((self._stems(word),)),)) for word in empties]

    def _known(self, words, entries):
        stems = tuple(self._stems(word) for word in words if word not in EMPTY_WORDS)
        literal = Literal(stems or tuple(self._stems(word) for word in words), weight=1.0)
        return Concept(" ".join(words), (literal, *self.thesaurus.alternatives(entries)))

    @staticmethod
    def _stems(word):
        return tuple(dict.fromkeys(stem(twin) for twin in spellings(word)))
