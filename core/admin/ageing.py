"""How long ago published records were last held against their sources.

A record counts as checked when somebody says so, and when somebody publishes it; else on the day on
which readers first saw it. After a year it is yellow, after two it is red.
"""

from datetime import timedelta

from django.db.models import DateField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from core.models import Check, PublicationState

YEAR = timedelta(days=365)
COLOURS = {"fresh": "default", "yellow": "warning", "red": "danger"}


def last_checked(model):
    """An annotation: the day on which a record was last held against its sources, or None."""
    checks = Check.objects.of(model).filter(row_id=OuterRef("pk")).order_by("-checked_on")
    return Coalesce(
        Subquery(checks.values("checked_on")[:1]),
        TruncDate("first_published_at"),
        output_field=DateField(),
    )


def older_than(model, age):
    """The condition that readers see a record and nobody has checked it for so long."""
    day = timezone.localdate() - age
    checks = Check.objects.of(model)
    since = checks.filter(checked_on__gt=day).row_ids()
    counts_as_old = Q(first_published_at__date__lte=day) | Q(pk__in=checks.row_ids())
    return Q(publication=PublicationState.PUBLISHED) & counts_as_old & ~Q(pk__in=since)


def for_a_year(model):
    """The condition that a record was last checked more than a year ago, but not more than two."""
    return older_than(model, YEAR) & ~older_than(model, 2 * YEAR)


def for_two_years(model):
    return older_than(model, 2 * YEAR)


def age_of(day):
    """ "fresh", "yellow" or "red", by the day of the last check."""
    age = timezone.localdate() - day
    return "red" if age >= 2 * YEAR else "yellow" if age >= YEAR else "fresh"
