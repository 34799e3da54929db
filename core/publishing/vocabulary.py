"""What the words of a name mean, whatever their language: concepts, places, bodies and numbers.

The apps tell the phrases (`tells`); core knows none of their places and subjects. A meaning is a
text. Its first sign says how it weighs where names are compared:

    @BRA     a place: names of two places are of two things
    &ILO     a body that is called so in many languages
    #3       a number, or a month
    ~report  what a name may have or lack
    child    anything else
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from core import revision
from core.search.language import spellings, stem
from core.search.thesaurus import INFLECTED, stem_in
from core.search.writing import plain

PLACE, BODY, NUMBER, LIGHT = "@&#~"
LONGEST = 14  # words of a phrase
WORD = re.compile(r"[^\W_]+")
CAPITALS = re.compile(r"\b[^\W_]*[^\W\d_]{2}[^\W_]*\b")
SMALL_WORDS = {
    "en": (
        "a among an and as at between by for from in into its no number of on or the their through"
        " to toward towards with within"
    ),
    "fr": (
        "a au aux avec ce d dans de des du en entre et l la le les leur leurs no par pour sur un"
        " une"
    ),
    "es": ("a al con de del e el en entre la las lo los no para por que sobre su sus un una y"),
    "pt": (
        "a ao aos as com da das de do dos e em entre na nas no nos o os para pela pelo por um uma"
    ),
}
LANGUAGES_OF_SMALL_WORDS = {
    word: frozenset(code for code, words in SMALL_WORDS.items() if word in words.split())
    for words in SMALL_WORDS.values()
    for word in words.split()
}


@dataclass(frozen=True)
class Phrase:
    """What a phrase means.

    language: whose other forms of its words mean the same; as it stands only, without one.
    """

    text: str
    meaning: str
    language: str = ""

    @property
    def is_in_capitals(self):
        """Whether it is an acronym, which in small letters may be any word."""
        return self.text.isupper() or (len(self.text) <= 6 and self.text[1:2].isupper())


@dataclass(frozen=True)
class Meant:
    """One word or phrase of a name: its meaning, and how it is written.

    languages: in which it is said so, empty where nobody told. is_known: whether anybody did.
    """

    meaning: str
    written: str
    languages: frozenset = frozenset()
    is_known: bool = True


_tellers = []


def tells(function):
    """Register a function that yields Phrases; what is told first counts where two tell of one."""
    _tellers.append(function)
    return function


@dataclass(eq=False)
class Vocabulary:
    """Finds the longest phrases in the words of a name."""

    phrases: tuple
    _meanings: dict = field(default_factory=dict, repr=False)  # by language and stems
    _begins: dict = field(default_factory=dict, repr=False)  # numbers of words, by first stem
    _in_capitals: set = field(default_factory=set, repr=False)
    _languages: dict = field(default_factory=dict, repr=False)

    def __post_init__(self):
        self.read = lru_cache(maxsize=40_000)(self._read)
        self.ways = lru_cache(maxsize=40_000)(self._ways)
        self.longest = lru_cache(maxsize=80_000)(self._longest)
        for phrase in self.phrases:
            words = WORD.findall(plain(phrase.text))
            if words and len(words) <= LONGEST:
                self._add(phrase, words)

    def _add(self, phrase, words):
        keys = {("", *words)}
        if phrase.language:
            keys.add((phrase.language, *(stemmed(phrase.language, word) for word in words)))
        exact = ("", *words)
        if phrase.is_in_capitals and exact not in self._meanings:
            self._in_capitals.add(exact)
        for key in keys:
            self._meanings.setdefault(key, phrase.meaning)
            counts = {len(words), *self._begins.get(key[:2], ())}
            self._begins[key[:2]] = tuple(sorted(counts, reverse=True))
        if phrase.language:
            known = self._languages.setdefault(exact, set())
            known.add(phrase.language)

    def _read(self, text, in_phrases=True):
        """The Meants of a name.

        in_phrases: else word by word, as a phrase is not found where a word of it is misspelt; and
        bodies by what their names say. Places are read as a whole.
        """
        capitals = {plain(word) for word in CAPITALS.findall(text) if word[1:] != word[1:].lower()}
        words, found = WORD.findall(plain(text)), []
        if len(words) == 1:
            capitals = {*words}  # nobody who types an acronym alone means a word
        place = 0
        while place < len(words):
            word = words[place]
            most = max((counts[0] for _, counts in self.ways(word)), default=1)
            window = tuple(words[place : place + most])
            meant, length = self.longest(window, word in capitals, in_phrases)
            found.append(meant)
            place += length
        return tuple(found)

    def _ways(self, word):
        """Pairs of a language in which phrases begin with a word, and how many words these have."""
        keys = {
            language: (language, stemmed(language, word)) for language in ("", "en", *INFLECTED)
        }
        begun = [(language, self._begins.get(key, ())) for language, key in keys.items()]
        return [(language, counts) for language, counts in begun if counts]

    def _longest(self, words, is_in_capitals, in_phrases):
        """The Meant that a row of words begins with, and how many they are.

        The longest phrase counts; of such as long, the one that is written so. words: as many as a
        phrase that begins so may have; is_in_capitals: whether the first may be an acronym.
        """
        best, length, said = None, 0, set()
        for language, counts in self.ways(words[0]):
            stems = [language]
            for count in counts:
                if count > len(words) or count < length:
                    continue
                if len(stems) == 1:
                    stems += [stemmed(language, word) for word in words[:count]]
                meaning = self._meanings.get(tuple(stems[: count + 1]))
                if meaning is None or not (in_phrases or is_read_alone(meaning, count)):
                    continue
                if not (language or is_in_capitals) and ("", *words[:count]) in self._in_capitals:
                    continue  # it may be an acronym, and is none in small letters
                if count > length:
                    best, length, said = meaning, count, set()
                if meaning == best:
                    said.add(language)
                break
        if best is None or (length == 1 and words[0] in LANGUAGES_OF_SMALL_WORDS):
            said = LANGUAGES_OF_SMALL_WORDS.get(words[0], frozenset())
            meaning = "" if said else stemmed("en", words[0])
            return Meant(meaning, words[0], said, bool(said)), 1
        said = self._languages.get(("", *words[:length])) or said - {""}
        return Meant(best, " ".join(words[:length]), frozenset(said)), length


def is_read_alone(meaning, count):
    """Whether a phrase of so many words counts where a name is read word by word."""
    return meaning[0] == PLACE or (count == 1 and meaning[0] != BODY)


@lru_cache(50_000)
def stemmed(language, word):
    """What the forms of a word share in a language; the word itself in none."""
    if not language:
        return word
    return stem(min(spellings(word))) if language == "en" else stem_in(language, word)


@revision.cached_per_revision
def told():
    return tuple(phrase for teller in _tellers for phrase in teller())


_last = [None]


def vocabulary():
    """The Vocabulary of what the apps tell at this revision."""
    phrases = told()
    if _last[0] is None or _last[0].phrases != phrases:
        _last[0] = Vocabulary(phrases)
    return _last[0]


def languages_of(meants):
    """The languages that most words of a name are in."""
    votes = Counter(language for meant in meants for language in meant.languages)
    most = max(votes.values(), default=0)
    return frozenset(language for language, count in votes.items() if count == most)
