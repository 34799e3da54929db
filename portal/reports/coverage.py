"""What the catalogue covers, and what not: countries, regions, themes, sectors and stages."""

from collections import Counter, defaultdict

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from core.models.publication import PublicationState
from initiatives.models import (
    Country,
    Initiative,
    Region,
    Replication,
    Sector,
    Stage,
    Theme,
)
from initiatives.uptake import Uptake, stages_of
from portal.reports.tables import Chart, Section, Table, share

PUBLISHED = PublicationState.PUBLISHED
ORIGINS = Initiative._meta.get_field("origin_countries").remote_field.through
IN_PERIOD = "New in the period"
BEGUN, TAKEN_UP, WANTED = "Began there", "Taken up there", "Wished for there"
METHOD = (
    "Counted is what readers see today, whatever the period; “new in the period” is what became "
    "public in it and is public still. An initiative counts in each country where it began, in "
    "each of its themes and sectors, and once for each region, however many of its countries it "
    "began in. “Taken up” is adapted or replicated; a visit is “learnt from”, and “wished for” is "
    "a country that has said that it wants it. A country counts at the furthest that it has come "
    "with an initiative. Regions are those of the United Nations (M49)."
)


def coverage(period):
    """The Section on coverage; seven queries."""
    countries = list(country_rows(period))
    return Section(
        "coverage",
        "Coverage",
        METHOD,
        (
            of_regions(countries),
            of_countries(countries),
            of_themes(period),
            of_sectors(period),
            of_stages(),
        ),
    )


def became_public(period, path=""):
    """The condition that an initiative at the end of a path is public, and became so then."""
    return Q(
        **{
            f"{path}publication": PUBLISHED,
            f"{path}first_published_at__range": period.holds(),
        }
    )


def country_rows(period):
    """For each country there is: its region, name, code, and numbers of initiatives."""
    totals = ("begun", "joined", "given", "taken_up", "learnt_from", "wanted")
    new = Count("initiatives_begun", filter=became_public(period, "initiatives_begun__"))
    return (
        Country.objects.annotate(
            **{name: Coalesce(F(f"totals__{name}"), 0) for name in totals}, new=new
        )
        .values_list("region", "name", "iso3", *totals, "new")
        .order_by(*Country._meta.ordering)
    )


def of_countries(countries):
    rows = tuple(row for _, *row in countries)
    known = sum(any(row[2:8]) for row in rows)
    origins = sum(row[2] > 0 for row in rows)
    return Table(
        "countries",
        "Countries",
        (
            *("Country", "Code", BEGUN, "Takes part", "Taken up from there", TAKEN_UP),
            *("Learnt from there", WANTED, IN_PERIOD),
        ),
        rows,
        f"Of {len(rows)} countries and territories, {origins} are where something began, and "
        f"{known} have some part in an initiative ({share(known, len(rows))}).",
        Chart("bars", (BEGUN, TAKEN_UP)),
        texts=2,
    )


def of_regions(countries):
    """The M49 regions, each below the one that holds it."""
    begun = dict_of(
        ORIGINS.objects.filter(initiative__publication=PUBLISHED)
        .values_list("country__memberships__region")
        .annotate(number=Count("initiative", distinct=True))
    )
    regions = list(Region.objects.values_list("pk", "parent", "name"))
    sizes, known = sizes_of(regions, countries)
    wished = stages_of(Uptake.WANTED)
    short = [*wished, *stages_of(Uptake.LEARNT_FROM)]
    received = dict_of(
        Replication.objects.filter(initiative__publication=PUBLISHED)
        .order_by()
        .values_list("to_country__memberships__region")
        .annotate(
            taken=Count("initiative", filter=~Q(stage__slug__in=short), distinct=True),
            wanted=Count("initiative", filter=Q(stage__slug__in=wished), distinct=True),
        )
    )
    return Table(
        "regions",
        "Regions",
        ("Region", "Within", "Countries", "With some part", BEGUN, TAKEN_UP, WANTED),
        tuple(
            (
                name,
                above,
                sizes[key],
                known[key],
                *begun.get(key, (0,)),
                *received.get(key, (0, 0)),
            )
            for above, key, name in in_order(regions)
        ),
        texts=2,
    )


def sizes_of(regions, countries):
    """How many countries regions hold at any depth, and how many of them have some part."""
    above = {key: parent for key, parent, _ in regions}
    sizes, known = Counter(), Counter()
    for smallest, _, _, *numbers, _ in countries:
        region = smallest
        while region is not None:
            sizes[region] += 1
            known[region] += any(numbers)
            region = above[region]
    return sizes, known


def dict_of(rows):
    return {key: numbers for key, *numbers in rows}


def in_order(regions):
    """Regions below the world, each before those within it: what holds it, its key and name."""
    within = defaultdict(list)
    for key, parent, name in regions:
        within[parent].append((key, name))

    def below(parent, called):
        for key, name in within[parent]:
            yield called, key, name
            yield from below(key, name)

    for world, name in within[None]:
        yield from below(world, name)


def of_themes(period):
    links, initiative = "initiative_links", "initiative_links__initiative__"
    public = Q(**{f"{initiative}publication": PUBLISHED})
    rows = Theme.objects.in_pillars().annotate(
        number=Count(links, filter=public),
        leads=Count(links, filter=public & Q(initiative_links__position=0)),
        new=Count(links, filter=became_public(period, initiative)),
    )
    return Table(
        "themes",
        "Themes",
        ("Theme", "Pillar", "Initiatives", "As the main theme", IN_PERIOD),
        tuple(
            (name, Theme.Pillar(pillar).label, *numbers)
            for name, pillar, *numbers in rows.values_list(
                "name", "pillar", "number", "leads", "new"
            )
        ),
        chart=Chart("bars", ("Initiatives",)),
        texts=2,
    )


def of_sectors(period):
    path = "members__sector__initiative_links__initiative"
    rows = Sector.objects.in_levels().annotate(
        number=Count(path, distinct=True, filter=Q(**{f"{path}__publication": PUBLISHED})),
        new=Count(path, distinct=True, filter=became_public(period, f"{path}__")),
    )
    return Table(
        "sectors",
        "Sectors",
        ("Sector", "Within", "Initiatives", IN_PERIOD),
        tuple(
            (name, above or "", *numbers)
            for name, above, *numbers in rows.values_list("name", "parent__name", "number", "new")
        ),
        "What a sector holds counts with it. An initiative has a sector only where it means one.",
        texts=2,
    )


def of_stages():
    public = Q(replications__initiative__publication=PUBLISHED)
    rows = Stage.objects.annotate(
        number=Count("replications", filter=public),
        initiatives=Count("replications__initiative", filter=public, distinct=True),
        countries=Count("replications__to_country", filter=public, distinct=True),
    )
    return Table(
        "stages",
        "Stages of replication",
        ("Stage", "Replications", "Initiatives", "Countries"),
        tuple(rows.values_list("name", "number", "initiatives", "countries")),
        chart=Chart("bars", ("Replications",)),
    )
