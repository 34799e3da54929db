"""What a question says beside its subject: where, which way, since when.

"Solutions that Ghana took to Brazil since 2010" asks for no word that stands in a record. Places
are read by their names in five languages, adjectives and everyday names; the words around them say
which end of a replication is meant. What is read is told to the reader, who can have the words
searched for instead: in quotation marks nothing is read.
"""

import re
from dataclasses import dataclass, replace
from itertools import product

from django.utils.text import get_text_list

from core.search.language import EMPTY_WORDS, WEAK_WORDS, stem, words_of
from core.search.thesaurus import LONGEST
from core.search.words import AnyTag, Concept, Literal, Reading, Tag
from initiatives.search.demonyms import DEMONYMS
from initiatives.search.directions import (
    AFTER,
    AND,
    ARTICLE,
    BEFORE,
    ELSEWHERE,
    FROM,
    OR,
    STATES,
    THERE,
    TO,
    WHERE,
    YEARS,
    Role,
)
from initiatives.search.place_words import ADJECTIVES
from initiatives.search.wording import either

NEAR = 5  # words before and after a place that may say which way
TITLE = ("title",)


@dataclass(frozen=True)
class Place:
    """Somewhere, as a question names it.

    name: within a sentence; codes: of its countries; tag: which records have it, None where the
    countries say that; is_language: whether a language makes it; called: phrases of folded words
    that it is called by in full.
    """

    name: str
    codes: tuple
    tag: Tag | None = None
    is_language: bool = False
    called: tuple = ()


@dataclass(frozen=True)
class Span:
    """A Place, from one word of a row up to another.

    is_adjective: "Brazilian" and not "Brazil"; role: what the words around it say, None for
    nothing; first, last: how many words before and behind it say so.
    """

    start: int
    end: int
    place: Place
    is_adjective: bool = False
    role: Role | None = None
    first: int = 0
    last: int = 0

    @property
    def numbers(self):
        """The places in the row of all that says it."""
        return range(self.start - self.first, self.end + self.last)


class QuestionReader:
    """Reads what rows of words say beside their subject.

    places: pairs of a phrase and the Place it names; names: of organizations, whose words are not
    read: the African Union is not in Africa.
    """

    def __init__(self, places, names):
        self._places, self._names = {}, {}
        for phrase, place in places:
            words = tuple(words_of(phrase))
            if words and not (len(words) == 1 and words[0] in EMPTY_WORDS):
                self._places.setdefault(words, place)
        adjectives = [*ADJECTIVES, *(word for words in DEMONYMS.values() for word in words)]
        self._adjectives = {tuple(words_of(word)) for word in adjectives}
        for name in names:
            words = tuple(words_of(name))
            if len(words) > 1 and any(self._place_at(words[at:])[0] for at in range(len(words))):
                self._names.setdefault(words[0], set()).add(words)

    def read(self, row):
        """A row of folded words as a list: words that are searched for, Concepts and Readings."""
        reading = RowReading(row)
        reading.years()
        reading.states()
        if spans := self._spans(row, reading.parts):
            reading.places(spans)
        return reading.items

    def _place_at(self, words):
        """The longest place that some words begin with: the number of its words, and it."""
        for length in range(min(len(words), LONGEST), 0, -1):
            phrase = tuple(words[:length])
            singular = (*phrase[:-1], phrase[-1].removesuffix("s"))
            if place := self._places.get(phrase) or self._places.get(singular):
                return length, place
        return 0, None

    def _name_at(self, words):
        """How many of some words, from the first, are the name of an organization."""
        names = self._names.get(words[0], ())
        return max((len(name) for name in names if tuple(words[: len(name)]) == name), default=0)

    def _spans(self, row, parts):
        """The places in a row, in its order; two that restrict one another as one."""
        spans, position = [], 0
        while position < len(row):
            length, place = self._name_at(row[position:]), None
            if not length and not parts[position]:
                length, place = self._place_at(row[position:])
            if place:
                end = position + length
                is_adjective = tuple(row[position:end]) in self._adjectives
                spans.append(Span(position, end, place, is_adjective))
            position += max(length, 1)
        return alternatives(row, joined(row, spans))


def joined(row, spans):
    """Places in which a language and a region side by side are one: Portuguese-speaking Africa."""
    together = spans[:1]
    for span in spans[1:]:
        before = together[-1]
        between = row[before.end : span.start]
        is_near = all(word in EMPTY_WORDS or word in WEAK_WORDS for word in between)
        if is_near and before.place.is_language != span.place.is_language:
            speaking, there = sorted((before, span), key=lambda one: not one.place.is_language)
            codes = tuple(code for code in there.place.codes if code in speaking.place.codes)
            if codes:
                name = f"{speaking.place.name} in {there.place.name}"
                together[-1] = Span(before.start, span.end, Place(name, codes))
                continue
        together.append(span)
    return together


