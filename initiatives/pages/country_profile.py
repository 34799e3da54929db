"""What the catalogue knows of one country: what began, came, went, is wanted, is not here yet."""

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nsmallest
from itertools import islice
from operator import attrgetter
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from pyroaring import BitMap

from core.alphabet import alphabetically
from core.records.reading import read_labels
from core.revision import cached_per_revision
from core.search.full_text import is_one_of
from core.search.worker import worker
from core.worldmap import world_map
from initiatives.models import (
    Country,
    Initiative,
    Organization,
    PartnerRole,
    Partnership,
    Replication,
)
from initiatives.pages.card_html import card_entry, initiative_url
from initiatives.pages.closeness import Closeness
from initiatives.pages.flows import arcs_of_country, place
from initiatives.pages.search_page import all_html
from initiatives.pages.speaker_html import by_person
from initiatives.querysets.countries import TOTALS
from initiatives.records.claims import REPLICATIONS
from initiatives.records.labels import OrganizationLabel
from initiatives.records.organizations import appearances_for
from initiatives.search.answer import answer, cards, counts_of
from initiatives.search.cards import Card
from initiatives.search.kept_ways import all_ways
from initiatives.uptake import Uptake, uptake_at, uptake_of

SHOWN = 12  # of what began, came or is wanted; lists have the rest
GIVEN_SHOWN = 12  # of what went out, each with those who took it up
TAKERS_SHOWN = 6  # of each of these
FEW = 6  # of these, what is not folded away
JOINED_SHOWN = 6
NOT_HERE_SHOWN = 5
ASKED_SHOWN = 5  # bodies of the country
OTHERS_ASKED = 3  # of elsewhere, in what the country has part in
ASKED_ABOUT = 500  # initiatives, those that most countries took up
PROVEN = 300  # of what most countries took up: among these the closest are looked for


class Some(NamedTuple):
    """Some records of replications, whether there are more, and the address of the list of all."""

    shown: list
    has_more: bool
    url: str


class Coming:
    """What came to a country, all of it or what has one theme.

    country: a CountryRecord; theme: a ThemeLabel, or None.
    """

    def __init__(self, country, theme=None):
        self.country, self.theme = country, theme

    @property
    def modified(self):
        """When the latest of the initiatives shown as its own last changed; None without any."""
        shown = [*self.begun.cards, *self.joined.cards]
        return max((card.modified for card in shown), default=None)

    @cached_property
    def taken_up(self):
        """What it took up, and from whom."""
        return self._some(Uptake.TAKEN_UP)

    @cached_property
    def learnt_from(self):
        """What it learnt from others about, and has not taken up."""
        return self._some(Uptake.LEARNT_FROM)

    @cached_property
    def wanted(self):
        """What it has no more than said it wants."""
        return self._some(Uptake.WANTED)

    @cached_property
    def _came(self):
        """The records of the first of what came to each Uptake and no further, by that."""
        ways = all_ways()
        coming = ways.chosen("to_country", [self.country.iso3])
        if self.theme:
            coming = coming & ways.chosen("theme", [self.theme.slug])
        furthest = BitMap.union(BitMap(), *ways.at_their_furthest(coming).values())
        rows = Replication.objects.public().filter(is_one_of(furthest))
        first = rows.furthest_of_each(SHOWN + 1, of=uptake_at("stage__slug"))
        by_uptake = defaultdict(list)
        for replication in REPLICATIONS.read(first):
            by_uptake[uptake_of(replication.stage.slug)].append(replication)
        return by_uptake

    def _some(self, uptake):
        question = {"uptake": uptake.value, "to_country": self.country.iso3}
        question |= {"theme": self.theme.slug} if self.theme else {}
        came = self._came[uptake]
        url = f"{reverse('replications:list')}?{urlencode(question)}"
        return Some(came[:SHOWN], len(came) > SHOWN, url)


