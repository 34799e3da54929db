"""How long ago public records were last held against their sources."""

from django.db.models import Case, Count, Value, When
from django.utils import timezone

from core.admin.ageing import YEAR, last_checked
from portal.reports.kinds import WITH_STATE, kind_of, several, together
from portal.reports.tables import Section, Table

AGES = ((YEAR / 2, "Within 6 months"), (YEAR, "6 to 12 months ago"), (2 * YEAR, "1 to 2 years ago"))
OLDER = "Longer ago"
METHOD = (
    "A record counts as checked when somebody at the desk has held it against its sources and said "
    "so, and when it was published. What came with the launch catalogue counts as checked on days "
    "of the half year before its second edition. Counted is what readers see today."
)


def ageing(period):
    """The Section on ageing, as it is today; one query."""
    today = timezone.localdate()
    parts = [by_age(model, today) for model in WITH_STATE]
    numbers = together(parts, "of", "ago")
    names = (*(text for _, text in AGES), OLDER)
    table = Table(
        "last-checked",
        "Last checked",
        ("Records", *names),
        tuple(
            (several(model), *(numbers.get((kind_of(model), name), 0) for name in names))
            for model in WITH_STATE
        ),
    )
    return Section("ageing", "Ageing", METHOD, (table,))


def by_age(model, today):
    """How many public records of a model were last checked how long ago, in words."""
    return (
        model.objects.published()
        .order_by()
        .annotate(checked=last_checked(model))
        .annotate(
            of=Value(kind_of(model)),
            ago=Case(
                *(When(checked__gt=today - age, then=Value(text)) for age, text in AGES),
                default=Value(OLDER),
            ),
        )
        .values("of", "ago")
        .annotate(number=Count("pk"))
    )
