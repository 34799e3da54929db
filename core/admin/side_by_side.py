"""Two records of one kind beside each other: field by field, row by row, what differs marked."""

from dataclasses import dataclass

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import Prefetch
from django.utils.text import capfirst

from core.admin.difference import prefixes, relations
from core.admin.naming import is_field, label_of_field
from core.admin.told import NOT_TOLD, Names, Teller
from core.admin.words import IN, OUT, SAME, compared
from core.history.tables import foreign_keys

APART = {"slug", "publication"}  # what says nothing of what a record is about


@dataclass(frozen=True)
class Line:
    """One field, or all rows of one kind, and what each of the two records says there.

    sides: of each record its paragraphs; a paragraph is pairs of a kind and a part of its text.
    """

    label: str
    sides: tuple

    @property
    def differs(self):
        """Whether one says something that the other does not."""
        return any(kind != SAME for side in self.sides for parts in side for kind, _ in parts)


def read(desk, keys):
    """The records with these keys, the lowest first, with all that `lines` tells of them."""
    choices = [choice.name for choice in desk.model._meta.many_to_many]
    rows = []
    for prefix in prefixes(desk):
        model = relations(desk)[prefix].related_model
        named = [column.name for column in foreign_keys(model)]
        rows.append(Prefetch(prefix, model._base_manager.select_related(*named)))
    named = [column.name for column in foreign_keys(desk.model)]
    records = desk.model._base_manager.select_related(*named)
    return list(records.filter(pk__in=keys).order_by("pk").prefetch_related(*choices, *rows))


def lines(desk, request, one, other):
    """The Lines of two records, in the order of their form; what neither says is left out."""
    teller = Teller(desk, Names())
    for name in flatten_fieldsets(desk.get_fieldsets(request, one)):
        if name not in APART and is_field(desk.model, name):
            texts = [said(teller, record, name) for record in (one, other)]
            if any(texts):
                yield Line(label_of_field(desk.model, name), sides(*texts))
    for prefix in prefixes(desk):
        relation = relations(desk)[prefix]
        rows = [
            [said_by_row(teller, row, relation.field) for row in getattr(record, prefix).all()]
            for record in (one, other)
        ]
        if any(rows):
            yield Line(label_of_rows(desk, relation.related_model), sides_of_rows(*rows))


def label_of_rows(desk, model):
    """What the form calls its rows of this model."""
    inlines = [inline for inline in desk.inlines if inline.model is model]
    names = (inline.verbose_name_plural for inline in inlines)
    return capfirst(str(next(filter(None, names), model._meta.verbose_name_plural)))


def said(teller, record, name):
    """What a record says in a field, as a person reads it."""
    column = record._meta.get_field(name)
    if column.many_to_many:
        return "\n".join(sorted(map(str, getattr(record, name).all())))
    value = getattr(record, name)
    if column.is_relation:
        return "" if value is None else str(value)
    return teller.text(column, value)


def said_by_row(teller, row, owner):
    """What a row says, without whose it is and in which place it stands.

    A session, say, which has a page of its own, is only named.
    """
    if admin.site.is_registered(type(row)):
        return str(row)
    names = [
        column.name
        for column in row._meta.concrete_fields
        if column != owner and not column.generated and column.name not in {*NOT_TOLD, "position"}
    ]
    return ", ".join(filter(None, (said(teller, row, name) for name in names)))


def sides(text, other):
    """Two texts as sides of a Line: what only one of them says is OUT, or IN."""
    parts = compared(text, other)
    found = ([part for part in parts if part[0] != without] for without in (IN, OUT))
    return tuple([some] if some else [] for some in found)


def sides_of_rows(rows, others):
    """What rows say as sides of a Line, a paragraph for each."""
    return (
        [[(SAME if row in others else OUT, row)] for row in rows],
        [[(SAME if row in rows else IN, row)] for row in others],
    )
