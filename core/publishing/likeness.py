"""Which names may be names of the same thing.

Names are often alike because they are of one kind: the 5th forum and the 6th, the ministry of one
country and that of another. So what two names say is compared (`readings`), not how they look.
Their languages, the order of their words and how these are spelt may differ; numbers, years, places
and what else tells records apart may not.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice

from core.publishing import names_of_people
from core.publishing.addresses import page_at
from core.publishing.comparing import compared
from core.publishing.readings import read, squeezed, without_acronym
from core.publishing.vocabulary import (
    Vocabulary,
    vocabulary,
)

SHORTEST_ACRONYM = 3
MOST_COMPARED = 300  # names of one shape with one name
MOST_KEPT = 500_000  # comparisons that wait to be asked for the other way round
HOST = re.compile(r"(?<!\s)\s*\([^()]*\)$")


@dataclass(frozen=True)
class Facts:
    """What a record says beside its name. Where two records both say it, it tells them apart.

    places: as the vocabulary has them; years and numbers as texts; city; publishers, as texts.
    """

    places: frozenset = frozenset()
    years: frozenset = frozenset()
    numbers: frozenset = frozenset()
    city: str = ""
    publishers: frozenset = frozenset()


@dataclass(frozen=True)
class Named:
    """A record by its name, and what else tells it from others of its kind.

    key: its own, None for what is not stored; names: further names of the same; address: of the
    page that it is about, where two of one page are one.
    """

    key: int | None
    name: str
    acronym: str = ""
    names: tuple = ()
    address: str = ""
    facts: Facts = Facts()
    is_person: bool = False
    known: Vocabulary = field(default_factory=vocabulary, repr=False, compare=False)

    @cached_property
    def page(self):
        return page_at(self.address) if self.address else ""

    @cached_property
    def people(self):
        """The name of a person as it is read, with hyphens between words and within one."""
        texts = dict.fromkeys((self.name, self.name.replace("-", "")))
        return [names_of_people.read_person(text) for text in texts]

    @cached_property
    def short(self):
        """Its acronym in plain letters, be it in a field or in brackets behind the name."""
        return squeezed(self.acronym or without_acronym(self.name)[1])

    @cached_property
    def readings(self):
        """Pairs of Readings of its names: by phrases, and word by word."""
        return [
            ways_to_read(self.known, without_acronym(name)[0])
            for name in filter(None, (self.name, *self.names))
        ]

    @cached_property
    def languages(self):
        return frozenset().union(*(reading.languages for reading, _ in self.readings))

    @cached_property
    def shapes(self):
        """What names that may be of the same thing have one of in common, each once."""
        return tuple(dict.fromkeys(self._shapes()))

    def _shapes(self):
        if self.page:
            yield "page", self.page
        if self.is_person:
            yield from (("person", *shape) for read in self.people for shape in read.shapes)
            return
        if self.short:
            yield "short", self.short
        for reading, by_word in self.readings:
            yield from (("subject", *shape) for shape in reading.shapes)
            if by_word is not reading:
                yield from (("subject", *shape) for shape in by_word.shapes)
            if len(reading.squeezed) <= 12 and len(reading.text.split()) == 1:
                yield "short", reading.squeezed
            for initials in reading.initials:
                if len(initials) >= SHORTEST_ACRONYM:
                    yield "short", initials


def ways_to_read(known, text):
    """The Reading of a text by phrases and that word by word, which may be the same."""
    reading = read(known, text)
    return reading, read(known, text, False) if reading.has_phrases else reading


class Likes:
    """Many Named, by their shapes, so that those that are like another are found at once."""

    def __init__(self, named=()):
        self._by_shape = defaultdict(dict)
        for one in named:
            self.add(one)

    def add(self, one):
        for shape in one.shapes:
            self._by_shape[shape][one.key] = one

    def remove(self, one):
        for shape in one.shapes:
            self._by_shape[shape].pop(one.key, None)

    def like(self, one, compared=None):
        """Pairs of how likely it is, of 100, and another Named that may be of the same thing.

        compared: how likely pairs of Named are that were compared before; it is added to.
        """
        near, compared = {}, {} if compared is None else compared
        for shape in one.shapes:
            near |= islice(self._by_shape.get(shape, {}).items(), MOST_COMPARED)
        for other in near.values():
            if other.key == one.key:
                continue
            likely = compared.pop((id(other), id(one)), None)
            if likely is None:
                likely = likelihood(one, other)
                if len(compared) < MOST_KEPT:
                    compared[id(one), id(other)] = likely
            if likely:
                yield likely, other


def likely_twins(some, others):
    """Triples: one of some Named, one of the others that may be the same, and how likely it is.

    A pair of the same key is none. Give the same Named in both where they are of one record: a
    name is read once, and two are compared once, whichever is asked about.
    """
    some, wanted = list(some), set()
    for one in some:
        wanted.update(one.shapes)
    known, compared = Likes(), {}
    for other in others:
        if not wanted.isdisjoint(other.shapes):
            known.add(other)
    for one in some:
        for likely, other in known.like(one, compared):
            yield one, other, likely


def are_alike(one, other):
    """Whether two Named may be names of the same thing."""
    return likelihood(one, other) > 0


def likelihood(one, other):
    """How likely two Named are of the same thing: of 100, 0 for no."""
    if one.page and one.page == other.page:
        return 100
    if one.is_person:
        return max(
            names_of_people.alike(name, another) for name in one.people for another in other.people
        )
    if differ_in_facts(one.known, one.facts, other.facts):
        return 0
    if one.page and other.page and not any(reading.subject for reading, _ in one.readings):
        return 0  # "Home" and "About us" are titles of many pages
    is_translated = bool(
        one.languages and other.languages and one.languages.isdisjoint(other.languages)
    )
    best = max(
        (
            compared(reading, another, one.facts, other.facts, is_translated)
            for some in one.readings
            for others in other.readings
            for reading, another in ways_to_compare(some, others)
        ),
        default=0,
    )
    return max(best, by_acronym(one, other), by_acronym(other, one), by_shared_acronym(one, other))


def ways_to_compare(some, others):
    """Pairs of Readings of two names that are read in the same way."""
    yield some[0], others[0]
    if some[1] is not some[0] or others[1] is not others[0]:
        yield some[1], others[1]


def differ_in_facts(known, one, other):
    """Whether what two records say beside their names tells them apart."""
    for name in ("places", "years", "numbers"):
        mine, its = getattr(one, name), getattr(other, name)
        if mine and its and mine.isdisjoint(its):
            return True
    if one.city and other.city and squeezed(one.city) != squeezed(other.city):
        return True
    if one.publishers and other.publishers:
        return not any(
            same_publisher(known, mine, its) for mine in one.publishers for its in other.publishers
        )
    return False


@lru_cache(10_000)
def same_publisher(known, one, other):
    """Whether two texts name one publisher; hosts of copies in brackets are none."""
    named = [Named(None, HOST.sub("", text), known=known) for text in (one, other)]
    return one == other or are_alike(*named)


def by_acronym(one, other):
    """How likely a name is nothing but an acronym of the other; it is enough if nothing differs."""
    bare = without_acronym(one.name)[0]
    short = squeezed(bare)
    if not 2 <= len(short) <= 12 or len(bare.split()) > 1:
        return 0
    if other.short:
        return 95 if short == other.short else 0
    if len(short) < SHORTEST_ACRONYM or not (bare.isupper() or bare.islower()):
        return 0
    return 85 if any(short in reading.initials for reading, _ in other.readings) else 0


def by_shared_acronym(one, other):
    """How likely two names with the same acronym are of one thing: if they share most words."""
    if not one.short or one.short != other.short:
        return 0
    for reading, _ in one.readings:
        for another, _ in other.readings:
            only, only_other = reading.subject - another.subject, another.subject - reading.subject
            if (
                reading.numbers == another.numbers
                and not (reading.years and another.years and reading.years != another.years)
                and not (set(reading.places) ^ set(another.places))
                and len(only | only_other) <= 2 * len(reading.subject & another.subject)
            ):
                return 80
    return 0
