"""Two records become one at the desk: side by side first, then all at once or not at all."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.http import urlencode

from core.admin.choices import Choice, state_of
from core.admin.columns import change_url, link_to, page_url
from core.admin.merge_making import CHANGED, Merging
from core.admin.saving import Refused, message_of
from core.admin.steps import offer_undo
from core.history import recorded
from core.merging.columns import columns_to
from core.models.history import Edit
from core.models.publication import Publishable
from core.models.reasons import LONGEST_REASON
from core.publishing import Problem
from core.publishing.likeness import are_alike
from core.publishing.marks import MARKS
from core.text import tidied

WITH, WHY, SEEN, MARK = "with", "why", "seen", "mark"  # fields of the forms
ITSELF = "This is the record itself. Choose the other one."
NOT_THERE = "There is no such record, or not any more. Choose another."
NO_REASON = "Please say in a sentence how one can tell that they are the same."
TOO_LONG = "Please say it in at most {} characters: these are {}."
TWO = "Choose exactly two of them to merge."
ASK_EDITOR = "Ask an editor to merge them: readers see one of them, or have seen it."
DONE = "{} is one record now. “{}” went into it; its addresses lead here."


class Merges:
    """A mixin for pages of records of which two may turn out to be one."""

    goes_together = ()  # tuples of fields that are taken from the same record
    merge_action = "merge_two"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<path:object_id>/merge/", view, name=name), *super().get_urls()]

    def get_actions(self, request):
        actions = super().get_actions(request)
        if actions and self.has_delete_permission(request):
            actions[self.merge_action] = self.get_action(self.merge_action)
        return actions

    @admin.action(description="Merge two")
    def merge_two(self, request, records):
        both = list(records[:3])
        if len(both) != 2:
            return self.message_user(request, TWO, messages.ERROR)
        if not self.may_merge(request, *both):
            return self.message_user(request, ASK_EDITOR, messages.ERROR)
        return HttpResponseRedirect(merge_url(*both))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and not context["is_popup"] and not getattr(request, "draft", None):
            context["merge_url"] = self.may_merge(request, obj) and page_url(obj, "merge")
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def may_merge(self, request, *records):
        """Whether the user may make one of these records, as far as it is about them alone."""
        allowed = (self.has_change_permission, self.has_delete_permission)
        return all(may(request, record) for may in allowed for record in records)

    def merge_view(self, request, object_id):
        """Which other record it is; both side by side; POST makes them one."""
        stays = self.get_object(request, unquote(object_id))
        if stays is None:
            raise Http404("There is no such record.")
        if not self.has_change_permission(request, stays):
            raise PermissionDenied
        asked = request.GET if WITH in request.GET else None
        form = form_to_choose(stays, self.admin_site, asked)
        if not form.is_valid():
            return self.choose_other(request, stays, form)
        goes = form.cleaned_data[WITH]
        if request.method == "POST":
            return self.merge(request, goes, stays)
        return self.merge_page(request, Merging(self, request, goes, stays))

    def choose_other(self, request, stays, form):
        if request.method == "POST":
            raise Http404("There is no such record.")
        context = self.admin_site.each_context(request) | {
            "title": f"Merge with “{stays}”",
            "opts": self.opts,
            "form": form,
            "stays": stays,
            "url": change_url(stays),
        }
        return TemplateResponse(request, "admin/merge_choose.html", context)

    def merge(self, request, goes, stays):
        """Make the two one; the record that stays, or the page again where that is refused."""
        why = tidied(request.POST.get(WHY, ""), is_line=True).strip()
        if fault := fault_of(why):
            merging = Merging(self, request, goes, stays)
            return self.merge_page(request, merging, why=why, fault=fault)
        what = f"Merged “{goes}” into “{stays}”"
        refusals = []
        try:
            with recorded(Edit.Way.MERGE, user=request.user, what=what, reason=why):
                if not Merging(self, request, goes, stays).hold():
                    raise Http404("One of them is not there any more.")
                stays = self.get_object(request, str(stays.pk))
                goes = self.get_object(request, str(goes.pk))
                merging = Merging(self, request, goes, stays)
                if self.changed_meanwhile(request, merging) is None and not merging.obstacles:
                    merging.make(why)
                    text = format_html(DONE, link_to(merging.stays), goes)
                    self.message_user(request, text, messages.SUCCESS)
                    offer_undo(request)
                    return HttpResponseRedirect(change_url(stays))
        except Refused as refusal:
            refusals = refusal.problems
        except IntegrityError as error:
            refusals = [Problem(message_of(self.model, error))]
        merging = Merging(self, request, goes, stays)
        return self.merge_page(request, merging, why=why, refusals=refusals)

    def changed_meanwhile(self, request, merging):
        """What has changed since the page was shown that is sent now; None if nothing has."""
        if request.method != "POST":
            return None
        return merging.changed_since(request.POST.get(SEEN, ""), request.POST.get(MARK, ""))

    def merge_page(self, request, merging, *, why="", fault="", refusals=()):
        """Both records side by side, with what is chosen of each, and what follows from it."""
        goes, stays = merging.goes, merging.stays
        context = self.admin_site.each_context(request) | {
            "title": f"Merge two {self.opts.verbose_name_plural}",
            "opts": self.opts,
            "merging": merging,
            "choices": merging.choices,
            "both": [(one, state_of(one), change_url(one)) for one in merging.both],
            "swapped": merge_url(goes, stays, is_as_given=True),
            "address": address_of(stays),
            "why": why,
            "fault": fault,
            "refusals": refusals,
            "changed": self.changed_meanwhile(request, merging),
            "changed_text": CHANGED,
            "are_unlike": are_unlike(goes, stays),
            "questions": getattr(request, "questions", ()),
            "most": LONGEST_REASON,
            "back": change_url(stays),
        }
        return TemplateResponse(request, "admin/merge.html", context)


def merge_url(one, other, *, is_as_given=False):
    """Where two records become one; the first stays, if not the other is the better known."""
    stays, goes = (one, other) if is_as_given else sorted((one, other), key=standing)
    return f"{page_url(stays, 'merge')}?{urlencode({WITH: goes.pk})}"


def are_unlike(one, other):
    """Whether nothing that two records of a kind are known by suggests that they are the same."""
    known = MARKS.get(type(one))
    if known is None:
        return False
    records = type(one)._base_manager.filter(pk__in=[one.pk, other.pk])
    return not are_alike(*known.read(records))


def standing(record):
    """By what a record comes before its twin: readers see it, it is older."""
    is_seen = isinstance(record, Publishable) and record.is_published
    return not is_seen, record.pk


def address_of(record):
    """Where readers find it, or nothing."""
    is_seen = not isinstance(record, Publishable) or record.is_published
    return record.get_absolute_url() if is_seen and hasattr(record, "get_absolute_url") else ""


def form_to_choose(record, site, data):
    """The form that asks with which other record it is to be merged."""

    class Form(forms.Form):
        def clean_with(self):
            other = self.cleaned_data[WITH]
            if other == record:
                raise forms.ValidationError(ITSELF)
            return other

    field = forms.ModelChoiceField(
        type(record)._default_manager.all(),
        label="The same as",
        widget=Choice(columns_to(type(record))[0].field, site),
        error_messages={"invalid_choice": NOT_THERE},
    )
    return type("Form", (Form,), {WITH: field})(data)


def fault_of(why):
    """What keeps a text from being the reason, in a sentence; nothing if it is one."""
    if not why:
        return NO_REASON
    return TOO_LONG.format(LONGEST_REASON, len(why)) if len(why) > LONGEST_REASON else ""
