"""Documents and pages."""

from django.contrib import admin
from django.db.models import Q
from unfold.contrib.filters.admin import ChoicesCheckboxFilter, ChoicesDropdownFilter
from unfold.decorators import display

from core.admin.base import FORM_FIELDS, fieldset
from core.admin.filters import missing, without
from core.admin.publication import FeaturableAdmin
from initiatives.admin.addresses import AddressFilter
from initiatives.admin.citations import CitingAdmin, citations_of
from initiatives.admin.covers import PictureField, PictureInput
from initiatives.models import Resource, ResourceCitation
from initiatives.models.covers import CoverField


@admin.register(Resource)
class ResourceAdmin(CitingAdmin, FeaturableAdmin):
    formfield_overrides = FORM_FIELDS | {
        CoverField: {"form_class": PictureField, "widget": PictureInput}
    }
    goes_together = [("title", "title_language"), ("year", "date")]
    list_display = ["title", "state", "kind", "year", "published_by", "sources", "changed"]
    list_prefetch_related = ["publishers"]
    list_filter = [
        ("publication", ChoicesCheckboxFilter),
        AddressFilter,
        missing(
            {
                "Has no source": without(Resource, "citations"),
                "Has no address": Q(url=""),
                "Has no year": Q(year=None),
                "Names no publisher": without(Resource, "publishers"),
                "Belongs to no initiative": without(Resource, "initiatives"),
            }
        ),
        ("kind", ChoicesDropdownFilter),
    ]
    search_fields = ["title", "slug", "url"]
    named_by = {"publishers": ["name", "acronym"]}
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["publishers"]
    fieldsets = [
        fieldset(
            "What it is",
            "The title as it stands on the document. The address leads readers to it.",
            *("title", "title_language", "slug", "kind", "url", "publishers", "language"),
            "summary",
        ),
        fieldset(
            "When",
            "The year is enough; give the day or the month where a source does.",
            ("year", "date"),
        ),
        fieldset("Picture", "Shown where the document stands on the home page.", "cover"),
    ]
    inlines = [citations_of(ResourceCitation)]

    @display(description="Published by")
    def published_by(self, resource):
        return ", ".join(publisher.short_name for publisher in resource.publishers.all())
