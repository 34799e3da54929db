"""What was withdrawn from the public, and what readers are told of it."""

from django import forms
from django.apps import apps
from django.contrib import admin
from unfold.admin import ModelAdmin
from unfold.decorators import display

from core.models import PublicRecord
from core.models.identity import PublicIdModel

State = PublicRecord.State
NAMES_OF_KINDS = {  # as the desk calls them
    model._meta.model_name: model._meta.verbose_name
    for model in apps.get_models()
    if issubclass(model, PublicIdModel)
}


class WithdrawnForm(forms.ModelForm):
    """What readers are told of a record that was withdrawn."""

    class Meta:
        model = PublicRecord
        fields = ["state", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "state" in self.fields:
            self.fields["state"].choices = [
                (s.value, s.label) for s in (State.GONE, State.VANISHED)
            ]


@admin.register(PublicRecord)
class WithdrawnAdmin(ModelAdmin):
    """Records that were public and are not any more. The database keeps the list by itself."""

    form = WithdrawnForm
    list_display = ["name", "what", "state", "reason", "withdrawn"]
    list_filter = ["state"]
    search_fields = ["slug", "public_id"]
    ordering = ["-withdrawn"]
    fields = ["what", "public_id", "slug", "withdrawn", "state", "reason"]
    readonly_fields = ["what", "public_id", "slug", "withdrawn"]

    def get_queryset(self, request):
        records = super().get_queryset(request)
        is_list = request.resolver_match.url_name.endswith("_changelist")
        if not is_list:
            return records
        # Sources and replications have no name; they go and come with the records that have them.
        return records.exclude(state=State.PUBLIC).exclude(state=State.GONE, slug="")

    def has_change_permission(self, request, obj=None):
        is_public = obj is not None and obj.state == State.PUBLIC
        return not is_public and super().has_change_permission(request, obj)

    @display(description="Kind")
    def what(self, record):
        return NAMES_OF_KINDS.get(record.kind, record.kind)

    @display(description="Last part of the address")
    def name(self, record):
        return record.slug or record.public_id

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
