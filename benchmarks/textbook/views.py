"""Faceted search as the books have it."""

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import JsonResponse
from django.shortcuts import render

from benchmarks.textbook.models import Initiative

# Name: label, lookup of the value, lookup of its name.
FACETS = {
    "theme": ("Theme", "themes__slug", "themes__name"),
    "sector": ("Sector", "sectors__within__slug", "sectors__within__name"),
    "country": ("Country", "countries__iso3", "countries__name"),
    "region": ("Region", "countries__regions__slug", "countries__regions__name"),
    "group": ("Country group", "countries__groups__slug", "countries__groups__name"),
    "stage": ("Replication", "stages__slug", "stages__name"),
    "modality": ("Cooperation", "modalities__slug", "modalities__name"),
    "kind": ("Kind", "kind__slug", "kind__name"),
    "status": ("Status", "status", "status"),
    "organization": ("Organization", "organizations__slug", "organizations__name"),
    "sdg": ("SDG", "goals__number", "goals__name"),
}

ALL_OF = {"theme", "sector", "sdg"}  # of several values, initiatives have all


def search(request):
    """The page."""
    text, chosen = question(request)
    initiatives = narrowed(text, chosen)
    if text:
        rank = SearchRank(F("document__vector"), words(text))
        initiatives = initiatives.annotate(rank=rank).order_by("-rank", "pk")
    else:
        initiatives = initiatives.order_by("title", "pk")
    cards = initiatives.select_related("kind").prefetch_related("themes", "countries")
    page = Paginator(cards, 20).get_page(request.GET.get("page"))
    facets = [
        (label, name, count(name, text, chosen), chosen.get(name, []))
        for name, (label, _, _) in FACETS.items()
    ]
    return render(request, "search.html", {"page": page, "facets": facets, "text": text})


def counts(request):
    """How many there are, and the facets."""
    text, chosen = question(request)
    facets = {
        name: {str(value): number for value, _, number in count(name, text, chosen)}
        for name in FACETS
    }
    return JsonResponse({"count": narrowed(text, chosen).count(), "facets": facets})


def question(request):
    """The words, and the values by facet."""
    chosen = {name: request.GET.getlist(name) for name in FACETS if name in request.GET}
    return request.GET.get("q", ""), chosen


def words(text):
    return SearchQuery(text, config="english", search_type="websearch")


def narrowed(text, chosen, but=None):
    """The initiatives that fit, whatever one of the facets says."""
    initiatives = Initiative.objects.filter(publication="published")
    if text:
        initiatives = initiatives.filter(document__vector=words(text))
    for name, values in chosen.items():
        for group in [[value] for value in values] if name in ALL_OF else [values]:
            if name != but:
                # A subquery, since each join would multiply the rows of the others.
                having = Initiative.objects.filter(**{f"{FACETS[name][1]}__in": group})
                initiatives = initiatives.filter(pk__in=having.values("pk"))
    return initiatives


def count(facet, text, chosen):
    """The values of a facet, with how many initiatives each would leave."""
    _, value, name = FACETS[facet]
    own = None if facet in ALL_OF else facet
    initiatives = narrowed(text, chosen, but=own).filter(**{f"{value}__isnull": False})
    rows = initiatives.values_list(value, name).annotate(number=Count("pk", distinct=True))
    return rows.order_by("-number", name)
