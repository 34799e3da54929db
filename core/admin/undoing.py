"""What was done to many records at once: a list, and the way back, one step at a time."""

from collections import Counter
from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, connection
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from core.admin.columns import link_to
from core.admin.deleted import Deleted, hold_back
from core.admin.keys import key_in
from core.admin.steps import first_lines
from core.history import recorded
from core.history.former import before, put
from core.history.tables import models_by_kind
from core.models.history import Edit, EditedRow
from core.models.publication import PublicationState, Publishable

SHOWN = 50
MOST = 5000  # rows of what can be undone at the desk
LISTED = [way for way in Edit.Way if way != Edit.Way.DESK]
PERMISSION = "portal.view_formerslug"  # of everybody who looks after the catalogue
CHANGED = "Changed since: it stays as it is now."
NOT_YOURS = "You may not change it back."
IN_THE_WAY = (
    "It cannot be undone: something else has by now what only one record can have, or needs what "
    "came with this. Nothing was changed."
)


def recent_edits(request):
    """What was done to many records at once, or from outside the desk, the last first."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    edits = Edit.objects.filter(way__in=LISTED)
    page = Paginator(edits, SHOWN).get_page(key_in(request.GET.get("p", "")) or 1)
    rows = EditedRow.objects.filter(edit__in=list(page)).order_by()
    records = Counter()
    for key, _, number in rows.values_list("edit", "owner_kind").annotate(
        records=Count("owner_id", distinct=True)
    ):
        records[key] += number
    undone = set(Edit.objects.filter(undoes__in=list(page)).values_list("undoes", flat=True))
    context = admin.site.each_context(request) | {
        "title": "Recent steps with many records",
        "page": page,
        "lines": [(edit, records[edit.pk], edit.pk in undone) for edit in page],
    }
    return TemplateResponse(request, "admin/edits.html", context)


def undo(request, number):
    """The page that says what taking back an edit does; POST does it."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    edit = get_object_or_404(Edit, pk=number)
    rows = list(edit.rows.all()[: MOST + 1])
    if request.method == "POST" and len(rows) <= MOST:
        try:
            with recorded(Edit.Way.UNDO, user=request.user, what=str(edit), undoes=edit):
                lock(edit, rows)
                undoing = Undoing.of(request, edit, rows)
                if undoing.is_possible:
                    return undoing.do(request)
        except IntegrityError:
            messages.error(request, IN_THE_WAY)
            return HttpResponseRedirect(request.get_full_path())
    undoing = Undoing.of(request, edit, rows[:MOST])
    context = admin.site.each_context(request) | {
        "title": f"Undo: {edit}",
        "edit": edit,
        "undoing": undoing,
        "is_too_large": len(rows) > MOST,
        "lines": first_lines(undoing.touched),
        "left_out": first_lines(undoing.left_out),
        "back": reverse("admin:edits"),
    }
    return TemplateResponse(request, "admin/undo.html", context)


def lock(edit, rows):
    """Let nobody else undo this edit, or change the records that it changed."""
    list(Edit.objects.select_for_update().filter(pk=edit.pk))
    for model, keys in keys_by_model(rows).items():
        locked = model._base_manager.select_for_update().filter(pk__in=keys)
        list(locked.order_by("pk").values_list("pk"))


def keys_by_model(rows):
    """The ids of the records that some rows of the history belong to, by their model."""
    keys, models = {}, models_by_kind()
    for row in rows:
        if row.owner_kind in models:
            keys.setdefault(models[row.owner_kind], set()).add(row.owner_id)
    return keys


@dataclass
class Undoing:
    """What taking back an edit changes: pairs of a record and a word on it."""

    edit: Edit
    is_done: bool
    rows: list = field(default_factory=list)
    touched: list = field(default_factory=list)
    left_out: list = field(default_factory=list)

    @property
    def is_possible(self):
        return bool(self.touched) and not self.is_done

    @classmethod
    def of(cls, request, edit, rows):
        undoing = cls(edit, edit.undone_by.exists())
        for model, keys in keys_by_model(rows).items():
            kind = model._meta.model_name
            desk, there = admin.site.get_model_admin(model), model._base_manager.in_bulk(keys)
            since = changed_since(edit, kind, keys)
            for key in sorted(keys):
                of_record = [row for row in rows if (row.owner_kind, row.owner_id) == (kind, key)]
                own = next(
                    (row for row in of_record if row.table_name == model._meta.db_table), None
                )
                record, word, is_allowed = fate(request, desk, there.get(key), own)
                if record is None:
                    continue
                if key in since:
                    undoing.left_out.append((record, CHANGED))
                elif not is_allowed:
                    undoing.left_out.append((record, NOT_YOURS))
                else:
                    undoing.touched.append((record, word))
                    undoing.rows += of_record
        return undoing

    def do(self, request):
        """Take it back; where to go then."""
        keys_of = keys_by_model(self.rows)
        public = {model: public_of(model, keys) for model, keys in keys_of.items()}
        put(before(self.rows))
        connection.check_constraints()
        number = len(self.touched)
        text = f"Undone for {number} record{'s' if number != 1 else ''}: {self.edit}."
        messages.success(request, text)
        for model, keys in keys_of.items():
            records = model._base_manager.filter(pk__in=keys)
            if issubclass(model, Publishable):
                records.update(updated_at=timezone.now())
            for record in records:
                desk = admin.site.get_model_admin(model)
                desk.log_change(request, record, f"Undone: {self.edit}.")
                held = "" if record.pk in public[model] else hold_back(record)
                if held:
                    messages.warning(request, format_html("{}: {}", link_to(record), held))
        return HttpResponseRedirect(reverse("admin:edits"))


def public_of(model, keys):
    """Which records of a model, of those with these ids, readers see now: ids."""
    if not issubclass(model, Publishable):
        return set(keys)
    published = model._base_manager.filter(pk__in=keys, publication=PublicationState.PUBLISHED)
    return set(published.values_list("pk", flat=True))


def fate(request, desk, record, own):
    """A record as it is or was, what becomes of it, and whether the user may have it so.

    own: the row of the history about the record itself, if it has one.
    """
    if own is not None and own.after is None:
        gone = Deleted(own)
        return gone.record, "It comes back.", gone.may_come_back(request)
    if record is None:
        return None, "", False
    word = "As before."
    if own is not None and own.before is None:
        return record, "It goes again.", desk.has_delete_permission(request, record)
    if own is not None and "publication" in own.before:
        word = f"{PublicationState(own.before['publication']).label} again."
    return record, word, desk.has_change_permission(request, record)


def changed_since(edit, kind, keys):
    """The ids of the records of a kind that a later edit has changed, or what belongs to them."""
    first = edit.rows.order_by("pk").values("pk")[:1]
    later = EditedRow.objects.filter(owner_kind=kind, owner_id__in=keys, pk__gt=first)
    return set(later.exclude(edit=edit).values_list("owner_id", flat=True))
