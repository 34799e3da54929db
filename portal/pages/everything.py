"""One search over everything that has a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from core.search.worker import worker
from forum.models import Forum, Person, Session
from forum.records import forums
from forum.records.forums import FORUMS
from forum.records.people import PEOPLE, with_appearances
from forum.records.sessions import SESSIONS
from initiatives.models import Country, Initiative, Organization, Resource, Theme
from initiatives.pages.card_html import card_entry
from initiatives.pages.search_page import all_html, divided
from initiatives.records import organizations
from initiatives.records.organizations import ORGANIZATIONS
from initiatives.records.places import COUNTRIES, with_numbers
from initiatives.records.resources import RESOURCES
from initiatives.records.themes import THEMES, with_counts
from initiatives.search.answer import answer


@dataclass(frozen=True)
class Entry:
    """An initiative found: its title, and what a list says of it, in HTML."""

    title: str
    html: str

    def __str__(self):
        return self.title


class Initiatives(Sequence):
    """Initiatives as their own search finds them, so that both count the same, as Entries."""

    model = Initiative

    def __init__(self, words):
        self.results = answer(Initiative.objects.published(), {"q": words})

    @property
    def notes(self):
        return self.results.meanings

    def __len__(self):
        return len(self.results)

    def count(self):
        return len(self)

    def __getitem__(self, places):
        cards, names = self.results.show(self.results.ids[places])
        found = divided(cards, self.results)
        return [
            Entry(card.title, all_html([over, card_entry(card, names, can_compare=True)]))
            for over, card in found
        ]


@dataclass(frozen=True)
class Kind:
    """A kind of records with pages.

    name: as the address says it; label: as readers do; search: the public records for some words,
    best first, with what one line of a list says; few: how many are shown beside other kinds;
    list_name: the name of their list's address, empty where only this search lists them; reads:
    whether places and years are read out of the words.
    """

    name: str
    label: str
    search: Callable
    few: int = 4
    list_name: str = ""
    reads: bool = False

    @property
    def template(self):
        return f"portal/found/{self.name}.html"

    def address_of_all(self, words):
        """Where all that was found is listed."""
        if self.list_name:
            return f"{reverse(self.list_name)}?{urlencode({'q': words})}"
        return f"{reverse('search')}?{urlencode({'q': words, 'in': self.name})}"


@dataclass(frozen=True)
class Group:
    """What was found of one kind: how many in all, and the best few.

    is_named: whether what was typed is the name of one; notes: what a reader should know of it.
    """

    kind: Kind
    count: int
    records: list
    url: str
    is_named: bool
    notes: tuple = ()

    @property
    def has_more(self):
        return self.count > self.kind.few


KINDS = {
    kind.name: kind
    for kind in [
        Kind(
            "countries",
            "Countries",
            lambda words: COUNTRIES.over(Country.objects.matching_text(words), with_numbers),
            list_name="countries:list",
        ),
        Kind(
            "themes",
            "Themes",
            lambda words: THEMES.over(Theme.objects.matching_text(words), with_counts),
            list_name="themes:list",
        ),
        Kind(
            "initiatives",
            "Initiatives",
            Initiatives,
            few=6,
            list_name="initiatives:list",
            reads=True,
        ),
        Kind(
            "forums",
            "Forums",
            lambda words: FORUMS.over(
                Forum.objects.published().matching_text(words), forums.with_counts
            ),
            list_name="forums:list",
        ),
        Kind(
            "sessions",
            "Sessions",
            lambda words: SESSIONS.over(Session.objects.public().matching_text(words)),
        ),
        Kind(
            "people",
            "People",
            lambda words: PEOPLE.over(
                Person.objects.published().matching_text(words), with_appearances
            ),
            list_name="people:list",
        ),
        Kind(
            "organizations",
            "Organizations",
            lambda words: ORGANIZATIONS.over(
                Organization.objects.published().matching_text(words), organizations.with_counts
            ),
            list_name="organizations:list",
        ),
        Kind(
            "documents",
            "Documents",
            lambda words: RESOURCES.over(Resource.objects.published().matching_text(words)),
            list_name="resources:list",
        ),
    ]
}


def find(question, unread):
    """What a question finds: a Group for each kind of which there is something.

    The kind whose name was typed leads. unread: the question for kinds that read nothing of it.
    """
    others = worker.others()
    groups = []
    for kind in KINDS.values():
        words = question if kind.reads else unread
        if not words:
            continue
        records = kind.search(words)
        if count := records.count():
            few = list(records[: kind.few])
            address = kind.address_of_all(words)
            by_index = others and others.found(records.model, words)
            is_named = bool(by_index and by_index.is_named)
            notes = getattr(records, "notes", ())
            groups.append(Group(kind, count, few, address, is_named, notes))
    return sorted(groups, key=lambda group: not group.is_named)


def shorter(words, most=6):
    """The same question with one word less, for each word; empty where there is only one."""
    parts = words.split()
    if not 1 < len(parts) <= most:
        return []
    return [" ".join(parts[:place] + parts[place + 1 :]) for place in range(len(parts))]
