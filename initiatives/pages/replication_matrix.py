"""Questions about replications, and the matrix of who learns from whom."""

from collections import Counter
from dataclasses import dataclass

import django_filters
from django.db.models import Count

from initiatives.models import Country, Replication, Stage, Theme


class ReplicationFilter(django_filters.FilterSet):
    """Replications of a stage, under a pillar, from or to a country."""

    stage = django_filters.ModelChoiceFilter(
        queryset=Stage.objects.all(), to_field_name="slug", label="Stage", empty_label="Any stage"
    )
    pillar = django_filters.ChoiceFilter(
        choices=Theme.Pillar.choices,
        method="filter_pillar",
        label="Pillar",
        empty_label="Any pillar",
    )
    from_country = django_filters.ModelChoiceFilter(
        queryset=Country.objects.involved(),
        to_field_name="iso3",
        label="From",
        empty_label="Any country",
    )
    to_country = django_filters.ModelChoiceFilter(
        queryset=Country.objects.involved(),
        to_field_name="iso3",
        label="To",
        empty_label="Any country",
    )

    class Meta:
        model = Replication
        fields = []

    def filter_pillar(self, replications, name, pillar):
        return replications.filter(
            initiative__theme_links__position=0, initiative__theme_links__theme__pillar=pillar
        )


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
    pairs = taken_up.order_by().values_list("from_country", "to_country")
    counts = {(a, b): count for a, b, count in pairs.annotate(count=Count("pk"))}
    given, received = Counter(), Counter()
    for (origin, taker), count in counts.items():
        given[origin] += count
        received[taker] += count
    countries = Country.objects.in_bulk({*given, *received})

    def busiest(counter):
        ranked = sorted(counter, key=lambda pk: (-counter[pk], countries[pk].name))
        return ranked[:size]

    takers = busiest(received)
    rows = [
        Row(countries[origin], [counts.get((origin, taker), 0) for taker in takers], given[origin])
        for origin in busiest(given)
    ]
    return {"takers": [countries[taker] for taker in takers], "rows": rows}
