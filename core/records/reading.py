"""Public records as typed values: what the database says of each, with the labels of others in it.

The document of a record says its columns and the rows that are part of it, others by their keys, as
far as they are public. The table of public records has it; of drafts, of what is archived and of
what this transaction has changed, the function `record_<kind>` of the database makes it. The labels
of those others, a name and little else, are read with one more query for all of them.

A kind has a LabelSource, for what others say of it, and a Reader, for what it says itself. Pages,
API, feeds and lists read the catalogue through these two.
"""

from collections.abc import Sequence
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
IN_ORDER = (
    "WITH asked AS MATERIALIZED"
    " (SELECT id, row_number() OVER () AS place FROM ({keys}) AS found (id))"
)
# What a transaction has changed itself, the table tells when it ends.
STORED = (
    IN_ORDER
    + """
SELECT nullif(record.document, ''), record.modified, NULL FROM asked
LEFT JOIN portal_publicrecord AS record ON record.kind = '{kind}' AND record.row_id = asked.id
    AND record.state = 'public' AND coalesce(current_setting('catalogue.pending', true), '') = ''
ORDER BY asked.place
"""
)
MADE = (
    IN_ORDER
    + """
SELECT record.document, known.modified, CASE known.state WHEN '{archived}' THEN jsonb_build_object(
    'withdrawn', known.withdrawn, 'reason', known.reason) END
FROM record_{kind}(ARRAY(SELECT id FROM asked)) AS record
JOIN asked ON asked.id = record.row_id
LEFT JOIN portal_publicrecord AS known ON known.kind = '{kind}' AND known.row_id = record.row_id
ORDER BY asked.place
"""
)
LABELS = (
    IN_ORDER
    + " SELECT {label} FROM {table} AS r JOIN asked ON asked.id = r.id WHERE {which} ORDER BY place"
)


class Archived(Struct, frozen=True):
    """What readers are told of a record that is archived and stays readable."""

    withdrawn: datetime
    reason: str


class Label(Struct, frozen=True):
    """What a record says of another: enough to name it and to lead to it."""


