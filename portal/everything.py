"""One search over everything that has a page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from forum.models import Forum, Person, Session
from initiatives.models import Country, Initiative, Organization, Resource, Theme


@dataclass(frozen=True)
class Kind:
    """A kind of records with pages.

    name: as the address says it; label: as readers do; records: those that may be shown;
    for_lists: gives them what one line says; few: how many are shown beside other kinds;
    list_name: the name of their list's address, empty where only this search lists them.
    """

    name: str
    label: str
    records: Callable
    for_lists: Callable
    few: int = 4
    list_name: str = ""

    @property
    def template(self):
        return f"portal/found/{self.name}.html"


KINDS = {
    kind.name: kind
    for kind in [
        Kind(
            "countries",
            "Countries",
            Country.objects.with_region,
            lambda countries: countries.with_counts(),
            list_name="countries:list",
        ),
        Kind(
            "themes",
            "Themes",
            Theme.objects.all,
            lambda themes: themes.with_counts(),
            list_name="themes:list",
        ),
        Kind(
            "initiatives",
            "Initiatives",
            Initiative.objects.published,
            lambda initiatives: initiatives.for_cards(),
            few=6,
            list_name="initiatives:list",
        ),
        Kind(
            "forums",
            "Forums",
            Forum.objects.published,
            lambda forums: forums.for_lists(),
            list_name="forums:list",
        ),
        Kind(
            "sessions",
            "Sessions",
            Session.objects.public,
            lambda sessions: sessions.select_related("forum"),
        ),
        Kind(
            "people",
            "People",
            Person.objects.published,
            lambda people: people.for_lists(),
            list_name="people:list",
        ),
        Kind(
            "organizations",
            "Organizations",
            Organization.objects.published,
            lambda organizations: organizations.with_initiative_counts().for_lists(),
            list_name="organizations:list",
        ),
        Kind(
            "documents",
            "Documents",
            Resource.objects.published,
            lambda resources: resources.for_lists(),
            list_name="resources:list",
        ),
    ]
}


@dataclass(frozen=True)
class Group:
    """What was found of one kind: how many in all, and the best few."""

    kind: Kind
    count: int
    records: list
    url: str

    @property
    def has_more(self):
        return self.count > len(self.records)


def matching(kind, words):
    """The records of a kind in which the words stand, the best match first."""
    return kind.for_lists(kind.records().matching_text(words))


def address_of_all(kind, words):
    """Where all that was found of a kind is listed."""
    if kind.list_name:
        return f"{reverse(kind.list_name)}?{urlencode({'q': words})}"
    return f"{reverse('search')}?{urlencode({'q': words, 'in': kind.name})}"


def find(words):
    """One Group for each kind of which something was found."""
    groups = []
    for kind in KINDS.values():
        count = kind.records().matching_text(words).count()
        if count:
            records = list(matching(kind, words)[: kind.few])
            groups.append(Group(kind, count, records, address_of_all(kind, words)))
    return groups


def shorter(words, most=6):
    """The same question with one word less, for each word; empty where there is only one."""
    parts = words.split()
    if not 1 < len(parts) <= most:
        return []
    return [" ".join(parts[:place] + parts[place + 1 :]) for place in range(len(parts))]
