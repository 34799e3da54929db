"""What a record said before is put back into its form, for somebody to look at and to save.

So every rule, right and lock of an edit holds for it, and what others changed meanwhile is seen.
"""

import re
from dataclasses import dataclass

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Model
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.formats import date_format

from core.admin.merging import put
from core.admin.naming import DECIDED_APART, name_of
from core.admin.numbers import amounts_of, ungrouped
from core.admin.opened import Opened, Values
from core.admin.told import choice_of
from core.admin.unsaved import NOT_YET, OPENED, only_show
from core.history.former import as_it_was, rows_of
from core.history.tables import columns_of, models_by_table
from core.models.history import EditedRow

FORMER = "_former"  # the field of the button; its value says what comes back
TOKEN = re.compile(r"(version-)?(\d{1,18})(?:-(\w{1,63}))?", re.ASCII)
NOWHERE = "The form has no place for it. Bring back a version of the whole record instead."
TAKEN = "That version cannot come back: by now another record has what only one can have."


@dataclass
class Sent:
    """What a form will send: texts by name, and rows by prefix; what is new stands in `added`."""

    values: Values
    removed: set
    added: list

    @property
    def post(self):
        post = QueryDict(mutable=True)
        for name, texts in self.values.fields.items():
            put(post, name, texts)
        for prefix, rows in self.values.rows.items():
            new = [row for where, row in self.added if where == prefix]
            texts = [({"id": [str(key)]}, key, row) for key, row in rows.items()]
            texts += [({}, None, row) for row in new]
            for number, (known, key, row) in enumerate(texts):
                gone = {"DELETE": ["on"]} if (prefix, key) in self.removed else {}
                for name, said in (row | known | gone).items():
                    put(post, f"{prefix}-{number}-{name}", said)
            post[f"{prefix}-INITIAL_FORMS"] = str(len(rows))
            post[f"{prefix}-TOTAL_FORMS"] = str(len(texts))
        return post


@dataclass(frozen=True)
class Wanted:
    """What is to come back, of which record: a version, or what a row of the history changed."""

    record: Model
    last: int  # the row of the history up to which the record is as it is wanted
    said: str  # in the form that has it
    row: EditedRow | None = None
    column: str = ""  # of the row, where only this is wanted

    @classmethod
    def read(cls, text, record):
        """What a button says; Http404 if the history of the record has no such thing."""
        found = TOKEN.fullmatch(text)
        rows = rows_of(type(record), record.pk).select_related("edit")
        of_version, number, column = found.groups() if found else ("", "0", "")
        if of_version:
            row = rows.filter(edit=int(number)).last()
        else:
            row = rows.filter(owner_id=record.pk, pk=int(number)).first()
        if row is None:
            raise Http404("The history of this record has no such change.")
        when = date_format(timezone.localtime(row.edit.at), "j F Y, H:i")
        if of_version:
            said = f"This is how it was after the change of {when}."
            return cls(record, row.pk, said)
        said = f"What was changed on {when} is as before."
        return cls(record, row.pk - 1, said, row, column or "")

    def put_into(self, sent, then):
        """Let what is Sent have it, as it was `then` (Values); whether there is a place for it."""
        if self.row is None:
            return self.put_version(sent, then)
        model = models_by_table().get(self.row.table_name)
        if model is type(self.record):
            if self.column in DECIDED_APART:
                return False
            return put_field(model, self.column, sent.values.fields, then.fields)
        if model and model._meta.auto_created:
            return self.put_choice(choice_of(model), sent.values.fields)
        relations = type(self.record)._meta.related_objects
        prefixes = [one.get_accessor_name() for one in relations if one.related_model is model]
        prefix = next((prefix for prefix in prefixes if prefix in sent.values.rows), None)
        return prefix is not None and self.put_row(model, prefix, sent, then.rows.get(prefix, {}))

    def put_version(self, sent, then):
        fields = {name: texts for name, texts in then.fields.items() if name not in DECIDED_APART}
        sent.values.fields |= fields
        for prefix, rows in sent.values.rows.items():
            former = then.rows.get(prefix, {})
            sent.removed |= {(prefix, key) for key in rows.keys() - former.keys()}
            sent.added += [(prefix, row) for key, row in former.items() if key not in rows]
            rows |= {key: row for key, row in former.items() if key in rows}
        return True

    def put_choice(self, choice, fields):
        if choice.name not in fields:
            return False
        said = self.row.before or self.row.after
        key = str(said[choice.m2m_reverse_name()])
        texts = [text for text in fields[choice.name] if text != key]
        fields[choice.name] = texts if self.row.before is None else [*texts, key]
        return True

    def put_row(self, model, prefix, sent, former):
        rows, key = sent.values.rows[prefix], self.row.row_id
        if self.row.before is None:
            sent.removed.add((prefix, key))
            return key in rows
        if key not in former:
            return False
        if self.row.after is None:
            sent.added += [] if key in rows else [(prefix, former[key])]
            return True
        return key in rows and put_field(model, self.column, rows[key], former[key])


def put_field(model, column, texts, former):
    """Let the field of a column send what it sent before; whether the form has the field."""
    field = columns_of(model).get(column)
    if field is None or field.name not in texts:
        return False
    texts[field.name] = former[field.name]
    return True


def plainly(model, then, now):
    """Values as any form reads them: one that shows 350,000 knows of that number alone what it is.

    What is the same `now` stays as the form shows it.
    """
    relations = {one.get_accessor_name(): one.related_model for one in model._meta.related_objects}
    rows = {
        prefix: {
            key: plain_amounts(relations[prefix], row, now.rows.get(prefix, {}).get(key, {}))
            for key, row in of_kind.items()
        }
        for prefix, of_kind in then.rows.items()
    }
    return Values(plain_amounts(model, then.fields, now.fields), rows)


def plain_amounts(model, texts, now):
    """Texts by name, those of amounts that differ now without the signs that group digits."""
    amounts = amounts_of(model)
    return {
        name: list(map(ungrouped, said)) if name in amounts and said != now.get(name) else said
        for name, said in texts.items()
    }


def bring_back(desk, request, object_id):
    """Let the request send the record's form with what it said before, not yet to be saved."""
    record = desk.get_object(request, unquote(object_id or ""))
    if record is None or not desk.has_change_permission(request, record):
        raise PermissionDenied
    wanted = Wanted.read(request.POST[FORMER], record)
    now = Values.held(desk, request, record)
    opened = Opened.now(request, name_of(record), desk.version_of(str(record.pk)), now)
    sent = Sent(now, set(), [])
    try:
        with as_it_was(desk.model, record.pk, wanted.last) as former:
            then = plainly(desk.model, Values.held(desk, request, former), now)
        is_put = wanted.put_into(sent, then)
        said = f"{wanted.said} {NOT_YET}" if is_put else NOWHERE
    except IntegrityError:
        said = TAKEN
    request.POST = sent.post
    request.POST[OPENED] = str(opened)
    only_show(request, said)
