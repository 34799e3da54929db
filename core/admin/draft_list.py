"""The list of all drafts of changes that somebody may see."""

from django.contrib import admin
from django.db.models import Case, When
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesCheckboxFilter
from unfold.decorators import display

from core.admin.base import ReadOnly
from core.admin.columns import link
from core.admin.draft_versions import url_of_draft
from core.admin.drafts import Drafting
from core.models import Draft

COLOURS = {Draft.State.WRITING: "warning", Draft.State.WAITING: "info"}


@admin.register(Draft)
class DraftsAdmin(ReadOnly, ModelAdmin):
    """Drafts of changes to what readers see. They are written on the pages of the records."""

    list_display = ["record", "what", "where", "changed_by", "changed"]
    list_display_links = None
    ordering = [Case(When(state__in=Draft.OPEN, then=0), default=1), "-changed_at", "-pk"]
    list_select_related = ["changed_by"]
    list_filter = [("state", ChoicesCheckboxFilter)]
    list_filter_submit = True
    list_per_page = 50
    search_fields = ["name"]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        draft = self.get_object(request, object_id)
        if draft is None:
            return super().change_view(request, object_id, form_url, extra_context)
        return redirect(url_of_draft(draft, self.kinds()[draft.kind].app_label))

    def get_queryset(self, request):
        kinds = [
            kind
            for kind, opts in self.kinds().items()
            if request.user.has_perm(f"{opts.app_label}.view_{kind}")
        ]
        return super().get_queryset(request).filter(kind__in=kinds)

    def kinds(self):
        """By the name of each kind that can have drafts, what Django knows of its model."""
        desks = self.admin_site._registry.items()
        return {
            model._meta.model_name: model._meta
            for model, desk in desks
            if isinstance(desk, Drafting)
        }

    @display(description="Record", ordering="name")
    def record(self, draft):
        return link(draft.name, url_of_draft(draft, self.kinds()[draft.kind].app_label))

    @display(description="Kind", ordering="kind")
    def what(self, draft):
        return self.kinds()[draft.kind].verbose_name

    @display(description="Changed", ordering="changed_at")
    def changed(self, draft):
        return date_format(timezone.localtime(draft.changed_at), "j M Y, H:i")

    @display(description="State", ordering="state", label=COLOURS)
    def where(self, draft):
        return draft.state, draft.get_state_display()
