"""The pairs of countries between which most went, as a ranked list."""

from collections import Counter
from dataclasses import dataclass

from initiatives.records.labels import CountryName
from initiatives.uptake import Uptake

SHOWN = 12


@dataclass(frozen=True)
class Pair:
    """From which country to which other; by_uptake: Uptakes that there are, and how many of each.

    query: the question that finds just these.
    """

    giver: CountryName
    taker: CountryName
    by_uptake: list
    query: str

    @property
    def count(self):
        return sum(count for _, count in self.by_uptake)


def busiest_pairs(flows, names, query):
    """The Pairs with most of some flows, counts by Way; among equals what was taken up counts most.

    names: of countries by code; query: a function that gives the question with other values.
    """
    totals = Counter()
    for way, count in flows.items():
        totals[way[:2]] += count
    least = min((count for _, count in totals.most_common(SHOWN)), default=0)
    counts = {pair: dict.fromkeys(Uptake, 0) for pair, count in totals.items() if count >= least}
    for way, count in flows.items():
        if way[:2] in counts:
            counts[way[:2]][way.uptake] += count

    def rank(pair):
        by_uptake = [-count for count in counts[pair].values()]
        return sum(by_uptake), by_uptake, [names[code] for code in pair]

    return [
        Pair(
            CountryName(giver, names[giver]),
            CountryName(taker, names[taker]),
            [(uptake, count) for uptake, count in counts[giver, taker].items() if count],
            query(from_country=[giver], to_country=[taker]),
        )
        for giver, taker in sorted(counts, key=rank)[:SHOWN]
    ]
