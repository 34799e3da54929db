"""The matrix of who learns from whom."""

from collections import defaultdict
from dataclasses import dataclass

from initiatives.records.labels import CountryName
from initiatives.search.answer import names_of
from initiatives.search.facets import FACETS
from initiatives.uptake import Uptake, uptake_of


@dataclass(frozen=True)
class Row:
    """A country of origin: how often each of the receiving countries took something from it."""

    country: CountryName
    counts: list
    total: int


def matrix(ways, size=12):
    """The busiest origins of ways of replications against their busiest takers: columns and rows.

    What was only learnt from or wanted does not count.
    """
    counts, given, received = defaultdict(int), defaultdict(int), defaultdict(int)
    for stage, _, origin, taker, count in ways:
        if uptake_of(stage) == Uptake.TAKEN_UP:
            counts[origin, taker] += count
            given[origin] += count
            received[taker] += count
    names = names_of(FACETS["country"], {*given, *received})

    def busiest(totals):
        codes = sorted(totals, key=lambda code: (-totals[code], names[code]))[:size]
        return [CountryName(code, names[code]) for code in codes]

    takers = busiest(received)
    rows = [
        Row(
            origin,
            [counts.get((origin.iso3, taker.iso3), 0) for taker in takers],
            given[origin.iso3],
        )
        for origin in busiest(given)
    ]
    return {"takers": takers, "rows": rows}
