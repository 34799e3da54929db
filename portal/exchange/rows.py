"""Bringing tables to a wanted state in few queries, and touching no row that is right already."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

BATCH = 500
PERMANENT = "public_id"  # the column that a row keeps, whatever else a file says


class PrimaryKeys:
    """The primary keys of records by what identifies them, read once for each model."""

    def __init__(self):
        self._keys = {}  # (model, column) -> {value: primary key}

    def get(self, model, by, value):
        """The primary key of the record that has the value in the column `by`, or None."""
        if (model, by) not in self._keys:
            self._keys[model, by] = dict(model._default_manager.values_list(by, "pk").order_by())
        return self._keys[model, by].get(value)

    def remember(self, model, rows):
        """Take note of rows just written."""
        for (known, by), keys in self._keys.items():
            if known is model:
                keys.update((getattr(row, by), row.pk) for row in rows)


@dataclass(frozen=True)
class Saved:
    """All rows as wanted, in the order given; and which of them were created or changed."""

    rows: list
    created: list
    changed: list


def match_rows(wanted, present, *, identity, position=""):
    """For each row that is wanted the one that is there, or None.

    wanted: for each row its columns. present: the rows that are there. identity: the names of the
    columns that identify a row; position: of the column that says where in a list it stands.

    A row is known by its public id; where the files give none, one that says the same is taken
    before one that stands at the same place, so that a list in another order keeps its ids.
    """
    ways = [identity]
    if wanted and position in identity:
        ways.insert(0, [name for name in wanted[0] if name not in (PERMANENT, position)])
    if any(PERMANENT in columns for columns in wanted):
        ways.insert(0, [PERMANENT])
    matches, left = [None] * len(wanted), list(present)
    for names in ways:
        known = {tuple(getattr(row, name) for name in names): row for row in left}
        for number, columns in enumerate(wanted):
            if matches[number] is None:
                mark = tuple(columns.get(name) for name in names)
                matches[number] = known.pop(mark, None)
        taken = {row.pk for row in matches if row is not None}
        left = [row for row in left if row.pk not in taken]
    return matches


def save_rows(model, wanted, *, present, initial):
    """Create the rows that are missing and change those that differ.

    wanted: for each row its columns. present: for each the row that is there, or None. initial: for
    each what it gets besides if it is created.
    """
    rows, created, changed, names = [], [], [], set()
    for columns, match, first in zip(wanted, present, initial, strict=True):
        row = match or model(**columns, **first)
        if match is None:
            created.append(row)
        else:
            differing = [
                name
                for name in columns
                if name != PERMANENT and getattr(row, name) != columns[name]
            ]
            for name in differing:
                setattr(row, name, columns[name])
            if differing:
                changed.append(row)
                names.update(differing)
        rows.append(row)
    if changed:
        fields = [field.name for field in model._meta.concrete_fields if field.attname in names]
        model._default_manager.bulk_update(changed, fields, batch_size=BATCH)
    model._default_manager.bulk_create(created, batch_size=BATCH)
    return Saved(rows, created, changed)


def save_links(through, wanted, governed, spares=None):
    """Make the links of a table between two models those wanted; returns the pairs that changed.

    wanted: pairs of primary keys, as a tuple in the order of `link_columns`. governed: by column,
    the primary keys whose links are given in full; other links stay as they are. spares: of
    pairs that would be made or removed, tells which are left as they are.
    """
    columns = link_columns(through)
    none = Q(pk__in=[])  # a query without a condition would be about all links there are
    some = (Q(**{f"{name}__in": list(keys)}) for name, keys in governed.items())
    query = reduce(or_, some, none)
    links = through._default_manager.filter(query)
    present = {tuple(getattr(link, name) for name in columns): link.pk for link in links}
    changes = present.keys() ^ wanted
    changes -= spares(changes) if spares else set()
    gone, new = changes & present.keys(), sorted(changes - present.keys())
    through._default_manager.filter(pk__in=[present[pair] for pair in gone]).delete()
    through._default_manager.bulk_create(
        [through(**dict(zip(columns, pair, strict=True))) for pair in new], batch_size=BATCH
    )
    return [*gone, *new]


def link_columns(through):
    """The two columns of a table between models, in one order for everybody."""
    return tuple(sorted(field.attname for field in through._meta.fields if not field.primary_key))
