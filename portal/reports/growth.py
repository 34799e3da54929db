"""How the catalogue grew: what became public and what was withdrawn, step by step."""

from collections import Counter

from django.db.models import Case, Count, DateField, When
from django.db.models.functions import Cast, Trunc

from core.models import PublicRecord
from portal.reports.kinds import GROWING, kind_of, several
from portal.reports.tables import Chart, Section, Table

KINDS = tuple(map(kind_of, GROWING))
NAMES = tuple(map(several, GROWING))
METHOD = (
    "A record counts from the day on which readers first saw it, and no more from the day on which "
    "it was withdrawn: archived, merged into another, deleted or taken back. One that came back "
    "counts as if it had never been away. Replications and sessions are as public as their "
    "initiative and their forum; a source is, while something public cites it. Days are those of "
    "UTC."
)


def growth(period):
    """The Section on growth; two queries."""
    began, ended = (counted(period, name) for name in ("first_published", "withdrawn"))
    standing = Counter()
    for moves, sign in ((began, 1), (ended, -1)):
        for kind in KINDS:
            standing[kind] += sign * moves[kind, None]
    made, withdrawn, at_the_end = [], [], []
    for day, name in period.steps():
        appeared = [began[kind, day] for kind in KINDS]
        gone = [ended[kind, day] for kind in KINDS]
        for kind, more, less in zip(KINDS, appeared, gone, strict=True):
            standing[kind] += more - less
        made.append((name, *appeared, sum(appeared)))
        withdrawn.append((name, *gone, sum(gone)))
        at_the_end.append((name, *(standing[kind] for kind in KINDS)))
    return Section("growth", "Growth", METHOD, tuple(tables(period, made, withdrawn, at_the_end)))


def tables(period, made, withdrawn, at_the_end):
    """Of rows for each step."""
    step = period.step.capitalize()
    yield Table(
        "standing",
        f"Public at the end of each {period.step}",
        (step, *NAMES),
        tuple(at_the_end),
        chart=Chart("line", (NAMES[0],)),
    )
    columns = (step, *NAMES, "Together")
    yield Table(
        "made-public",
        "Made public",
        columns,
        with_total(made),
        f"A {period.step} without any is left out.",
    )
    yield Table(
        "withdrawn",
        "Withdrawn",
        columns,
        with_total(withdrawn),
        f"A {period.step} without any is left out.",
        none="Nothing was withdrawn in this period.",
    )


def with_total(rows):
    """The rows that say something, and their sum below."""
    found = [row for row in rows if row[-1]]
    if not found:
        return ()
    return (*found, ("Together", *map(sum, zip(*(row[1:] for row in found), strict=True))))


def counted(period, field):
    """How many records of a kind had a moment in each step of the period, None being before it."""
    step = Case(
        When(**{f"{field}__lt": period.begins}, then=None),
        default=Cast(Trunc(field, period.step), DateField()),
        output_field=DateField(),
    )
    rows = (
        PublicRecord.objects.filter(kind__in=KINDS, **{f"{field}__lt": period.ends})
        .order_by()
        .values("kind", step=step)
        .annotate(number=Count("pk"))
    )
    return Counter({(row["kind"], row["step"]): row["number"] for row in rows})
