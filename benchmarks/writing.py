"""Writing the records of a synthetic catalogue: by COPY, which is as fast as PostgreSQL gets."""

from collections import defaultdict
from hashlib import blake2b
from itertools import chain

from django.db import connection
from psycopg import sql

from benchmarks.synthetic import PUBLISHERS, Maker
from core.models.identity import PublicIdModel
from initiatives.models import (
    Initiative,
    Organization,
    OrganizationCitation,
    Resource,
    ResourceCitation,
)

BATCH = 2000


def fill(size, *, done=None):
    """Add synthetic records to the database until it has `size` initiatives; call in a transaction.

    done: called after every batch with the number of initiatives that there are.
    """
    maker = Maker(size)
    organizations, resources = list(maker.organizations()), list(maker.resources())
    copy_rows(Organization, (row for row, _ in organizations))
    copy_rows(OrganizationCitation, citations("organization_id", organizations))
    copy_rows(Resource, (row for row, *_ in resources))
    copy_rows(ResourceCitation, citations("resource_id", (one[:2] for one in resources)))
    copy_rows(
        PUBLISHERS,
        (
            {"resource_id": row["id"], "organization_id": publisher}
            for row, _, publishers in resources
            for publisher in publishers
        ),
    )
    present = Initiative.objects.count()
    missing = max(size - present, 0)
    for start in range(0, missing, BATCH):
        numbers = range(start, min(start + BATCH, missing))
        together = defaultdict(list)
        for number in numbers:
            for model, rows in maker.initiative(number).items():
                together[model].append(rows)
        for model, rows in together.items():
            copy_rows(model, chain.from_iterable(rows))
        if done:
            done(present + numbers[-1] + 1)
    for model in (Organization, Resource, Initiative):
        move_sequence(model)


def citations(column, pairs):
    """Yield rows that have records cite sources.

    column: of the record's key; pairs: of the record's row and the keys of its sources.
    """
    for row, sources in pairs:
        for position, source in enumerate(sources):
            yield {column: row["id"], "source_id": source, "position": position}


def copy_rows(model, rows):
    """Write rows, dicts by column, all of the same columns or of those that have a default."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    rows = with_public_ids(model, rows) if issubclass(model, PublicIdModel) else iter(rows)
    first = next(rows, None)
    if first is None:
        return
    # Keys are the database's business unless the rows bring them.
    fields = [field for field in fields if not field.primary_key or field.attname in first]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
    )
    names = [field.attname for field in fields]
    defaults = [field.get_default() for field in fields]
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in chain([first], rows):
            copy.write_row(
                [row.get(name, default) for name, default in zip(names, defaults, strict=True)]
            )


def with_public_ids(model, rows):
    """Yield the rows, each with an id: the database, which gives them, has its triggers off."""
    for row in rows:
        said = repr((model._meta.db_table, row)).encode()
        yield {**row, "public_id": blake2b(said, digest_size=6).hexdigest()}


def move_sequence(model):
    """Let the next key that the database gives be one that is free."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM {}))"
            ).format(sql.Identifier(table)),
            [table],
        )
