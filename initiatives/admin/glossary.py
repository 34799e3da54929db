"""Everyday words, and the words of the field that they stand for."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin.base import CatalogueAdmin, fieldset
from initiatives.models import GlossaryTerm


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(CatalogueAdmin):
    list_display = ["phrase", "language", "meanings"]
    list_filter = [("language", ChoicesDropdownFilter)]
    search_fields = ["phrase", "stands_for"]
    fieldsets = [
        fieldset(
            "What people say, and what it stands for",
            "Who searches for the phrase finds the words of the field too, behind what has the "
            "phrase itself. Search reads the longest phrase that it knows. What stands for a theme "
            "or a sector as a whole is a synonym of that: add it there.",
            *("phrase", "language", "stands_for"),
        ),
    ]

    @display(description="Stands for")
    def meanings(self, term):
        return " · ".join(term.stands_for)
