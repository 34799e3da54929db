"""Counts that lists of other records show."""

from django.db.models import Func, IntegerField, OuterRef, Subquery

from initiatives.models import Initiative


def initiative_count(lookup):
    """How many published initiatives a record has; the lookup leads from them to the record."""
    initiatives = Initiative.objects.published().filter(**{lookup: OuterRef("pk")})
    count = Func("pk", template="count(DISTINCT %(expressions)s)", output_field=IntegerField())
    return Subquery(initiatives.order_by().annotate(count=count).values("count"))
