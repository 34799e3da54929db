"""Who learns from whom: map, matrix and list of all replications."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.paging import page_of
from core.worldmap import world_map
from initiatives.models import Replication, Stage
from initiatives.pages.flows import overview
from initiatives.pages.replication_matrix import ReplicationFilter, matrix


@require_safe
def replication_list(request):
    """All replications, or those of a stage, a pillar, a country."""
    filterset = ReplicationFilter(request.GET, queryset=Replication.objects.public())
    replications = filterset.qs
    page = page_of(request, replications.for_lists().newest_first(), size=30)
    context = {
        "filterset": filterset,
        "page": page,
        "total": page.paginator.count,
        "map": world_map(overview(replications), title="Where solutions began and where they went"),
        "matrix": matrix(replications),
        "stages": Stage.objects.all(),
    }
    return render(request, "initiatives/replication_list.html", context)