def alternatives(row, spans):
    """Places in which those of a choice are one: "Kenya, Uganda or Tanzania"."""
    merged, run = [], []
    for span in spans:
        if run and not set(row[run[-1].end : span.start]) <= OR:
            merged += choice(row, run)
            run = []
        run.append(span)
    return [*merged, *choice(row, run)]


def choice(row, spans):
    """Places side by side as one, if a word between them says that one of them is enough."""
    if not spans or OR.isdisjoint(row[spans[0].start : spans[-1].end]):
        return spans
    return [Span(spans[0].start, spans[-1].end, together([span.place for span in spans], either))]


def together(places, said):
    """Several places as one. said: puts names together."""
    codes = tuple(dict.fromkeys(code for place in places for code in place.codes))
    return Place(said([place.name for place in places]), codes)


class RowReading:
    """One row of words while it is read. parts: by word, the Concept or Reading it is part of."""

    def __init__(self, row):
        self.row = list(row)
        self.parts = [None] * len(self.row)
        self.text = f" {' '.join(self.row)} "

    @property
    def items(self):
        """The words that are left, and each part once, in order."""
        found = [
            word if part is None else part for word, part in zip(self.row, self.parts, strict=True)
        ]
        return [
            item for at, item in enumerate(found) if isinstance(item, str) or item not in found[:at]
        ]

    def years(self):
        """Read the years in which something began."""
        for pattern, between in YEARS:
            for match in re.finditer(pattern, self.text):
                first, last = between(*map(int, match.groups()))
                label = years_in_words(first, last)
                typed = tuple(match[0].split())
                self._take(match, Reading(typed, label, phrases=(typed,), years=(first, last)))

    def states(self):
        """Read what an initiative comes to: whether it still runs."""
        for pattern, ways, said in STATES:
            for match in re.finditer(rf"{pattern}(?= )", self.text):
                typed = tuple(match[0].split())
                self._take(match, Concept(said, ways, Reading(typed, said, phrases=(typed,))))

    def places(self, spans):
        """Read some Spans, and what the words around them say."""
        spans = [self._directed(spans, number) for number in range(len(spans))]
        spans = self._carried(spans)
        elsewhere = re.search(ELSEWHERE, self.text)
        spans = self._told_by_order(spans, bool(elsewhere))
        givers = [span for span in spans if span.role == Role.GAVE]
        takers = [span for span in spans if span.role in (Role.TOOK, Role.LEARNT)]
        if givers and takers:
            ends = [*givers, *takers]
            self._put(ends, *way(givers, takers))
            spans = [span for span in spans if span not in ends]
        for span in spans:
            role = span.role or Role.THERE
            ways = ways_to_have(span.place, role)
            if role == Role.GAVE and elsewhere:
                ways = ways[:1]  # what stayed at home is not elsewhere
            self._put([span], role.format(span.place.name), ways)
        if elsewhere:
            self._take(elsewhere, Reading(tuple(elsewhere[0].split())))

    def _carried(self, spans):
        """The same with the role of a place carried on to the next: "wanted by Mali and Niger"."""
        carried = spans[:1]
        for span in spans[1:]:
            before, between = carried[-1], self.row[carried[-1].end : span.start]
            is_listed = bool(between) and set(between) <= AND
            if is_listed and span.role is None and before.role and not before.last:
                carried.append(replace(span, role=before.role, first=len(between)))
            else:
                carried.append(span)
        return carried

    def _take(self, match, part):
        """Mark the words of a match in the text as one part, unless some are part of another."""
        start = self.text[: match.start()].count(" ")
        end = start + len(match[0].split())
        if not any(self.parts[start:end]):
            self.parts[start:end] = [part] * (end - start)

    def _directed(self, spans, number):
        """A place with what the words right before and behind it say of its role."""
        span = spans[number]
        start = spans[number - 1].end if number else 0
        end = spans[number + 1].start if number + 1 < len(spans) else len(self.row)
        before = " " + " ".join(self.row[max(start, span.start - NEAR) : span.start])
        after = " " + " ".join(self.row[span.end : min(end, span.end + NEAR)]) + " "
        for role, pattern in BEFORE:
            if match := re.search(f"{pattern}{ARTICLE}$", before):
                return replace(span, role=role, first=len(match[0].split()))
        for role, pattern in AFTER:
            if match := re.match(rf"{pattern}(?= )(?!{WHERE})(?: from(?= ))?", after):
                return replace(span, role=role, last=len(match[0].split()))
        return span

    def _told_by_order(self, spans, is_elsewhere):
        """The same with the roles that the order of places tells, where no word does."""
        roles = [span.role for span in spans]
        if roles == [None, Role.TOOK]:  # "Chile's programme adapted in Jamaica"
            return [replace(spans[0], role=Role.GAVE), spans[1]]
        if roles == [None] and is_elsewhere:  # "soluciones de Chile en otros países"
            return [replace(spans[0], role=Role.GAVE)]
        if roles[:1] == [Role.LEARNT] and roles[1:] == [None]:  # "aprendió Paraguay de Brasil"
            is_from = not FROM.isdisjoint(self.row[spans[0].end : spans[1].start])
            return [spans[0], replace(spans[1], role=Role.GAVE)] if is_from else spans
        return self._two(*spans) if roles == [None, None] else spans

    def _two(self, giver, taker):
        """ "Chinese solutions in Africa", "de Brasil a Mozambique": two places with their roles."""
        before = self.row[max(giver.start - 2, 0) : giver.start]
        between = self.row[giver.end : taker.start]
        is_of = giver.is_adjective or not FROM.isdisjoint(before)
        is_way = 0 < len(between) <= 2 and between[0] in TO
        if not is_of or not between or not (is_way or between[-1] in THERE):
            return [giver, taker]
        first = 0
        if is_way:
            first = len(before) if before[0] in FROM else len(before[-1:])
        return [
            replace(giver, role=Role.GAVE, first=first),
            replace(taker, role=Role.TOOK, first=len(between) if is_way else 0),
        ]

    def _put(self, spans, label, alternatives):
        """Mark the words of some spans, and what says their roles, as one Concept."""
        numbers = sorted({number for span in spans for number in span.numbers})
        phrases = tuple(tuple(self.row[span.start : span.end]) for span in spans)
        names = tuple(one for span in spans for one in span.place.called if one not in phrases)
        size, around = "", ()
        if len(spans) == 1 and len(spans[0].place.codes) > 1:
            size = f"{len(spans[0].place.codes)} countries"
        if len(spans) > 1 or spans[0].role:
            around = tuple(
                Concept(span.place.name, ways_to_have(span.place, Role.THERE)) for span in spans
            )
        typed = tuple(self.row[number] for number in numbers)
        is_excluded = spans[0].role == Role.NOT_THERE
        if is_excluded:
            around = ()
        reading = Reading(
            typed,
            label,
            size,
            phrases,
            names,
            is_place=not is_excluded,
            is_excluded=is_excluded,
            around=around,
        )
        concept = Concept(" … ".join(map(" ".join, phrases)), alternatives, reading)
        for number in numbers:
            self.parts[number] = concept


