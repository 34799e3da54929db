"""Former addresses, which the database itself keeps."""

from django.contrib import admin
from unfold.decorators import display

from core.admin.base import CatalogueAdmin, ReadOnly, fieldset
from core.models.identity import FormerSlug

FormerSlug._meta.verbose_name = "former address"
FormerSlug._meta.verbose_name_plural = "former addresses"


@admin.register(FormerSlug)
class FormerSlugAdmin(ReadOnly, CatalogueAdmin):
    list_display = ["former", "now", "kind"]
    search_fields = ["slug", "current"]
    fieldsets = [
        fieldset(
            "A former address",
            "Kept by the database when a record is renamed, so that old links keep working.",
            *("kind", "former", "now"),
        )
    ]
    readonly_fields = ["former", "now"]

    @display(description="Last part of the former address", ordering="slug")
    def former(self, address):
        return address.slug

    @display(description="Now", ordering="current")
    def now(self, address):
        return address.current
