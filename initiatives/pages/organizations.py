"""Pages of organizations."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.paging import page_of
from core.search.listing import Listing
from core.web.addresses import permanent_address, public_or_404
from initiatives.models import Organization
from initiatives.search.filters import OrganizationFilter


@require_safe
def organization_list(request):
    """Organizations by words, kind and country."""
    organizations = Organization.objects.published().with_initiative_counts()
    listing = Listing(OrganizationFilter(request.GET, queryset=organizations))
    page = page_of(request, listing.records.for_lists(), size=30)
    context = {"listing": listing, "page": page}
    return render(request, "initiatives/organization_list.html", context)


@require_safe
@permanent_address(Organization)
def organization_detail(request, slug):
    """One organization: what it does in which initiatives, who spoke for it, what it published."""
    organization = public_or_404(Organization.objects.readable().for_page(), slug)
    by_role = organization.partnerships_by_role()
    context = {
        "organization": organization,
        "sources": organization.numbered_sources(),
        "by_role": by_role,
        "initiative_count": len({one for _, initiatives in by_role for one in initiatives}),
        "people": organization.people_who_spoke(),
    }
    return render(request, "initiatives/organization_detail.html", context)
