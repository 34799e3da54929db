"""What a reader asks for in words, understood: concepts to find, concepts to leave out."""

from dataclasses import dataclass, field, replace

from core.search.language import words_of
from core.search.typed import as_typed, in_quotes, with_replaced

AS_TYPED, IN_OTHER_WORDS, AS_A_WHOLE = range(3)  # how far a way is from the reader's words


@dataclass(frozen=True)
class Literal:
    """Words that stand in a text. Each word is a tuple of stems: its spellings.

    fields: of the texts in which they stand; empty for any; away: how far they are from what was
    typed; is_own: whether to look only at what a record says itself, and not at the names of its
    themes; shown: the words as people write them.
    """

    words: tuple
    weight: float = 1.0
    is_phrase: bool = False
    fields: tuple = ()
    away: int = AS_TYPED
    is_own: bool = False
    shown: str = field(default="", compare=False)


@dataclass(frozen=True)
class Tag:
    """A property of a record by name and value: a theme, a country.

    away: how far it is from what was typed: its own name, or a word that stands for it as a whole;
    is_narrow: whether it is asked for by such a word beside other things, too.
    """

    name: str
    value: str
    weight: float = 1.0
    away: int = AS_TYPED
    is_narrow: bool = False


def as_near(way):
    """A way; other words than those typed are near where a record says them itself."""
    is_other = isinstance(way, Literal) and way.away
    return replace(way, is_own=True) if is_other else way


@dataclass(frozen=True)
class AnyTag:
    """A property of a record that has one of some values, as the countries of a region."""

    name: str
    values: tuple
    weight: float = 1.0
    away: int = AS_TYPED


@dataclass(frozen=True)
class Reading:
    """Words of a question that were read, as a place or a year, and are not searched for.

    typed: the words, folded; label: as what they were read, empty for what goes without saying;
    size: of what, where that says more; phrases: those of the words, each a tuple, that name it;
    names: phrases by which it is known besides; is_place: whether records that lack it follow those
    that have it; is_excluded: whether those that have it are left out; years: the first and the
    last, None where there is none, that the record has to have begun in; around: Concepts of what
    has to do with the place in another way, where it was asked for what was taken up there.
    """

    typed: tuple
    label: str = ""
    size: str = ""
    phrases: tuple = ()
    names: tuple = ()
    is_place: bool = False
    is_excluded: bool = False
    years: tuple = ()
    around: tuple = ()

    @property
    def shown(self):
        """The phrases that name it, as one text."""
        return " … ".join(map(" ".join, self.phrases))

    @property
    def said(self):
        """The label with the size."""
        return f"{self.label}, {self.size}" if self.size else self.label


@dataclass(frozen=True)
class Concept:
    """One thing asked for, in the reader's words, and the ways in which a record can have it.

    The first way is the reader's own words. What has a near way ranks above what has only ways that
    are farther away. reading: what it was read as, where it is not searched for as words; apart:
    the words of a phrase that has to stand as it is, where they may stand anywhere; phrase: this
    phrase, where they may.
    """

    shown: str
    alternatives: tuple
    reading: Reading | None = None
    apart: Literal | None = None
    phrase: Literal | None = None

    def widely(self):
        """The concept, had by what has the words of its phrase apart, too."""
        if not self.apart:
            return self
        phrase, *others = self.alternatives
        return Concept(self.shown, (self.apart, *others), phrase=phrase)

    def beside(self, concepts):
        """The concept as one of several: had by its own words, or by others for the same thing.

        Not by what one of the other concepts is already, nor by what it stands for as a whole,
        unless that is narrow: who asks for waste pickers and for income does not ask for all of the
        informal economy.
        """
        typed, *others = self.alternatives
        taken = {one.alternatives[0] for one in concepts if one is not self}
        taken = {way.words for way in taken if isinstance(way, Literal)}
        others = [way for way in others if not (isinstance(way, Literal) and way.words in taken)]
        near = [way for way in others if way.away != AS_A_WHOLE or way.is_narrow]
        return replace(self, alternatives=(typed, *(near or others)))

    def ways(self):
        """The ways in which to tell that a record has it, the nearest first."""
        typed, *others = self.alternatives
        ways = [as_near(way) for way in (self.phrase or typed, *others)]
        return [*ways, *(way for way in self.alternatives if way not in ways)]

    def other_stems(self):
        """The stems of the other words that it goes by."""
        others = (way for way in self.alternatives if isinstance(way, Literal) and way.away)
        return {stem for way in others for stems in way.words for stem in stems}

    def nearer(self):
        """The ways that are not the farthest, each as it has to be found to count as near."""
        farthest = max(way.away for way in self.alternatives)
        return [as_near(way) for way in self.alternatives if way.away < farthest]

    def literally(self):
        """The concept by the reader's own words alone."""
        return Concept(self.shown, self.alternatives[:1])


