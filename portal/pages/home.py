"""The home page: the question, the map, and what curators put forward."""

from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.alphabet import alphabetically
from core.records.reading import read_labels
from core.revision import cached_per_revision
from core.search.worker import worker
from forum.models import Forum, Session
from forum.records.forums import FORUMS
from initiatives.models import Initiative, Replication, Resource, Theme
from initiatives.pages.flows import givers_html, whole_map_html
from initiatives.pages.search_page import entries
from initiatives.records.claims import REPLICATIONS
from initiatives.records.resources import RESOURCES
from initiatives.search.answer import counts_of, names_of
from initiatives.search.facets import FACETS
from initiatives.search.kept_ways import all_ways
from initiatives.uptake import Uptake

WANTED = 5  # that the home page names


@require_safe
def home(request):
    """What the portal holds, at a glance."""
    initiatives = Initiative.objects.published()
    countries = involved_countries()
    context = {
        "numbers": {
            "initiatives": initiatives.count(),
            "countries": len(countries),
            **replication_numbers(),
            "sessions": Session.objects.public().count(),
        },
        "map": whole_map_html(),
        "givers": givers_html(),
        "featured_initiatives": entries(featured_keys()),
        "featured_forums": FORUMS.read(Forum.objects.published().featured()),
        "featured_resources": RESOURCES.read(Resource.objects.published().featured()),
        "wanted": newest_wanted(),
        "countries": countries,
        "themes": themes_and_counts(),
    }
    return render(request, "portal/home.html", context)


def involved_countries():
    """Pairs of code and name of the countries that have to do with an initiative, by name."""
    names = names_of(FACETS["country"], counts_of("country"))
    return sorted(names.items(), key=lambda pair: alphabetically(pair[1]))


def themes_and_counts():
    """Pairs of the label of a theme and of how many initiatives have it, pillar by pillar."""
    counts = counts_of("theme")
    themes = read_labels(Theme.objects.in_pillars())
    return [(theme, counts.get(theme.slug, 0)) for theme in themes]


def replication_numbers():
    """How many replications come to each Uptake, as the list of replications counts them."""
    ways = all_ways()
    counts = ways.counts("uptake", ways.everything)
    return {uptake.name.lower(): counts.get(uptake, 0) for uptake in Uptake}


# What is made of all replications is kept: it takes longer than the rest of the page.


@worker.make_ahead
@cached_per_revision
def featured_keys():
    """The keys of the initiatives that editors put forward: all rows are looked at for them."""
    return list(Initiative.objects.published().featured().values_list("pk", flat=True))


@worker.make_ahead
@cached_per_revision
def newest_wanted():
    """Those wanted that the page names."""
    wanted = Replication.objects.public().at_their_furthest(Uptake.WANTED)
    return REPLICATIONS.read(wanted.newest_first()[:WANTED])


@require_safe
def go_to_country(request):
    """From the country, and perhaps the theme, chosen in a form to its page."""
    iso3, theme = request.GET.get("country", ""), request.GET.get("theme", "")
    if iso3.isascii() and iso3.isalpha() and len(iso3) == 3:
        page = reverse("countries:detail", args=[iso3.upper()])
        return redirect(f"{page}?{urlencode({'theme': theme})}" if theme else page)
    return redirect(reverse("countries:list"))
