"""What rows said before: the history walked back from what they say now."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import FileField, Q

from core import revision
from core.history.tables import made, models_by_table, own_parts
from core.models.history import EditedRow
from core.models.identity import Addressed


class TakenBack(Exception):
    """Ends a block whose changes nobody is to keep."""


def rows_of(model, key):
    """What the history has of a record and of what belongs to it, sessions of a forum included."""
    of_record = Q(owner_kind=model._meta.model_name, owner_id=key)
    for part, column in own_parts(model):
        parts = part._base_manager.filter(**{column: key}).values("pk")
        moved = Q(**{f"before__{column}": key}) | Q(**{f"after__{column}": key})
        gone = EditedRow.objects.filter(moved, table_name=part._meta.db_table)
        of_part = Q(owner_id__in=parts) | Q(owner_id__in=gone.values("row_id"))
        of_record |= Q(of_part, owner_kind=part._meta.model_name)
    return EditedRow.objects.filter(of_record)


def present(places):
    """By (table, id), the rows that are there now, as the history writes them."""
    by_table = {}
    for table, key in places:
        by_table.setdefault(table, []).append(key)
    return {(table, key): row for table, keys in by_table.items() for key, row in read(table, keys)}


def read(table, keys):
    """The ids and rows of a table."""
    sql = (
        "SELECT id, to_jsonb(one) - '{search_vector,updated_at}'::text[]"  # noqa: S608 - our names
        f" FROM {connection.ops.quote_name(table)} AS one WHERE id = ANY (%s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(keys)])
        field = EditedRow._meta.get_field("before")
        return [(key, field.from_db_value(row, None, connection)) for key, row in cursor]


def before(rows):
    """By (table, id), what each was before these rows of the history; None where there was none."""
    rows = sorted(rows, key=lambda row: row.pk, reverse=True)
    state = dict.fromkeys((row.table_name, row.row_id) for row in rows)
    state |= present(state)
    for row in rows:
        place = (row.table_name, row.row_id)
        state[place] = None if row.before is None else (state[place] or {}) | row.before
    return state


def value_then(record, column, last):
    """What a column of a record that is there said just after the row `last` of the history."""
    later = EditedRow.objects.filter(
        table_name=record._meta.db_table,
        row_id=record.pk,
        pk__gt=last,
        before__has_key=column,
    )
    first = later.order_by("pk").first()
    return first.before[column] if first else getattr(record, column)


def put(state, *, anew=False):
    """Let these rows be so: by (table, id), None for none. Whoever calls this has them checked.

    anew: make parts of records that differ anew, since two may have changed places.
    """
    models = models_by_table()
    there = present(state)
    written = {}
    for (table, key), row in state.items():
        if table in models:
            written.setdefault(models[table], {})[key] = (row, there.get((table, key)))
    for model, rows in written.items():
        gone = []
        for key, (row, now) in rows.items():
            is_made_anew = anew and row != now and not issubclass(model, Addressed)
            if now is not None and (row is None or is_made_anew):
                gone.append(key)
                rows[key] = (row, None)
        model._base_manager.filter(pk__in=gone)._raw_delete(connection.alias)
    for model, rows in written.items():
        put_rows(model, rows)


def put_rows(model, rows):
    """Create the rows of a model that are not there, and change those that differ."""
    created = []
    for key, (row, now) in rows.items():
        if row is None or row == now:
            continue
        record = without_lost_files(made(model, row))
        if now is None:
            created.append(record)
        else:
            names = {
                field.attname
                for field in model._meta.concrete_fields
                if field.column in row and row[field.column] != now.get(field.column)
            }
            values = {name: getattr(record, name) for name in names}
            model._base_manager.filter(pk=key).update(**values)
    model._base_manager.bulk_create(created)


def without_lost_files(record):
    """The record; a file that it names, and that was deleted with it, it names no more."""
    for field in record._meta.fields:
        if isinstance(field, FileField):
            file = getattr(record, field.name)
            if file and not file.storage.exists(file.name):
                setattr(record, field.name, "")
    return record


@contextmanager
def as_it_was(model, key, last):
    """The record as it was after the row `last` of the history, with all its rows; None for none.

    It is so for this block alone, and for nobody else: what the block does is taken back.
    """
    try:
        with revision.aside(), transaction.atomic():
            put(before(rows_of(model, key).filter(pk__gt=last)), anew=True)
            yield model._base_manager.filter(pk=key).first()
            raise TakenBack
    except TakenBack:
        pass
