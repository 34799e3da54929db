"""How likely two names that are read say the same, of 100; 0 where something tells them apart."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from core.publishing.readings import words_of
from core.publishing.vocabulary import BODY, PLACE
from core.search.real_words import is_real

SHORTEST_SPELT_ALIKE = 5
SHORTEST_WITH_TWO_SLIPS = 8
TELLING = 3  # words of a subject that tell a name from most others
NEUTRAL = {"~programme", "~republic of"}  # whatever else the name says
OPPOSING = re.compile(
    r"(?:un|in|im|il|ir|non|dis|des|anti|inter|multi|trans|sub|re|pre|pos|post)(?=\w{4})"
)
DOUBLED = re.compile(r"(.)\1+")


def compared(one, other, facts, other_facts, is_translated):
    """How likely two Readings are of the same thing, with the Facts of their records."""
    if one.text == other.text:
        return 100
    if tell_apart(one, other, facts, other_facts):
        return 0
    lacks_year = bool(one.years) != bool(other.years) and not (facts.years and other_facts.years)
    lost = 5 * lacks_year
    places = by_places(one, other, facts, other_facts)
    if places is None:
        return 0
    if one.squeezed == other.squeezed:
        words = 0
    else:
        words = by_words(one, other, facts, other_facts, is_translated)
    return 0 if words is None else 99 - lost - places - words


def tell_apart(one, other, facts, other_facts):
    """Whether numbers, years or the way from one place to another tell two Readings apart."""
    if one.numbers - other.numbers - other_facts.numbers:
        return True
    if other.numbers - one.numbers - facts.numbers:
        return True
    if one.course and other.course and one.course != other.course:
        return True
    years, others = one.years or facts.years, other.years or other_facts.years
    if years and others and years.isdisjoint(others):
        return True
    has_both = bool(one.years and other.years)
    return has_both and not (one.years <= other.years or other.years <= one.years)


def by_places(one, other, facts, other_facts):
    """What places take from how likely it is; None where they tell the two apart."""
    mine, its = frozenset(one.places), frozenset(other.places)
    only, only_other = mine - its - other_facts.places, its - mine - facts.places
    if not (only or only_other):
        return 0
    if only and only_other:
        return None
    extra, owner, facts_of_less = (only, one, other_facts) if only else (only_other, other, facts)
    if facts_of_less.places or (mine and its) or not extra <= owner.set_off:
        return None
    return 10


def by_words(one, other, facts, other_facts, is_translated):
    """What words take from how likely it is; None where they tell the two apart."""
    only, only_other = set(one.subject - other.subject), set(other.subject - one.subject)
    shared = one.subject & other.subject
    only -= told_beside(one, only, other_facts)
    only_other -= told_beside(other, only_other, facts)
    lost = 0
    for meaning in sorted(only):
        written = one.words[meaning]
        spelt = next(
            (its for its in sorted(only_other) if spelt_alike(written, other.words[its])), None
        )
        if spelt:
            only.remove(meaning)
            only_other.remove(spelt)
            shared |= {meaning}
            lost += 5
    light = (one.light - other.light, other.light - one.light)
    slips = (
        light_misspelt(one, only, other, light[1]),
        light_misspelt(other, only_other, one, light[0]),
    )
    only -= slips[0].keys()
    only_other -= slips[1].keys()
    light = (light[0] - set(slips[1].values()), light[1] - set(slips[0].values()))
    lost += 5 * sum(map(len, slips))
    if all(light) and not is_translated:
        return None
    extra = light[0] | light[1]
    if len(extra) > 2 or (len(shared) < TELLING and extra - NEUTRAL):
        return None
    lost += 4 * len(extra)
    if not (only or only_other):
        return lost if shared or (one.light & other.light and not extra) else None
    if not (is_translated and len(only) == len(only_other) == 1 and len(shared) >= TELLING):
        return None
    known = (only - one.unknown, only_other - other.unknown)
    if all(known) or any(meaning[0] in (BODY, PLACE) for meaning in known[0] | known[1]):
        return None
    return lost + 20


def told_beside(reading, only, facts):
    """Of the words that only one name has, those that the other record says in its city."""
    city = words_of(facts.city) if facts.city else ()
    return {meaning for meaning in only if reading.words[meaning] in city}


def light_misspelt(reading, only, other, light):
    """Of the words that only one name has, those that are light words of the other, misspelt."""
    return {
        meaning: its
        for meaning in only & reading.unknown
        for its in light
        if spelt_alike(reading.words[meaning], other.light_words[its])
    }


@lru_cache(50_000)
def spelt_alike(one, other):
    """Whether two words may be one, of which the one or the other is misspelt."""
    if min(len(one), len(other)) < SHORTEST_SPELT_ALIKE or " " in one or " " in other:
        return False
    most = 1 if min(len(one), len(other)) < SHORTEST_WITH_TWO_SLIPS else 2
    if OSA.distance(one, other, score_cutoff=most) > most:
        return False
    if OPPOSING.sub("", one) == other or OPPOSING.sub("", other) == one:
        return False
    if any(sign.isdigit() for sign in one + other):
        return False
    if DOUBLED.sub(r"\1", one) == DOUBLED.sub(r"\1", other):
        return True
    return not (is_real(one) and is_real(other))
