"""How the lists of organizations and of documents are narrowed down and ordered."""

import re

from django.db.models import F, Q

from core.models.naming import language_name
from core.models.publication import PublicationState
from core.search import Facet
from core.search.listing import ByName, ByYear, Order, alphabetical
from initiatives.models import Country, OrganizationKind, Resource, Theme
from initiatives.search.answer import choice, named


def years(values):
    """Those of some values that are years."""
    return {value: value for value in values if re.fullmatch(r"\d{4}", value, re.ASCII)}


def languages(values):
    """The names of the languages among some codes."""
    named = {code: language_name(code) for code in values}
    return {code: name for code, name in named.items() if name != code}


ORGANIZATION_FACETS = [
    Facet("kind", "Kind", "kind__slug", "kind__name", named(OrganizationKind.objects)),
    ByName("country", "Country", "country__iso3", "country__name", named(Country.objects, "iso3")),
]
ORGANIZATION_ORDERS = {
    "name": Order("Name", (alphabetical("name"), "pk")),
    "initiatives": Order("Most initiatives", ("-initiative_count", alphabetical("name"), "pk")),
}

RESOURCE_FACETS = [
    Facet("kind", "Kind", "kind", "", choice(Resource.Kind.choices)),
    ByName(
        "theme",
        "Theme",
        "initiatives__themes__slug",
        "initiatives__themes__name",
        named(Theme.objects),
        visible=Q(initiatives__publication=PublicationState.PUBLISHED),
    ),
    ByYear("year", "Year", "year", "", years),
    ByName("language", "Language", "language", "", languages, visible=~Q(language="")),
]
RESOURCE_ORDERS = {
    "newest": Order("Newest first", (F("year").desc(nulls_last=True), "-date", "title", "pk")),
    "oldest": Order("Oldest first", (F("year").asc(nulls_last=True), "date", "title", "pk")),
    "title": Order("Title", (alphabetical("title"), "pk")),
}
