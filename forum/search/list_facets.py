"""How the lists of forums and of people are narrowed down and ordered."""

import re

from django.db.models import Q

from core.models.publication import PublicationState
from core.search.listing import ByName, ByYear, Order, alphabetical
from forum.models import ForumSeries
from initiatives.models import Country, Theme
from initiatives.search.answer import named


def years(values):
    """Those of some values that are years."""
    return {value: value for value in values if re.fullmatch(r"\d{4}", value, re.ASCII)}


def letters(values):
    """Those of some values that are one letter."""
    return {value: value for value in values if len(value) == 1 and value.isalpha()}


FORUM_FACETS = [
    ByYear("year", "Year", "start_date__year", "start_date__year", years),
    ByName("theme", "Theme", "themes__slug", "themes__name", named(Theme.objects)),
    ByName("country", "Held in", "country__iso3", "country__name", named(Country.objects, "iso3")),
    ByName("series", "Series", "series__slug", "series__name", named(ForumSeries.objects)),
]
FORUM_ORDERS = {
    "newest": Order("Newest first", ("-start_date", "title", "pk")),
    "oldest": Order("Oldest first", ("start_date", "title", "pk")),
    "title": Order("Title", (alphabetical("title"), "pk")),
}

IN_PUBLIC = Q(
    appearances__session__forum__publication=PublicationState.PUBLISHED,
    appearances__organization__publication=PublicationState.PUBLISHED,
)
PERSON_FACETS = [
    ByName("letter", "First letter", "name__initial", "name__initial", letters),
    ByName(
        "country",
        "Spoke for a body of",
        "appearances__organization__country__iso3",
        "appearances__organization__country__name",
        named(Country.objects, "iso3"),
        visible=IN_PUBLIC,
    ),
]
PERSON_ORDERS = {
    "name": Order("Name", (alphabetical("name"), "pk")),
    "recent": Order("Last seen", ("-last_seen", alphabetical("name"), "pk")),
    "often": Order("Most sessions", ("-appearance_count", alphabetical("name"), "pk")),
}
