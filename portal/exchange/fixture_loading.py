"""Loading fixtures as `loaddata` would, in a fiftieth of its time.

Django asks the database about each natural key and each row on its own. Here keys are read once
for a model, rows are written together, and rows that are right already are left alone.
"""

import json
from itertools import groupby
from pathlib import Path

from django.apps import apps
from django.db.models import ForeignKey
from django.utils import timezone

from core.database.statistics import count_anew
from core.history import recorded
from core.models import Check, Edit
from core.models.publication import Publishable
from core.revision import is_unwritten
from portal.exchange.fixtures import CHECKED_ON, FIXTURES, LEFT_OUT
from portal.exchange.rows import PrimaryKeys, link_columns, save_links, save_rows
from portal.exchange.writing import set_constraints

NAMED = {"sdgs": "goals and targets"}  # fixtures whose names are for programmers


def load_fixtures(folder, *, names=FIXTURES, done=None):
    """Bring the database to what the fixtures with these names say, in one transaction.

    Rows that no fixture names stay as they are, as with `loaddata`. A database that never held a
    record has one line about it in its history, any other each row that is new or differs.

    done: called with the name of each fixture, how many rows it has, and how many of these were
    created or changed.
    Raises FileNotFoundError if a fixture is not there, LookupError if a row refers to no other.
    """
    everything = 0
    words = (NAMED.get(name, name.replace("_", " ")) for name in names)
    is_all = set(names) == set(FIXTURES)
    what = "The catalogue" if is_all else f"Of the catalogue: {', '.join(words)}"
    with recorded(Edit.Way.LOAD, what=what, is_brief=is_unwritten()):
        set_constraints("DEFERRED")
        keys = PrimaryKeys()
        for name in names:
            entries = json.loads((Path(folder) / f"{name}.json").read_text(encoding="utf-8"))
            written = 0
            for label, group in groupby(entries, key=lambda entry: entry["model"]):
                rows = [entry["fields"] for entry in group]
                written += Table(apps.get_model(label), keys).load(rows)
            everything += written
            if done:
                done(name, len(entries), written)
        set_constraints("IMMEDIATE")
    if everything:
        count_anew()


class Table:
    """One model's rows on the way from a fixture into the database."""

    def __init__(self, model, keys):
        self.model = model
        self.keys = keys
        meta = model._meta
        self.identity = tuple(
            meta.get_field(path.split("__")[0]).attname for path in model.NATURAL_KEY
        )
        self.fields = [
            field
            for field in meta.concrete_fields
            if not field.primary_key and not field.generated and field.name not in LEFT_OUT
        ]
        self.links = [
            field for field in meta.many_to_many if field.remote_field.through._meta.auto_created
        ]

    def load(self, rows):
        """Write the rows; returns how many were created or changed."""
        # Rows that refer to rows of their own table need these to be there.
        refers_to_itself = any(field.related_model is self.model for field in self.fields)
        touched = set()
        for _ in range(1 + refers_to_itself):
            wanted = [self._columns(row) for row in rows]
            present = self._present()
            saved = save_rows(
                self.model,
                wanted,
                present=[
                    present.get(tuple(columns[name] for name in self.identity))
                    for columns in wanted
                ],
                initial=[{}] * len(rows),
            )
            self.keys.remember(self.model, saved.rows)
            touched.update(row.pk for row in [*saved.created, *saved.changed])
        created = {row.pk for row in saved.created}
        for field in self.links:
            touched.update(self._link(field, rows, saved.rows))
        if issubclass(self.model, Publishable):
            changed = self.model.objects.filter(pk__in=touched - created)
            changed.update(updated_at=timezone.now())
            Check.objects.count_from(self.model, created, CHECKED_ON)
        return len(touched)

    def _present(self):
        return {
            tuple(getattr(row, name) for name in self.identity): row
            for row in self.model._default_manager.all()
        }

    def _columns(self, row):
        columns = {}
        for field in self.fields:
            if field.name not in row:
                if field.has_default() or not field.has_db_default():  # else the database gives it
                    columns[field.attname] = field.get_default()
            elif isinstance(field, ForeignKey):
                columns[field.attname] = self._primary_key(field, row[field.name])
            else:
                columns[field.attname] = field.to_python(row[field.name])
        return columns

    def _primary_key(self, field, natural_key):
        """The primary key for a natural one; None if the row is still to come in this table."""
        (by,), (value,) = field.related_model.NATURAL_KEY, natural_key
        key = self.keys.get(field.related_model, by, value)
        if key is None and field.related_model is not self.model:
            name = field.related_model._meta.verbose_name
            raise LookupError(f'a fixture names the {name} "{value}", and there is none')
        return key

    def _link(self, field, rows, saved):
        """Write the links of one many-to-many field; yields the rows whose links changed."""
        through = field.remote_field.through
        near, far = field.m2m_column_name(), field.m2m_reverse_name()
        columns = link_columns(through)
        wanted = set()
        for row, record in zip(saved, rows, strict=True):
            for natural_key in record.get(field.name, []):
                pair = {near: row.pk, far: self._primary_key(field, natural_key)}
                wanted.add(tuple(pair[name] for name in columns))
        governed = {near: [row.pk for row in saved]}
        position = columns.index(near)
        return {pair[position] for pair in save_links(through, wanted, governed)}
