"""Sources: what was read, and what rests on it."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.html import format_html
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin.base import GuardedAdmin, fieldset
from core.admin.columns import link_to, linked, page_url
from core.admin.filters import missing, without
from core.admin.forms import RecordForm
from core.publishing.addresses import DEAD_FORM, tidy_address
from initiatives.admin.citations import CitedBy, citing_records
from initiatives.models import Source

NOBODY_CAN_OPEN = "Has an address that nobody can open"


def cited_nowhere():
    """The condition that no row of any kind rests on a source."""
    unused = Q()
    for relation in Source._meta.related_objects:
        unused &= without(Source, relation.name)
    return unused


class SourceForm(RecordForm):
    """A source's form: no page stands in the catalogue twice, however its address is written."""

    def clean_url(self):
        address = tidy_address(self.cleaned_data["url"])
        known = Source.objects.exclude(pk=self.instance.pk).of_page(address).first()
        if known and "url" in self.changed_data:
            text = format_html("Another source has this already: {}", link_to(known))
            raise ValidationError(text)
        return address


@admin.register(Source)
class SourceAdmin(GuardedAdmin):
    """Curators correct a source until something published rests on it."""

    form = SourceForm
    publish_permission = "initiatives.publish_initiative"
    list_display = ["title", "publisher", "year", "type", "page", "accessed_on", "cited"]
    list_filter = [
        CitedBy,
        ("type", ChoicesDropdownFilter),
        missing(
            {
                "Is cited nowhere": cited_nowhere(),
                "Has no year": Q(year=None),
                "Is a copy on a document host": Q(copy=True),
                "No date of reading": Q(accessed_on=None),
                NOBODY_CAN_OPEN: Q(url__iregex=DEAD_FORM),
            }
        ),
    ]
    counts = [path.partition("__")[0] for path in citing_records().values()]
    search_fields = ["title", "publisher", "url"]
    fieldsets = [
        fieldset(
            "What was read",
            "Title and publisher as they stand on the page or document. A page that anyone can "
            "open is better than a copy of it. Each address stands here once.",
            *("title", "title_language", "publisher", "year", "type", "url", "copy"),
            *("accessed_on", "archived_url"),
        ),
    ]

    @display(description="Cited by")
    def cited(self, source):
        number = sum(getattr(source, f"{name}_count") for name in self.counts)
        return linked(number, page_url(source, "uses"))

    @display(description="Address")
    def page(self, source):
        shown = source.url.split("//", 1)[-1]
        shown = shown if len(shown) <= 30 else f"{shown[:29]}…"
        return format_html(
            '<a href="{}" rel="noreferrer" target="_blank" class="text-link">{}</a>',
            source.url,
            shown,
        )