@dataclass
class ParsedQuery:
    """A query in words, as the search understood it.

    text: what was typed; concepts: what records must have; weak: what may raise them; excluded:
    what they must not have; left_out: what nobody has written; corrections: pairs of a word as
    typed and as searched for; offers: pairs of a word and what else may have been meant by it;
    stems: what to mark in a text; notes: what the reader should be told; readings: what was read
    and not searched for.
    """

    text: str
    concepts: list = field(default_factory=list)
    weak: list = field(default_factory=list)
    excluded: list = field(default_factory=list)
    left_out: list = field(default_factory=list)
    corrections: list = field(default_factory=list)
    offers: list = field(default_factory=list)
    stems: set = field(default_factory=set)
    notes: list = field(default_factory=list)
    readings: list = field(default_factory=list)

    @property
    def places(self):
        """What was read as places, in words, as one phrase."""
        return " and ".join(one.label for one in self.readings if one.is_place)

    @property
    def years(self):
        """The first and the last year that were read, each None where there is none."""
        first = [one.years[0] for one in self.readings if one.years and one.years[0]]
        last = [one.years[1] for one in self.readings if one.years and one.years[1]]
        return max(first, default=None), min(last, default=None)

    @property
    def searched_for(self):
        """The text with its corrections, to be shown to the reader."""
        return with_replaced(self.text, self.corrections)

    @property
    def read(self):
        """Pairs of words as typed and as what they were read."""
        text = self.searched_for
        return [(as_typed(text, reading.phrases), reading.said) for reading in self.readings]

    @property
    def for_words(self):
        """The text with what was read in quotation marks, where nothing is read."""
        text = self.searched_for
        for reading in self.readings:
            text = in_quotes(text, reading.phrases)
        return text

    @property
    def offered(self):
        """The text with what else may have been meant; empty where there is nothing to offer."""
        if not self.offers:
            return ""
        return with_replaced(self.text, [*self.corrections, *self.offers])

    @property
    def as_typed(self):
        """The text that searches for exactly what was typed."""
        quoted = [(typed, f'"{typed}"') for typed, _ in self.corrections]
        return with_replaced(self.text, quoted)

    def in_full(self):
        """All that was made of it, in plain values."""
        return {
            "searched_for": self.searched_for,
            "did_you_mean": self.offered,
            "corrections": [
                {"typed": typed, "searched_for": corrected} for typed, corrected in self.corrections
            ],
            "read": [{"words": one.shown, "as": one.said} for one in self.readings],
            "left_out": [concept.shown for concept in self.left_out],
            "notes": self.notes,
        }


def wordless(text):
    """What to tell a reader who typed signs alone, as a list of one sentence or none."""
    if not text.strip() or words_of(text):
        return []
    return [f"Type at least one word: there is none in “{text}”."]


def not_understood(text):
    """A text as a ParsedQuery of which is known only whether there is a word in it."""
    return ParsedQuery(text, notes=wordless(text))
