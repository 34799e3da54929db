"""Replications as arcs on a map."""

from heapq import nlargest, nsmallest

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


def arcs_of_country(iso3):
    """The busiest ways from and to a country as arcs that count.

    An arc of one initiative has its name and leads to its page, one of several to their list.
    """
    ways = all_ways()
    flows = ways.flows(ways.chosen("country", [iso3])).items()
    busiest = nsmallest(MOST_OF_ONE, flows, key=lambda flow: (-flow[1], flow[0]))
    gone = {way: ways.initiatives_of(way) for way, _ in busiest}
    single = {way: keys[0] for way, keys in gone.items() if len(keys) == 1}
    found, _ = cards(list(single.values()), worker.catalogue())
    named = {card.pk: {"label": card.title, "url": initiative_url(card.slug)} for card in found}
    places = places_of(way for way, _ in busiest)
    whole = reverse("replications:list")
    return [
        Arc(
            origin=places[way.giver],
            target=places[way.taker],
            hue=HUES[way.pillar],
            line=LINES[way.uptake],
            count=count,
            **named.get(single.get(way))
            or {"url": f"{whole}?from_country={way.giver}&to_country={way.taker}"},
        )
        for way, count in busiest
    ]


def places_of(ways):
    """The countries at the ends of some Ways as places on a map, by code."""
    ends = {end for way in ways for end in (way.giver, way.taker)}
    known = Country.objects.filter(iso3__in=ends).values_list(*PLACE)
    return {iso3: place_of(iso3, *values) for iso3, *values in known}


def overview(flows):
    """The busiest of some flows, counts by Way, as arcs that count."""
    least = min(nlargest(MOST, flows.values()), default=0)
    busiest = [(-count, way) for way, count in flows.items() if count >= least]
    busiest = [(way, -less) for less, way in sorted(busiest)[:MOST]]
    places = places_of(way for way, _ in busiest)
    return [
        Arc(places[way.giver], places[way.taker], HUES[way.pillar], LINES[way.uptake], count=count)
        for way, count in busiest
    ]


@worker.make_ahead
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
