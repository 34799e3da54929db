"""The ways of replications in memory: which country took up what from which other.

Their page counts a dozen facets, and names pairs of countries, for whatever is asked: a table of
all public replications, made once with each revision, answers that in a few milliseconds. It is
read in `kept_ways.py`, and asked by lists in `found_ways.py`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F
from pyroaring import BitMap

from core.alphabet import Alphabetical
from core.search.by_key import Groups, renumbered
from core.search.in_order import SortedKeys
from core.search.keys import regrouped, union
from core.search.orders import Order
from core.search.packed import KeysInOrder
from core.search.placing import orders_after
from initiatives.models import Replication, Theme
from initiatives.uptake import Uptake

BY_INITIATIVE = (Alphabetical("initiative__title"), "initiative", "-stage__order", "pk")
ORDERS_OF_WAYS = {
    "newest": Order("Newest first", (F("year").desc(nulls_last=True), "-stage__order", "pk")),
    "oldest": Order("Oldest first", (F("year").asc(nulls_last=True), "-stage__order", "pk")),
    "title": Order("By initiative", BY_INITIATIVE),
    "from_country": Order(
        "By country of origin", (Alphabetical("from_country__name"), "from_country", *BY_INITIATIVE)
    ),
    "to_country": Order(
        "By receiving country", (Alphabetical("to_country__name"), "to_country", *BY_INITIATIVE)
    ),
}
PLACES = ("region", "group")  # facets that a way has by the countries at its ends
ENDS = {"from_region": "from_country", "to_region": "to_country"}  # regions of one end alone
NO_THEME = Theme.Pillar.CROSS_CUTTING.value  # the pillar of what has no theme


class Way(NamedTuple):
    """From which country to which other, under which pillar, and what it comes to.

    The countries by their ISO 3166 alpha-3 codes; the pillar of the initiative's leading theme,
    cross-cutting without one.
    """

    giver: str
    taker: str
    pillar: str
    uptake: str


@dataclass(frozen=True)
class Tally:
    """What comes to one Uptake: how much to and from each country, and keys of initiatives.

    Of one initiative, what came to a country counts once, and once for each that it came from.
    """

    takers: Mapping[str, int]
    givers: Mapping[str, int]
    initiatives: frozenset


@dataclass(frozen=True)
class Ways:
    """All public replications, by their primary keys, at one revision.

    everything: the keys of all; routes: all Ways that there are, and numbers: the place there of
    that of each; initiatives: the key of the initiative of each; takings: a number that those share
    which brought the same initiative to the same country; of_initiatives: the keys of the ways of
    each initiative; years, facets: by year, and by name and value of a facet, the keys
    of those that have it; members: by facet of PLACES and value, the codes of its countries.
    """

    revision: int
    everything: BitMap
    routes: Sequence[Way]
    numbers: Sequence[int]
    initiatives: Sequence[int]
    takings: Sequence[int]
    of_initiatives: Groups
    years: Mapping[int, BitMap]
    facets: Mapping[str, Mapping[str, BitMap]]
    members: Mapping[str, Mapping[str, frozenset]]
    _orders: dict = field(default_factory=dict)

    def changed(self, initiatives, fresh, orders):
        """The same with the ways of some initiatives read anew: those in `fresh`, and no others.

        orders: those that are known by then.
        """
        gone = self.of(initiatives)
        facets = {
            name: regrouped(known, fresh.facets[name], gone) for name, known in self.facets.items()
        }
        routes = list(dict.fromkeys([*self.routes, *fresh.routes]))
        places = {way: place for place, way in enumerate(routes)}

        def with_fresh(numbers, of):
            return renumbered(numbers, ((key, of(key)) for key in fresh.everything))

        return replace(
            fresh,
            everything=self.everything - gone | fresh.everything,
            routes=routes,
            numbers=with_fresh(self.numbers, lambda key: places[fresh.way(key)]),
            initiatives=with_fresh(self.initiatives, fresh.initiatives.__getitem__),
            takings=with_fresh(self.takings, fresh.takings.__getitem__),
            of_initiatives=self.of_initiatives.replaced(initiatives, fresh.of_initiatives),
            years=regrouped(self.years, fresh.years, gone),
            facets=facets | by_place(facets, fresh.members),
            _orders=orders,
        )

    @cached_property
    def continents(self):
        """The regions that lie in no larger one below the world."""
        regions = self.members["region"].items()
        return {slug for slug, one in regions if not any(one < other for _, other in regions)}

    def of(self, initiatives):
        """The keys of the ways of some initiatives."""
        return self.of_initiatives.union(initiatives)

    def way(self, key):
        """The Way of one."""
        return self.routes[self.numbers[key]]

    def chosen(self, name, values):
        """The keys of those that have one of the values of a facet."""
        return union(self.facets[name], values)

    def in_years(self, years):
        """The keys of those of some years."""
        return union(self.years, years)

    def between(self, first, last):
        """The keys of those whose year lies between two, or on them; either may be None."""
        return union(
            self.years,
            [y for y in self.years if (not first or y >= first) and (not last or y <= last)],
        )

    def counts(self, name, keys):
        """How many of some have each value of a facet, by value, if any has it."""
        found = self.facets[name].items()
        counts = {value: having.intersection_cardinality(keys) for value, having in found}
        return {value: count for value, count in counts.items() if count}

    def in_order(self, name, keys):
        """Some keys in one of ORDERS_OF_WAYS, as a lazy sequence. An order is read once."""
        if name not in self._orders:
            self._orders[name] = KeysInOrder.of(read_order(name))
        order = self._orders[name]
        return SortedKeys(keys & order.all, order)

    def orders_after(self, changed, at):
        """The orders that were read, by name, after some ways have changed; none to read anew."""
        return orders_after(list(self._orders.items()), changed, read_order, at) or {}

    def flows(self, keys):
        """How many of some there are of each Way."""
        return self._all_flows if keys == self.everything else self._flows(keys)

    @cached_property
    def _all_flows(self):
        return self._flows(self.everything)

    def _flows(self, keys):
        counts = Counter(map(self.numbers.__getitem__, keys))
        return Counter({self.routes[number]: count for number, count in counts.items()})

    def initiatives_of(self, way):
        """The keys of the initiatives that went this Way, each once."""
        between = self.facets["from_country"][way.giver] & self.facets["to_country"][way.taker]
        return list({self.initiatives[key] for key in between if self.way(key) == way})

    def tallies(self, keys):
        """What some come to: Tally by Uptake, those left out that nothing comes to.

        Of one initiative a country counts at the furthest that it has come.
        """
        return self._all_tallies if keys == self.everything else self._tallies(keys)

    @cached_property
    def _all_tallies(self):
        return self._tallies(self.everything)

    def _tallies(self, keys):
        return {
            uptake: self._tally(furthest)
            for uptake, furthest in self.at_their_furthest(keys).items()
        }

    def _tally(self, keys):
        takers, givers = self.counts("to_country", keys), self.counts("from_country", keys)
        takings = list(map(self.takings.__getitem__, keys))
        several = {taking for taking, count in Counter(takings).items() if count > 1}
        seen = set()
        for key, taking in zip(keys, takings, strict=True) if several else ():
            if taking in several:
                way = self.way(key)
                takers[way.taker] -= taking in seen
                givers[way.giver] -= (way.giver, taking) in seen
                seen |= {taking, (way.giver, taking)}
        return Tally(takers, givers, frozenset(map(self.initiatives.__getitem__, keys)))

    def at_their_furthest(self, keys):
        """Those of some that go as far as their country has come with their initiative, by Uptake.

        Without the values of Uptake that none comes to.
        """
        reached, by_uptake = set(), {}
        for uptake in Uptake:
            having = keys & self.facets["uptake"].get(uptake, BitMap())
            furthest = BitMap([key for key in having if self.takings[key] not in reached])
            reached.update(map(self.takings.__getitem__, furthest))
            if furthest:
                by_uptake[uptake] = furthest
        return by_uptake


def read_order(name, keys=None):
    """The keys of all public replications in one of ORDERS_OF_WAYS, or of some."""
    replications = Replication.objects.public()
    if keys is not None:
        replications = replications.filter(pk__in=list(keys))
    in_order = ArrayAgg("pk", order_by=ORDERS_OF_WAYS[name].fields, default=[])
    return replications.aggregate(keys=in_order)["keys"]


def by_place(facets, members):
    """The facets of PLACES, each by the countries at either end, and those of ENDS by one of them.

    facets: the keys by country and facet; members: by facet of PLACES and value, the countries.
    """
    either = {name: within(facets["country"], places) for name, places in members.items()}
    return either | {name: within(facets[end], members["region"]) for name, end in ENDS.items()}


def within(of_countries, places):
    """The keys by place, of those by country; places: the codes of the countries of each."""
    return {
        place: union(of_countries, codes)
        for place, codes in places.items()
        if not codes.isdisjoint(of_countries)
    }
