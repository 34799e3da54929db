"""What has been changed since some edits, and so is not theirs to take back."""

from core.history.tables import own_parts
from core.models.history import EditedRow
from core.publishing import owner_model, owner_path


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
