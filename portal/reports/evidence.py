"""What the catalogue rests on: kinds, publishers, languages and age of sources, and how many."""

from django.db import connection
from django.db.models import Count, Q, Value
from django.utils import timezone

from core.models.naming import language_name
from core.models.publication import PublicationState
from initiatives.models import Figure, Milestone, Replication, Source
from initiatives.pages.evidence import STRONG
from portal.reports.kinds import WITH_STATE, kind_of, several, together
from portal.reports.tables import Chart, Section, Table, share

CLAIMS = (Figure, Milestone, Replication)
PUBLISHERS = 20
MANY = 3  # sources, or more
ENGLISH = "en"
PUBLISHED = PublicationState.PUBLISHED
AGES = ((2, "Up to 2 years old"), (5, "3 to 5 years"), (10, "6 to 10 years"))
OLDER, UNDATED = "More than 10 years", "Year not known"
METHOD = (
    "Counted are the sources that something public cites today. What kind a source is, is the "
    "editors' reading of it; only evaluations, statistics and academic work look at results for "
    "themselves. Every figure, milestone and replication names one source; how many its "
    "initiative rests on is told beside it. Every week the address of each source is asked: one "
    "that has failed three times within seven days counts as dead. An archived copy is one at the "
    "Internet Archive, which readers are led to then."
)


def evidence(period):
    """The Section on evidence, as it is today; five queries."""
    numbers = of_sources()
    return Section(
        "evidence",
        "Evidence",
        METHOD,
        (
            of_state(numbers),
            of_kinds(),
            of_numbers(),
            of_publishers(),
            of_languages(),
            of_ages(numbers),
        ),
    )


def public_sources():
    return Source.objects.public().order_by()


def of_sources():
    """All that is counted of single sources, by a name; one query."""
    this = timezone.localdate().year
    dead = Q(dead_since__isnull=False)
    strong = Q(type__in=STRONG)
    return public_sources().aggregate(
        all=Count("pk"),
        strong=Count("pk", filter=strong),
        archived=Count("pk", filter=~Q(archived_url="")),
        copies=Count("pk", filter=Q(copy=True)),
        moved=Count("pk", filter=~Q(moved_to="")),
        dead=Count("pk", filter=dead),
        lost=Count("pk", filter=dead & Q(archived_url="")),
        publishers=Count("publisher", distinct=True),
        dated=Count("pk", filter=Q(year__isnull=False)),
        **{f"up_to_{years}": Count("pk", filter=Q(year__gte=this - years)) for years, _ in AGES},
    )


def of_state(numbers):
    everything = numbers["all"]
    names = {
        "all": "Sources",
        "strong": "Evaluations, statistics and academic work",
        "archived": "With an archived copy",
        "copies": "Read as a copy on a document-sharing site",
        "moved": "Moved to another address",
        "dead": "Dead: nothing answers there any more",
        "lost": "Dead, and without an archived copy",
    }
    return Table(
        "sources",
        "Sources",
        ("Sources", "Number", "Share"),
        tuple((text, numbers[key], share(numbers[key], everything)) for key, text in names.items()),
        f"They come from {numbers['publishers']:,} publishers.",
    )


def of_kinds():
    """Of each kind of source: how many there are, and how many claims name one."""
    parts = [
        public_sources().values("type").annotate(of=Value("source"), number=Count("pk")),
        *(
            model.objects.filter(initiative__publication=PUBLISHED, source__isnull=False)
            .order_by()
            .values("source__type")
            .annotate(of=Value(kind_of(model)), number=Count("pk"))
            for model in CLAIMS
        ),
    ]
    numbers = together(parts, "of", "type")
    columns = ("source", *map(kind_of, CLAIMS))
    return Table(
        "evidence",
        "Kinds of sources, and claims that name one",
        ("Kind", "Sources", *map(several, CLAIMS)),
        tuple(
            (kind.label, *(numbers.get((of, kind), 0) for of in columns)) for kind in Source.Type
        ),
        chart=Chart("bars", ("Sources",)),
    )


def of_numbers():
    """How many records and claims rest on one, two, three sources or more."""
    initiative = WITH_STATE[0]
    parts = [by_sources(model, model, f"{kind_of(model)}_id") for model in WITH_STATE]
    parts += [by_sources(claim, initiative, f"{kind_of(initiative)}_id") for claim in CLAIMS]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        numbers = {(of, sources): number for of, sources, number in cursor.fetchall()}
    return Table(
        "numbers-of-sources",
        "How many sources they rest on",
        ("Records and claims", "1 source", "2 sources", "3 or more"),
        tuple(
            (
                several(model),
                *(numbers.get((kind_of(model), count), 0) for count in range(1, MANY + 1)),
            )
            for model in (*WITH_STATE, *CLAIMS)
        ),
        "Of figures, milestones and replications: the sources of their initiative.",
    )


def by_sources(model, citing, owner):
    """SQL: how many public records have 1, 2, or 3 and more sources, or claims of theirs.

    citing: what cites the sources; owner: the column of these rows that the record is.
    """
    citations = citing._meta.get_field("citations").related_model._meta.db_table
    claims = f"JOIN {model._meta.db_table} claim ON claim.{owner} = cited.key"
    return f"""
        SELECT '{kind_of(model)}', least(cited.number, {MANY}), count(*)
        FROM (SELECT {owner} AS key, count(*) AS number FROM {citations} GROUP BY 1) cited
        JOIN {citing._meta.db_table} record ON record.id = cited.key
            AND record.publication = '{PUBLISHED.value}'
        {"" if model is citing else claims}
        GROUP BY 1, 2"""  # noqa: S608 - names of our own tables


def of_publishers():
    rows = (
        public_sources()
        .values_list("publisher")
        .annotate(
            number=Count("pk"),
            strong=Count("pk", filter=Q(type__in=STRONG)),
            dead=Count("pk", filter=Q(dead_since__isnull=False)),
        )
        .order_by("-number", "publisher")[:PUBLISHERS]
    )
    return Table(
        "publishers",
        f"The {PUBLISHERS} publishers of most sources",
        ("Publisher", "Sources", "Evaluations, statistics, academic work", "Dead"),
        tuple(rows),
    )


def of_languages():
    rows = (
        public_sources()
        .values_list("title_language")
        .annotate(number=Count("pk"))
        .order_by("-number", "title_language")
    )
    return Table(
        "languages",
        "Languages",
        ("Language of the title", "Sources"),
        tuple((language_name(code or ENGLISH), number) for code, number in rows),
    )


def of_ages(numbers):
    """Sources by the year of their publication."""
    this = timezone.localdate().year
    rows, younger = [], 0
    for years, text in AGES:
        rows.append((text, numbers[f"up_to_{years}"] - younger))
        younger = numbers[f"up_to_{years}"]
    rows += [(OLDER, numbers["dated"] - younger), (UNDATED, numbers["all"] - numbers["dated"])]
    return Table(
        "age-of-sources",
        "Age",
        ("Published", "Sources"),
        tuple(rows),
        f"By the year of publication, counted back from {this}.",
    )
