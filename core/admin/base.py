"""What every page of the curators' desk has in common."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ORDER_VAR
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import SuspiciousOperation
from django.db.models import (
    Case,
    CharField,
    DecimalField,
    FloatField,
    IntegerField,
    Model,
    Q,
    TextField,
    Value,
    When,
)
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.widgets import UnfoldAdminTextareaWidget

from core.admin.choices import OffersChoices
from core.admin.columns import count_of
from core.admin.deleting import before_deleting
from core.admin.drafts import Drafting, draft_in
from core.admin.explaining import explain
from core.admin.filters import filters_on
from core.admin.forms import (
    LinesField,
    RecordForm,
    RowForm,
    RowFormSet,
    TidyField,
    TidyLineField,
    has_written,
)
from core.admin.history import KeepsHistory
from core.admin.limits import MOST_ROWS
from core.admin.moving import InUse
from core.admin.naming import LABELS
from core.admin.numbers import AmountField, DegreesField, Number
from core.admin.previews import Previewing
from core.admin.saving import EDITORS_ONLY, Refused, Saving
from core.admin.search import found
from core.admin.steps import SEEN, StepForm, asks_first, counted, deletable
from core.admin.versions import Seen
from core.models import PublicationState
from core.publishing import Problem, is_public, is_settled, was_public
from core.text import tidied

PUBLISHED = PublicationState.PUBLISHED
BY_A_DRAFT = (
    "Readers see this, so that two people look at what changes in it: press “Save as a draft of "
    "changes”, and have somebody else publish that."
)
COME_BACK = "They can be brought back from “Deleted records”, under Upkeep."
TEXT = UnfoldAdminTextareaWidget(attrs={"rows": 4})
FORM_FIELDS = {
    ArrayField: {"form_class": LinesField, "widget": TEXT},
    CharField: {"form_class": TidyLineField},
    DecimalField: {"form_class": AmountField, "widget": Number("amount")},
    FloatField: {"form_class": DegreesField, "widget": Number("degrees")},
    IntegerField: {"widget": Number("whole")},
    TextField: {"form_class": TidyField, "widget": TEXT},
}


class CatalogueAdmin(KeepsHistory, Saving, InUse, OffersChoices, ModelAdmin):
    """A model's pages at the desk.

    Search is that of `core.admin.search`. What is called so comes first, unless one has chosen
    another order for a list.
    """

    form = RecordForm
    action_form = StepForm
    formfield_overrides = FORM_FIELDS
    change_form_outer_before_template = "admin/unsaved_offer.html"
    change_form_before_template = "admin/before_form.html"
    change_form_after_template = "admin/after_form.html"
    list_per_page = 50
    list_filter_submit = True
    show_facets = admin.ShowFacets.NEVER
    warn_unsaved_form = True
    list_prefetch_related = ()
    named_by = {}  # relations by whose names a record is found too, and the fields of the names
    guidance = {}  # by field, what a good value is, where the model does not say it
    counts = ()  # reverse relations whose rows a list counts, as <relation>_count

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", {})
        if "cl" in shown:
            shown["filters_on"] = list(filters_on(shown["cl"], request))
        if shown.get("action_form"):
            keys = [record.pk for record in shown["cl"].result_list]
            shown["action_form"].fields[SEEN].initial = Seen.now(self.model, keys)
        return response

    def get_form(self, request, obj=None, change=False, **kwargs):
        said = {"labels": LABELS, "help_texts": self.guidance}
        form = super().get_form(request, obj, change, **said | kwargs)
        form.fills_itself = {} if obj else self.get_prepopulated_fields(request)
        return form

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        explain(context, self.model)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def construct_change_message(self, request, form, formsets, add=False):
        """What the log says. It ends its sentences itself, so that names in it do not."""
        message = super().construct_change_message(request, form, formsets, add)
        for told in (told for part in message for told in part.values() if "object" in told):
            told["object"] = told["object"].removesuffix(".")
        return message

    def lookup_allowed(self, lookup, value, request):
        """Any lookup that Django allows in an address, but those that can be written wrongly."""
        return not lookup.endswith("regex") and super().lookup_allowed(lookup, value, request)

    def response_action(self, request, queryset):
        keys = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(key.isascii() and key.isdigit() for key in keys):
            raise SuspiciousOperation("An action on what is no record.")
        return super().response_action(request, queryset)

    def get_queryset(self, request):
        records = super().get_queryset(request)
        if not is_changelist(request):
            return records
        counts = {f"{name}_count": count_of(self.model, name) for name in self.counts}
        return records.annotate(**counts).prefetch_related(*self.list_prefetch_related)

    def get_search_results(self, request, queryset, search_term):
        text = tidied(search_term, is_line=True).strip()
        if not text:
            return queryset, False
        is_list = is_changelist(request)
        queryset = queryset.filter(
            found(self.model, text, self.search_fields, self.named_by, is_typing=not is_list)
        )
        if not (is_list and ORDER_VAR in request.GET):
            order = queryset.query.order_by if is_list else self.ordering or self.opts.ordering
            queryset = queryset.order_by(self.nearness(text), *order)
        return queryset, False

    def nearness(self, text):
        """A number by which records come first that are called what was typed, or begin so."""
        name = self.search_fields[0]
        called = Q(**{f"{name}__iexact": text})
        if "acronym" in self.search_fields:
            called |= Q(acronym__iexact=text)
        return Case(
            When(called, then=Value(0)),
            When(**{f"{name}__istartswith": text}, then=Value(1)),
            When(**{f"{name}__icontains": text}, then=Value(2)),
            default=Value(3),
        )

    def get_view_on_site_url(self, obj=None):
        """The page of the record, where there is one for the public."""
        return super().get_view_on_site_url(obj) if obj is None or self.has_page(obj) else None

    def has_page(self, record):
        """Whether the public can open the record's page."""
        return True