def ways_to_have(place, role):
    """The alternatives of a Concept: how a record can have a place in a role."""
    if role == Role.GAVE:
        return (AnyTag("gave", place.codes, 4.0), AnyTag("lead-country", place.codes, 5.0))
    if role == Role.TOOK:
        return (AnyTag("took", place.codes, 5.0),)
    if role == Role.LEARNT:
        return (AnyTag("learnt", place.codes, 5.0), AnyTag("took", place.codes, 5.0))
    if role == Role.WANTS:
        return (AnyTag("wants", place.codes, 5.0),)
    return (
        place.tag or AnyTag("country", place.codes, 4.0),
        AnyTag("lead-country", place.codes, 3.0),
        AnyTag("took", place.codes, 2.0),
        *(
            Literal(tuple((stem(word),) for word in name), is_phrase=len(name) > 1, fields=TITLE)
            for name in place.called
        ),
    )


def way(givers, takers):
    """What went from some Spans to others: how it is said, and the alternatives of a Concept."""
    giver = together([span.place for span in givers], listed)
    taker = together([span.place for span in takers], listed)
    ends = [pair for pair in product(giver.codes, taker.codes) if pair[0] != pair[1]]
    pairs = tuple(f"{one}-{other}" for one, other in ends)
    took, visited = AnyTag("way", pairs, 5.0), AnyTag("visit", pairs, 2.0)
    if takers[0].role == Role.LEARNT:
        return f"learnt from {giver.name} by {taker.name}", (visited, took)
    return f"from {giver.name} to {taker.name}", (took, visited)


def listed(names):
    """Names in a row: Ecuador, Peru and Chile."""
    return get_text_list(names, "and")


def years_in_words(first, last):
    """When something began: "begun in 2010 or later"."""
    if first and last:
        return f"begun between {first} and {last}"
    return f"begun in {first} or later" if first else f"begun in {last} or earlier"
