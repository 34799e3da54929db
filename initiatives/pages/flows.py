"""Replications as arcs on a map."""

from collections import Counter
from dataclasses import replace
from heapq import nlargest, nsmallest

from django.template.loader import render_to_string
from django.urls import reverse

from core.revision import cached_per_revision
from core.search.worker import worker
from core.web.paths import path_of
from core.worldmap import Arc, Hue, Line, MapPoint, world_map
from initiatives.models import Country, Theme
from initiatives.pages.card_html import initiative_url
from initiatives.pages.rankings import ranking_html
from initiatives.search.answer import cards, names_of
from initiatives.search.facets import FACETS
from initiatives.search.kept_ways import all_ways
from initiatives.search.ways import NO_THEME
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
NAMED = 12  # countries that an overview shows whatever else it does: those that gave most
MOST_OF_ONE = 60  # arcs of a country
PLACE = ("iso3", "m49", "name", "lat", "lon")  # what a map says of a country


def place(country):
    """A country as a place on a map, linked to its page."""
    return place_of(*(getattr(country, name) for name in PLACE))


def place_of(iso3, m49, name, lat, lon):
    """The same of the values of a country."""
    label, url = short_name(name), path_of("countries:detail", iso3)
    return MapPoint(code=m49, label=label, lat=lat, lon=lon, url=url)


def arc(replication, initiative, url=None):
    """A replication of an initiative, both records, as an arc that leads to its page, or to url."""
    return Arc(
        origin=place(replication.from_country),
        target=place(replication.to_country),
        hue=HUES[pillar(initiative)],
        line=LINES[uptake_of(replication.stage.slug)],
        label=initiative.title,
        url=url or replication.get_absolute_url(),
    )


def arcs_of_country(iso3):
    """The busiest ways from and to a country as arcs that count.

    An arc of one initiative has its name and leads to its page, one of several to their list.
    """
    ways = all_ways()
    flows = ways.flows(ways.chosen("country", [iso3])).items()
    most = nsmallest(MOST_OF_ONE, flows, key=lambda flow: (-flow[1], flow[0]))
    gone = {way: ways.initiatives_of(way) for way, _ in most}
    single = {way: keys[0] for way, keys in gone.items() if len(keys) == 1}
    found, _ = cards(list(single.values()), worker.catalogue())
    named = {card.pk: {"label": card.title, "url": initiative_url(card.slug)} for card in found}
    places = places_of(ends_of(way for way, _ in most))
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
        for way, count in most
    ]


def ends_of(ways):
    """The codes of the countries at the ends of some Ways."""
    return {end for way in ways for end in (way.giver, way.taker)}


def places_of(codes):
    """Countries as places on a map, by code."""
    known = Country.objects.filter(iso3__in=codes).values_list(*PLACE)
    return {iso3: place_of(iso3, *values) for iso3, *values in known}


def busiest(flows):
    """The busiest of some flows, counts by Way: pairs of Way and count."""
    least = min(nlargest(MOST, flows.values()), default=0)
    found = [(-count, way) for way, count in flows.items() if count >= least]
    return [(way, -less) for less, way in sorted(found)[:MOST]]


@worker.make_ahead
@cached_per_revision
def whole_map_html():
    """The map of all replications. Kept: two pages show it, and it takes longer than all else."""
    ways = all_ways()
    return map_html(ways.flows(ways.everything), only)


@worker.make_ahead
@cached_per_revision
def givers_html():
    """The countries from which most came, ranked. Kept with the map that it stands beside."""
    ways = all_ways()
    counts = {uptake: tally.givers for uptake, tally in ways.tallies(ways.everything).items()}
    names = names_of(FACETS["country"], {code for givers in counts.values() for code in givers})
    whole = reverse("replications:list")
    return ranking_html(counts, names, lambda code: f"{whole}?from_country={code}")


def busiest_arcs(most):
    """So many of the busiest ways of all replications as arcs that count."""
    ways = all_ways()
    shown = busiest(ways.flows(ways.everything))[:most]
    return arcs_between(places_of(ends_of(way for way, _ in shown)), shown)


def arcs_between(places, shown):
    """Some ways, pairs of Way and count, as arcs between places by code."""
    return [
        Arc(places[way.giver], places[way.taker], HUES[way.pillar], LINES[way.uptake], count=count)
        for way, count in shown
    ]


def only(iso3):
    """The address of what came from a country and what went to it."""
    return f"{reverse('replications:list')}?country={iso3}"


def map_html(flows, address, highlight=None):
    """The map of the busiest of some flows, counts by Way, on which a country leads to its own.

    address: a function that gives where those of a country stand; highlight: the codes of the
    countries that they are all about. With these, no more of the world is shown than is needed.
    """
    shown = busiest(flows)
    given, taken = Counter(), Counter()
    for way, count in flows.items():
        given[way.giver] += count
        taken[way.taker] += count
    named = [iso3 for iso3, _ in given.most_common(NAMED)]
    places = {
        iso3: replace(known, url=address(iso3), weight=given[iso3] + taken[iso3], given=given[iso3])
        for iso3, known in places_of({*named, *ends_of(way for way, _ in shown)}).items()
    }
    arcs = arcs_between(places, shown)
    title = "Where initiatives began and where they went"
    if highlight is not None:
        about = [places[iso3].code for iso3 in highlight if iso3 in places]
        drawn = world_map(arcs, title=title, highlight=about, focus="fit")
    else:
        drawn = world_map(arcs, [places[iso3] for iso3 in named if iso3 in places], title=title)
    are_some = len(shown) < len(flows)
    note = f"The map draws the {len(shown)} busiest of {len(flows):,} lines." if are_some else ""
    return render_to_string("components/map.html", {"map": drawn, "note": note})


def pillar(initiative):
    """The pillar of the leading theme; cross-cutting where there is none."""
    theme = initiative.leading_theme
    return theme.pillar if theme else NO_THEME
