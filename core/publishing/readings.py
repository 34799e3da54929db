"""What a name says: its subject, numbers, years and places, apart from how it is written."""

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import combinations

from core.publishing.vocabulary import (
    BODY,
    LANGUAGES_OF_SMALL_WORDS,
    LIGHT,
    NUMBER,
    PLACE,
    WORD,
    languages_of,
)
from core.search.writing import plain

YEAR = re.compile(r"(?:19|20)\d\d")
ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th|e|eme|er|ere|o|a)?")
TENS, ONES = ("", "x", "xx"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
ROMANS = {tens + ones: 10 * TENS.index(tens) + ONES.index(ones) for tens in TENS for ones in ONES}
SIGNS_OF_ROMANS = {"i", "v", "x"}  # which may be letters, too
NUMBERED = {  # what has a number behind it
    *("phase", "stage", "part", "volume", "~edition", "module", "chapter", "series", "cycle"),
    "round",
}
RANGE = re.compile(r"\b((?:19|20)(\d\d))\s?[-\u2013\u2014/]\s?(\d\d)\b(?![-\u2013\u2014/]?\d)")
ACRONYM = re.compile(r"(?<!\s)\s*\(([^\W_](?:[^\W_]|[-/&. ]){1,11})\)\s*$")
SET_OFF = re.compile(r"\([^()]*\)|(?:,|:| [-\u2013\u2014]) [^,:]*$|^[^,:]*:")
FROM_TO = re.compile(
    r"\b(?:from|de|desde|depuis)\s+(?:the\s+|la\s+|le\s+|los\s+)?(\w+).*?\b(?:to|a|hacia|vers|para|au|à)\s+"
    r"(?:the\s+|la\s+|le\s+|los\s+)?(\w+)"
)


@dataclass(frozen=True)
class Reading:
    """One name, read. Two with the same subject may be of one thing, if nothing else differs.

    words: how each meaning of the subject is written; light_words: the same of what it may have or
    lack; places: in their order; set_off: those that stand apart, in brackets or behind a comma;
    course: where from and where to.
    """

    text: str
    words: dict = field(hash=False)
    light_words: dict = field(hash=False)
    unknown: frozenset
    numbers: frozenset
    years: frozenset
    places: tuple
    set_off: frozenset
    course: tuple
    languages: frozenset
    has_phrases: bool

    @cached_property
    def subject(self):
        return frozenset(self.words)

    @cached_property
    def light(self):
        return frozenset(self.light_words)

    @cached_property
    def squeezed(self):
        """The text without what stands between its letters."""
        return squeezed(self.text)

    @cached_property
    def initials(self):
        """The initials of its words, with and without the small ones."""
        from_words = [re.findall(r"[^\W\d_]+", plain(self.text.replace("-", " ")))]
        from_words.append([one for one in from_words[0] if one not in LANGUAGES_OF_SMALL_WORDS])
        return frozenset("".join(word[0] for word in words) for words in from_words if words)

    @cached_property
    def shapes(self):
        """What a name that may be of the same thing has one of, too.

        That is the subject; or the places with all of it but one word, or with how its words begin.
        """
        subject, numbers = sorted(self.subject), tuple(sorted(self.numbers))
        where = (numbers, *sorted(set(self.places)))
        whole = (numbers, *(subject or sorted(self.light)))
        found = [(numbers, "=", "".join(sorted(self.squeezed))), whole]
        if subject:
            found.append((where, *subject))
            begun = "".join(sorted(word[0] for word in self.words.values()))
            found.append((where, "?", begun))
        if len(subject) > 1:
            found += [(where, *some) for some in combinations(subject, len(subject) - 1)]
        return found


@lru_cache(maxsize=40_000)
def read(known, text, in_phrases=True):
    """The Reading of a name by a Vocabulary; in_phrases: as that has it."""
    spelt_out = RANGE.sub(whole_range, text)
    meants = known.read(spelt_out, in_phrases)
    words, light, unknown, numbers, years, places = {}, {}, set(), set(), set(), []
    has_phrases = False
    for index, meant in enumerate(meants):
        meaning = meant.meaning
        if not meaning:
            continue
        before = meants[index - 1].meaning if index else None
        after = meants[index + 1].meaning if index + 1 < len(meants) else None
        if year := YEAR.fullmatch(meant.written):
            years.add(year[0])
        elif number := number_of(meant.written, before, after):
            numbers.add(number)
        elif meaning[0] == NUMBER:
            numbers.add(meaning.split()[0])
        elif meaning[0] == PLACE:
            places.append(meaning)
        elif meaning[0] == LIGHT:
            light.setdefault(meaning, meant.written)
        else:
            has_phrases = has_phrases or meaning[0] == BODY or " " in meant.written
            words.setdefault(meaning, meant.written)
            if not meant.is_known:
                unknown.add(meaning)
    return Reading(
        text,
        words,
        light,
        frozenset(unknown),
        frozenset(numbers),
        frozenset(years),
        tuple(places),
        frozenset(set_off(known, text)) if places else frozenset(),
        course(known, spelt_out) if len(places) > 1 else (),
        languages_of(meants),
        has_phrases,
    )


def whole_range(found):
    """2017-19 as 2017 2019, if it can be meant."""
    if int(found[3]) > int(found[2]):
        return f"{found[1]} {found[1][:2]}{found[3]}"
    return found[0]


def number_of(word, before, after):
    """A number by a word of digits or Roman letters, as its meaning; None for what is none."""
    if word.isalpha() and not SIGNS_OF_ROMANS.issuperset(word.removesuffix("th")):
        return None
    if digits := ORDINAL.fullmatch(word):
        return f"{NUMBER}{int(digits[1])}"
    word = word.removesuffix("th") if word.removesuffix("th") in ROMANS else word
    if word not in ROMANS:
        return f"{NUMBER}{word}" if any(map(str.isdigit, word)) else None
    if word in SIGNS_OF_ROMANS:
        is_alone = before is None and after is None
        if is_alone or before not in (*NUMBERED, None):
            return None
    return f"{NUMBER}{ROMANS[word]}"


def set_off(known, text):
    """The places in brackets, or before or behind a comma or colon."""
    for part in SET_OFF.findall(text):
        yield from (one.meaning for one in known.read(part) if one.meaning[:1] == PLACE)


def course(known, text):
    """Where from and where to, as places; nothing where the name does not tell."""
    found = FROM_TO.search(plain(text))
    if not found:
        return ()
    ends = [known.read(word) for word in found.groups()]
    ends = [meants[0].meaning for meants in ends if meants]
    return tuple(ends) if all(one[:1] == PLACE for one in ends) else ()


@lru_cache(maxsize=4096)
def words_of(name):
    """The words that a name is known by, in one writing and without the small ones."""
    words = WORD.findall(plain(name))
    told = frozenset(word for word in words if word not in LANGUAGES_OF_SMALL_WORDS)
    return told or frozenset(words)


def squeezed(text):
    """A text in one writing, without what stands between its words."""
    return "".join(WORD.findall(plain(text)))


def without_acronym(text):
    """A name and the acronym in brackets at its end, which is empty where there is none."""
    found = ACRONYM.search(text)
    if found and sum(map(str.isupper, found[1])) * 2 > len(found[1]) and found.start():
        return text[: found.start()], found[1].strip()
    return text, ""
