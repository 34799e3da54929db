"""What can be asked of lists other than that of the initiatives.

Parameters are declared as facets are: a value that does not exist is refused by its name.
"""

import django_filters

from core.search import Facet
from initiatives.models import (
    Country,
    CountryGroup,
    Initiative,
    OrganizationKind,
    Region,
    Resource,
    Stage,
    Theme,
)
from initiatives.search.answer import choice, named
from initiatives.search.filters import LONGEST_TEXT, FacetFilter, year_filter


class ValuesFilter(FacetFilter):
    """A parameter that can be repeated: records with one of the values."""

    def filter(self, records, values):
        return self.extra["facet"].narrow(records, values) if values else records


def values(name, path, known, help_text):
    """A parameter by its name, the lookup to its value, and what tells which values exist."""
    facet = Facet(name, name.capitalize().replace("_", " "), path, "", known)
    return ValuesFilter(facet=facet, label=facet.label, help_text=f"{help_text} Can be repeated.")


def by_theme(path="themes__slug"):
    return values("theme", path, named(Theme.objects), "Slug of a theme.")


def by_country(path, name="country"):
    return values(name, path, named(Country.objects, "iso3"), "ISO 3166 alpha-3 code, as ECU.")


def by_words():
    return django_filters.CharFilter(
        method="filter_words",
        label="Words",
        max_length=LONGEST_TEXT,
        help_text='Records with all of them come first; "quotes" make phrases, a minus excludes.',
    )


class Questions(django_filters.FilterSet):
    """Questions about a list; words put the best match first."""

    def filter_words(self, records, name, text):
        return records.matching_text(text)


class ReplicationQuestions(Questions):
    initiative = values(
        "initiative",
        "initiative__slug",
        named(Initiative.objects.published(), name="title"),
        "Slug of an initiative.",
    )
    from_country = by_country("from_country__iso3", "from_country")
    to_country = by_country("to_country__iso3", "to_country")
    stage = values("stage", "stage__slug", named(Stage.objects), "Slug of a stage.")
    theme = by_theme("initiative__themes__slug")


class OrganizationQuestions(Questions):
    q = by_words()
    kind = values(
        "kind", "kind__slug", named(OrganizationKind.objects), "Slug of a kind of organization."
    )
    country = by_country("country__iso3")


class ResourceQuestions(Questions):
    q = by_words()
    kind = values(
        "kind",
        "kind",
        choice(Resource.Kind.choices),
        f"One of {', '.join(Resource.Kind.values)}.",
    )
    language = values(
        "language",
        "language",
        named(Resource.objects.published(), "language", "language"),
        "Two-letter code, as es.",
    )
    year = year_filter("Year")


class CountryQuestions(Questions):
    q = by_words()
    region = values(
        "region",
        "memberships__region__slug",
        named(Region.objects.filter(parent__isnull=False)),
        "Slug of a region, however large.",
    )
    group = values(
        "group", "groups__slug", named(CountryGroup.objects), "Slug of a group of countries."
    )


class CountryGroupQuestions(Questions):
    country = by_country("members__iso3")


class ThemeQuestions(Questions):
    q = by_words()
    pillar = values(
        "pillar",
        "pillar",
        choice(Theme.Pillar.choices),
        f"One of {', '.join(Theme.Pillar.values)}.",
    )


class SourceQuestions(Questions):
    q = by_words()
    url = django_filters.CharFilter(
        label="Address", max_length=500, help_text="The source with exactly this address."
    )
