"""Forums and the series they belong to; sessions have pages of their own."""

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesCheckboxFilter,
    RelatedDropdownFilter,
)
from unfold.decorators import display

from core.admin.base import GuardedAdmin, fieldset
from core.admin.columns import link, link_to, linked, list_url
from core.admin.filters import missing, without
from core.admin.publication import FeaturableAdmin
from forum.models import Forum, ForumCitation, ForumSeries, Session
from initiatives.admin.citations import CitingAdmin, citations_of


@admin.register(Forum)
class ForumAdmin(CitingAdmin, FeaturableAdmin):
    ages = False  # an event stays as it was
    list_display = ["title", "state", "start_date", "place", "held", "sources", "changed"]
    list_select_related = ["country"]
    list_filter = [
        ("publication", ChoicesCheckboxFilter),
        missing(
            {
                "Has no source": without(Forum, "citations"),
                "Has no session": without(Forum, "sessions"),
                "Has no country": Q(country=None),
                "Names no organizer": without(Forum, "organizers"),
            }
        ),
        ("series", RelatedDropdownFilter),
        ("themes", RelatedDropdownFilter),
        ("country", AutocompleteSelectFilter),
    ]
    counts = ["citations", "sessions"]
    search_fields = ["title", "series__name", "city", "slug"]
    named_by = {"organizers": ["name", "acronym"]}
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["series", "country", "organizers", "themes", "resources"]
    readonly_fields = ["session_list"]
    fieldsets = [
        fieldset(
            "What it was",
            "One event. The larger one that hosted it, or the series it belongs to, is the series.",
            *("title", "slug", "series", "edition", "theme", "summary"),
        ),
        fieldset(
            "When and where",
            "As precise as the sources are: a year will do.",
            *(("start_date", "end_date"), "city", "country", "venue", "organizers"),
        ),
        fieldset(
            "What was shown",
            "Each session has a page of its own, with its speakers and figures.",
            *("session_list", "themes", "resources"),
        ),
    ]
    inlines = [citations_of(ForumCitation)]

    @display(description="Where", ordering="city")
    def place(self, forum):
        return ", ".join(filter(None, [forum.city, forum.country and forum.country.name]))

    @display(description="Sessions", ordering="sessions_count")
    def held(self, forum):
        url = list_url(Session, f"forum__id__exact={forum.pk}")
        return linked(forum.sessions_count, url)

    @display(description="Sessions")
    def session_list(self, forum):
        """The sessions as links to their pages, and one to add another."""
        if not forum.pk:
            return "Save the forum first; then add its sessions."
        add = link("Add a session", f"{reverse('admin:forum_session_add')}?forum={forum.pk}")
        rows = [(link_to(session), session.date) for session in forum.sessions.order_by("order")]
        listed = format_html_join("", "<li>{} {}</li>", rows)
        return format_html('<ol class="sessions">{}</ol>{}', listed, add)


@admin.register(ForumSeries)
class ForumSeriesAdmin(GuardedAdmin):
    """Curators rename a series until a forum of it is published."""

    publish_permission = "forum.publish_forum"
    list_display = ["name", "size"]
    counts = ["forums"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        fieldset(
            "What it is",
            "A series of forums, or the larger event that hosts one.",
            *("name", "slug"),
        )
    ]

    def has_page(self, record):
        return False

    @display(description="Forums", ordering="forums_count")
    def size(self, series):
        return linked(series.forums_count, list_url(Forum, f"series__id__exact={series.pk}"))
