"""Replications as arcs on a map."""

from heapq import nlargest

from django.template.loader import render_to_string
from django.urls import reverse

from core.revision import cached_per_revision
from core.search.worker import worker
from core.web.paths import path_of
from core.worldmap import Arc, Hue, Line, MapPoint, world_map
from initiatives.models import Country, Theme
from initiatives.pages.card_html import initiative_url
from initiatives.search.answer import cards
from initiatives.search.ways import NO_THEME, all_ways
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


def overview(flows):
    """The busiest of some flows, counts by Way, as arcs that count."""
    least = min(nlargest(MOST, flows.values()), default=0)
    busiest = [(-count, way) for way, count in flows.items() if count >= least]
    busiest = [(way, -less) for less, way in sorted(busiest)[:MOST]]
    ends = {end for way, _ in busiest for end in (way.giver, way.taker)}
    known = Country.objects.filter(iso3__in=ends).values_list(*PLACE)
    places = {iso3: place_of(iso3, *values) for iso3, *values in known}
    return [
        Arc(places[way.giver], places[way.taker], HUES[way.pillar], LINES[way.uptake], count=count)
        for way, count in busiest
    ]


@cached_per_revision
def whole_map_html():
    """The map of all replications. Kept: two pages show it, and it takes longer than all else."""
    ways = all_ways()
    return map_html(ways.flows(ways.everything), f"{reverse('replications:list')}#list")


def map_html(flows, list_url):
    """The map of some flows, counts by Way; list_url: where they stand as a list."""
    context = {
        "map": world_map(overview(flows), title="Where initiatives began and where they went"),
        "list_url": list_url,
        "list_label": "See this as a list",
    }
    return render_to_string("components/map.html", context)


def pillar(initiative):
    """The pillar of the leading theme; cross-cutting where there is none."""
    theme = initiative.leading_theme
    return theme.pillar if theme else NO_THEME
