"""Which names may be names of the same thing.

Names are often alike because they are of one kind: the 5th forum and the 6th, the ministry of one
country and that of another. So two names are compared word by word. Words may be spelt differently;
numbers, years and names of places may not. Only names of one shape are compared, so that there can
be ten thousand.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

from core.search.writing import plain

LEAST_LIKE = 74  # of 100, for names whose words are compared at all
SPELT_ALIKE = 82
SHORTEST_SPELT_ALIKE = 5
SMALL_WORDS = re.compile(
    "a|an|and|as|at|by|for|from|in|into|of|on|or|the|to|with|"
    "de|del|des|du|da|do|das|dos|e|el|en|et|la|las|le|les|los|para|par|por|pour|y"
)
# What a name may have or lack, and still be the same.
KIND_WORDS = re.compile(
    "programm?e?|project|initiative|scheme|report|network|national|international|regional|global|"
    "centre|center|model|approach"
)
NUMBERS = re.compile(
    r".*\d.*|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    "one|two|three|four|five|six|seven|eight|nine|ten|[ivx]+|"
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "(?:north|south|east|west)(?:ern)?|central"
)
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Named:
    """A record by its name, and its acronym where it has one."""

    key: int
    name: str
    acronym: str = ""
    words: frozenset = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        object.__setattr__(self, "words", words_of(self.name, self.acronym))

    @property
    def writing(self):
        """The words in one order, for a first comparison."""
        return " ".join(sorted(self.words))


@lru_cache(maxsize=4096)
def words_of(name, acronym=""):
    """The words that a name is known by: without its own acronym, and in one writing."""
    words = re.findall(WORD, plain(name))
    acronyms = set(re.findall(WORD, plain(acronym)))
    told = (word for word in words if word not in acronyms and not SMALL_WORDS.fullmatch(word))
    return frozenset(told) or frozenset(words)


def likely_twins(some, others, places=frozenset()):
    """Pairs of one of some Named and one of the others that may be of the same thing.

    places: words of names of places, which tell names apart. A pair of the same key is none.
    """
    some, by_shape, by_acronym = list(some), defaultdict(dict), defaultdict(list)
    wanted = {shape for one in some for shape in shapes(one, places)}
    for other in others:
        for shape in wanted.intersection(shapes(other, places)):
            by_shape[shape][other] = other.writing
        if other.acronym:
            by_acronym[other.acronym].append(other)
    for one in some:
        alike = {}
        for shape in shapes(one, places):
            alike |= by_shape[shape]
        near = process.extract(
            one.writing, alike, scorer=fuzz.ratio, score_cutoff=LEAST_LIKE, limit=None
        )
        near = [other for _, _, other in near]
        near += [other for other in by_acronym[one.acronym] if other not in near]
        for other in near:
            if other.key != one.key and are_alike(one, other, places):
                yield one, other


def shapes(one, places):
    """What a name has in common with all that are alike without having its acronym.

    That is how its words begin, and the whole of those that are not spelt in two ways; and the same
    without a word that it may have or lack.
    """
    beginnings = {word: word if is_spelt_one_way(word, places) else word[0] for word in one.words}
    yield tuple(sorted(beginnings.values()))
    for word in filter(KIND_WORDS.fullmatch, one.words):
        yield tuple(sorted(part for other, part in beginnings.items() if other != word))


def are_alike(one, other, places=frozenset()):
    """Whether two Named may be names of the same thing."""
    if one.acronym and other.acronym and one.acronym != other.acronym:
        return False
    only, only_other = set(one.words - other.words), set(other.words - one.words)
    shared = one.words & other.words
    for word in sorted(only):
        spelt = next((w for w in sorted(only_other) if spelt_alike(word, w, places)), None)
        if spelt:
            only.remove(word)
            only_other.remove(spelt)
    rest = only | only_other
    if any(tells_apart(word, places) for word in rest):
        return False
    if one.acronym and one.acronym == other.acronym:
        return 2 * len(shared) >= len(rest)
    if only and only_other:
        return False
    return len(rest) <= 1 and all(map(KIND_WORDS.fullmatch, rest))


def spelt_alike(word, other, places):
    """Whether two words may be one, spelt in two ways."""
    if is_spelt_one_way(word, places) or is_spelt_one_way(other, places):
        return False
    return word[0] == other[0] and fuzz.ratio(word, other) >= SPELT_ALIKE


def is_spelt_one_way(word, places):
    """Whether a word is the same as another only if it is spelt so."""
    return len(word) < SHORTEST_SPELT_ALIKE or tells_apart(word, places)


def tells_apart(word, places):
    """Whether a word is a number, a year, or the name of a place."""
    return word in places or NUMBERS.fullmatch(word) is not None
