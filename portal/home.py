"""The home page: the question, the map, and what curators put forward."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from forum.models import Forum, Session
from initiatives.flows import overview
from initiatives.models import Country, Initiative, Replication, Resource, Theme
from portal.worldmap import world_map

WANTED = 5  # countries' wishes on the home page


@require_safe
def home(request):
    """What the portal holds, at a glance."""
    replications = Replication.objects.public()
    wanted = replications.filter(stage__slug="interested")
    initiatives = Initiative.objects.published()
    countries = list(Country.objects.involved())
    context = {
        "numbers": {
            "initiatives": initiatives.count(),
            "countries": len(countries),
            "replications": replications.exclude(stage__slug="interested").count(),
            "wanted": wanted.values("initiative", "to_country").distinct().count(),
            "sessions": Session.objects.public().count(),
        },
        "map": world_map(overview(replications), title="Where solutions began and where they went"),
        "featured_initiatives": initiatives.featured().for_cards(),
        "featured_forums": Forum.objects.published().featured(),
        "featured_resources": Resource.objects.published().featured().for_lists(),
        "wanted": wanted.for_lists().newest_first()[:WANTED],
        "countries": countries,
        "themes": Theme.objects.with_initiative_counts().in_pillars(),
    }
    return render(request, "portal/home.html", context)


@require_safe
def go_to_country(request):
    """From the country chosen in a form to its page."""
    iso3 = request.GET.get("country", "")
    if iso3.isascii() and iso3.isalpha() and len(iso3) == 3:
        return redirect("countries:detail", iso3.upper())
    return redirect(reverse("countries:list"))
