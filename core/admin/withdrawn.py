"""What was withdrawn from the public, and what readers are told of it."""

from django import forms
from django.contrib import admin
from unfold.admin import ModelAdmin
from unfold.decorators import display

from core.models import PublicRecord

State = PublicRecord.State


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
    list_display = ["name", "kind", "state", "reason", "withdrawn"]
    list_filter = ["state"]
    search_fields = ["slug", "public_id"]
    ordering = ["-withdrawn"]
    fields = ["kind", "public_id", "slug", "withdrawn", "state", "reason"]
    readonly_fields = ["kind", "public_id", "slug", "withdrawn"]

    def get_queryset(self, request):
        records = super().get_queryset(request)
        is_list = request.resolver_match.url_name.endswith("_changelist")
        return records.exclude(state=State.PUBLIC) if is_list else records

    def has_change_permission(self, request, obj=None):
        is_public = obj is not None and obj.state == State.PUBLIC
        return not is_public and super().has_change_permission(request, obj)

    @display(description="Last part of the address")
    def name(self, record):
        return record.slug or record.public_id

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