def keys_of(records):
    """SQL that gives the keys of a queryset in its order, and the parameters of it.

    None where what is asked cannot be: keys beyond all numbers, no slugs at all.
    """
    try:
        return records.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None


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
    def json(self):
        """SQL of the label of a row, in JSON."""
        columns = {name: f"r.{name}" for name in self.label.__struct_encode_fields__}
        said = ", ".join(
            f"'{name}', {sql}" for name, sql in (columns | (self.instead or {})).items()
        )
        return f"jsonb_build_object({said})"

    def one(self, key):
        """SQL of the label with a key, a column of an outer `r`; NULL where readers see none."""
        table = self.model._meta.db_table
        return (
            f"(SELECT {self.json} FROM (SELECT {key}) AS outer_row (key)"
            f" JOIN {table} AS r ON r.id = outer_row.key WHERE {self.which})"
        )

    @cached_property
    def sql(self):
        """The query for the labels of some keys: kind, key, label in JSON."""
        meta = self.model._meta
        return (
            f"SELECT '{meta.model_name}', r.id, {self.json}"
            f" FROM {meta.db_table} AS r WHERE r.id = ANY (%s) AND {self.which}"
        )

    @cached_property
    def decoder(self):
        return msgspec.json.Decoder(self.label)

    def read(self, records):
        """The labels of a queryset, in its order: of those that readers may see. One query."""
        asked = keys_of(records)
        return self.read_keys(*asked) if asked else []

    def read_keys(self, keys, parameters):
        """The labels of those whose keys a query gives, in its order. keys: SQL, with these."""
        sql = LABELS.format(
            keys=keys, label=self.json, table=self.model._meta.db_table, which=self.which
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return [self.decoder.decode(label) for (label,) in cursor.fetchall()]


sources = {}  # of labels, by kind
label_types = set()


def register_labels(*label_sources):
    """Let records name others, whichever app these belong to."""
    for source in label_sources:
        sources[source.model._meta.model_name] = source
        label_types.add(source.label)


def read_labels(records):
    """The labels of a queryset, in its order: how pages and records list what belongs to them."""
    return sources[records.model._meta.model_name].read(records)


def read_labels_for(query, value):
    """The same of a CompiledQuery of keys, for a value: for what every page of a kind lists."""
    return sources[query.model._meta.model_name].read_keys(*query.sql(value))


class Reader:
    """Reads the public records of one kind.

    model; record: the Struct that a document becomes; references: by the column that names another
    record, the kind of that; order: by the name of a part, by what its rows are sorted where the
    document has them in no order that readers know.
    """

    def __init__(self, model, record, references=None, order=None):
        self.model, self.record = model, record
        self.references, self.order = references or {}, order or {}

    def read(self, records):
        """The records of a queryset, in its order. It says who reads: published(), kept()."""
        asked = keys_of(records)
        return self.read_keys(*asked) if asked else []

    def first(self, records, then=list):
        """The first record of a queryset, or None; then: as for over()."""
        return next(iter(then(self.read(records[:1]))), None)

    def over(self, records, then=list):
        """A queryset as a sequence of its records, read where they are asked for.

        then: a function of some records that gives the same with what is asked about them.
        """
        return Records(self, records, then)

    def read_keys(self, keys, parameters):
        """The records whose keys a query gives, in its order. keys: SQL; parameters: of that."""
        with connection.cursor() as cursor:
            rows = self._rows(cursor, STORED, keys, parameters)
            if all(text is not None for text, *_ in rows):
                try:
                    return self._records(cursor, rows)
                except msgspec.ValidationError:
                    pass  # stored in the shape of another release: what is made now has ours
            return self._records(cursor, self._rows(cursor, MADE, keys, parameters))

    def _rows(self, cursor, sql, keys, parameters):
        """Rows of a document, when it last changed, and what is told of an archived one."""
        kind = self.model._meta.model_name
        sql = sql.format(kind=kind, keys=keys, archived=PublicRecord.State.ARCHIVED)
        cursor.execute(sql, parameters)
        return cursor.fetchall()

    def _records(self, cursor, rows):
        """The records of such rows."""
        documents = [
            decoder.decode(text)
            | {"modified": modified, "archived": archived and decoder.decode(archived)}
            for text, modified, archived in rows
        ]
        labels = self._read_labels(cursor, documents)
        records = (self._labelled(document, labels) for document in documents)
        return [self._made(record) for record in records if record is not None]

    def _made(self, said):
        """A record of a document that is labelled."""
        record = msgspec.convert(said, self.record)
        if not self.order:
            return record
        parts = {
            name: tuple(sorted(getattr(record, name), key=key)) for name, key in self.order.items()
        }
        return replace(record, **parts)

    def _naming(self, rows):
        """Of rows that all have the same columns: those that name another record, and its kind."""
        columns = rows[0] if rows else ()
        return [(one, self.references[one]) for one in columns if one in self.references]

    def _read_labels(self, cursor, documents):
        """By kind and key, the labels of all that some documents refer to."""
        keys = {kind: set() for kind in self.references.values()}
        for document in documents:
            for rows in [[document], *filter(is_part, document.values())]:
                for column, kind in self._naming(rows):
                    keys[kind].update([row[column] for row in rows])
        asked = {kind: list(ones - {None}) for kind, ones in keys.items() if ones - {None}}
        if not asked:
            return {}
        cursor.execute(
            " UNION ALL ".join(sources[kind].sql for kind in asked), list(asked.values())
        )
        return {
            (kind, key): sources[kind].decoder.decode(label)
            for kind, key, label in cursor.fetchall()
        }

    def _labelled(self, document, labels):
        """A document in which labels stand for keys, None where what it is about is withdrawn."""
        for name, value in document.items():
            if is_part(value):
                document[name] = self._labelled_rows(value, labels)
        return next(iter(self._labelled_rows([document], labels)), None)

    def _labelled_rows(self, rows, labels):
        """Rows in which labels stand for keys. A row that is nothing but a key becomes its label.

        Left out are those that are about what has been withdrawn since they were read.
        """
        naming = self._naming(rows)
        if not naming:
            return rows
        found = [(row, [labels.get((kind, row[one])) for one, kind in naming]) for row in rows]
        if len(rows[0]) == 1:
            return [label for _, (label,) in found if label is not None]
        names = [(one, one.removesuffix("_id")) for one, _ in naming]
        said = []
        for row, named in found:
            for (column, name), label in zip(names, named, strict=True):
                if row.pop(column) is not None and label is None:
                    break
                row[name] = label
            else:
                said.append(row)
        return said


class Records(Sequence):
    """The records of a queryset as pages of a list ask for them: a number, and some in between."""

    def __init__(self, reader, records, then):
        self.reader, self.records, self.then = reader, records, then
        self.model = records.model

    def count(self):
        return self.records.count()

    def __len__(self):
        return self.count()

    def __getitem__(self, places):
        return self._read(self.records[places])

    def behind(self, public_id, count):
        """The first so many behind a public id, in the order of ids: pairs of id and record."""
        found = self.records.filter(public_id__gt=public_id).order_by("public_id")
        return [(record.public_id, record) for record in self._read(found[:count])]

    def _read(self, records):
        return self.then(self.reader.read(records))


def is_part(value):
    """Whether a value of a document is rows that are part of the record, not a list of words."""
    return isinstance(value, list) and (not value or isinstance(value[0], dict))