class GuardedAdmin(Drafting, Previewing, CatalogueAdmin):
    """Pages of records whose changes need an editor once an editor has decided on them."""

    publish_permission = None  # of what an editor may do, and a curator may not
    actions = ["delete_selected"]

    def is_editor(self, request):
        """Whether the user may change what the public sees."""
        return request.user.has_perm(self.publish_permission)

    def reason(self, request, record):
        out_of_reach = record is not None and self.is_out_of_reach(request, record)
        return EDITORS_ONLY if out_of_reach else super().reason(request, record)

    def is_out_of_reach(self, request, record):
        """Whether the record is for editors only, and the user is none; a draft of it is not."""
        if draft_in(request):
            return False
        return is_record(record) and not self.is_editor(request) and is_settled(record)

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and not self.is_out_of_reach(request, obj)

    def has_delete_permission(self, request, obj=None):
        """What readers have seen is for an editor to delete, one by one."""
        allowed = super().has_delete_permission(request, obj)
        if not allowed or not is_record(obj) or self.is_editor(request):
            return allowed
        return not (is_settled(obj) or was_public(obj))

    @asks_first("Delete", COME_BACK, "delete", deletable)
    def delete_selected(self, request, records):
        delete_records(self, request, records)

    def settle(self, request, form, formsets):
        """What readers see is changed by one alone only where that is allowed; else by a draft."""
        before = form.initial.get("publication")
        super().settle(request, form, formsets)
        if settings.PUBLISH_ALONE or draft_in(request):
            return
        is_seen = is_public(form.instance) if before is None else before == PUBLISHED
        if is_seen and has_written(form, formsets):
            raise Refused([Problem(BY_A_DRAFT)])

    def delete_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        context = {"warnings": list(before_deleting(record)) if record else []}
        return super().delete_view(request, object_id, context | (extra_context or {}))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["is_out_of_reach"] = self.is_out_of_reach(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def has_page(self, record):
        return is_public(record)


class ReadOnly:
    """A mixin for pages that are there to be looked at."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class InTab(OffersChoices):
    """A mixin for inlines: in a tab of their own, with no empty row."""

    form = RowForm
    formset = RowFormSet
    formfield_overrides = FORM_FIELDS
    extra = 0
    max_num = MOST_ROWS
    tab = True
    hide_title = True
    guidance = ""  # what a good row is, in a sentence or two above the rows
    template_before = "admin/guidance.html"

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, absolute_max=MOST_ROWS, **kwargs)


class Dragged:
    """A mixin for inlines whose rows are dragged into their order."""

    ordering_field = "position"
    hide_ordering_field = True


class RowInline(InTab, TabularInline):
    """Rows of a record, each on one line."""


class OrderedInline(Dragged, RowInline):
    """Rows in an order, each on one line."""


class OrderedStackedInline(Dragged, InTab, StackedInline):
    """Rows in an order, each a little form."""


def delete_records(desk, request, records):
    """Delete the records of a step, and say so."""
    rows = desk.model.objects.filter(pk__in=[record.pk for record in records])
    desk.log_deletions(request, records)
    desk.delete_queryset(request, rows)
    text = f"{counted(desk.opts, len(records))}: deleted."
    desk.message_user(request, text, messages.SUCCESS)


def fieldset(title, description, *fields):
    """A part of a form: what it is about, a sentence on how to fill it in, and its fields."""
    return title, {"fields": list(fields), "description": description}


def is_record(record):
    """Whether this is a stored record, and not what else Django and unfold ask about."""
    return isinstance(record, Model) and bool(record.pk)


def is_changelist(request):
    """Whether a list is asked for, the one page that shows counts of related records."""
    match = request.resolver_match
    return bool(match) and match.url_name.endswith("_changelist")