class Entries:
    """Some cards of initiatives as entries of a list, the first few apart from the others."""

    def __init__(self, cards, names, most):
        self.cards, self.names = cards[:most], names
        self.has_more = len(cards) > most
        shown = [card_entry(card, names, can_compare=True) for card in cards[:most]]
        self.first, self.others = all_html(shown[:FEW]), all_html(shown[FEW:])
        self.folded = len(shown[FEW:])


class Continent(NamedTuple):
    """A region right below the world."""

    name: str
    slug: str


@dataclass(frozen=True)
class Given:
    """The card of an initiative that others took up from the country, learnt from or want.

    replications: the furthest of them; more: how many there are besides.
    """

    card: Card
    replications: list
    more: int

    @property
    def url(self):
        return initiative_url(self.card.slug)


class Asked(NamedTuple):
    """An organization to ask, and what it does: pairs of a role and in how many initiatives."""

    organization: OrganizationLabel
    does: list


def whom_to_ask(country, keys, others=OTHERS_ASKED):
    """Bodies of a country that lead or facilitate most of some initiatives, then others, as Asked.

    keys: of public initiatives that the country has to do with; the first ASKED_ABOUT count;
    others: how many bodies from elsewhere there may be.
    """
    known = is_one_of(keys[:ASKED_ABOUT], "initiative")
    there = Partnership.objects.public().of_those_to_ask().filter(known)
    roles = dict(PartnerRole.objects.values_list("pk", "name"))
    does, own = defaultdict(list), set()
    for slug, home, role, count in there.by_organization():
        does[slug].append((roles[role], count))
        if home == country.pk:
            own.add(slug)
    busiest = sorted(does, key=lambda slug: (-sum(count for _, count in does[slug]), slug))
    asked = [slug for slug in busiest if slug in own][:ASKED_SHOWN]
    asked += islice((slug for slug in busiest if slug not in asked), others)
    organizations = read_labels(Organization.objects.filter(slug__in=asked))
    labels = {organization.slug: organization for organization in organizations}
    return [Asked(labels[slug], sorted(does[slug])) for slug in asked if slug in labels]


@worker.make_ahead
@cached_per_revision
def known_countries():
    """Rows of countries with_something. Kept: half the time of their list."""
    return list(Country.objects.with_something())


def overview(countries):
    """A map of rows of countries with_something: the more it has part in, the larger its dot."""
    places = [replace(place(country), weight=country.joined) for country in countries]
    return world_map([], places, title="Countries, by the number of initiatives that involve them")


def continents(countries):
    """Pairs of a continent and its countries, both by name; of rows as with_something gives."""
    by_continent = {}
    for country in countries:
        continent = Continent(country.continent_name, country.continent_slug)
        by_continent.setdefault(continent, []).append(country)
    for of_continent in by_continent.values():
        of_continent.sort(key=lambda country: alphabetically(country.name))
    return sorted(by_continent.items())


