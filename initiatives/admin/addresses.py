"""Former addresses, which the database itself keeps."""

from django.contrib import admin

from initiatives.admin.base import Desk, ReadOnly, part
from initiatives.models import FormerSlug


@admin.register(FormerSlug)
class FormerSlugDesk(ReadOnly, Desk):
    list_display = ["slug", "current", "kind"]
    search_fields = ["slug", "current"]
    fieldsets = [
        part(
            "A former address",
            "Kept by the database when a record is renamed, so that old links keep working.",
            *("kind", "slug", "current"),
        )
    ]
