"""Sessions: what was shown and said, and by whom."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesCheckboxFilter,
    RelatedDropdownFilter,
)
from unfold.decorators import display

from core.admin.base import GuardedAdmin, OrderedStackedInline, fieldset
from core.admin.columns import change_url, link, link_to, linked
from core.admin.drafts import draft_in
from core.admin.filters import missing, without
from core.admin.forms import RecordForm
from core.admin.gate import Gated
from core.admin.keys import key_in
from core.publishing import is_settled
from forum.models import Appearance, Forum, Session, SessionFigure
from initiatives.admin.inlines import FigureInline


class SessionForm(RecordForm):
    """A session's form. Without a number, the session becomes the last of its forum."""

    may_change_settled = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "order" in self.fields:
            self.fields["order"].required = False

    def clean_forum(self):
        forum = self.cleaned_data["forum"]
        if not self.may_change_settled and is_settled(forum):
            raise ValidationError(
                "This forum is published: save the session as a draft of changes, and an editor "
                "adds it."
            )
        return forum

    def clean(self):
        cleaned_data = super().clean()
        forum = cleaned_data.get("forum")
        if forum and "order" not in self.errors and cleaned_data.get("order") is None:
            cleaned_data["order"] = next_order(forum)
        is_seen = forum is not None and forum.is_published
        if is_seen and "summary" not in self.errors and not cleaned_data.get("summary"):
            self.add_error("summary", "Each session that readers see has a summary.")
        return cleaned_data


def next_order(forum):
    """The number after the last session of a forum."""
    return (forum.sessions.aggregate(last=Max("order"))["last"] or 0) + 1


def add_url(forum):
    """Where a session of a forum is added."""
    return f"{reverse('admin:forum_session_add')}?forum={forum.pk}"


class AppearanceInline(OrderedStackedInline):
    model = Appearance
    verbose_name = "speaker"
    verbose_name_plural = "speakers"
    fields = [("person", "role"), ("title", "organization"), "topic", "points", "position"]
    autocomplete_fields = ["person", "organization"]
    guidance = "Who spoke, in the order of the programme, with job and organization as of that day."


class SessionFigureInline(FigureInline):
    model = SessionFigure


class StateOfForum(ChoicesCheckboxFilter):
    """Sessions by where their forum stands."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "publication of the forum"


@admin.register(Session)
class SessionAdmin(Gated, GuardedAdmin):
    """A session is as public as its forum, and changed by whoever may change that."""

    publish_permission = "forum.publish_forum"
    form = SessionForm
    list_display = ["title", "of_forum", "order", "date", "people", "shown"]
    list_select_related = ["forum"]
    list_filter = [
        missing(
            {
                "Names nobody": without(Session, "appearances"),
                "Shows no initiative": without(Session, "initiatives"),
                "Has no date": Q(date=""),
                "Has no key message": Q(key_messages=[]),
            }
        ),
        ("forum", AutocompleteSelectFilter),
        ("forum__publication", StateOfForum),
        ("themes", RelatedDropdownFilter),
    ]
    counts = ["appearances", "initiatives"]
    search_fields = ["title", "forum__title", "slug"]
    named_by = {"appearances__person": ["name"]}
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["forum", "themes", "initiatives", "resources"]
    fieldsets = [
        fieldset(
            "What it was",
            "One part of a forum. Without a number it becomes the last.",
            *("forum", "order", "title", "slug"),
        ),
        fieldset(
            "When",
            "As far as a source gives it, in local time.",
            *("date", ("start_time", "end_time")),
        ),
        fieldset(
            "What was shown and said",
            "The summary in our own words, and the messages that it closed with, one on each line.",
            *("summary", "key_messages", "initiatives", "resources", "themes"),
        ),
    ]
    inlines = [AppearanceInline, SessionFigureInline]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.may_change_settled = self.is_editor(request) or draft_in(request) is not None
        return form

    def judged(self, request, record):
        """The forum that the session is to stand in."""
        return Forum.objects.filter(pk=key_in(request.POST.get("forum", ""))).first()

    def settle(self, request, form, formsets):
        super().settle(request, form, formsets)
        forum = form.instance.forum
        forum.cite_claims()
        if forum.is_published:
            self.pass_gate(request, forum)
        Forum.objects.filter(pk=forum.pk).update(updated_at=timezone.now())

    def response_add(self, request, obj, post_url_continue=None):
        response = super().response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST:
            response["Location"] = add_url(obj.forum)
        return response

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        if "_addanother" in request.POST:
            response["Location"] = add_url(obj.forum)
        return response

    def response_post_save_add(self, request, obj):
        return self.back_to_forum(request, obj)

    def response_post_save_change(self, request, obj):
        return self.back_to_forum(request, obj)

    def back_to_forum(self, request, session):
        """The forum with its sessions, and the way to the next one."""
        following = session.forum.sessions.filter(order__gt=session.order).order_by("order")
        ways = [link(f"Next session: {one}", change_url(one)) for one in following[:1]]
        ways.append(link("Add another session", add_url(session.forum)))
        self.message_user(request, format_html_join(" · ", "{}", [(way,) for way in ways]))
        return HttpResponseRedirect(f"{change_url(session.forum)}#sessions")

    @display(description="Forum", ordering="forum__title")
    def of_forum(self, session):
        return link_to(session.forum)

    @display(description="People", ordering="appearances_count")
    def people(self, session):
        return linked(session.appearances_count, f"{change_url(session)}#appearances")

    @display(description="Initiatives", ordering="initiatives_count")
    def shown(self, session):
        return session.initiatives_count
