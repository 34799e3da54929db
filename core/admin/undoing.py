"""What was done to many records at once: a list, and the way back, one step at a time."""

from collections import Counter, defaultdict
from copy import copy
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, connection
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from core.admin.authors import NO_CONTENT
from core.admin.base import GuardedAdmin
from core.admin.columns import link_to
from core.admin.deleted import Deleted, hold_back
from core.admin.keys import key_in
from core.admin.rehearsal import owner_there
from core.admin.saving import Refused
from core.admin.steps import first_lines
from core.history import recorded
from core.history.deleted import place
from core.history.former import before, put
from core.history.tables import foreign_keys, models_by_kind, own_parts
from core.merging import undone
from core.models.history import Edit, EditedRow
from core.models.publication import PublicationState, Publishable
from core.publishing import Problem, gate, is_public, is_settled, owner_model, owner_path

SHOWN = 50
MOST = 5000  # rows of what is undone while a page is waited for
LISTED = [way for way in Edit.Way if way != Edit.Way.DESK]
PERMISSION = "portal.view_formerslug"  # of everybody who looks after the catalogue
CHANGED = "Changed since: it stays as it is now."
SINCE = "What was changed since of what belonged to it stays where it is: {} row{}."
NAMED = "Something that stays names it by now."
NOT_YOURS = "You may not change it back."
BY_A_DRAFT = (
    "Readers see it, so that two people look at what changes in it: bring back in its history what "
    "it was, save that as a draft of changes, and have somebody else publish it."
)
SETTLED = (PublicationState.PUBLISHED, PublicationState.ARCHIVED)
IN_THE_WAY = (
    "It cannot be undone: something else has by now what only one record can have, or needs what "
    "came with this. Nothing was changed."
)


_later = []  # at most one: what is called in place of undoing what takes longer than a page


def register_later(undo_later):
    """Have what takes long undone elsewhere: a function (request, edit) that gives its page."""
    _later[:] = [undo_later]


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
    edit = get_object_or_404(Edit, pk=number, way__in=LISTED)
    rows = list(edit.rows.all()[: MOST + 1])
    if request.method == "POST" and len(rows) > MOST and _later:
        return HttpResponseRedirect(_later[0](request, edit))
    if request.method == "POST" and len(rows) <= MOST:
        try:
            with recorded(Edit.Way.UNDO, user=request.user, what=str(edit), undoes=edit):
                lock([edit], rows)
                undoing = Undoing.of(request, [edit], rows)
                if undoing.is_possible:
                    return undoing.do(request)
        except (IntegrityError, ObjectDoesNotExist):
            messages.error(request, IN_THE_WAY)
            return HttpResponseRedirect(request.get_full_path())
        except Refused as refusal:
            messages.error(request, f"It cannot be undone: {refusal} Nothing was changed.")
            return HttpResponseRedirect(request.get_full_path())
    is_long = len(rows) > MOST
    undoing = Undoing([edit], edit.undone_by.exists())
    if not is_long:
        undoing = Undoing.of(request, [edit], rows)
    context = admin.site.each_context(request) | {
        "title": f"Undo: {edit}",
        "edit": edit,
        "undoing": undoing,
        "is_long": is_long and not undoing.is_done,
        "lines": first_lines(undoing.touched),
        "left_out": first_lines(undoing.left_out),
        "back": reverse("admin:edits"),
    }
    return TemplateResponse(request, "admin/undo.html", context)


