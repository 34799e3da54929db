"""Drafts of changes to what readers see: a form of the record that has not been saved yet.

A draft is what such a form sends, and what it had shown. Whoever writes it sees the form with it
filled in, put together with what has become public meanwhile. Publishing it is saving that form:
the same lock, comparison and checks. Until then nothing of it stands in the record.
"""

from dataclasses import asdict, replace

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from core.admin import unsaved
from core.admin.columns import change_url, link_to
from core.admin.difference import Contents, differences
from core.admin.draft_steps import (
    BESIDE_SAVE,
    BUTTONS,
    DROP,
    EDITORS_PRESS,
    PLAIN_SAVE,
    PUBLISH,
    PUT_IN,
    SAID,
    SAVE,
    SEND_BACK,
    STATES,
    SUBMIT,
    is_for_readers,
    why_unseen,
)
from core.admin.draft_versions import DraftVersions, url_of_draft
from core.admin.keys import key_in
from core.admin.merging import BACK, CHOICE
from core.admin.naming import DECIDED_APART, label_of_field
from core.admin.opened import Opened, Values
from core.admin.saving import name_of
from core.history import told_as
from core.models import Draft
from core.models.drafts import LONGEST_WORD
from core.models.unsaved import TOKENS, name_of_form
from core.publishing import Problem, is_public, is_settled, owner_path
from core.text import tidied

State = Draft.State
NUMBER, WORD = "_draft_version", "_draft_word"  # fields: what the form showed, what to say of it
NOT_CONTENT = (TOKENS, unsaved.OPENED, NUMBER, WORD, *STATES)
CHANGED_LIVE = (
    "What readers see has changed since this draft was last saved. The form has both: look at what "
    "has changed, then save the draft."
)
CHANGED_DRAFT = (
    "{} has saved this draft while you wrote. Below is what that changed; the form has what you "
    "typed. Put in what you want of theirs, and save again."
)
ALONE = (
    "You saved this draft last, or have changed it now, so somebody else has to look at it first: "
    "save it, and ask another editor to publish it, or a colleague to open it and save it as it is."
)
TOO_LONG = f"Say it with the draft in {LONGEST_WORD} characters."
GONE_FIELDS = (
    "This draft is from before an upgrade: the record has no such fields any more, and what the "
    "draft says in them is left out: {}."
)


def draft_in(request):
    """The draft that this request is about, or None where it is about the record itself."""
    return getattr(request, "draft", None)


def word_in(request):
    """What was typed to whoever reads the draft next."""
    return tidied(request.POST.get(WORD, ""), is_line=False).strip()


