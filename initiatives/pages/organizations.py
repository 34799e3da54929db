"""Pages of organizations."""

from dataclasses import dataclass

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.paging import page_of
from core.search.listing import Listing
from core.web.addresses import permanent_address, readable_or_404
from initiatives.models import Organization, Partnership
from initiatives.pages.search_page import all_html, lines_of
from initiatives.pages.speaker_html import by_person
from initiatives.records.organizations import ORGANIZATIONS, appearances_for, with_counts
from initiatives.search.filters import OrganizationFilter

SHOWN = 24  # initiatives in one role; the list has the rest, but not of what is archived
FEW = 8  # of these, what is not folded away


@dataclass(frozen=True)
class InRole:
    """The initiatives in which an organization has a role: how many, and the first as lines."""

    role: str
    count: int
    lines: list

    @property
    def first(self):
        return all_html(self.lines[:FEW])

    @property
    def folded(self):
        return all_html(self.lines[FEW:])

    @property
    def folded_count(self):
        return len(self.lines[FEW:])

    @property
    def unshown_count(self):
        return self.count - len(self.lines)


def in_roles(keys_by_role, most):
    """An InRole for each role, with so many lines at most; None for all.

    keys_by_role: of initiatives, as by_role gives them.
    """
    first = {role: keys[:most] for role, keys in keys_by_role.items()}
    lines = lines_of(set().union(*first.values()))
    return [
        InRole(role, len(keys), [lines[key] for key in first[role] if key in lines])
        for role, keys in keys_by_role.items()
    ]


@require_safe
def organization_list(request):
    """Organizations by words, kind and country."""
    organizations = Organization.objects.published().with_initiative_counts()
    listing = Listing(OrganizationFilter(request.GET, queryset=organizations))
    page = page_of(request, ORGANIZATIONS.over(listing.records, with_counts), size=30)
    context = {"listing": listing, "page": page}
    return render(request, "initiatives/organization_list.html", context)


@require_safe
@permanent_address(Organization)
def organization_detail(request, slug):
    """One organization: what it does in which initiatives, who spoke for it, what it published."""
    organization = readable_or_404(ORGANIZATIONS, slug)
    partnerships = Partnership.objects.filter(organization=organization.pk)
    keys_by_role = partnerships.in_public_initiative().by_role()
    context = {
        "organization": organization,
        "documents": organization.documents,
        "forums": organization.forums_organized,
        "roles": in_roles(keys_by_role, most=None if organization.archived else SHOWN),
        "initiative_count": len(set().union(*keys_by_role.values())),
        "speakers": by_person(appearances_for([organization.pk])),
    }
    return render(request, "initiatives/organization_detail.html", context)
