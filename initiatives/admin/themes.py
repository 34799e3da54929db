"""Themes of decent work, the Sustainable Development Goals and ILO conventions."""

from django.contrib import admin
from django.db.models import Q
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin.base import CatalogueAdmin, OrderedInline, fieldset
from core.admin.columns import linked, list_url
from core.admin.filters import missing, without
from core.admin.merge_page import Merges
from initiatives.models import (
    Convention,
    Initiative,
    SustainableDevelopmentGoal,
    Target,
    Theme,
    ThemeSynonym,
)

NAMES = fieldset(
    "In other languages",
    "Readers in these languages see the English name where there is none.",
    *("name_fr", "name_es", "name_pt", "name_ar"),
)
LACKS_A_NAME = Q(name_fr="") | Q(name_es="") | Q(name_pt="") | Q(name_ar="")


class SynonymInline(OrderedInline):
    """Other words for a record."""

    verbose_name = "synonym"
    verbose_name_plural = "synonyms"
    fields = ["language", "text", "position"]


class ThemeSynonymInline(SynonymInline):
    model = ThemeSynonym


@admin.register(Theme)
class ThemeAdmin(Merges, CatalogueAdmin):
    list_display = ["name", "pillar", "used"]
    list_filter = [
        ("pillar", ChoicesDropdownFilter),
        missing(
            {
                "Has no initiative": without(Theme, "initiative_links"),
                "Has no synonym": without(Theme, "synonyms"),
                "Lacks a name in a language": LACKS_A_NAME,
            }
        ),
    ]
    counts = ["initiative_links"]
    search_fields = ["name", "slug"]
    named_by = {"synonyms": ["text"]}
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["targets", "conventions"]
    fieldsets = [
        fieldset(
            "What it is",
            "Readers browse by themes, and search finds by their synonyms.",
            *("name", "slug", "pillar", "description"),
        ),
        fieldset(
            "Standards",
            "What the theme serves: targets of the 2030 Agenda, conventions of the ILO.",
            *("targets", "conventions"),
        ),
        NAMES,
    ]
    inlines = [ThemeSynonymInline]

    @display(description="Initiatives", ordering="initiative_links_count")
    def used(self, theme):
        url = list_url(Initiative, f"themes__id__exact={theme.pk}")
        return linked(theme.initiative_links_count, url)


class TargetInline(OrderedInline):
    model = Target
    fields = ["code", "name", "position"]


@admin.register(SustainableDevelopmentGoal)
class GoalAdmin(CatalogueAdmin):
    list_display = ["number", "name", "color"]
    list_display_links = ["number", "name"]
    list_filter = [missing({"Lacks a name in a language": LACKS_A_NAME})]
    search_fields = ["name", "number"]
    fieldsets = [
        fieldset(
            "What it is",
            "As the United Nations number, name and colour it.",
            *("number", "name", "color"),
        ),
        NAMES,
    ]
    inlines = [TargetInline]


@admin.register(Target)
class TargetAdmin(CatalogueAdmin):
    """There for the autocompletes; targets are written on the page of their goal."""

    list_display = ["code", "name", "goal"]
    list_select_related = ["goal"]
    search_fields = ["code", "name"]
    fieldsets = [fieldset("What it is", "One target of a goal.", "goal", "code", "name")]

    def has_module_permission(self, request):
        return False


@admin.register(Convention)
class ConventionAdmin(CatalogueAdmin):
    list_display = ["number", "title", "year"]
    list_display_links = ["number", "title"]
    search_fields = ["title", "number"]
    fieldsets = [
        fieldset(
            "What it is",
            "An international labour convention, as NORMLEX lists it.",
            *("number", "title", "year"),
        )
    ]