class CountryProfile(Coming):
    """The page of a country, each part asked for when it is first read."""

    @cached_property
    def groups(self):
        """Groups that the country belongs to, the smallest first: they say most."""
        return sorted(self.country.groups, key=attrgetter("size", "name"))

    @cached_property
    def counts(self):
        """How much of everything that the page tells, in initiatives."""
        known = (row for row in known_countries() if row.iso3 == self.country.iso3)
        totals = next(known, None)
        counts = {name: getattr(totals, name, 0) for name in TOTALS}
        return counts | {"joined": len(self._cards_joined)}

    @cached_property
    def _involving(self):
        """Cards of what the country has to do with, most taken up first, and the names on them."""
        found = answer(Initiative.objects.published(), {"country": [self.country.iso3]})
        return found.show(found.ids[:])

    @cached_property
    def begun(self):
        """Some of the initiatives that began here."""
        here, (cards, names) = self.country.iso3, self._involving
        begun = islice((card for card in cards if here in card.origins), SHOWN + 1)
        return Entries(list(begun), names, SHOWN)

    @cached_property
    def _cards_joined(self):
        here, (cards, _) = self.country.iso3, self._involving
        return [
            card
            for card in cards
            if here in card.participants
            and here not in card.origins
            and here not in card.path.taken_up
            and here not in card.path.learnt_from
            and here not in card.path.wanted
        ]

    @cached_property
    def joined(self):
        """Some of those that it takes part in, which neither began here nor came here."""
        return Entries(self._cards_joined, self._involving[1], JOINED_SHOWN)

    @property
    def _going(self):
        return Replication.objects.public().filter(from_country=self.country.pk)

    @cached_property
    def _most_given(self):
        """Of what went out to most countries, the key of each, and how many times it did."""
        ways = all_ways()
        takers = defaultdict(list)
        for key in ways.chosen("from_country", [self.country.iso3]):
            takers[ways.initiatives[key]].append(ways.way(key).taker)
        most = nsmallest(GIVEN_SHOWN + 1, takers, key=lambda one: (-len(set(takers[one])), one))
        return {key: len(takers[key]) for key in most}

    @property
    def has_given_more(self):
        """Whether more went out than is shown."""
        return len(self._most_given) > GIVEN_SHOWN

    @cached_property
    def given(self):
        """What others took up, learnt from or want, initiative by initiative; most takers first."""
        keys = list(self._most_given)[:GIVEN_SHOWN]
        sent = {key: [] for key in keys}
        going = self._going.filter(initiative__in=keys).furthest_of_each(TAKERS_SHOWN)
        for replication in REPLICATIONS.read(going):
            sent[replication.initiative.pk].append(replication)
        found, _ = cards(keys, worker.catalogue())
        return [
            Given(card, sent[card.pk], self._most_given[card.pk] - len(sent[card.pk]))
            for card in found
        ]

    @cached_property
    def sources(self):
        """Sources of the replications shown, numbered as the page cites them."""
        sent = [replication for given in self.given for replication in given.replications]
        cited = [*self.taken_up.shown, *self.learnt_from.shown, *self.wanted.shown, *sent]
        return list(dict.fromkeys(replication.source for replication in cited))

    @cached_property
    def organizations(self):
        """Pairs of one of its organizations and in how many initiatives that is a partner."""
        organizations = Organization.objects.published().filter(country=self.country.pk)
        counts = counts_of("organization")
        return [(one, counts.get(one.slug, 0)) for one in read_labels(organizations)]

    @cached_property
    def to_ask(self):
        """Who to ask about what the country does."""
        return whom_to_ask(self.country, [card.pk for card in self._involving[0]])

    @cached_property
    def speakers(self):
        """Pairs of a person and the appearances for an organization of the country."""
        organizations = Organization.objects.published().filter(country=self.country.pk)
        return by_person(appearances_for(organizations.values("pk")))

    @cached_property
    def forums(self):
        """Forums held here."""
        forums = Country.objects.related("forums").published()
        return read_labels(forums.filter(country=self.country.pk))

    @cached_property
    def map(self):
        """The country, and most of what came and went; None where nothing did."""
        arcs = arcs_of_country(self.country.iso3)
        if not arcs:
            return None
        title = f"Initiatives that came to {self.country.name}, and that went from it to others"
        return world_map(arcs, title=title, highlight=[self.country.m49], focus="fit")

    @cached_property
    def not_here(self):
        """Of what most countries took up and this one has no part in, the closest to it."""
        known = {card.pk for card in self._involving[0]}
        proven = answer(Initiative.objects.published(), {})
        candidates, names = proven.show(proven.ids[:PROVEN])
        elsewhere = [card for card in candidates if card.pk not in known]
        return self.closeness().closest(elsewhere, names, NOT_HERE_SHOWN)

    def closeness(self, but=()):
        """How close other initiatives are to the country. but: slugs of themes that say nothing."""
        here, (cards, _) = self.country.iso3, self._involving
        wanted, working = set(), set()
        for card in cards:
            if card.themes and here not in card.path.learnt_from:
                slug, _ = card.themes[0]
                (wanted if here in card.path.wanted else working).add(slug)
        return Closeness(self.country, wanted.difference(but), working.difference(but))

    @property
    def is_empty(self):
        """Whether the catalogue has nothing to tell of the country itself."""
        return not (any(self.counts.values()) or self.given or self.organizations or self.forums)
