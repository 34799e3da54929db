"""The matrix of who learns from whom."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from initiatives.models import Country

NAMED_BY = ("pk", "iso3", "name")  # what the matrix says of a country


@dataclass(frozen=True)
class Row:
    """A country of origin: how often each of the receiving countries took something from it."""

    country: Country
    counts: list
    total: int


def matrix(replications, size=12):
    """The busiest origins of a queryset against its busiest takers: columns and rows.

    What is only wished for does not count.
    """
    taken_up = replications.exclude(stage__slug="interested")
    paths = [f"{end}__{name}" for end in ("from_country", "to_country") for name in NAMED_BY]
    pairs = taken_up.order_by().values_list(*paths).annotate(count=Count("pk"))
    counts = {(named(pair[:3]), named(pair[3:6])): count for *pair, count in pairs}
    given, received = Counter(), Counter()
    for (origin, taker), count in counts.items():
        given[origin] += count
        received[taker] += count

    def busiest(counter):
        return sorted(counter, key=lambda country: (-counter[country], country.name))[:size]

    takers = busiest(received)
    rows = [
        Row(origin, [counts.get((origin, taker), 0) for taker in takers], given[origin])
        for origin in busiest(given)
    ]
    return {"takers": takers, "rows": rows}


def named(values):
    """A country of which only the values of NAMED_BY are known."""
    return Country(**dict(zip(NAMED_BY, values, strict=True)))
