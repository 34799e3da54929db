"""Pages of initiatives: the list with its search, one initiative, several side by side."""

from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.alphabet import Alphabetical
from core.paging import page_of
from core.search.filters import present_slugs
from core.web.addresses import permanent_address
from core.worldmap import world_map
from initiatives.models import Initiative
from initiatives.pages.figures import laid_out
from initiatives.pages.flows import arc
from initiatives.pages.requirements import requirements_of
from initiatives.pages.search_page import SearchPage, entries
from initiatives.records import (
    kept_initiative,
    published_initiative,
    read_initiatives,
)
from initiatives.search.answer import related
from initiatives.search.filters import InitiativeFilter

COMPARED = 4  # columns that a screen has room for


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


def pathway(request, initiative, *, is_preview=False):
    """The page of an InitiativeRecord; is_preview: for the desk, of what is not public yet."""
    context = {
        "initiative": initiative,
        "is_preview": is_preview,
        "sessions": initiative.sessions_and_speakers,
        "sources": initiative.sources,
        "figures": laid_out(initiative.figures),
        "takes": requirements_of(initiative),
        "map": world_map(
            [arc(replication, initiative) for replication in initiative.replications],
            title=f"Where it began and where it went: {initiative.title}",
            focus="fit",
        )
        if initiative.replications
        else None,
        "related": entries(related(initiative, 4)),
    }
    return render(request, "initiatives/initiative_detail.html", context)


@require_safe
def compare(request):
    """Up to four initiatives side by side, as the address names them."""
    slugs = [slug for slug in request.GET.getlist("initiative") if slug.isprintable()]
    wanted = list(dict.fromkeys(slugs))[:COMPARED]
    initiatives = Initiative.objects.published()
    found = {one.slug: one for one in read_initiatives(initiatives.filter(slug__in=wanted))}
    if request.GET.get("add"):
        return redirect(f"{reverse('compare')}?{_compared([*wanted, request.GET['add']])}")
    missing = [slug for slug in wanted if slug not in found]
    if present := _public_by_former(missing):
        slugs = dict.fromkeys(present.get(slug, slug) for slug in wanted)
        return redirect(f"{reverse('compare')}?{_compared(slugs)}")
    columns = [
        {
            "initiative": found[slug],
            "takes": requirements_of(found[slug]),
            "without": _compared([other for other in wanted if other != slug]),
        }
        for slug in wanted
        if slug in found
    ]
    others = initiatives.exclude(slug__in=wanted).order_by(Alphabetical("title"), "pk")
    context = {
        "columns": columns,
        "parts": list(zip(*(column["takes"].parts for column in columns), strict=True)),
        "missing": missing,
        "has_room": len(columns) < COMPARED,
        "others": others.values_list("slug", "title"),
    }
    return render(request, "initiatives/compare.html", context)


def _public_by_former(slugs):
    """By slugs that public initiatives, or what they absorbed, once had: the present ones."""
    present = present_slugs("initiative", slugs) if slugs else {}
    public = Initiative.objects.published().filter(slug__in=present.values())
    public = set(public.values_list("slug", flat=True))
    return {former: slug for former, slug in present.items() if slug in public}


def _compared(slugs):
    query = QueryDict(mutable=True)
    query.setlist("initiative", list(slugs))
    return query.urlencode()
