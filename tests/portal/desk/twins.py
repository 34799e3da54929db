"""Twins for tests: a copy of a record, with its rows and with some of what names the first."""

import contextlib

from django.db import IntegrityError, transaction

from core import revision
from core.merging.columns import columns_to

TWIN = "-twin"


def copy_of(record, **values):
    """A row of the same that is known by another id, and stands at another place."""
    columns = [one for one in record._meta.concrete_fields if not one.generated]
    names = [one.name for one in columns if one.name not in ("id", "public_id", *values)]
    held = {name: getattr(record, name) for name in names}
    if "slug" in held:
        held["slug"] = f"{held['slug'][:60]}{TWIN}"
    return type(record)._base_manager.create(**held | values)


def plant(record, **values):
    """A twin of a record: it has the same rows and parts, and a few records name it, too.

    Of several rows or parts of one kind the last is the twin's alone; of what names the first in
    one way, one names both then, and one the twin alone.
    """
    twin = copy_of(record, **values)
    for column in columns_to(type(record)):
        rows = list(column.of(record))
        if column.is_own:
            *common, last = rows or [None]
            for row in common or rows:
                copy_of(row, **{column.field.name: twin})
            if common:
                column.of(record).filter(pk=last.pk).update(**{column.field.name: twin})
        elif rows and column.has_rows:
            *_, last = rows
            place = {column.place: 900 + last.pk % 90} if column.place else {}
            with contextlib.suppress(IntegrityError), transaction.atomic():  # one alone may say it
                copy_of(rows[0], **{column.field.name: twin} | place)
            if last != rows[0]:
                column.of(record).filter(pk=last.pk).update(**{column.field.name: twin})
    revision.current(fresh=True)  # has the triggers of these changes fire
    return twin
