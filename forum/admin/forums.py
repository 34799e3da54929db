"""Forums, the order of their sessions, and the series they belong to."""

from django.contrib import admin
from django.db.models import Q
from django.forms import HiddenInput, IntegerField
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesCheckboxFilter,
    RelatedDropdownFilter,
)
from unfold.decorators import display

from core.admin.base import GuardedAdmin, RowInline, fieldset
from core.admin.columns import link_to, linked, list_url
from core.admin.filters import missing, without
from core.admin.forms import RowForm, RowFormSet
from core.admin.publication import FeaturableAdmin
from core.dates import readable
from forum.models import Forum, ForumCitation, ForumSeries, Session
from initiatives.admin.citations import CitingAdmin, citations_of


class SessionRowForm(RowForm):
    """A session among those of its forum: all that is said here is its place."""

    place = "order"
    order = IntegerField(widget=HiddenInput)  # from nought, as the browser counts

    def _post_clean(self):
        """Whatever else a session says is looked at on its own page."""


class SessionRows(RowFormSet):
    first_place = 1


class SessionInline(RowInline):
    """The sessions of a forum in their order; each has a page of its own."""

    model = Session
    form = SessionRowForm
    formset = SessionRows
    verbose_name_plural = "sessions"
    fields = ["page", "when", "order"]
    readonly_fields = ["page", "when"]
    ordering = ["order", "pk"]
    ordering_field = "order"
    hide_ordering_field = True
    can_delete = False
    template_after = "admin/add_session.html"

    def has_add_permission(self, request, obj=None):
        return False

    @display(description="Session")
    def page(self, session):
        return link_to(session)

    @display(description="When")
    def when(self, session):
        return readable(session.date)


@admin.register(Forum)
class ForumAdmin(CitingAdmin, FeaturableAdmin):
    ages = False  # an event stays as it was
    goes_together = [("series", "edition"), ("start_date", "end_date")]
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
            "As a whole. Its sessions, in a tab of their own, say it one by one.",
            *("themes", "resources"),
        ),
    ]
    inlines = [SessionInline, citations_of(ForumCitation)]

    @display(description="Where", ordering="city")
    def place(self, forum):
        return ", ".join(filter(None, [forum.city, forum.country and forum.country.name]))

    @display(description="Sessions", ordering="sessions_count")
    def held(self, forum):
        url = list_url(Session, f"forum__id__exact={forum.pk}")
        return linked(forum.sessions_count, url)


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
