"""One record goes into another: its rows, what uses it, and then itself."""

from django.db import connection
from django.db.models import F, Max, Min

from core.merging.tombstones import Gone, lead
from core.models.identity import PublicIdModel


def make(plan, *, values=(), without=(), reason=""):
    """Do what a Plan says; whoever calls this holds both records, and asks the rules.

    values: what columns of the record that stays say then. without: by model, the keys of rows, of
    either record, that are not to stand any more; of two rows that cannot both stand that of the
    record that goes is left out, unless the other is. reason: what readers are told.
    """
    gone = list(unite(plan, dict(without)))
    if values:  # what only one record can have, such as an address, is free now
        type(plan.stays)._base_manager.filter(pk=plan.stays.pk).update(**dict(values))
    connection.check_constraints()  # has the table of public records follow
    lead(gone, reason)


def unite(plan, without):
    """Move and unite all rows, and delete the record; what went into what, each a Gone."""
    for step in plan.steps:
        yield from unite_rows(plan, step, set(without.get(step.column.model, ())))
    for model, keys in without.items():  # what the record that stays is to have no more
        model._base_manager.filter(pk__in=keys).delete()
    yield gone(plan.goes, plan.stays.pk)
    # Without signals, which delete files: the record may come back.
    rows = type(plan.goes)._base_manager.filter(pk=plan.goes.pk)
    rows._raw_delete(rows.db)


def unite_rows(plan, step, unwanted):
    """Those of one column."""
    rows = step.column.model._base_manager
    for part in step.parts:
        yield from unite(part, {})
    twins = {key: twin for key, twin in step.equal.items() if twin not in unwanted}
    for key, twin in step.alike.items():
        if twin in unwanted and key not in unwanted:
            twins[twin] = key
        elif twin not in unwanted:
            twins[key] = twin
    dropped = unwanted | step.equal.keys() | twins.keys()
    there = rows.in_bulk(twins.keys() | set(twins.values()))
    for key, twin in twins.items():
        yield from gone_rows(there[key], twin)
    rows.filter(pk__in=dropped).delete()
    if not step.column.is_own and step.column.place:
        keep_places(step, there, twins)
    move(plan, step)


def keep_places(step, there, twins):
    """Have what stands where a row of the same has gone stand there, if that came first."""
    place = step.column.place
    for key, twin in twins.items():
        first = min(getattr(there[one], place) for one in (key, twin))
        step.column.model._base_manager.filter(pk=twin).update(**{place: first})


def move(plan, step):
    """Let what is left of the rows name the record that stays; its own rows stand first."""
    column = step.column
    rows, values = column.of(plan.goes), {column.field.name: plan.stays}
    if column.is_own and column.place:
        last = column.of(plan.stays).aggregate(last=Max(column.place))["last"]
        first = rows.aggregate(first=Min(column.place))["first"]
        if None not in (last, first):
            values[column.place] = F(column.place) + (last + 1 - first)
    rows.update(**values)


def gone_rows(row, twin):
    """What is to be led on of a row: only what is known outside by an id."""
    if isinstance(row, PublicIdModel):
        yield gone(row, twin)


def gone(record, into):
    """That a record goes into the one with this key."""
    slug = getattr(record, "slug", "")
    return Gone(type(record), record.pk, record.public_id, slug, into)
