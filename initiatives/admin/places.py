"""Regions, countries and groups of countries."""

from django.contrib import admin
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.decorators import display

from core.admin.base import CatalogueAdmin, fieldset
from core.admin.columns import linked, list_url
from core.admin.filters import missing, without
from initiatives.admin.themes import LACKS_A_NAME, NAMES
from initiatives.models import Country, CountryGroup, Initiative, Region


@admin.register(Country)
class CountryAdmin(CatalogueAdmin):
    list_display = ["name", "iso3", "iso2", "region", "involved"]
    list_select_related = ["region"]
    list_filter = [
        ("region", RelatedDropdownFilter),
        ("groups", RelatedDropdownFilter),
        missing(
            {
                "Is named by no initiative": without(Country, "involvements"),
                "Lacks a name in a language": LACKS_A_NAME,
            }
        ),
    ]
    counts = ["involvements"]
    search_fields = ["name", "iso3", "iso2", "name_fr", "name_es", "name_pt", "name_ar"]
    autocomplete_fields = ["region"]
    fieldsets = [
        fieldset(
            "What it is",
            "Codes and name as in ISO 3166 and the UN's M49. Other names help people find it.",
            *("name", "aliases", ("iso3", "iso2", "m49"), "region"),
        ),
        fieldset("On the map", "Where its dot stands, in degrees.", ("lat", "lon")),
        NAMES,
    ]

    @display(description="Initiatives", ordering="involvements_count")
    def involved(self, country):
        url = list_url(Initiative, f"involvements__country__id__exact={country.pk}")
        return linked(country.involvements_count, url)


@admin.register(CountryGroup)
class CountryGroupAdmin(CatalogueAdmin):
    list_display = ["name", "kind", "size", "as_of"]
    counts = ["members"]
    search_fields = ["name", "slug", "kind"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["members"]
    fieldsets = [
        fieldset(
            "What it is",
            "Countries that act or are counted together. Those of the kinds "
            f"“{CountryGroup.LANGUAGE}” and “{CountryGroup.INCOME}” tell which are alike: pages of "
            "countries go by them.",
            *("name", "slug", "kind", "members", "note"),
        ),
        fieldset(
            "Where the list of members stands",
            "Check it now and then, and say when you did.",
            *("source_title", "source_url", "as_of"),
        ),
        NAMES,
    ]

    @display(description="Countries", ordering="members_count")
    def size(self, group):
        return group.members_count


@admin.register(Region)
class RegionAdmin(CatalogueAdmin):
    list_display = ["name", "code", "parent"]
    list_select_related = ["parent"]
    list_filter = [missing({"Lacks a name in a language": LACKS_A_NAME})]
    search_fields = ["name", "code", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent"]
    fieldsets = [
        fieldset(
            "What it is",
            "As in the UN's M49; the world is the root.",
            *("name", "slug", "code", "parent"),
        ),
        NAMES,
    ]
