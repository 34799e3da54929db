"""Organizations: partners, funders, publishers, organizers."""

from django.contrib import admin
from django.db.models import Q
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesCheckboxFilter,
    RelatedDropdownFilter,
)
from unfold.decorators import display

from core.admin.base import OrderedInline, fieldset
from core.admin.columns import linked, page_url
from core.admin.filters import missing, without
from core.admin.publication import PublishableAdmin
from initiatives.admin.addresses import AddressFilter
from initiatives.admin.citations import CitingAdmin, citations_of
from initiatives.models import Organization, OrganizationCitation, OrganizationLink


class LinkInline(OrderedInline):
    model = OrganizationLink
    verbose_name = "link"
    verbose_name_plural = "links"
    fields = ["kind", "url", "position"]


@admin.register(Organization)
class OrganizationAdmin(CitingAdmin, PublishableAdmin):
    list_display = ["name", "acronym", "state", "kind", "country", "roles", "sources", "changed"]
    list_select_related = ["kind", "country"]
    list_filter = [
        ("publication", ChoicesCheckboxFilter),
        AddressFilter,
        missing(
            {
                "Has no source": without(Organization, "citations"),
                "Has no description": Q(summary=""),
                "Has no country": Q(country=None),
                "Has no web site": Q(url=""),
                "Is no partner of any initiative": without(Organization, "partnerships"),
            }
        ),
        ("kind", RelatedDropdownFilter),
        ("country", AutocompleteSelectFilter),
    ]
    counts = ["citations", "partnerships"]
    search_fields = ["name", "acronym", "slug"]
    named_by = {"country": ["name"]}
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["country"]
    fieldsets = [
        fieldset(
            "What it is",
            "The name as the organization writes it in English; where it has none, its own.",
            *("name", "acronym", "slug", "kind", "country", "url", "summary"),
        ),
    ]
    inlines = [LinkInline, citations_of(OrganizationCitation)]

    @display(description="Partner in", ordering="partnerships_count")
    def roles(self, organization):
        return linked(organization.partnerships_count, page_url(organization, "uses"))
