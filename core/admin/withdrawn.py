"""What was withdrawn from the public, and what readers find at its address."""

from urllib.parse import urlsplit

from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from core.admin.columns import change_url, link
from core.admin.told import Names
from core.models import PublicationState, PublicRecord, Publishable
from core.models.identity import PublicIdModel
from core.search.fields import present_slugs
from core.text import tidied

State = PublicRecord.State
MODELS = {
    model._meta.model_name: model for model in apps.get_models() if issubclass(model, PublicIdModel)
}
SETTLED = (State.PUBLIC, State.VANISHED)  # of these there is nothing to say here


def name_of_kind(record):
    """What the desk calls records of its kind."""
    return MODELS[record.kind]._meta.verbose_name


def call(records):
    """Note with each of these what it is called, or was; nothing of what left no trace."""
    names = Names()
    places = [(MODELS[record.kind]._meta.db_table, record.row_id) for record in records]
    names.learn(places)
    names.learn_of([])
    for record, place in zip(records, places, strict=True):
        row = names.rows.get(place) if record.state != State.VANISHED else None
        record.called = names.title(MODELS[record.kind], row) if row else "-"


def can_stay_readable(record):
    """Whether the page of a record that was withdrawn can be read: drafts are nobody's business."""
    model = MODELS[record.kind]
    archived = {"pk": record.row_id, "publication": PublicationState.ARCHIVED}
    return issubclass(model, Publishable) and model.objects.filter(**archived).exists()


def stands_elsewhere(record):
    """Whether a record that was withdrawn is a part of another, a session of a forum, and kept."""
    model = MODELS[record.kind]
    is_part = not issubclass(model, Publishable)
    return is_part and model.objects.filter(pk=record.row_id).exists()


class WithdrawnForm(forms.ModelForm):
    """What readers find in the place of a record that was withdrawn."""

    successor = forms.CharField(
        label="Replaced by",
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text="Only where it is merged: the address of the record that replaces it, or the "
        "last part of that.",
    )

    class Meta:
        model = PublicRecord
        fields = ["state", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "state" not in self.fields:
            return
        states = [State.GONE, State.MERGED]
        if can_stay_readable(self.instance):
            states.insert(1, State.ARCHIVED)
        if not stands_elsewhere(self.instance):
            states.append(State.VANISHED)
        choice = self.fields["state"]
        choice.choices = [(state.value, state.label) for state in states]
        choice.help_text = (
            "A page stays readable as long as its record is archived, and no draft."
            if State.VANISHED in states
            else "To remove it without a trace, delete it at the desk first."
        )
        if other := self.instance.replaced_by:
            self.initial["successor"] = other.slug or other.public_id

    def clean_reason(self):
        return tidied(self.cleaned_data["reason"], is_line=True).strip()

    def clean_successor(self):
        """The public record of the same kind that was named, or None."""
        address = urlsplit(self.cleaned_data["successor"].strip().lower()).path.strip("/")
        if not address:
            return None
        place, _, key = address.rpartition("/")
        kind, name = self.instance.kind, name_of_kind(self.instance)
        key = present_slugs(kind, [key]).get(key, key)
        public = PublicRecord.objects.public().filter(kind=kind)
        other = public.filter(Q(slug=key) | Q(public_id=key)).first()
        if other is None:
            raise ValidationError(f"No public {name} has this address.")
        record = MODELS[kind].objects.filter(pk=other.row_id).first()
        page = record.get_absolute_url() if hasattr(record, "get_absolute_url") else "/"
        begins = page.split("/")[1]
        if place and place.split("/")[0] not in ("api", begins):
            raise ValidationError(f"This is no address of a {name}.")
        return other

    def clean(self):
        cleaned = super().clean()
        other, state = cleaned.get("successor"), cleaned.get("state")
        if state == State.MERGED and other is None and "successor" not in self.errors:
            self.add_error("successor", "Say which record replaces it.")
        if other and state and state != State.MERGED:
            self.add_error("state", "Choose “Merged”, or leave “Replaced by” empty.")
        self.instance.replaced_by = other
        return cleaned


@admin.register(PublicRecord)
class WithdrawnAdmin(ModelAdmin):
    """Records that were public and are not any more. The database keeps the list by itself."""

    form = WithdrawnForm
    list_display = ["called", "name", "what", "state", "reason", "withdrawn"]
    list_filter = ["state"]
    search_fields = ["slug", "public_id"]
    ordering = ["-withdrawn"]
    fields = ["record", "what", "permanent_id", "name", "withdrawn", "state", "successor", "reason"]
    readonly_fields = ["record", "what", "permanent_id", "name", "withdrawn"]

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            call(shown["cl"].result_list)
        return response

    def get_queryset(self, request):
        records = super().get_queryset(request)
        is_list = request.resolver_match.url_name.endswith("_changelist")
        if not is_list:
            return records
        records = records.withdrawn()
        if request.GET.get("q"):
            return records
        # Sources and replications have no name; they go and come with the records that have them.
        return records.exclude(state=State.GONE, slug="")

    def has_change_permission(self, request, obj=None):
        is_settled = obj is not None and obj.state in SETTLED
        return not is_settled and super().has_change_permission(request, obj)

    def save_model(self, request, obj, form, change):
        """Only what was asked: all else is the database's, which may have written it meanwhile."""
        obj.save(update_fields=["state", "reason", "replaced_by"])

    @display(description="Record")
    def called(self, record):
        return record.called

    @display(description="Record")
    def record(self, record):
        """What it is called, with the way to its form, where there is one."""
        call([record])
        there = MODELS[record.kind]._base_manager.filter(pk=record.row_id).first()
        is_at_desk = there is not None and admin.site.is_registered(type(there))
        return link(record.called, change_url(there)) if is_at_desk else record.called

    @display(description="Kind")
    def what(self, record):
        return name_of_kind(record)

    @display(description="Permanent id")
    def permanent_id(self, record):
        return record.public_id

    @display(description="Last part of the address")
    def name(self, record):
        return record.slug or record.public_id

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
