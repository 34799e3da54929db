"""The guidelines at the desk: editors write them, and forms show their passages beside fields."""

from functools import partial

from django.contrib import admin
from django.template.loader import render_to_string
from unfold.decorators import display

from core.admin import previewing
from core.admin.base import CatalogueAdmin, fieldset
from core.admin.explaining import explains_fields
from core.admin.previewing import Shown
from core.admin.previews import Previewing
from portal.guidelines.choosing import GuidelineForm
from portal.guidelines.models import Guideline, explained

TEMPLATE = "admin/_how_to_word.html"
previewing.kinds[Guideline] = Shown()


@explains_fields
def passages_by_place():
    """What each field, or all rows of a kind, is explained by: functions that give HTML."""
    return {
        place: partial(render_to_string, TEMPLATE, {"guideline": guideline, "passage": passage})
        for place, (guideline, passage) in explained().items()
    }


@admin.register(Guideline)
class GuidelineAdmin(Previewing, CatalogueAdmin):
    """Pages that are public as soon as they are saved."""

    form = GuidelineForm
    list_display = ["title", "summary", "explained", "order"]
    search_fields = ["title", "summary", "body"]
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        fieldset(
            "The page",
            "Readers see what is saved at once: press Preview first. An empty line begins a "
            "paragraph; Markdown makes lists, links and emphasis.",
            *("title", "slug", "summary", "body", "order"),
        ),
        fieldset(
            "Where the desk shows it",
            "Choose a field, and the passage of this page that explains it.",
            "explains",
        ),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        form_field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "body":
            form_field.widget.attrs["rows"] = 28
        return form_field

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "slug"] if obj else fields

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    @display(description="Explains")
    def explained(self, guideline):
        return f"{len(guideline.explains)} fields" if guideline.explains else None
