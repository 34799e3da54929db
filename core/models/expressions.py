"""Expressions that querysets of all apps annotate and search with."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Func, IntegerField, Subquery, TextField, Value
from django.db.models.functions import Coalesce


def how_many(rows, group, of=None):
    """How many rows a subquery has, as an annotation.

    rows: filtered by `group`, the lookup that leads to the outer record; of: the lookup whose
    different values are counted, None to count the rows themselves.
    """
    number = Count(of, distinct=True) if of else Count("*")
    counts = rows.order_by().values(group).annotate(number=number).values("number")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def joined(names):
    """The first column of a subquery as one text."""
    return Func(
        ArraySubquery(names), Value(" "), function="array_to_string", output_field=TextField()
    )


def array_text(field):
    """The elements of an array field as one text."""
    return Func(F(field), Value(" "), function="array_to_string", output_field=TextField())
