"""What was deleted, and what comes back with it."""

from django.db.models import Exists, OuterRef, Q

from core.history.former import present
from core.history.tables import foreign_keys, models_by_table
from core.models.history import EditedRow


def deleted(models):
    """The rows of the history by which records of these models went that are there no more."""
    later = EditedRow.objects.filter(
        table_name=OuterRef("table_name"), row_id=OuterRef("row_id"), pk__gt=OuterRef("pk")
    )
    of_records = Q()
    for model in models:
        of_records |= Q(table_name=model._meta.db_table, owner_kind=model._meta.model_name)
    rows = EditedRow.objects.deletions().filter(of_records, ~Exists(later))
    return rows if models else rows.none()


def went_with(row):
    """The rows that went in the same edit with a record, and stood in it or named it."""
    others = EditedRow.objects.deletions().filter(edit=row.edit_id).order_by("pk")
    found, left = {place(row): row}, [one for one in others if place(one) != place(row)]
    is_more = True
    while is_more:
        new = [one for one in left if names_any(one, found)]
        found |= {place(one): one for one in new}
        left = [one for one in left if place(one) not in found]
        is_more = bool(new)
    return list(found.values())


def place(row):
    return row.table_name, row.row_id


def names_any(row, places):
    """Whether a row names one of these places, by table and id."""
    return any((table, key) in places for table, key in named_by(row))


def named_by(row):
    """The places, by table and id, that a deleted row names."""
    model = models_by_table().get(row.table_name)
    columns = foreign_keys(model) if model else ()
    return [
        (column.related_model._meta.db_table, row.before[column.column])
        for column in columns
        if row.before.get(column.column) is not None
    ]


def without_what_is_gone(rows):
    """The rows that can come back, and those that name something that is gone."""
    there = present({one for row in rows for one in named_by(row)}).keys()
    stays, gone, lost = list(rows), [], None
    while lost != []:
        known = {*there, *map(place, stays)}
        lost = [row for row in stays if not set(named_by(row)) <= known]
        stays = [row for row in stays if row not in lost]
        gone += lost
    return stays, gone
