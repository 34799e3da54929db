"""Who learns from whom: sentence, map, rankings and list of replications, and each of them."""

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
from initiatives.pages.choices import choices_html
from initiatives.pages.flows import arc, whole_map_html
from initiatives.pages.ways_told import WaysTold
from initiatives.records import published_initiative
from initiatives.records.claims import REPLICATIONS
from initiatives.search.filters import ReplicationFilter


@require_safe
def replication_list(request):
    """All replications, or those that are asked for."""
    filterset = ReplicationFilter(request.GET, queryset=Replication.objects.public())
    listing = Listing(filterset)
    page = page_of(request, listing.records, size=30)
    told = WaysTold(filterset)
    context = {
        "listing": listing,
        "page": page,
        "total": page.paginator.count,
        "told": told,
        "map": told.map if listing.is_narrowed else whole_map_html(),
        "choices": choices(listing, filterset.ways.continents),
        "stages": read_labels(Stage.objects.all()),
    }
    return render(request, "initiatives/replication_list.html", context)


def choices(listing, continents):
    """What narrows the map with a press: pairs of a label and links."""
    return [
        ("Uptake", choices_html(listing, "uptake")),
        ("Stage", choices_html(listing, "stage")),
        ("Theme", choices_html(listing, "theme")),
        ("From", choices_html(listing, "from_region", continents)),
        ("To", choices_html(listing, "to_region", continents)),
    ]


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
        "map": world_map(
            [arc(replication, initiative, initiative.get_absolute_url())],
            title=f"{replication}",
            focus="fit",
        ),
    }
    return render(request, "initiatives/replication_detail.html", context)


@require_safe
def replication_in_capitals(request, public_id):
    """Ids are in small letters; who writes capitals is led on."""
    return moved(request, reverse("replications:detail", args=[public_id.lower()]))
