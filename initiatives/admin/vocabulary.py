"""The words that classify records."""

from django.contrib import admin
from unfold.decorators import display

from core.admin.base import CatalogueAdmin, fieldset
from core.admin.columns import linked, page_url
from initiatives.admin.themes import NAMES
from initiatives.models import InitiativeKind, Modality, OrganizationKind, PartnerRole, Stage


class TermAdmin(CatalogueAdmin):
    """Pages of a vocabulary. A term's slug stands in addresses and data: it stays as it is."""

    list_display = ["name", "definition", "used"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    own_fields = ()

    def get_fieldsets(self, request, obj=None):
        meaning = "Curators choose by the definition, and readers see it."
        source = ("source_title", "source_publisher", "source_year", "source_url")
        return [
            fieldset("What it means", meaning, "name", "slug", *self.own_fields, "definition"),
            fieldset("Where the definition comes from", "If it rests on a source.", *source),
            NAMES,
        ]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "slug"] if obj else fields

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    @display(description="Used by")
    def used(self, term):
        return linked(getattr(term, f"{self.counts[0]}_count"), page_url(term, "uses"))


@admin.register(InitiativeKind)
class InitiativeKindAdmin(TermAdmin):
    counts = ["initiatives"]


@admin.register(Modality)
class ModalityAdmin(TermAdmin):
    counts = ["initiatives"]


@admin.register(Stage)
class StageAdmin(TermAdmin):
    own_fields = ["order"]
    counts = ["replications"]


@admin.register(PartnerRole)
class PartnerRoleAdmin(TermAdmin):
    own_fields = ["scheme"]
    counts = ["partnerships"]


@admin.register(OrganizationKind)
class OrganizationKindAdmin(TermAdmin):
    counts = ["organizations"]
