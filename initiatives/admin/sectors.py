"""Sectors of the economy."""

from django.contrib import admin
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.decorators import display

from core.admin.base import CatalogueAdmin, fieldset
from core.admin.columns import linked, list_url
from core.admin.filters import missing, without
from initiatives.admin.themes import LACKS_A_NAME, NAMES, SynonymInline
from initiatives.models import Initiative, Sector, SectorSynonym


class SectorSynonymInline(SynonymInline):
    model = SectorSynonym


@admin.register(Sector)
class SectorAdmin(CatalogueAdmin):
    """A sector's slug stands in addresses and data: it stays as it is."""

    list_display = ["name", "parent", "isic", "used"]
    list_select_related = ["parent"]
    list_filter = [
        ("parent", RelatedDropdownFilter),
        missing(
            {
                "Has no initiative": without(Sector, "initiative_links"),
                "Has no synonym": without(Sector, "synonyms"),
                "Lacks a name in a language": LACKS_A_NAME,
            }
        ),
    ]
    counts = ["initiative_links"]
    search_fields = ["name", "slug", "isic"]
    named_by = {"synonyms": ["text"]}
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent"]
    fieldsets = [
        fieldset(
            "What it is",
            "Sectors stand on two levels. Readers filter by them, and search finds by their "
            "synonyms.",
            *("name", "slug", "parent", "order", "isic"),
        ),
        NAMES,
    ]
    inlines = [SectorSynonymInline]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "slug"] if obj else fields

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    @display(description="Initiatives", ordering="initiative_links_count")
    def used(self, sector):
        url = list_url(Initiative, f"sectors__id__exact={sector.pk}")
        return linked(sector.initiative_links_count, url)
