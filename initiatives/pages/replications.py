"""Who learns from whom: map, matrix and list of all replications."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.paging import page_of
from core.search.listing import Listing
from core.worldmap import world_map
from initiatives.models import Replication, Stage
from initiatives.pages.flows import overview
from initiatives.pages.replication_matrix import matrix
from initiatives.search.filters import ReplicationFilter


@require_safe
def replication_list(request):
    """All replications, or those of a stage, a pillar, a country."""
    listing = Listing(ReplicationFilter(request.GET, queryset=Replication.objects.public()))
    replications = listing.records
    page = page_of(request, replications.for_lists().newest_first(), size=30)
    context = {
        "listing": listing,
        "page": page,
        "total": page.paginator.count,
        "map": world_map(overview(replications), title="Where solutions began and where they went"),
        "matrix": matrix(replications),
        "stages": Stage.objects.all(),
    }
    return render(request, "initiatives/replication_list.html", context)
