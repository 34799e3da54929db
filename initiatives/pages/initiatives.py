"""Pages of initiatives: the list with its search, and one initiative."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.paging import page_of
from core.web.addresses import permanent_address
from core.worldmap import world_map
from initiatives.models import Initiative
from initiatives.pages.figures import laid_out
from initiatives.pages.flows import arc
from initiatives.pages.requirements import requirements_of
from initiatives.pages.search_page import SearchPage, entries
from initiatives.records import kept_initiative, published_initiative
from initiatives.search.answer import related
from initiatives.search.filters import InitiativeFilter


@require_safe
def initiative_list(request):
    """Search and facets."""
    filterset = InitiativeFilter(request.GET, queryset=Initiative.objects.published())
    page = page_of(request, filterset.qs.ids)
    search = SearchPage(filterset, request.GET.get("show", ""), request.GET.get("within", ""))
    context = {"search": search, "page": page, "entries": search.entries(page.object_list)}
    return render(request, "initiatives/initiative_list.html", context)


@require_safe
@permanent_address(Initiative)
def initiative_detail(request, slug):
    """The pathway of one initiative."""
    initiative = published_initiative(slug) or kept_initiative(slug)
    if initiative is None:
        raise Http404("The catalogue has no initiative at this address.")
    return pathway(request, initiative)


def pathway(request, initiative):
    """The page of an InitiativeRecord."""
    context = {
        "initiative": initiative,
        "sessions": initiative.sessions_and_speakers,
        "sources": initiative.sources,
        "figures": laid_out(initiative.figures),
        "takes": requirements_of(initiative),
        "map": world_map(
            arcs_of(initiative, have_pages=not initiative.archived),
            title=f"Where it began and where it went: {initiative.title}",
            focus="fit",
        )
        if initiative.replications
        else None,
        "related": entries(related(initiative, 4)),
    }
    return render(request, "initiatives/initiative_detail.html", context)


def arcs_of(initiative, *, have_pages):
    """The replications of an InitiativeRecord as arcs; have_pages: they lead to pages of their own.

    Else to their rows on the page of the initiative.
    """
    return [
        arc(one, initiative, None if have_pages else f"#replication-{one.public_id}")
        for one in initiative.replications
    ]
