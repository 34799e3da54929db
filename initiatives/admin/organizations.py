"""Organizations: partners, funders, publishers, organizers."""

from django.contrib import admin
from django.db.models import Q
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesCheckboxFilter,
    RelatedDropdownFilter,
)
from unfold.decorators import display

from initiatives.admin.base import OrderedRows, part
from initiatives.admin.filters import missing, without
from initiatives.admin.publication import PublishableDesk
from initiatives.admin.rows import citations_of
from initiatives.models import Organization, OrganizationCitation, OrganizationLink


class LinkRows(OrderedRows):
    model = OrganizationLink
    verbose_name = "link"
    verbose_name_plural = "links"
    fields = ["kind", "url", "position"]


@admin.register(Organization)
class OrganizationDesk(PublishableDesk):
    list_display = ["name", "acronym", "state", "kind", "country", "roles", "sources", "changed"]
    list_select_related = ["kind", "country"]
    list_filter = [
        ("publication", ChoicesCheckboxFilter),
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
        part(
            "What it is",
            "The name as the organization writes it in English; where it has none, its own.",
            *("name", "acronym", "slug", "kind", "country", "url", "summary"),
        ),
    ]
    inlines = [LinkRows, citations_of(OrganizationCitation)]

    @display(description="Partner in", ordering="partnerships_count")
    def roles(self, organization):
        return organization.partnerships_count
