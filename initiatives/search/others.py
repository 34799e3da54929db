"""What is indexed of countries, themes, organizations and documents."""

from collections import defaultdict

from django.contrib.postgres.aggregates import ArrayAgg

from core.models.publication import PublicationState
from core.search.others import OtherRecord
from core.search.reads import Rows
from core.search.text_index import LEADING
from core.search.worker import worker
from initiatives.models import (
    Convention,
    Country,
    CountryGroup,
    Initiative,
    InitiativeTheme,
    Organization,
    OrganizationKind,
    Region,
    RegionMembership,
    Resource,
    Theme,
    ThemeSynonym,
)


def gathered(rows, key, *paths):
    """For each value of `key` what its rows have at these paths, each once, as one list."""
    columns = {f"list_{n}": ArrayAgg(path, distinct=True) for n, path in enumerate(paths)}
    found = defaultdict(list)
    for one, *lists in rows.order_by().values_list(key).annotate(**columns):
        found[one] = [value for values in lists for value in values if value]
    return found


def tagged(name, values, leading=False):
    """Tags of these values; where they lead, what has them comes before what only shares them."""
    tags = [f"{name}:{value}" for value in values]
    return [*tags, *(f"{LEADING}-{tag}" for tag in tags)] if leading else tags


def named(record):
    """The names of a record in all languages."""
    return [record.name, *record.names.values()]


def countries():
    """Countries: found by names in five languages, region and group; by their code as it is."""
    regions = gathered(RegionMembership.objects.all(), "country_id", "region__slug")
    groups = gathered(Country.groups.through.objects.all(), "country_id", "countrygroup__slug")
    for country in Country.objects.order_by("pk"):
        names = [*named(country), *country.aliases]
        yield OtherRecord(
            country.pk,
            [*names, country.iso3, country.iso2],
            {"title": " ".join(names)},
            [
                *tagged("country", [country.iso3], leading=True),
                *tagged("region", regions[country.pk]),
                *tagged("group", groups[country.pk]),
            ],
        )


def themes():
    """Themes: found by names and synonyms in five languages, conventions, and what is meant."""
    words = gathered(ThemeSynonym.objects.all(), "theme_id", "text")
    for theme in Theme.objects.order_by("pk").prefetch_related("conventions"):
        synonyms = words[theme.pk]
        conventions = [str(convention) for convention in theme.conventions.all()]
        yield OtherRecord(
            theme.pk,
            [*named(theme), *synonyms],
            {
                "title": " ".join(named(theme)),
                "names": " ".join([*synonyms, *conventions]),
                "summary": theme.description,
            },
            tagged("theme", [theme.slug], leading=True),
        )


def organizations():
    """Organizations: found by name and acronym, by kind and country, and by what they are."""
    columns = ("pk", "name", "acronym", "summary", "kind__name", "country__name", "country__iso3")
    rows = Organization.objects.published().order_by("pk").values_list(*columns)
    for pk, name, acronym, summary, kind, country, iso3 in rows:
        yield OtherRecord(
            pk,
            [name, acronym],
            {"title": f"{name} {acronym}", "names": f"{kind} {country or ''}", "summary": summary},
            tagged("country", [iso3] if iso3 else []),
        )


def documents():
    """Documents: found by title, publishers and kind, and by the themes of what they describe."""
    publishers = gathered(
        Resource.publishers.through.objects.filter(
            organization__publication=PublicationState.PUBLISHED
        ),
        "resource_id",
        "organization__name",
        "organization__acronym",
    )
    described = gathered(
        Initiative.resources.through.objects.filter(
            initiative__publication=PublicationState.PUBLISHED
        ),
        "resource_id",
        "initiative__themes__slug",
    )
    for document in Resource.objects.published().only("title", "kind", "summary").order_by("pk"):
        names = [document.get_kind_display(), *publishers[document.pk]]
        yield OtherRecord(
            document.pk,
            [document.title],
            {"title": document.title, "names": " ".join(names), "summary": document.summary},
            tagged("theme", described[document.pk]),
        )


worker.register_others(
    Country,
    countries,
    [*map(Rows, (Country, RegionMembership, Region, CountryGroup, CountryGroup.members.through))],
)
worker.register_others(
    Theme, themes, [*map(Rows, (Theme, ThemeSynonym, Convention, Theme.conventions.through))]
)
worker.register_others(
    Organization, organizations, [*map(Rows, (Organization, OrganizationKind, Country))]
)
worker.register_others(
    Resource,
    documents,
    [
        *map(Rows, (Resource, Resource.publishers.through, Organization)),
        *map(Rows, (Initiative.resources.through, InitiativeTheme, Theme)),
        Rows(Initiative, ("id", "publication")),
    ],
)
