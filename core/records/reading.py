"""Public records as typed values: what the database says of each, with the labels of others in it.

The function `record_<kind>` of the database gives the document of a record: its columns and the
rows that are part of it, others by their keys, as far as they are public. The labels of those
others, a name and little else, are read with one more query for all of them.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

import msgspec
from django.core.exceptions import EmptyResultSet
from django.db import connection
from msgspec import Struct
from msgspec.structs import replace

from core.models import PublicRecord

decoder = msgspec.json.Decoder(float_hook=Decimal)
DOCUMENTS = """
SELECT document, modified, CASE state WHEN '{archived}' THEN jsonb_build_object(
    'withdrawn', withdrawn, 'reason', reason) END
FROM record_{kind}(ARRAY({keys})) AS record
LEFT JOIN portal_publicrecord AS known ON known.kind = '{kind}' AND known.row_id = record.row_id
"""


class Archived(Struct, frozen=True):
    """What readers are told of a record that is archived and stays readable."""

    withdrawn: datetime
    reason: str


class Label(Struct, frozen=True):
    """What a record says of another: enough to name it and to lead to it."""


@dataclass(frozen=True)
class LabelSource:
    """Where the labels of a kind are read.

    model; label: a subclass of Label, whose fields are columns; instead: SQL for the fields that
    are none, the row being `r`; which: a condition for what readers may see of the kind.
    """

    model: type
    label: type[Label]
    instead: dict | None = None
    which: str = "true"

    @cached_property
    def sql(self):
        """The query for the labels of some keys: kind, key, label in JSON."""
        columns = {name: f"r.{name}" for name in self.label.__struct_fields__}
        said = ", ".join(
            f"'{name}', {sql}" for name, sql in (columns | (self.instead or {})).items()
        )
        meta = self.model._meta
        return (
            f"SELECT '{meta.model_name}', r.id, jsonb_build_object({said})"
            f" FROM {meta.db_table} AS r WHERE r.id = ANY (%s) AND {self.which}"
        )

    @cached_property
    def decoder(self):
        return msgspec.json.Decoder(self.label)


class Reader:
    """Reads the public records of one kind.

    model; record: the Struct that a document becomes; references: by the column that names another
    record, the kind of that; labels: the LabelSource of each kind; order: by the name of a part, by
    what its rows are sorted where the document has them in no order that readers know.
    """

    def __init__(self, model, record, references, labels, order):
        self.model, self.record, self.references = model, record, references
        self.order = order
        self.labels = {source.model._meta.model_name: source for source in labels}

    def read(self, records):
        """The records of a queryset, in no order. It says who reads: published(), kept()."""
        try:
            query = records.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:  # what is asked cannot be: keys beyond all numbers, no slugs at all
            return []
        return self.read_keys(*query)

    def read_keys(self, keys, parameters):
        """The records whose keys a query gives, in no order. keys: SQL; parameters: of that."""
        sql = DOCUMENTS.format(
            kind=self.model._meta.model_name, keys=keys, archived=PublicRecord.State.ARCHIVED
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            documents = [
                decoder.decode(text)
                | {"modified": modified, "archived": archived and decoder.decode(archived)}
                for text, modified, archived in cursor.fetchall()
            ]
            labels = self._read_labels(cursor, documents)
        return [self._made(self._labelled(document, labels)) for document in documents]

    def _made(self, said):
        """A record of a document that is labelled."""
        record = msgspec.convert(said, self.record)
        parts = {
            name: tuple(sorted(getattr(record, name), key=key)) for name, key in self.order.items()
        }
        return replace(record, **parts)

    def _read_labels(self, cursor, documents):
        """By kind and key, the labels of all that some documents refer to."""
        keys = {kind: set() for kind in self.labels}
        for document in documents:
            for row in rows_of(document):
                for column, kind in self.references.items():
                    if row.get(column) is not None:
                        keys[kind].add(row[column])
        asked = {kind: list(ones) for kind, ones in keys.items() if ones}
        if not asked:
            return {}
        cursor.execute(
            " UNION ALL ".join(self.labels[kind].sql for kind in asked), list(asked.values())
        )
        return {
            (kind, key): self.labels[kind].decoder.decode(label)
            for kind, key, label in cursor.fetchall()
        }

    def _labelled(self, row, labels):
        """A row in which labels stand for keys. A row that is nothing but a key becomes its label.

        None where what the row is about has been withdrawn since it was read.
        """
        said = {}
        for name, value in row.items():
            if name in self.references:
                label = labels.get((self.references[name], value))
                if label is None and value is not None:
                    return None
                said[name.removesuffix("_id")] = label
            elif isinstance(value, list):
                rows = (self._labelled(part, labels) for part in value)
                said[name] = [part for part in rows if part is not None]
            else:
                said[name] = value
        if len(said) == 1:
            (only,) = said.values()
            return only
        return said


def rows_of(document):
    """A document's own row, and those that are part of it."""
    yield document
    for value in document.values():
        if isinstance(value, list):
            yield from value
