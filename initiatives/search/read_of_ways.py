"""What is read of a question, as replications have it themselves.

"Taken up in Kenya since 2015" asks of initiatives that Kenya took them up at some time, and that
they began by then; of replications, that they are to Kenya, taken up, and of 2015 or later.
"""

from typing import NamedTuple

from pyroaring import BitMap

from core.search.typed import as_typed, telling, without
from core.search.words import AnyTag
from initiatives.uptake import Uptake, uptake_of

FROM, TO = "from_country", "to_country"
# By the tag that an initiative would have: the facets of ways it asks about, and which Uptake.
ASKED = {
    "way": ((FROM, TO), None),
    "visit": ((FROM, TO), Uptake.LEARNT_FROM),
    "gave": ((FROM,), None),
    "took": ((TO,), Uptake.TAKEN_UP),
    "learnt": ((TO,), Uptake.LEARNT_FROM),
    "wants": ((TO,), Uptake.WANTED),
    "country": (("country",), None),
    "region": (("region",), None),
    "group": (("group",), None),
    "uptake": (("uptake",), None),
    "stage": (("stage",), None),
}
ONE_END = {(FROM,), (TO,)}  # of several places at one of these, a way can have but one


class Condition(NamedTuple):
    """What was read of a question and is asked of replications.

    readings: the Readings, of which each is enough; keys: of the ways that have it; uptakes: what
    alone it asks for, empty for all.
    """

    readings: tuple
    keys: BitMap
    uptakes: tuple = ()

    @property
    def said(self):
        """What is asked, in words."""
        return " or ".join(reading.label for reading in self.readings)


class Offer(NamedTuple):
    """A wider question where nothing is found: in words, how many it finds, and its words."""

    label: str
    count: int
    text: str


def is_of_ways(concept):
    """Whether a Concept asks for something that replications have themselves."""
    return bool(concept.reading) and concept.alternatives[0].name in ASKED


def conditions(ways, understood):
    """What was read of a question as Conditions, which are all to be met.

    ways: the Ways in question; understood: its words as a ParsedQuery.
    """
    met = [Condition((one,), ways.between(*one.years)) for one in understood.readings if one.years]
    for concept in filter(is_of_ways, understood.excluded):
        met.append(Condition((concept.reading,), ways.everything - having(ways, concept)))
    at_one_end = {}
    for concept in filter(is_of_ways, understood.concepts):
        condition = Condition((concept.reading,), having(ways, concept), _uptakes(concept))
        ends, _ = ASKED[concept.alternatives[0].name]
        if ends in ONE_END:
            at_one_end.setdefault(ends, []).append(condition)
        else:
            met.append(condition)
    return [*met, *map(_any_of, at_one_end.values())]


def rest(understood):
    """The words that are left of a question beside what is asked of replications."""
    asked = [*understood.concepts, *understood.excluded]
    read = [one for one in understood.readings if one.years]
    read += [concept.reading for concept in asked if is_of_ways(concept)]
    if not read:
        return understood.text
    text = understood.searched_for
    for reading in read:
        text = without(text, reading.typed)
    return telling(text)


def offers_without(ways, text, condition, others):
    """Offers of what is found with less than a Condition, the nearest first.

    With one of its places at either end, then without it. text: the words of the question; others:
    the keys of what has all else that is asked.
    """
    left = text
    for reading in condition.readings:
        left = without(left, reading.typed)
    left = telling(left)
    for reading in condition.readings:
        for phrase, around in zip(reading.phrases, reading.around, strict=False):
            words = f"{left} {as_typed(text, [phrase])}".strip()
            yield Offer(f"from or to {around.shown}", len(others & having(ways, around)), words)
    yield Offer(f"not only {condition.said}", len(others), left)


def _any_of(several):
    """Conditions of which one is enough, as one."""
    asked = [condition.uptakes for condition in several]
    return Condition(
        tuple(reading for condition in several for reading in condition.readings),
        BitMap.union(*(condition.keys for condition in several)),
        tuple(dict.fromkeys(one for uptakes in asked for one in uptakes)) if all(asked) else (),
    )


def having(ways, concept):
    """The keys of the ways that have what a Concept asks for."""
    tag = concept.alternatives[0]
    values = tag.values if isinstance(tag, AnyTag) else (tag.value,)
    ends, uptake = ASKED[tag.name]
    parts = zip(*(value.split("-", len(ends) - 1) for value in values), strict=True)
    found = [ways.chosen(end, set(part)) for end, part in zip(ends, parts, strict=False)]
    if uptake:
        found.append(ways.chosen("uptake", [uptake]))
    return BitMap.intersection(*found) if values else BitMap()


def _uptakes(concept):
    """What alone a Concept asks for, as a tuple of Uptakes; empty for all."""
    tag = concept.alternatives[0]
    if tag.name == "uptake":
        return (Uptake(tag.value),)
    if tag.name == "stage":
        return (uptake_of(tag.value),)
    _, uptake = ASKED[tag.name]
    return (uptake,) if uptake else ()
