"""Possible twins at the desk: the list of all pairs, and the page on which one is settled."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import CheckboxFilter
from unfold.decorators import display
from unfold.views import ChangeList

from core.admin.base import ReadOnly
from core.admin.choices import state_of
from core.admin.columns import change_url, link, link_to, list_url
from core.admin.filters import filters_on
from core.admin.merge_page import ASK_EDITOR, merge_url
from core.admin.side_by_side import lines, read
from core.models import SuspectedPair
from core.models.reasons import LONGEST_REASON
from core.publishing import pairs
from core.text import tidied

WHY = "why"  # the field of the form
MISSING = "Please say in a sentence how one can tell that they are two different things."
TOO_LONG = "Please say it in at most {} characters: these are {}."
KEPT = (
    "Kept with both: {} and {} are two different things. Nobody is asked about them again unless "
    "a name changes."
)
NOT_ASKED = "{} and {} are no pair any more, so there was nothing to keep."
NEXT, LAST = "This is the next pair.", "That was the last pair."


class KindFilter(CheckboxFilter):
    """Pairs of one kind of record."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [
            (model._meta.model_name, str(model._meta.verbose_name_plural).capitalize())
            for model in model_admin.kinds(request)
        ]

    def queryset(self, request, queryset):
        return queryset.filter(kind__in=self.value()) if self.value() else queryset


class PairList(ChangeList):
    """A page of the list, whose pairs know their records: one query for each kind."""

    def get_results(self, request):
        super().get_results(request)
        shown, records = list(self.result_list), {}
        for model in pairs.kinds():
            name = model._meta.model_name
            keys = {key for pair in shown if pair.kind == name for key in pair.keys}
            if keys:
                found = model._base_manager.in_bulk(keys)
                records |= {(name, key): record for key, record in found.items()}
        for pair in shown:
            pair.records = [records.get((pair.kind, key)) for key in pair.keys]
        self.result_list = [pair for pair in shown if all(pair.records)]


@admin.register(SuspectedPair)
class PairsAdmin(ReadOnly, ModelAdmin):
    """Pairs of records that may be of the same thing. `manage.py find_twins` finds them."""

    list_display = ["one", "other", "what", "found", "both"]
    list_display_links = None
    list_filter = [KindFilter]
    list_filter_submit = True
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ["admin/pairs.css"]}

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", {})
        if "cl" in shown:
            shown["filters_on"] = list(filters_on(shown["cl"], request))
        return response

    def get_changelist(self, request, **kwargs):
        return PairList

    def get_queryset(self, request):
        return super().get_queryset(request).open(self.kinds(request))

    def kinds(self, request):
        """The models of whose pairs the user may know."""
        return [
            model
            for model in pairs.kinds()
            if self.admin_site.get_model_admin(model).has_view_permission(request)
        ]

    def may_settle(self, request, model):
        """Whether the user may say of records of this model what they are."""
        return self.admin_site.get_model_admin(model).has_change_permission(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Both records of a pair side by side; POST says why they are two."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        pair, both = self.pair_and_records(request, object_id)
        why, fault = "", ""
        if request.method == "POST":
            if not self.may_settle(request, type(both[0])):
                raise PermissionDenied
            why = tidied(request.POST.get(WHY, ""), is_line=True).strip()
            fault = fault_of(why)
            if not fault:
                return self.settle(request, pair, both, why)
        context = self.context_of(request, pair, both) | {"why": why, "fault": fault}
        return TemplateResponse(request, "admin/pair.html", context)

    def pair_and_records(self, request, object_id):
        """The pair with this id, as an address has it, and both records; 404 without them."""
        pair = self.get_object(request, object_id)
        if pair is None:
            raise Http404("There is no such pair.")
        model = next(one for one in pairs.kinds() if one._meta.model_name == pair.kind)
        both = read(self.admin_site.get_model_admin(model), pair.keys)
        if len(both) < 2:  # somebody has deleted one at this moment
            raise Http404("There is no such pair.")
        return pair, both

    def context_of(self, request, pair, both):
        """What the page of a pair says."""
        model = type(both[0])
        desk = self.admin_site.get_model_admin(model)
        return self.admin_site.each_context(request) | {
            "title": f"Are these two {model._meta.verbose_name_plural} the same?",
            "opts": self.opts,
            "both": [(one, state_of(one), change_url(one)) for one in both],
            "lines": list(lines(desk, request, *both)),
            "may_settle": self.may_settle(request, model),
            "merge": desk.may_merge(request, *both) and merge_url(*both),
            "ask_editor": ASK_EDITOR,
            "most": LONGEST_REASON,
            "back": list_url(SuspectedPair, f"kind={pair.kind}"),
        }

    def settle(self, request, pair, both, why):
        """Keep that the two are two, say so, and go on to the next pair."""
        models = [model for model in self.kinds(request) if self.may_settle(request, model)]
        following = SuspectedPair.objects.open(models).after(pair).first()
        is_kept = pairs.tell_apart(request.user, type(both[0]), pair, why)
        names = format_html(KEPT if is_kept else NOT_ASKED, *map(link_to, both))
        level = messages.SUCCESS if is_kept else messages.WARNING
        self.message_user(request, format_html("{} {}", names, NEXT if following else LAST), level)
        return HttpResponseRedirect(change_url(following) if following else list_url(SuspectedPair))

    @display(description="One record")
    def one(self, pair):
        return named(pair.records[0])

    @display(description="The other")
    def other(self, pair):
        return named(pair.records[1])

    @display(description="Kind", ordering="kind")
    def what(self, pair):
        return str(pair.records[0]._meta.verbose_name).capitalize()

    @display(description="Found", ordering="found_at")
    def found(self, pair):
        return date_format(timezone.localtime(pair.found_at), "j M Y")

    @display(description="Side by side")
    def both(self, pair):
        return link("Compare", change_url(pair))


def named(record):
    """A record by its name, a link, and where it stands if it has a state."""
    state = state_of(record).lower()
    return format_html("<span>{}{}</span>", link_to(record), f" ({state})" if state else "")


def fault_of(why):
    """What keeps a text from being kept as a reason, in a sentence; nothing if it is one."""
    if not why:
        return MISSING
    return TOO_LONG.format(LONGEST_REASON, len(why)) if len(why) > LONGEST_REASON else ""
