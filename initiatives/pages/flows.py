"""Replications as arcs on a map."""

from collections import defaultdict
from heapq import nsmallest

from django.urls import reverse

from core.search.worker import worker
from core.web.paths import path_of
from core.worldmap import Arc, Hue, Line, MapPoint
from initiatives.models import Country, Theme
from initiatives.pages.card_html import initiative_url
from initiatives.search.answer import cards
from initiatives.short_names import short_name
from initiatives.uptake import Uptake, uptake_of

HUES = {  # each pillar has its own
    value: Hue(value, label, rank) for rank, (value, label) in enumerate(Theme.Pillar.choices)
}
LINES = {  # what each Uptake looks like, without colour, too
    uptake: Line(uptake.value, label, rank, is_tapered=uptake == Uptake.TAKEN_UP)
    for rank, (uptake, label) in enumerate(
        [
            (Uptake.TAKEN_UP, "taken up"),
            (Uptake.LEARNT_FROM, "learnt from"),
            (Uptake.WANTED, "wanted"),
        ]
    )
}
NO_THEME = Theme.Pillar.CROSS_CUTTING  # the pillar of what has no theme
MOST = 200  # arcs of an overview; the busiest are drawn
MOST_OF_ONE = 60  # arcs of a country
PLACE = ("iso3", "m49", "name", "lat", "lon")  # what a map says of a country


def place(country):
    """A country as a place on a map, linked to its page."""
    return place_of(*(getattr(country, name) for name in PLACE))


def place_of(iso3, m49, name, lat, lon):
    """The same of the values of a country."""
    label, url = short_name(name), path_of("countries:detail", iso3)
    return MapPoint(code=m49, label=label, lat=lat, lon=lon, url=url)


def arc(replication, initiative):
    """A replication of an initiative, both records, as an arc that leads to that."""
    return Arc(
        origin=place(replication.from_country),
        target=place(replication.to_country),
        hue=HUES[pillar(initiative)],
        line=LINES[uptake_of(replication.stage.slug)],
        label=initiative.title,
        url=initiative.get_absolute_url(),
    )


def arcs_of_country(replications):
    """A queryset of replications as arcs that count: of one initiative with its name and page.

    An arc of several leads to their list.
    """
    rows = list(replications.flows(MOST_OF_ONE))
    ends = {row[end] for row in rows for end in ("from_country_id", "to_country_id")}
    known = Country.objects.filter(pk__in=ends).values_list("pk", *PLACE)
    places = {pk: (values[0], place_of(*values)) for pk, *values in known}
    single = [row["first"] for row in rows if row["first"] == row["last"]]
    found, _ = cards(single, worker.catalogue())
    named = {card.pk: {"label": card.title, "url": initiative_url(card.slug)} for card in found}
    whole = reverse("replications:list")

    def drawn(row):
        giver, origin = places[row["from_country_id"]]
        taker, target = places[row["to_country_id"]]
        told = named.get(row["first"]) if row["first"] == row["last"] else None
        return Arc(
            origin=origin,
            target=target,
            hue=HUES[row["pillar"] or NO_THEME],
            line=LINES[row["uptake"]],
            count=row["count"],
            **(told or {"url": f"{whole}?from_country={giver}&to_country={taker}"}),
        )

    return [drawn(row) for row in rows]


def overview(ways):
    """The busiest ways of replications, as a queryset counts them, as arcs that count."""
    counts = defaultdict(int)
    for stage, hue, giver, taker, count in ways:
        counts[giver, taker, hue or NO_THEME, uptake_of(stage)] += count
    busiest = nsmallest(MOST, ((-count, *way) for way, count in counts.items()))
    ends = {end for way in busiest for end in way[1:3]}
    known = Country.objects.filter(iso3__in=ends).values_list(*PLACE)
    places = {iso3: place_of(iso3, *values) for iso3, *values in known}
    return [
        Arc(places[giver], places[taker], HUES[hue], LINES[uptake], count=-less)
        for less, giver, taker, hue, uptake in busiest
    ]


def pillar(initiative):
    """The pillar of the leading theme; cross-cutting where there is none."""
    theme = initiative.leading_theme
    return theme.pillar if theme else NO_THEME
