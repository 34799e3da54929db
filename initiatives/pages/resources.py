"""Pages of documents."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.static import serve

from core.http_cache.middleware import CACHE_CONTROL, PRIVATE
from core.paging import page_of
from core.search.listing import Listing
from core.web.addresses import permanent_address, readable_or_404
from initiatives.models import Initiative, Resource
from initiatives.models.covers import FOLDER
from initiatives.pages.search_page import entries
from initiatives.records.resources import RESOURCES
from initiatives.search.filters import ResourceFilter


@require_safe
def resource_list(request):
    """Documents by words, kind, theme, year and language."""
    listing = Listing(ResourceFilter(request.GET, queryset=Resource.objects.published()))
    page = page_of(request, RESOURCES.over(listing.records), size=30)
    context = {"listing": listing, "page": page}
    return render(request, "initiatives/resource_list.html", context)


@require_safe
@permanent_address(Resource)
def resource_detail(request, slug):
    """One document: what it is, where to read it, what it describes, where it was presented."""
    resource = readable_or_404(RESOURCES, slug)
    described = Initiative.objects.published().filter(resources=resource.pk)
    context = {
        "resource": resource,
        "entries": entries(described.values_list("pk", flat=True)),
        "forums": resource.forums,
        "sessions": resource.sessions,
    }
    return render(request, "initiatives/resource_detail.html", context)


@require_safe
def cover(request, name):
    """The cover of a document that can be read; any other only for those who see it at the desk."""
    resource = get_object_or_404(Resource, cover=f"{FOLDER}/{name}")
    is_public = resource.is_published or resource.archived is not None
    if not (is_public or request.user.has_perm("initiatives.view_resource")):
        raise Http404
    response = serve(request, resource.cover.name, resource.cover.storage.location)
    response.headers["Cache-Control"] = CACHE_CONTROL if is_public else PRIVATE
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