class Drafting(DraftVersions):
    """A mixin for pages of records that have drafts beside what readers see."""

    def get_urls(self):
        name, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        return [
            path("drafts/<int:draft_id>/", view(self.draft_view), name=f"{name}_draft"),
            path(
                "drafts/<int:draft_id>/<int:number>/",
                view(self.draft_version_view),
                name=f"{name}_draft_version",
            ),
            path("<path:object_id>/draft/", view(self.new_draft_view), name=f"{name}_new_draft"),
            *super().get_urls(),
        ]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and draft_in(request) is None and SAVE in request.POST:
            return self.begin_draft(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def begin_draft(self, request, object_id):
        """Keep what the form of the record sends as the first version of a draft."""
        record = self.get_object(request, object_id) if object_id else None
        request.draft = Draft(kind=self.opts.model_name, row_id=record and record.pk)
        if object_id and record is None:
            return super().changeform_view(request, object_id)
        return self.press_in_draft(request, object_id)

    def new_draft_view(self, request, object_id):
        """The form of a record that readers see, for a draft of changes to it."""
        record = self.record_of_draft(request, object_id)
        request.draft = Draft(kind=self.opts.model_name, row_id=record.pk)
        return self.draft_page(request, str(record.pk))

    def draft_url(self, request, record):
        if not (self.has_change_permission(request) and is_settled(record)):
            return None
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_new_draft"
        return reverse(name, args=[record.pk])

    def record_of_draft(self, request, object_id):
        """The record with this id, as an address has it; 404 where there is none."""
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404("There is no such record.")
        return record

    def draft_view(self, request, draft_id):
        """The form of a draft; once it is published or dropped, its last version."""
        request.draft = get_object_or_404(Draft.objects.of(self.model), pk=draft_id)
        if not request.draft.is_open and request.method != "POST":
            return HttpResponseRedirect(self.version_url(request.draft, request.draft.latest))
        row_id = request.draft.row_id
        return self.draft_page(request, None if row_id is None else str(row_id))

    def draft_page(self, request, object_id):
        """Show the form of a draft, or take in what it sends."""
        self.require_draft_rights(request)
        pressed = request.method == "POST" and any(button in request.POST for button in STATES)
        if pressed:
            return self.press_in_draft(request, object_id)
        request.is_only_shown = True  # no button but those of drafts saves anything
        if request.method == "POST":
            if not (unsaved.is_sent_by_itself(request) or unsaved.is_about_kept(request)):
                raise PermissionDenied
            return self.changeform_view(request, object_id)
        if not request.draft.pk:
            return self.changeform_view(request, object_id)
        return self.show_draft(request, object_id, request.draft.latest)

    def require_draft_rights(self, request):
        """Who may write records of this kind may write drafts of all."""
        may = self.has_change_permission(request) and self.has_add_permission(request)
        if not may:
            raise PermissionDenied

    def show_draft(self, request, object_id, version):
        """The form with a version of a draft filled in, and with what has become public since."""
        shown = Opened(**version.shown | {"user": request.user.pk, "form": name_of_form()})
        request.draft_number = version.number
        post = version.post
        post[unsaved.OPENED] = str(shown)
        return self.show_typed(request, object_id, post)

    def press_in_draft(self, request, object_id):
        """Take the step of the button that was pressed, with what the form sends."""
        self.require_draft_rights(request)
        pressed = next(button for button in STATES if button in request.POST)
        if pressed in EDITORS_PRESS and not self.is_editor(request):
            raise PermissionDenied
        request.opened = Opened.read(request.POST.get(unsaved.OPENED, ""))
        if request.opened.user is None:
            raise PermissionDenied("Nothing that the desk has shown.")
        request.refusals = []
        with transaction.atomic():
            if request.draft.pk:
                request.draft = Draft.objects.select_for_update().get(pk=request.draft.pk)
            answer = self.compare_draft(request, object_id)
            if answer is None and pressed == PUBLISH:
                answer = self.publish_draft(request, object_id)
            if answer is not None:
                return answer
            self.add_version(request, pressed)
        unsaved.saved(request)
        self.message_user(request, SAID[pressed], messages.SUCCESS)
        return HttpResponseRedirect(url_of_draft(request.draft, self.opts.app_label))

    def compare_draft(self, request, object_id):
        """Show the form again where the draft or, chosen from, the record is another by now."""
        if not request.draft.is_open:
            messages.warning(request, f"This draft is {request.draft.get_state_display().lower()}.")
            unsaved.keep(request)
            return HttpResponseRedirect(url_of_draft(request.draft, self.opts.app_label))
        latest = request.draft.latest if request.draft.pk else None
        number = request.POST.get(NUMBER, "")
        if latest and number != str(latest.number):
            before = request.draft.versions.filter(number=key_in(number)).first()
            request.draft_changes = list(self.changes(latest, before)) if before else []
            request.draft_number = latest.number
            text = CHANGED_DRAFT.format(latest.saved_by or "Somebody")
            return self.show_typed(request, object_id, request.POST, Problem(text))
        if len(word_in(request)) > LONGEST_WORD:
            return self.show_typed(request, object_id, request.POST, Problem(TOO_LONG))
        if any(name.startswith((CHOICE, BACK)) for name in request.POST):
            self.compare(request, self.get_object(request, object_id) if object_id else None)
            if request.refusals:
                return self.show_typed(request, object_id, request.POST, *request.refusals)
        return None

    def add_version(self, request, pressed):
        """Keep what the form sends as the latest version of its draft."""
        draft, post, word = request.draft, request.POST.copy(), word_in(request)
        for name in NOT_CONTENT:
            post.pop(name, None)
        shown = asdict(request.opened)
        known = self.names_of_fields(request)
        shown["fields"] = {name: mark for name, mark in shown["fields"].items() if name in known}
        draft.name = request.opened.name[: unsaved.LONGEST_NAME]
        if not draft.pk:
            draft.save()
        state = STATES[pressed]
        if pressed == SAVE and draft.state == State.WAITING:
            state = State.WAITING
        draft.add(request.user, state=state, content=post.urlencode(), shown=shown, word=word)

    def publish_draft(self, request, object_id):
        """Save the form of the draft; the page that follows, or its form where it is refused."""
        if not (settings.PUBLISH_ALONE or self.is_read_by_another(request)):
            return self.show_typed(request, object_id, request.POST, Problem(ALONE))
        writers = request.draft.versions.order_by("number")
        names = ", ".join(
            dict.fromkeys(filter(None, writers.values_list("saved_by__username", flat=True)))
        )
        told_as(f"A draft of changes by {names or 'somebody'}")
        response = self.put_in(request, object_id, "", None)
        if not isinstance(response, HttpResponseRedirect):
            return response
        draft, record = request.draft, request.saved
        draft.row_id = record.pk
        draft.name = name_of(record)[: unsaved.LONGEST_NAME]
        self.add_version(request, PUBLISH)
        self.log_change(request, record, f"From a draft of changes by {names}.")
        if not is_public(record):
            self.message_user(request, why_unseen(record), messages.WARNING)
        unsaved.forget(request.user, form=request.opened.form)
        return HttpResponseRedirect(change_url(record))

    def is_read_by_another(self, request):
        """Whether somebody else has saved the draft with just what this form sends."""
        latest = request.draft.latest
        if latest.saved_by_id in (None, request.user.pk):
            return False
        sent = Contents.sent(self, request.POST, request.opened)
        return not any(differences(self, self.contents(latest), sent))

    def compare(self, request, record):
        if draft_in(request):
            self.fit(request, record)
        super().compare(request, record)

    def fit(self, request, record):
        """Fill in fields that the record has got since the draft was begun; say which it lost."""
        names, opened = self.names_of_fields(request), request.opened
        if record and (new := names - opened.fields.keys()):
            values = Values.held(self, request, record)
            request.POST = request.POST.copy()
            for name in new & values.fields.keys():
                request.POST.setlist(name, values.fields[name])
        gone = opened.fields.keys() - names - set(DECIDED_APART)
        if gone:
            labels = ", ".join(sorted(label_of_field(self.model, name) for name in gone))
            messages.warning(request, GONE_FIELDS.format(labels))
        request.opened = replace(
            opened, fields={name: opened.fields[name] for name in opened.fields if name in names}
        )

    def names_of_fields(self, request):
        """The names of the fields that a form of a draft has."""
        record = self.model(pk=draft_in(request).row_id)
        fields = [
            name
            for _, options in self.get_fieldsets(request, record)
            for row in options["fields"]
            for name in ([row] if isinstance(row, str) else row)
        ]
        return set(self.get_form(request, record, change=True, fields=fields).base_fields)

    def changed_text(self, request):
        return CHANGED_LIVE if draft_in(request) else super().changed_text(request)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        draft = draft_in(request)
        if draft:
            self.add_draft(request, context, draft, obj)
        elif obj and not context["is_popup"] and is_settled(obj):
            context["drafts"] = [
                (one, url_of_draft(one, self.opts.app_label))
                for one in Draft.objects.about(obj).open().select_related("changed_by")
            ]
            if self.has_change_permission(request, obj):
                self.offer_draft(context, obj)
            else:
                context["new_draft_url"] = self.draft_url(request, obj)
        elif obj is None and not context["is_popup"] and owner_path(self.model):
            context.setdefault("actions_submit_line", []).append(BESIDE_SAVE)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def offer_draft(self, context, record):
        """Offer a draft beside Save; in its place where what the form says is not saved alone."""
        buttons = context.setdefault("actions_submit_line", [])
        if settings.PUBLISH_ALONE or not is_public(record):
            buttons.append(BESIDE_SAVE)
        else:
            context["first_button"] = BESIDE_SAVE
            buttons.append(PLAIN_SAVE)
            names = ("show_save", "show_save_and_continue", "show_save_and_add_another")
            context |= dict.fromkeys(names, False)

    def add_draft(self, request, context, draft, record):
        """Add to a form what it says and offers as that of a draft."""
        is_waiting, is_editor = draft.state == State.WAITING, self.is_editor(request)
        offered = {
            SAVE: True,
            SUBMIT: not is_waiting,
            SEND_BACK: is_waiting and is_editor,
            PUBLISH: bool(draft.pk) and is_editor,
            DROP: bool(draft.pk),
        }
        post = request.POST if request.method == "POST" else None
        buttons = BUTTONS
        if draft.pk and not is_for_readers(self.model, record, post or draft.latest.post):
            buttons = BUTTONS | {PUBLISH: PUT_IN}
        context |= {
            "title": "Draft of changes",
            "draft": draft,
            "draft_number": getattr(request, "draft_number", None) or request.POST.get(NUMBER, ""),
            "draft_word": request.POST.get(WORD, ""),
            "draft_changes": getattr(request, "draft_changes", None),
            "draft_versions": self.versions_of(draft) if draft.pk else [],
            "draft_record": record and link_to(record),
            "changes": post is not None
            and list(self.changes_to_live(request, post, request.opened, record)),
            "actions_submit_line": [buttons[one] for one, is_there in offered.items() if is_there],
        }
        names = ("show_save", "show_save_and_continue", "show_save_and_add_another", "show_delete")
        context |= dict.fromkeys(names, False)
