"""Deleted records at the desk: a list, and the way back with all that went with each."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, connection
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from core.admin.base import GuardedAdmin
from core.admin.columns import link_to
from core.admin.history import history_url
from core.admin.keys import key_in
from core.admin.naming import name_of, names_of_rows
from core.admin.rehearsal import owner_there
from core.admin.saving import Refused, lock
from core.admin.told import Names, choice_of
from core.history import recorded
from core.history.deleted import deleted, went_with, without_what_is_gone
from core.history.former import put, value_then
from core.history.tables import made, models_by_kind, models_by_table
from core.models.history import Edit, EditedRow
from core.models.merges import Merge
from core.models.publication import PublicationState
from core.publishing import Problem, gate, is_public, is_settled

SHOWN = 50
TAKEN = (
    "It cannot come back: something else has by now what only one record can have, or something "
    "that it needs is gone. Nothing was changed."
)
MERGED = (
    "It went into another record, with its rows: undo that from “Recent steps”, so that all of it "
    "comes back."
)
NEVER_SEEN = (
    "Readers see “{}”, and have never seen this there, so that two people look at it first: add it "
    "anew in a draft of changes, and have somebody else publish that."
)


@dataclass(frozen=True)
class Deleted:
    """A record that was deleted: the row of the history by which it went, and what it was."""

    row: EditedRow

    @property
    def model(self):
        return models_by_table()[self.row.table_name]

    @property
    def desk(self):
        return admin.site.get_model_admin(self.model)

    @property
    def record(self):
        """As it was; it is not stored."""
        return made(self.model, self.row.before)

    @property
    def kind(self):
        return self.model._meta.verbose_name

    @property
    def history(self):
        return history_url(self.model, self.row.row_id)

    @property
    def url(self):
        return reverse("admin:bring_back", args=[self.row.pk])

    @cached_property
    def owner(self):
        """What it will be as public as: itself as it was, or what it belongs to as that is now.

        None where that is gone, so that it cannot come back.
        """
        return owner_there(self.record)

    @property
    def is_part(self):
        """Whether it belongs to another record, as a session does to its forum."""
        return self.owner is not None and type(self.owner) is not self.model

    def may_come_back(self, request):
        """Whether the user may add such a record, and decide on it if it would be settled."""
        desk = self.desk
        if not desk.has_add_permission(request):
            return False
        is_for_editors = isinstance(desk, GuardedAdmin) and (
            (self.owner is not None and is_settled(self.owner))
            or bool(self.row.before.get("first_published_at"))
        )
        return not is_for_editors or desk.is_editor(request)

    def why_not(self):
        """What keeps it from coming back to what readers see, in a sentence, or ""."""
        if settings.PUBLISH_ALONE or not (self.is_part and is_public(self.owner)):
            return ""
        then = value_then(self.owner, "publication", self.row.pk)
        return "" if then == PublicationState.PUBLISHED else NEVER_SEEN.format(self.owner)


def deleted_records(request):
    """Records that were deleted and can come back, the last first."""
    site = admin.site
    models = [
        model
        for model in models_by_kind().values()
        if site.is_registered(model) and site.get_model_admin(model).has_view_permission(request)
    ]
    if not models:
        raise PermissionDenied
    kind = request.GET.get("kind", "")
    chosen = [model for model in models if model._meta.model_name == kind] or models
    rows = deleted(chosen).select_related("edit").order_by("-pk")
    page = Paginator(rows, SHOWN).get_page(key_in(request.GET.get("p", "")) or 1)
    gone = [Deleted(row) for row in page]
    context = site.each_context(request) | {
        "title": "Deleted records",
        "page": page,
        "kinds": [(model._meta.model_name, model._meta.verbose_name_plural) for model in models],
        "kind": kind,
        "lines": [(one, one.may_come_back(request)) for one in gone],
    }
    return TemplateResponse(request, "admin/deleted.html", context)


def bring_back(request, number):
    """The page that says what comes back with a deleted record; POST brings it."""
    of_kinds = [model for model in models_by_kind().values() if admin.site.is_registered(model)]
    gone = Deleted(get_object_or_404(deleted(of_kinds).select_related("edit"), pk=number))
    if not gone.may_come_back(request):
        raise PermissionDenied
    rows, lost = without_what_is_gone(went_with(gone.row))
    is_there, why_not = gone.row in rows, gone.why_not() or went_elsewhere(gone)
    is_possible = is_there and not why_not
    if request.method == "POST" and is_possible:
        return brought(request, gone, rows)
    names = Names()
    names.rows |= {(row.table_name, row.row_id): row.before for row in (*rows, *lost)}
    names.learn_of([*rows, *lost])
    context = admin.site.each_context(request) | {
        "title": f"Bring back {name_of(gone.record)}",
        "gone": gone,
        "is_possible": is_possible,
        "is_there": is_there,
        "why_not": why_not,
        "parts": in_words(names, rows, gone.row),
        "lost": in_words(names, lost, gone.row),
        "back": reverse("admin:deleted"),
    }
    return TemplateResponse(request, "admin/bring_back.html", context)


def went_elsewhere(gone):
    """Why what went into another record does not come back alone, in a sentence, or ""."""
    merge = Merge.objects.filter(edit=gone.row.edit_id, kind=gone.row.owner_kind)
    return MERGED if merge.filter(row_id=gone.row.row_id).exists() else ""


def in_words(names, rows, record):
    """What rows are and say, apart from the record itself: pairs of a label and some names."""
    found = {}
    for row in rows:
        if row != record:
            label, name = in_a_word(names, row, record)
            found.setdefault(label, []).append(name)
    return list(found.items())


def in_a_word(names, row, record):
    """What kind of row it is, as its form calls it, and what it says."""
    model = models_by_table()[row.table_name]
    if not model._meta.auto_created:
        desk = admin.site.get_model_admin(models_by_kind()[row.owner_kind])
        return names_of_rows(desk, model)[1], names.title(model, row.before)
    choice = choice_of(model)
    if (row.owner_kind, row.owner_id) == (record.owner_kind, record.owner_id):
        return choice.verbose_name, names.of(
            choice.related_model, row.before[choice.m2m_reverse_name()]
        )
    label = f"{choice.verbose_name} of {choice.model._meta.verbose_name_plural}"
    return label, names.of(choice.model, row.before[choice.m2m_column_name()])


def brought(request, gone, rows):
    """Let a deleted record be there again, as it was, with these rows; where to go then."""
    what = f"Deleted {name_of(gone.record)}"
    try:
        with recorded(Edit.Way.BACK, user=request.user, what=what):
            told = put_back(request, gone, rows)
    except (IntegrityError, ObjectDoesNotExist):
        messages.error(request, TAKEN)
        return HttpResponseRedirect(gone.url)
    except Refused as refusal:
        messages.error(request, f"It cannot come back: {refusal} Nothing was changed.")
        return HttpResponseRedirect(gone.url)
    text = format_html(
        "{} is back, at its address and with its rows. {}", link_to(gone.record), told
    )
    messages.success(request, text)
    return HttpResponseRedirect(reverse("admin:deleted"))


def put_back(request, gone, rows):
    """Store it again; what more there is to say of it.

    :raises Refused: if what it belongs to is public, and could not be with it.
    """
    if gone.is_part:
        lock(gone.owner)
        gone = Deleted(gone.row)  # asks what it belongs to anew
        if not gone.may_come_back(request):
            raise PermissionDenied
        if why_not := gone.why_not():
            raise Refused([Problem(why_not)])
    before = gate.errors_in_public([gone.owner] if gone.is_part else [])
    put({(row.table_name, row.row_id): row.before for row in rows})
    record = gone.model._base_manager.get(pk=gone.row.row_id)
    if gone.is_part:
        let_stand(gone.owner)
        if errors := gate.brought_about(before):
            raise Refused([Problem(one.text) for one in errors])
    told = hold_back(record)
    connection.check_constraints()
    gone.desk.log_change(request, record, "Brought back after it had been deleted.")
    return told


def let_stand(owner):
    """Add what follows from a part that a record has again."""
    desk = admin.site.get_model_admin(type(owner))
    owner.refresh_from_db()
    desk.complete(owner)
    owner.save(update_fields=["updated_at"])


def hold_back(record):
    """Make a draft of a record that may not be public as it is; a sentence on why, if so.

    What only asks for a reason did not keep readers from it before, and does not now.
    """
    if not getattr(record, "is_published", False):
        return ""
    found = gate.judge(record).errors
    if not found:
        return ""
    record.publication = PublicationState.DRAFT
    record.save()
    return f"It is a draft now, since it could not be published: {' '.join(map(str, found))}"
