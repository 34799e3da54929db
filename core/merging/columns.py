"""The columns by which rows name records of a kind: as whose they are, or as what they use."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import (
    CASCADE,
    PROTECT,
    Exists,
    ForeignKey,
    OuterRef,
    Subquery,
    UniqueConstraint,
)
from psycopg.sql import SQL, Identifier

from core.models.identity import Addressed

PLACES = ("position", "order")  # where a row stands among those of its record
# What no two rows share, however alike they are.
OWN = ["id", "public_id", "slug", *PLACES]
APART = ["created_at", "updated_at", "first_published_at", "search_vector"]
EQUAL = SQL(
    "SELECT one.id, min(two.id) FROM {table} AS one JOIN {table} AS two ON"
    " to_jsonb(one) - %(own)s::text[] = to_jsonb(two) - %(own)s::text[]"
    " WHERE one.{column} = %(goes)s AND two.{column} = %(stays)s GROUP BY one.id"
)


@dataclass(frozen=True)
class Column:
    """One such column."""

    field: ForeignKey

    @property
    def model(self):
        """The model of the rows."""
        return self.field.model

    @property
    def is_own(self):
        """Whether the rows belong to the record that it names."""
        return self.field.remote_field.on_delete is CASCADE

    @property
    def has_parts(self):
        """Whether its rows are records with pages of their own, as sessions of a forum are."""
        return self.is_own and issubclass(self.model, Addressed)

    @property
    def has_rows(self):
        """Whether they belong to some record, so that two that say the same are one too many."""
        is_record = issubclass(self.model, Addressed)
        return not is_record and any(map(is_owner, self.model._meta.fields))

    @property
    def place(self):
        """The name of the column with the order of rows among those of a record, or None."""
        names = {field.name for field in self.model._meta.fields}
        return next((name for name in PLACES if name in names), None)

    def of(self, *records):
        """The rows that name some of these records."""
        return self.model._base_manager.filter(**{f"{self.field.name}__in": records}).order_by("pk")

    def equal(self, goes, stays):
        """By the keys of rows that name one record: those that say the same of the other."""
        if not (self.has_rows or self.has_parts):
            return {}
        table = self.model._meta.db_table
        statement = EQUAL.format(table=Identifier(table), column=Identifier(self.field.column))
        own = [*OWN, *APART, self.field.column]
        with connection.cursor() as cursor:
            cursor.execute(statement, {"own": own, "goes": goes.pk, "stays": stays.pk})
            return dict(cursor.fetchall())

    def alike(self, goes, stays):
        """The same for rows that cannot both stand: one of a kind is there, as a constraint says.

        Places are none of it, since there are always more.
        """
        found = {}
        for constraint in self.model._meta.constraints:
            names = getattr(constraint, "fields", ())
            is_unique = isinstance(constraint, UniqueConstraint) and self.field.name in names
            if is_unique and not set(names) & set(PLACES):
                same = {name: OuterRef(name) for name in names if name != self.field.name}
                twins = self.of(stays).filter(**same)
                pairs = (
                    self.of(goes)
                    .filter(Exists(twins))
                    .annotate(twin=Subquery(twins.values("pk")[:1]))
                )
                found |= dict(pairs.values_list("pk", "twin"))
        return found


def columns_to(model):
    """The Columns that name records of a model, those of its own rows first."""
    relations = model._meta.get_fields(include_hidden=True)
    fields = [
        relation.field
        for relation in relations
        if relation.auto_created
        and not relation.concrete
        and (relation.one_to_many or relation.one_to_one)
        and relation.on_delete in (CASCADE, PROTECT)
    ]
    return sorted(map(Column, fields), key=lambda column: (not column.is_own, str(column.field)))


def is_owner(field):
    """Whether a column names the record that its row is deleted with."""
    return isinstance(field, ForeignKey) and field.remote_field.on_delete is CASCADE
