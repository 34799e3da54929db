"""How a form of the desk is saved: under a lock, all or nothing, and with nothing lost."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import CASCADE, ForeignKey
from django.db.models.fields.files import FieldFile
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from psycopg.errors import ProgramLimitExceeded

from core.admin import unsaved
from core.admin.bringing import FORMER, bring_back
from core.admin.forms import counted_once, left_out
from core.admin.keys import key_in
from core.admin.merging import BACK, CHOICE, as_new, merge, typed
from core.admin.naming import name_of
from core.admin.numbers import readings
from core.admin.opened import Opened, Values
from core.admin.versions import log_since, versions
from core.models.demanded_rows import SAID
from core.models.identity import FormerSlug, ReservedSlug
from core.publishing import Problem

AT_ONCE = (
    "Somebody else saved something at the same moment that this rests on. Look again, then save."
)
TOO_LONG = "Its texts are too long together for the search to take. Shorten the longest."
CHANGED = (
    "This record has changed since you opened it. Nothing is saved yet, and nothing that you typed "
    "is lost: look at what has changed, then save again."
)
TYPED = f"This is what you typed. {unsaved.NOT_YET}"
EDITORS_ONLY = (
    "An editor has published or archived it since you opened it, and from then on only editors "
    "change it. Make what you typed a draft of changes, which an editor publishes; or ask an "
    "editor to take the record back to draft: open it then, and what you typed is offered again."
)
NOT_YOURS = "You may not change it, or not any more. Ask an editor, or whoever gives rights."
DELETED = (
    "It has been deleted since you opened it. Have it brought back from “Deleted records”, under "
    "Upkeep, or put what you typed into a new record, at another address."
)


class Refused(Exception):
    """What was to be saved breaks these rules (Problems); nothing is saved."""

    def __init__(self, problems):
        super().__init__(*map(str, problems))
        self.problems = problems


class Saving:
    """A mixin for pages of records.

    A record is locked while it is saved. If it is not as the form showed it, nothing is saved but
    the form comes back with what the other has changed, what one typed oneself, and both merged.
    What cannot be saved at all is kept for her who typed it.
    """

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.refusals = getattr(request, "refusals", ())
        form.is_only_shown = getattr(request, "is_only_shown", False)
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        arguments = (request, object_id, form_url, extra_context)
        if request.method != "POST":
            request.version = self.version_of(object_id)
            return super().changeform_view(*arguments)
        if unsaved.FORGET in request.POST:
            unsaved.forget(request.user, pk=key_in(request.POST[unsaved.FORGET]))
            return HttpResponseRedirect(request.get_full_path())
        if unsaved.is_sent_by_itself(request):
            return self.answer_to_script(request)
        request.refusals = []
        if unsaved.RESTORE in request.POST and not self.restore(request):
            return HttpResponseRedirect(request.get_full_path())
        if FORMER in request.POST:
            bring_back(self, request, object_id)
        return self.put_in(*arguments)

    def put_in(self, request, object_id, form_url, extra_context):
        """Save what a form sends, or show it again with what keeps it from being saved."""
        arguments = (request, object_id, form_url, extra_context)
        request.opened = Opened.read(request.POST.get(unsaved.OPENED, ""))
        with transaction.atomic():
            record = self.locked(request, object_id)
            if not self.may_save(request, object_id, record):
                return self.not_saved(request, record) or super().changeform_view(*arguments)
            self.compare(request, record)
            sent = request.POST
            if not (request.refusals or getattr(request, "is_only_shown", False)):
                self.press(request, record)
            response = self.save(*arguments)
        if isinstance(response, HttpResponseRedirect) or is_end_of_popup(response):
            unsaved.saved(request)
        else:
            self.keep(request, sent)
        return response

    def show_typed(self, request, object_id, post, *refusals):
        """The form with this typed into it, as if it had just been sent; nothing is saved."""
        _ = request.FILES  # read while the request is known for what it is
        request.method, request.POST = "POST", post
        request.is_only_shown, request.refusals = True, list(refusals)
        request.opened = Opened.read(post.get(unsaved.OPENED, ""))
        record = object_id and self.get_object(request, unquote(object_id))
        if not self.may_save(request, object_id, record):
            return self.not_saved(request, record) or super().changeform_view(request, object_id)
        if not refusals:
            self.compare(request, record)
        return self.save(request, object_id, "", None)

    def answer_to_script(self, request):
        """What to say to the script of a form that sends what stands in it, by itself."""
        if not (self.has_view_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        return unsaved.answer_to_script(request, is_here=True)

    def keep(self, request, sent):
        """Keep what was sent, and what of the record it has seen, while the form is shown again."""
        sent = sent.copy()
        if request.opened.form:
            sent[unsaved.OPENED] = str(replace(request.opened, user=request.user.pk))
            unsaved.keep(request, sent)

    def version_of(self, object_id):
        """The version of the record with this id, as an address has it."""
        key = key_in(unquote(object_id or ""))
        return None if key is None else versions(self.model, [key]).get(key)

    def restore(self, request):
        """Let the request send what was kept, not to be saved before it is looked at."""
        kept = unsaved.own(request, request.POST[unsaved.RESTORE])
        if kept:
            request.POST = kept.post
            unsaved.only_show(request, TYPED)
        return kept

    def locked(self, request, object_id):
        """The record, which nobody else can change now; None while it is added, or when gone."""
        record = object_id and self.get_object(request, unquote(object_id))
        return self.get_object(request, unquote(object_id)) if record and lock(record) else None

    def may_save(self, request, object_id, record):
        """Whether there is something to save, and the user may."""
        if object_id is None:
            return self.has_add_permission(request)
        return record is not None and self.has_change_permission(request, record)

    def compare(self, request, record):
        """Refuse if the record is not as the form showed it, and merge what was sent with it."""
        if record is None:
            request.POST = as_new(self, request.POST, request.opened)
            return
        opened, version = request.opened, self.version_of(str(record.pk))
        has_chosen = any(name.startswith((CHOICE, BACK)) for name in request.POST)
        if version == opened.version and not has_chosen:
            return
        values = Values.held(self, request, record)
        merged = merge(self, request.POST, opened, values)
        request.POST = merged.post
        request.opened = Opened.now(request, name_of(record), version, values, opened.form)
        is_other = version != opened.version
        if is_other and (merged.differences or self.makes_public(request, record)):
            if opened.moment:
                merged.log = log_since(self.model, [record.pk], opened.at).get(record.pk, [])
            request.merge = merged
            request.refusals.append(Problem(self.changed_text(request)))

    def changed_text(self, request):
        """What to say where the record is not as the form showed it."""
        return CHANGED

    def makes_public(self, request, record):
        """Whether readers will see the record that they do not see now."""
        return False

    def press(self, request, record):
        """Let the form send what the button says that was pressed."""

    def save(self, request, *arguments):
        """Save all or nothing; what only saving shows to be wrong comes back in the form."""
        try:
            return super().changeform_view(request, *arguments)
        except Refused as refusal:
            forget_stored(request)
            request.refusals = refusal.problems
        except IntegrityError as error:
            forget_stored(request)
            request.refusals = [Problem(message_of(self.model, error))]
        except OperationalError as error:
            forget_stored(request)
            if not isinstance(error.__cause__, ProgramLimitExceeded):
                raise
            request.refusals = [Problem(TOO_LONG)]
        except Exception:
            forget_stored(request)
            raise
        for upload in request.FILES.values():
            upload.seek(0)
        return super().changeform_view(request, *arguments)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        request.saved = obj
        values = (getattr(obj, name, None) for name in form.changed_data)
        request.stored = [value for value in values if value and isinstance(value, FieldFile)]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.settle(request, form, formsets)
        if not getattr(request, "is_rehearsal", False):
            connection.check_constraints()  # now, not when it is too late to show the form again
        for one in (form, *(row for formset in formsets for row in formset.forms)):
            for sentence in left_out(one):
                messages.warning(request, sentence)
            for sentence in readings(one):
                messages.info(request, sentence)

    def settle(self, request, form, formsets):
        """Complete what was written, and hold it to rules that only the whole can be held to.

        :raises Refused: if it breaks one.
        """

    def not_saved(self, request, record):
        """A page that keeps what was typed and tells the way out; None if nothing is to keep."""
        kept = unsaved.keep(request)
        if kept is None:
            return None
        post, is_gone = kept.post, record is None
        context = self.admin_site.each_context(request) | {
            "title": "Not saved",
            "opts": self.opts,
            "name": kept.name,
            "reason": self.reason(request, record),
            "typed": list(typed(self, post, Opened.read(post.get(unsaved.OPENED, "")))),
            "record": record,
            "add": is_gone and self.has_add_permission(request) and self.url("add"),
            "draft": None if is_gone else self.draft_url(request, record),
            "list": self.url("changelist"),
            "restore": {"name": unsaved.RESTORE, "value": kept.pk},
        }
        return TemplateResponse(
            request, "admin/not_saved.html", context, status=404 if is_gone else 403
        )

    def reason(self, request, record):
        """Why what was typed cannot be saved, and what to do."""
        return DELETED if record is None else NOT_YOURS

    def draft_url(self, request, record):
        """Where what was typed can become a draft of changes; None where it cannot."""
        return None

    def url(self, page):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        is_sent = request.META["REQUEST_METHOD"] == "POST"  # and no draft that is shown
        if request.method == "POST":
            opened = replace(request.opened, user=request.user.pk)
        else:
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            values = Values.of(context["adminform"].form, formsets)
            name = name_of(obj) if obj else f"A new {self.opts.verbose_name}"
            opened = Opened.now(request, name, request.version, values)
        context |= {
            "opened": opened,
            "not_yet": getattr(request, "not_yet", ""),
            "adminform": counted_once(context["adminform"]),
            "merge": getattr(request, "merge", None),
            "offers": [] if is_sent else list(unsaved.offered(request)),
            "others": list(map(unsaved.presence_in_words, unsaved.others(request))),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def is_end_of_popup(response):
    """Whether a small window closes now, since what was typed in it is saved."""
    return "admin/popup_response.html" in (getattr(response, "template_name", None) or ())


def lock(record):
    """Let nobody else change a record, and first what it is deleted with: whether it is there."""
    for field in record._meta.fields:
        if isinstance(field, ForeignKey) and field.remote_field.on_delete is CASCADE:
            lock(getattr(record, field.name))
    rows = type(record)._base_manager.select_for_update().filter(pk=record.pk)
    return bool(rows.values_list("pk", flat=True))


def forget_stored(request):
    """Delete the files that were just stored with a record that is not saved after all."""
    for file in getattr(request, "stored", ()):
        file.storage.delete(file.name)


def message_of(model, error):
    """What a constraint of the database that only saving has broken says, in its own words."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for ending, sentence in SAID.items():
        if name and name.endswith(ending):
            return sentence
    rows = [relation.related_model for relation in model._meta.related_objects]
    for one in (model, FormerSlug, ReservedSlug, *rows):
        for constraint in one._meta.constraints:
            if constraint.name == name:
                return constraint.violation_error_message
    return AT_ONCE
