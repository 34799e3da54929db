"""The access log at the desk, to be read and to be carried away as a table."""

import csv

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesCheckboxFilter
from unfold.decorators import display

from core.admin.base import ReadOnly
from core.downloads.csv_file import BYTE_ORDER_MARK, cell
from core.text import tidied
from portal.accounts.log import noted
from portal.accounts.models import AccessEvent

MOST_LINES = 10_000  # of a file; a year of a small desk


@admin.register(AccessEvent)
class AccessLogAdmin(ReadOnly, ModelAdmin):
    """Who came, who was refused, who was given what. Nobody changes this."""

    list_display = ["when", "kind", "by", "about", "said", "address"]
    list_display_links = None
    list_filter = [("kind", ChoicesCheckboxFilter)]
    list_filter_submit = True
    list_per_page = 50
    search_fields = ["by", "about", "said", "address"]
    date_hierarchy = "at"
    list_before_template = "admin/access_log_before.html"
    fields = ["when", "kind", "by", "about", "said", "address"]
    readonly_fields = ["when"]

    def get_urls(self):
        view = self.admin_site.admin_view(require_safe(self.csv_view))
        return [path("csv/", view, name="roof_accessevent_csv"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Access log", "most": MOST_LINES})

    def get_search_results(self, request, queryset, search_term):
        text = tidied(search_term, is_line=True).strip()
        return super().get_search_results(request, queryset, text)

    def csv_view(self, request):
        """What a list shows, as CSV: the latest lines of its question. Noted itself."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        events = list(self.get_changelist_instance(request).queryset[:MOST_LINES])
        noted(AccessEvent.Kind.EXPORTED, request, about="access log", said=f"{len(events)} lines")
        name = f"access-log-{timezone.localdate():%Y-%m-%d}.csv"
        disposition = f'attachment; filename="{name}"'
        response = HttpResponse(
            BYTE_ORDER_MARK,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": disposition},
        )
        writer = csv.writer(response)
        writer.writerow(["when", "what", "who", "about", "more", "network_address"])
        for event in events:
            texts = (event.get_kind_display(), event.by, event.about, event.said, event.address)
            writer.writerow(map(cell, (event.at, *texts)))
        return response

    @display(description="When", ordering="at")
    def when(self, event):
        return date_format(timezone.localtime(event.at), "j M Y, H:i")
