"""What goes from the history for good: what somebody asked to have erased, and what is old.

With the history goes what the desk keeps beside it: drafts, what is not saved yet, what was asked
and said on a record's way to the public.
"""

import json
from urllib.parse import quote_plus

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Left, Replace

from core.history.former import rows_of
from core.history.tables import foreign_keys, models_by_table
from core.models.drafts import Draft, DraftVersion
from core.models.history import Edit, EditedRow
from core.models.identity import ReservedSlug
from core.models.reasons import KeptReason
from core.models.reviews import Notice, Remark, ReviewStep
from core.models.unsaved import Unsaved

ERASED = "[erased]"
# Within the texts of a row, and not in the names of its columns.
ERASE_TEXT = """
UPDATE portal_editedrow SET {column} = (
    SELECT jsonb_object_agg(key, CASE WHEN jsonb_typeof(value) IN ('string', 'array')
        THEN replace(value::text, %(text)s, %(erased)s)::jsonb ELSE value END)
    FROM jsonb_each({column}))
WHERE EXISTS (SELECT FROM jsonb_each({column}) WHERE strpos(value::text, %(text)s) > 0)
"""

OF_A_RECORD = (Draft, KeptReason, ReviewStep)  # remarks and notices go with steps
TEXTS = {  # what people wrote about records, and what these were called
    Edit: ("name", "what", "reason"),
    LogEntry: ("object_repr", "change_message"),
    KeptReason: ("finding", "reason"),
    ReviewStep: ("text",),
    Remark: ("label", "text"),
    Notice: ("name",),
    Draft: ("name",),
    DraftVersion: ("word",),
    Unsaved: ("name",),
}
FORMS = (DraftVersion, Unsaved)  # what they hold is written as browsers send it


def erase_record(model, key):
    """Erase what the history has of a record, and rows of others that named it: how many rows.

    So do the addresses that are reserved for it, which may be made of a name, what the desk's log
    says of it, and its drafts, reasons and remarks. If the record is still there, it stays as it
    is.
    """
    with transaction.atomic():
        rows = set(rows_of(model, key).values_list("pk", flat=True))
        rows |= set(EditedRow.objects.filter(names(model, key)).values_list("pk", flat=True))
        EditedRow.objects.filter(pk__in=rows).delete()
        forget_empty()
        ReservedSlug.objects.filter(kind=model._meta.model_name, row_id=key).delete()
        for one in OF_A_RECORD:
            one.objects.filter(kind=model._meta.model_name, row_id=key).delete()
        kind = ContentType.objects.get_for_model(model)
        entries = LogEntry.objects.filter(content_type=kind, object_id=str(key))
        entries.update(object_repr=ERASED, change_message="")
    return len(rows)


def names(model, key):
    """The condition that a row of the history names a record."""
    named = Q(pk__in=[])
    for table, other in models_by_table().items():
        columns = [one.column for one in foreign_keys(other) if one.related_model is model]
        for column in columns:
            said = Q(**{f"before__{column}": key}) | Q(**{f"after__{column}": key})
            named |= Q(said, table_name=table)
    return named


def erase_text(text):
    """Write ERASED in the place of a text, wherever the history or the desk's log has it.

    How many rows of the history had it.
    """
    values = {"text": json.dumps(text, ensure_ascii=False)[1:-1], "erased": ERASED}
    found = 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            for column in ("before", "after"):
                cursor.execute(ERASE_TEXT.format(column=column), values)
                found += cursor.rowcount
        for model, fields in TEXTS.items():
            for name in fields:
                erase_in(model, name, text, ERASED)
        for model in FORMS:
            erase_in(model, "content", quote_plus(text), quote_plus(ERASED))
    return found


def erase_in(model, name, text, instead):
    """Write something else in the place of a text in one column."""
    longest = model._meta.get_field(name).max_length
    said = Replace(F(name), Value(text), Value(instead))
    rows = model._base_manager.filter(**{f"{name}__contains": text})
    rows.update(**{name: Left(said, longest) if longest else said})


def trim(moment):
    """Forget what was changed before a moment: how many rows."""
    with transaction.atomic():
        rows = EditedRow.objects.filter(edit__in=Edit.objects.filter(at__lt=moment).values("pk"))
        number = rows._raw_delete(rows.db)
        forget_empty(at__lt=moment)
    return number


def forget_empty(**which):
    """Forget edits of which no row is left."""
    has_rows = Exists(EditedRow.objects.filter(edit=OuterRef("pk")))
    edits = Edit.objects.filter(~has_rows, **which).exclude(way=Edit.Way.LOAD)
    edits._raw_delete(edits.db)
