"""Taking back what was done to many records at once: what becomes of each, and doing it."""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib import admin, messages
from django.db import connection
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from core.admin.authors import NO_CONTENT
from core.admin.base import GuardedAdmin
from core.admin.changed_since import changed_since, owners_of, places_since
from core.admin.columns import link_to
from core.admin.deleted import Deleted, hold_back
from core.admin.rehearsal import owner_there
from core.admin.saving import Refused
from core.history.deleted import place
from core.history.former import before, put
from core.history.tables import foreign_keys, models_by_kind
from core.merging import undone
from core.models.history import Edit
from core.models.publication import PublicationState, Publishable
from core.publishing import Problem, gate, is_public, is_settled, owner_model, owner_path
from core.publishing.states import SETTLED

CHANGED = "Changed since: it stays as it is now."
SINCE = "What was changed since of what belonged to it stays where it is: {} row{}."
NAMED = "Something that stays names it by now."
NOT_YOURS = "You may not change it back."
BY_A_DRAFT = (
    "Readers see it, so that two people look at what changes in it: bring back in its history what "
    "it was, save that as a draft of changes, and have somebody else publish it."
)
IN_THE_WAY = (
    "It cannot be undone: something else has by now what only one record can have, or needs what "
    "came with this. Nothing was changed."
)


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
