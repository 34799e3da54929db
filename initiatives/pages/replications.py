"""Who learns from whom: map, matrix and list of all replications, and each of them."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.paging import page_of
from core.records.reading import read_labels
from core.search.listing import Listing
from core.web.addresses import moved, page_of_withdrawn
from core.worldmap import world_map
from initiatives.models import Replication, Stage
from initiatives.pages.flows import arc, overview
from initiatives.pages.replication_matrix import matrix
from initiatives.records import published_initiative
from initiatives.records.claims import REPLICATIONS
from initiatives.search.filters import ReplicationFilter


@require_safe
def replication_list(request):
    """All replications, or those of a stage, a pillar, a country."""
    listing = Listing(ReplicationFilter(request.GET, queryset=Replication.objects.public()))
    page = page_of(request, REPLICATIONS.over(listing.records.newest_first()), size=30)
    ways = listing.filterset.ways
    context = {
        "listing": listing,
        "page": page,
        "total": page.paginator.count,
        "map": world_map(overview(ways), title="Where solutions began and where they went"),
        "matrix": matrix(ways),
        "stages": read_labels(Stage.objects.all()),
    }
    return render(request, "initiatives/replication_list.html", context)


@require_safe
def replication_detail(request, public_id):
    """Who took up what from whom, how far it has come, and what source says so."""
    found = Replication.objects.public().filter(public_id=public_id)
    replication = REPLICATIONS.first(found)
    initiative = replication and published_initiative(replication.initiative.slug)
    if initiative is None:
        if answer := page_of_withdrawn(request, Replication, public_id=public_id):
            return answer
        raise Http404("There is no replication of this id.")
    context = {
        "replication": replication,
        "initiative": initiative,
        "others": [one for one in initiative.replications if one.public_id != public_id],
        "map": world_map([arc(replication, initiative)], title=f"{replication}", focus="fit"),
    }
    return render(request, "initiatives/replication_detail.html", context)


@require_safe
def replication_in_capitals(request, public_id):
    """Ids are in small letters; who writes capitals is led on."""
    return moved(request, reverse("replications:detail", args=[public_id.lower()]))
