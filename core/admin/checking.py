""" "Checked, still true": how the desk keeps what readers see from growing old."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.formats import date_format
from django.views.decorators.http import require_POST
from unfold.decorators import display

from core.admin.ageing import COLOURS, age_of, last_checked
from core.admin.base import is_changelist
from core.admin.columns import change_url
from core.admin.saving import lock
from core.admin.steps import asks_first, counted
from core.models import Check

CHECKED = "Checked, still true"
MEANS = (
    "You have held them against their sources, and what they say is still so. Your name and the "
    "day are kept; what readers see stays as it is."
)
CHANGED = "It has been changed since you opened it. Look at it again: then say that it is true."
NOT_PUBLIC = "Readers do not see it, so there is nothing to check."


class Checking:
    """A mixin for pages of records that are checked from time to time, curators' work as well."""

    ages = True  # whether what such records say can stop being true

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_checked"
        view = self.admin_site.admin_view(require_POST(self.checked_now))
        return [path("<path:object_id>/checked/", view, name=name), *super().get_urls()]

    def checked_now(self, request, object_id):
        """Note that somebody has checked a record in the version that the page showed."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404("There is no such record.")
        if not (self.ages and self.has_change_permission(request)):
            raise PermissionDenied
        with transaction.atomic():
            lock(record)
            if self.version_of(str(record.pk)) != request.POST.get("version"):
                self.message_user(request, CHANGED, messages.ERROR)
            elif self.get_object(request, unquote(object_id)).is_published:
                self.note_checks(request, [record])
            else:
                self.message_user(request, NOT_PUBLIC, messages.ERROR)
        return HttpResponseRedirect(change_url(record))

    @asks_first(CHECKED, MEANS, "change")
    def mark_checked(self, request, records):
        self.note_checks(request, [record for record in records if record.is_published])

    def note_checks(self, request, records):
        """Note who has checked these records today, and say so."""
        kind = self.opts.model_name
        Check.objects.bulk_create(
            Check(kind=kind, row_id=record.pk, user=request.user) for record in records
        )
        text = f"{counted(self.opts, len(records))}: checked."
        self.message_user(request, text, messages.SUCCESS)

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not self.ages:
            actions.pop("mark_checked", None)
        return actions

    def get_list_display(self, request):
        shown = super().get_list_display(request)
        return [*shown, "checked"] if self.ages else shown

    def get_queryset(self, request):
        records = super().get_queryset(request)
        if self.ages and is_changelist(request):
            records = records.annotate(last_checked=last_checked(self.model))
        return records

    @display(description="Checked", ordering="last_checked", label=COLOURS)
    def checked(self, record):
        if not (record.is_published and record.last_checked):
            return None
        return age_of(record.last_checked), date_format(record.last_checked, "M Y")
