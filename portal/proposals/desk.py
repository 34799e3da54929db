"""Proposals of readers at the desk: what came, about what, and what becomes of it."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import Http404
from django.utils.formats import date_format
from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from unfold.contrib.filters.admin import ChoicesCheckboxFilter, DropdownFilter
from unfold.decorators import action, display

from core.admin.base import CatalogueAdmin, delete_records, fieldset
from core.admin.columns import change_url, link
from core.admin.steps import asks_first, deletable
from initiatives.models import Replication
from portal.proposals import replicating
from portal.proposals.models import Proposal
from portal.proposals.records import RECORDS, attach, title_of

COLOURS = {
    Proposal.State.NEW: "warning",
    Proposal.State.TAKEN_ON: "info",
    Proposal.State.DONE: "success",
    Proposal.State.REFUSED: "default",
}
GONE = "It has been deleted."
BEGINNING = 70  # characters of a text that a list shows


def desk_url(record):
    """Where the desk has a record; a replication stands with its initiative."""
    if isinstance(record, Replication):
        return f"{change_url(record.initiative)}#replications"
    return change_url(record)


class About(DropdownFilter):
    """The proposals about one record; there only when the link beside its form leads here."""

    title = "the record that it is about"
    parameter_name = "about"

    def lookups(self, request, model_admin):
        value = request.GET.get(self.parameter_name)
        return [(value, value.replace("-", " "))] if self.record(value) else []

    def queryset(self, request, queryset):
        record = self.record(self.value())
        return queryset.about(*record) if record else queryset

    @staticmethod
    def record(value):
        """The kind and the public id that a value names, or None."""
        kind, _, public_id = (value or "").partition("-")
        return (kind, public_id) if kind in RECORDS and public_id.isalnum() else None


@admin.register(Proposal)
class ProposalAdmin(CatalogueAdmin):
    """What readers sent stays as they sent it; curators say what becomes of it."""

    list_display = ["what", "about", "begins", "country", "standing", "sent"]
    list_filter = [("state", ChoicesCheckboxFilter), ("kind", ChoicesCheckboxFilter), About]
    list_select_related = ["country"]
    search_fields = ["text", "source", "remark"]
    date_hierarchy = "created_at"
    fieldsets = [
        fieldset(
            "What came",
            "As a reader wrote it. Nothing of it is public. Check it against a source before you "
            "change a record.",
            *("what", "about", "country", "said", "page", "sent"),
        ),
        fieldset(
            "Who sent it",
            "For you alone, to ask about what was sent, and for nothing else. It goes when the "
            "proposal is deleted.",
            *("name", "contact"),
        ),
        fieldset(
            "What becomes of it",
            "“Make a replication”, above, adds what a country wants or took up to the initiative, "
            "with its source. It is there for those who may change the initiative.",
            *("state", "remark"),
        ),
    ]
    readonly_fields = ["what", "about", "country", "said", "page", "sent", "name", "contact"]
    actions = ["delete_selected"]
    actions_detail = ["make_replication"]

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            attach(shown["cl"].result_list)
        return response

    @asks_first("Delete", "They do not come back.", "delete", deletable)
    def delete_selected(self, request, records):
        delete_records(self, request, records)

    def has_make_replication_permission(self, request, object_id=None):
        """Whether it proposes a replication of what the user may change, and is open."""
        proposal = object_id and self.get_object(request, unquote(str(object_id)))
        return bool(proposal) and replicating.is_possible(request, proposal)

    @action(description="Make a replication", permissions=["make_replication"])
    def make_replication(self, request, object_id):
        """The page that asks how it is to stand in the catalogue, and makes it so."""
        proposal = self.get_object(request, unquote(object_id))
        if proposal is None:
            raise Http404("There is no proposal with this key.")
        return replicating.page(self, request, proposal)

    @display(description="What")
    def what(self, proposal):
        return proposal.get_kind_display()

    @display(description="About")
    def about(self, proposal):
        record = proposal.record
        if record is None:
            kind = RECORDS[proposal.record_kind].model._meta.verbose_name
            return f"{kind} {proposal.record_id}. {GONE}"
        return link(title_of(record), desk_url(record))

    @display(description="State", ordering="state", label=COLOURS)
    def standing(self, proposal):
        return proposal.state, proposal.get_state_display()

    @display(description="Sent", ordering="created_at")
    def sent(self, proposal):
        return date_format(proposal.created_at, "j M Y")

    @display(description="Begins")
    def begins(self, proposal):
        return Truncator(proposal.text).chars(BEGINNING)

    @display(description="Text")
    def said(self, proposal):
        return mark_safe(linebreaks(proposal.text, autoescape=True))  # noqa: S308 - escaped here

    @display(description="Source")
    def page(self, proposal):
        if not proposal.source:
            return None
        return format_html(
            '<a href="{0}" rel="noreferrer noopener" target="_blank" class="text-link">{0}</a>',
            proposal.source,
        )

    def has_add_permission(self, request):
        return False
