"""What a reader asks for in words, understood: concepts to find, concepts to leave out."""

from dataclasses import dataclass, field

from core.search.language import words_of


@dataclass(frozen=True)
class Literal:
    """Words that stand in a text. Each word is a tuple of stems: its spellings."""

    words: tuple
    weight: float = 1.0
    is_phrase: bool = False


@dataclass(frozen=True)
class Tag:
    """A property of a record by name and value: a theme, a country."""

    name: str
    value: str
    weight: float = 1.0


@dataclass(frozen=True)
class Concept:
    """One thing asked for, in the reader's words, and the ways in which a record can have it."""

    shown: str
    alternatives: tuple

    def literally(self):
        """The concept by the reader's own words alone."""
        return Concept(self.shown, self.alternatives[:1])


@dataclass
class ParsedQuery:
    """A query in words, as the search understood it.

    text: what was typed; concepts: what records must have; weak: what may raise them; excluded:
    what they must not have; left_out: what nobody has written; corrections: pairs of a word as
    typed and as searched for; stems: what to mark in a text; notes: what the reader should be told.
    """

    text: str
    concepts: list = field(default_factory=list)
    weak: list = field(default_factory=list)
    excluded: list = field(default_factory=list)
    left_out: list = field(default_factory=list)
    corrections: list = field(default_factory=list)
    stems: set = field(default_factory=set)
    notes: list = field(default_factory=list)

    @property
    def searched_for(self):
        """The text with its corrections, to be shown to the reader."""
        text = self.text
        for typed, corrected in self.corrections:
            text = replace_word(text, typed, corrected)
        return text


def wordless(text):
    """What to tell a reader who typed signs alone, as a list of one sentence or none."""
    if not text.strip() or words_of(text):
        return []
    return [f"Type at least one word: there is none in “{text}”."]


def replace_word(text, typed, corrected):
    """The text with one word exchanged, whatever its case and accents."""
    return " ".join(corrected if words_of(part) == [typed] else part for part in text.split())
