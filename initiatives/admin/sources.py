"""Sources: what was read, and what rests on it."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, Subquery
from django.utils.html import format_html
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin.base import GuardedAdmin, fieldset, is_changelist
from core.admin.columns import link_to, linked, page_url
from core.admin.filters import missing, without
from core.admin.forms import RecordForm
from core.admin.merge_page import Merges
from core.models import CheckedAddress
from core.publishing.addresses import tidy_address
from initiatives.admin.addresses import STATES, AddressFilter, Found, in_short
from initiatives.admin.citations import CitedBy, citing_records
from initiatives.admin.harm import WORDS, harm, public_claims
from initiatives.admin.replacing import Replacing
from initiatives.models import Source


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


def is_about_addresses(request):
    """Whether a list is asked for that is narrowed by what was found at addresses."""
    return is_changelist(request) and request.GET.get(AddressFilter.parameter_name) in STATES


@admin.register(Source)
class SourceAdmin(Merges, Replacing, GuardedAdmin):
    """Curators correct a source until something published rests on it.

    Where the list is about addresses, the most harmful come first.
    """

    form = SourceForm
    change_form_outer_before_template = "admin/source_outer.html"
    goes_together = [("title", "title_language"), ("url", "copy")]
    publish_permission = "initiatives.publish_initiative"
    list_display = ["title", "publisher", "year", "type", "page", "accessed_on", "cited"]
    list_filter = [
        CitedBy,
        AddressFilter,
        ("type", ChoicesDropdownFilter),
        missing(
            {
                "Is cited nowhere": cited_nowhere(),
                "Has no year": Q(year=None),
                "Is a copy on a document host": Q(copy=True),
                "No date of reading": Q(accessed_on=None),
            }
        ),
    ]
    guidance = {
        "archived_url": "Where the Internet Archive has a copy. The link above looks for one."
    }
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

    def get_queryset(self, request):
        sources = super().get_queryset(request)
        if is_about_addresses(request):
            checked = CheckedAddress.objects.filter(url=OuterRef("url"))
            sources = sources.annotate(
                harm=harm(Source),
                said=Subquery(checked.values("said")[:1]),
            )
        return sources

    def get_ordering(self, request):
        if not is_about_addresses(request):
            return super().get_ordering(request)
        return [harm(Source).asc(), "archived_url", public_claims(Source).desc()]

    def get_list_display(self, request):
        if is_about_addresses(request):
            return ["title", "publisher", "rests", "found", "page", "cited"]
        return super().get_list_display(request)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and obj.pk:
            context["found"] = Found.of(obj)
            context["may_replace"] = self.has_change_permission(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @display(description="What rests on it")
    def rests(self, source):
        copied = " There is an archived copy." if source.archived_url else ""
        return f"{WORDS[source.harm]}.{copied}"

    @display(description="What was found")
    def found(self, source):
        return in_short(source, source.said)

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
