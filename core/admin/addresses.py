"""Former addresses, which the database itself keeps."""

from django.contrib import admin

from core.admin.base import CatalogueAdmin, ReadOnly, fieldset
from core.models.identity import FormerSlug


@admin.register(FormerSlug)
class FormerSlugAdmin(ReadOnly, CatalogueAdmin):
    list_display = ["slug", "current", "kind"]
    search_fields = ["slug", "current"]
    fieldsets = [
        fieldset(
            "A former address",
            "Kept by the database when a record is renamed, so that old links keep working.",
            *("kind", "slug", "current"),
        )
    ]