def lock(edits, rows):
    """Let nobody else undo these edits, or change the records that they changed."""
    keys = [edit.pk for edit in edits]
    list(Edit.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    for model, keys in keys_by_model(rows).items():
        if owner_path(model):
            lock_rows(owner_model(model), owners_of(model, keys).values())
        lock_rows(model, keys)


def lock_rows(model, keys):
    rows = model._base_manager.select_for_update().filter(pk__in=keys)
    list(rows.order_by("pk").values_list("pk"))


def keys_by_model(rows):
    """The ids of the records that some rows of the history belong to, by their model."""
    keys, models = {}, models_by_kind()
    for row in rows:
        if row.owner_kind in models:
            keys.setdefault(models[row.owner_kind], set()).add(row.owner_id)
    return keys


@dataclass
class Undoing:
    """What taking back an edit, or several as one, changes: pairs of a record and a word on it."""

    edits: list
    is_done: bool
    rows: list = field(default_factory=list)
    touched: list = field(default_factory=list)
    is_merge: bool = False
    owners: list = field(default_factory=list)  # what these are as public as, now and then
    left_out: list = field(default_factory=list)
    going: dict = field(default_factory=dict)  # records that go again, by model and key

    @property
    def is_possible(self):
        return bool(self.touched) and not self.is_done

    @classmethod
    def of(cls, request, edits, rows):
        """rows: of the history, those of the edits in their order."""
        is_done = Edit.objects.filter(undoes__in=edits).exists()
        undoing = cls(edits, is_done, is_merge=any(edit.merges.exists() for edit in edits))
        elsewhere = places_since(edits, rows) if undoing.is_merge else set()
        by_record = defaultdict(list)
        for row in rows:
            by_record[row.owner_kind, row.owner_id].append(row)
        for model, keys in keys_by_model(rows).items():
            kind = model._meta.model_name
            desk, there = admin.site.get_model_admin(model), model._base_manager.in_bulk(keys)
            since = changed_since(edits, model, keys)
            for key in sorted(keys):
                of_record = by_record[kind, key]
                own = next(
                    (row for row in of_record if row.table_name == model._meta.db_table), None
                )
                record, word, why_not = fate(request, desk, there.get(key), own)
                if record is None:
                    continue
                if elsewhere and (stay := [row for row in of_record if place(row) in elsewhere]):
                    of_record = [row for row in of_record if row not in stay]
                    word = f"{word} {SINCE.format(len(stay), 's' if len(stay) > 1 else '')}"
                if key not in since and not (why_not or undoing.is_merge):
                    why_not = forbidden(record, desk, of_record, own)
                if key in since:
                    undoing.left_out.append((record, CHANGED))
                elif why_not:
                    undoing.left_out.append((record, why_not))
                else:
                    undoing.touched.append((record, word))
                    if own is not None and own.before is None:
                        undoing.going[model, key] = record
                    undoing.owners += [owner_there(record), owner_then(record, own)]
                    undoing.rows += of_record
        while undoing.leave_what_is_named():
            pass
        return undoing

    def leave_what_is_named(self):
        """Leave as they are records that would go, and that a row names which stays: how many."""
        rows = {(row.table_name, row.row_id) for row in self.rows if row.before is None}
        named = {
            (model, key)
            for model, keys in grouped(self.going).items()
            for table, pk, key in naming(model, keys)
            if (table, pk) not in rows
        }
        kinds = {(model._meta.model_name, key) for model, key in named}
        stay = {self.going.pop(place) for place in named}
        self.touched = [pair for pair in self.touched if pair[0] not in stay]
        self.left_out += [(record, NAMED) for record in stay]
        self.rows = [row for row in self.rows if (row.owner_kind, row.owner_id) not in kinds]
        return len(named)

    def do(self, request):
        """Take it back; where to go then.

        :raises Refused: if checks find errors then in what readers see before and after.
        """
        keys_of = keys_by_model(self.rows)
        public = {model: public_of(model, keys) for model, keys in keys_of.items()}
        found = gate.errors_in_public(self.owners)
        put(before(self.rows))
        if errors := gate.brought_about(found):
            raise Refused([Problem(one.text) for one in errors])
        there = {model: model._base_manager.filter(pk__in=keys) for model, keys in keys_of.items()}
        held = []
        for model, records in there.items():
            if issubclass(model, Publishable):
                records.update(updated_at=timezone.now())
            told = [(one, hold_back(one)) for one in records if one.pk not in public[model]]
            held += [(record, why) for record, why in told if why]
        connection.check_constraints()
        for edit in self.edits:
            undone(edit)
        number = len(self.touched)
        what = self.edits[0]
        text = f"Undone for {number} record{'s' if number != 1 else ''}: {what}."
        messages.success(request, text)
        for model, records in there.items():
            for record in records:
                desk = admin.site.get_model_admin(model)
                desk.log_change(request, record, f"Undone: {what}.")
        for record, why in held:
            messages.warning(request, format_html("{}: {}", link_to(record), why))
        return HttpResponseRedirect(reverse("admin:edits"))


def grouped(places):
    """Keys by model, of pairs of both."""
    keys = defaultdict(set)
    for model, key in places:
        keys[model].add(key)
    return keys


def naming(model, keys):
    """What names records of a model: triples of a table, the id of its row, and whom it names."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            rows, column = relation.related_model, relation.field.attname
            if not rows._meta.managed:  # a view of what other tables say
                continue
            found = rows._base_manager.filter(**{f"{column}__in": keys})
            for pk, key in found.values_list("pk", column):
                yield rows._meta.db_table, pk, key


def public_of(model, keys):
    """Which records of a model, of those with these ids, readers see now: ids."""
    if not issubclass(model, Publishable):
        return set(keys)
    published = model._base_manager.filter(pk__in=keys, publication=PublicationState.PUBLISHED)
    return set(published.values_list("pk", flat=True))


def fate(request, desk, record, own):
    """A record as it is or was, what becomes of it, and why the user may not have it so, or "".

    own: the row of the history about the record itself, if it has one.
    """
    if own is not None and own.after is None:
        gone = Deleted(own)
        why_not = gone.why_not() if gone.may_come_back(request) else NOT_YOURS
        return gone.record, "It comes back.", why_not
    if record is None:
        return None, "", ""
    if own is not None and own.before is None:
        is_allowed = desk.has_delete_permission(request, record)
        return record, "It goes again.", "" if is_allowed else NOT_YOURS
    state = own.before.get("publication") if own is not None else None
    word = f"{PublicationState(state).label} again." if state else "As before."
    is_allowed = desk.has_change_permission(request, record)
    then = owner_then(record, own) if owner_path(desk.model) else None
    is_settled_then = state in SETTLED or (then is not None and is_settled(then))
    if is_settled_then and not desk.is_editor(request):
        is_allowed = False
    return record, word, "" if is_allowed else NOT_YOURS


def owner_then(record, own):
    """What a record is as public as once a row of the history about it is taken back; or None.

    A session that was moved is in its former forum then.
    """
    then = copy(record)
    for column in foreign_keys(type(record)) if own is not None and own.before else ():
        if column.column in own.before:
            setattr(then, column.attname, own.before[column.column])
    return owner_there(then)


def forbidden(record, desk, rows, own):
    """Why nobody takes these rows back alone, since they say what readers see now; "" if so.

    What readers do not see now is, once it is undone, as they saw it before, or no more than a
    draft: nothing has been changed since.
    """
    if settings.PUBLISH_ALONE or not isinstance(desk, GuardedAdmin):
        return ""
    if own is not None and (own.before is None or own.after is None):
        return ""
    state = own.before.get("publication") if own is not None else None
    is_content = any(not row.before or row.before.keys() - NO_CONTENT for row in rows)
    stays = state in (None, PublicationState.PUBLISHED)
    owners = filter(None, [owner_there(record), owner_then(record, own)])
    is_seen = any(map(is_public, owners))
    return BY_A_DRAFT if is_content and stays and is_seen else ""


def places_since(edits, rows):
    """The places, of those of some rows of these edits, that a later edit has changed.

    What a merge has moved is a row of another record now, and may have been changed there.
    """
    keys = {}
    for row in rows:
        keys.setdefault(row.table_name, set()).add(row.row_id)
    later, found = EditedRow.objects.exclude(edit__in=edits), set()
    first = EditedRow.objects.filter(edit__in=edits).order_by("pk").values("pk")[:1]
    for table, ids in keys.items():
        changed = later.filter(pk__gt=first, table_name=table, row_id__in=ids)
        found.update(changed.values_list("table_name", "row_id"))
    return found


def changed_since(edits, model, keys):
    """The ids of the records of a model that a later edit has changed, or what belongs to them.

    The sessions of a forum belong to it; and they are as public as it is, so that they have changed
    where its publication has.
    """
    first = EditedRow.objects.filter(edit__in=edits).order_by("pk").values("pk")[:1]
    later = EditedRow.objects.filter(pk__gt=first).exclude(edit__in=edits)
    changed = set(
        later.filter(owner_kind=model._meta.model_name, owner_id__in=keys).values_list(
            "owner_id", flat=True
        )
    )
    for part, column in own_parts(model):
        of_parts = later.filter(owner_kind=part._meta.model_name)
        there = part._base_manager.filter(pk__in=of_parts.values("owner_id"))
        changed.update(there.values_list(column, flat=True))
        told = of_parts.filter(table_name=part._meta.db_table)
        for pair in told.values_list(f"before__{column}", f"after__{column}"):
            changed.update(pair)
    if owner_path(model):
        owners = owners_of(model, keys)
        moved = later.filter(
            table_name=owner_model(model)._meta.db_table,
            row_id__in=owners.values(),
            after__has_key="publication",
        )
        moved = set(moved.values_list("row_id", flat=True))
        changed |= {key for key, owner in owners.items() if owner in moved}
    return changed


def owners_of(model, keys):
    """By the ids of parts, such as sessions: the ids of the records that they belong to."""
    parts = model._base_manager.filter(pk__in=keys)
    return dict(parts.values_list("pk", f"{owner_path(model)}pk"))
