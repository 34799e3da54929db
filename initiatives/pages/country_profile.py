"""What the catalogue knows of one country: what began, came, went, is wanted, runs next door."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Q
from django.utils.safestring import SafeString

from core.records.reading import read_labels
from core.revision import cached_per_revision
from core.search.orders import folded
from core.search.worker import worker
from core.worldmap import world_map
from initiatives.models import (
    Country,
    Initiative,
    Involvement,
    Organization,
    Replication,
)
from initiatives.pages.card_html import card_entry, initiative_url, leading_theme
from initiatives.pages.flows import arcs_of_country, place
from initiatives.pages.search_page import all_html
from initiatives.pages.speaker_html import by_person
from initiatives.querysets.countries import TOTALS
from initiatives.records.claims import REPLICATIONS
from initiatives.records.organizations import appearances_for
from initiatives.search.answer import answer, cards, counts_of
from initiatives.search.cards import Card
from initiatives.uptake import Uptake

PEER_GROUP = 50  # members; to share a larger group says little
SHOWN = 24  # of what began, came or is wanted; lists have the rest
GIVEN_SHOWN = 12  # of what went out, each with those who took it up
FEW = 6  # of these, what is not folded away
JOINED_SHOWN = 6
NEARBY_SHOWN = 5
NAMED = 4  # peers named for one initiative


class Some:
    """The first of a queryset of replications, at most SHOWN, and whether there are more."""

    def __init__(self, replications):
        first = REPLICATIONS.read(replications[: SHOWN + 1])
        self.shown = first[:SHOWN]
        self.has_more = len(first) > SHOWN


class Entries:
    """Some cards of initiatives as entries of a list, the first few apart from the others."""

    def __init__(self, cards, names, most):
        self.has_more = len(cards) > most
        shown = [card_entry(card, names) for card in cards[:most]]
        self.first, self.others = all_html(shown[:FEW]), all_html(shown[FEW:])
        self.folded = len(shown[FEW:])


class Continent(NamedTuple):
    """A region right below the world."""

    name: str
    slug: str


@dataclass(frozen=True)
class Given:
    """The card of an initiative that others took up from the country, learnt from or want."""

    card: Card
    replications: list

    @property
    def url(self):
        return initiative_url(self.card.slug)


@dataclass(frozen=True)
class Nearby:
    """An initiative that peers of the country run, and it does not: its card, and their names."""

    card: Card
    theme: SafeString
    peers: list

    @property
    def url(self):
        return initiative_url(self.card.slug)

    @property
    def named(self):
        return self.peers[:NAMED]

    @property
    def unnamed(self):
        return len(self.peers[NAMED:])


@cached_per_revision
def known_countries():
    """Rows of countries with_something. Kept: half the time of their list."""
    return list(Country.objects.with_something())


def overview(countries):
    """A map of rows of countries with_something: the more it has part in, the larger its dot."""
    places = [replace(place(country), weight=country.joined) for country in countries]
    return world_map([], places, title="Countries, by how many initiatives involve them")


def continents(countries):
    """Pairs of a continent and its countries, both by name; of rows as with_something gives."""
    by_continent = {}
    for country in countries:
        continent = Continent(country.continent_name, country.continent_slug)
        by_continent.setdefault(continent, []).append(country)
    for of_continent in by_continent.values():
        of_continent.sort(key=lambda country: folded(country.name))
    return sorted(by_continent.items())


class CountryProfile:
    """The page of a country, each part asked for when it is first read."""

    def __init__(self, country):
        self.country = country

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
        ]

    @cached_property
    def joined(self):
        """Some of those that it takes part in, which neither began here nor came here."""
        return Entries(self._cards_joined, self._involving[1], JOINED_SHOWN)

    @property
    def _coming(self):
        return Replication.objects.public().filter(to_country=self.country.pk)

    @cached_property
    def taken_up(self):
        """What it took up, and from whom."""
        return Some(self._coming.taken_up().furthest_first())

    @cached_property
    def learnt_from(self):
        """What it learnt from others about, and has not taken up."""
        return Some(self._coming.at_their_furthest(Uptake.LEARNT_FROM).furthest_first())

    @cached_property
    def wanted(self):
        """What it has no more than said it wants."""
        return Some(self._coming.at_their_furthest(Uptake.WANTED).furthest_first())

    @property
    def _going(self):
        return Replication.objects.public().filter(from_country=self.country.pk)

    @cached_property
    def _given_keys(self):
        return self._going.most_takers(GIVEN_SHOWN + 1)

    @property
    def has_given_more(self):
        """Whether more went out than is shown."""
        return len(self._given_keys) > GIVEN_SHOWN

    @cached_property
    def given(self):
        """What others took up, learnt from or want, initiative by initiative; most takers first."""
        keys = self._given_keys[:GIVEN_SHOWN]
        sent = {key: [] for key in keys}
        going = self._going.filter(initiative__in=keys).furthest_first()
        for replication in REPLICATIONS.read(going):
            sent[replication.initiative.pk].append(replication)
        found, _ = cards(keys, worker.catalogue())
        return [Given(card, sent[card.pk]) for card in found]

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
        ends = Q(from_country=self.country.pk) | Q(to_country=self.country.pk)
        arcs = arcs_of_country(Replication.objects.public().filter(ends))
        if not arcs:
            return None
        title = f"What came to {self.country.name}, and what went out from it"
        return world_map(arcs, title=title, highlight=[self.country.m49], focus="fit")

    @cached_property
    def peer_groups(self):
        """The groups small enough to be peers in."""
        return [group for group in self.groups if group.size <= PEER_GROUP]

    @cached_property
    def _peers(self):
        """Rows of key, code, name and region for the others of its region and peer groups."""
        groups = [group.slug for group in self.peer_groups]
        close = Q(region=self.country.region.pk) | Q(groups__slug__in=groups)
        peers = Country.objects.filter(close).exclude(pk=self.country.pk).distinct()
        return {
            row.iso3: row for row in peers.values_list("pk", "iso3", "name", "region", named=True)
        }

    @cached_property
    def nearby(self):
        """What its region and its smaller groups run, and it does not: the most proven first."""
        peers = [peer.pk for peer in self._peers.values()]
        here = Involvement.objects.filter(country=self.country.pk).values("initiative")
        by_peers = Replication.objects.public().taken_up().filter(to_country__in=peers)
        keys = by_peers.exclude(initiative__in=here).most_takers(NEARBY_SHOWN)
        if len(keys) < NEARBY_SHOWN:
            others = Initiative.objects.published().exclude(pk__in=here).exclude(pk__in=keys)
            keys += others.most_joined(peers, NEARBY_SHOWN - len(keys))
        found, names = cards(keys, worker.catalogue())
        return [self._near(card, names["theme"]) for card in found]

    def _near(self, card, names):
        """An initiative with the peers that run it, those of the country's own region first."""
        running = {*card.participants, *card.path.taken_up}
        running = sorted(
            (self._peers[code] for code in running if code in self._peers),
            key=lambda peer: (peer.region != self.country.region.pk, folded(peer.name)),
        )
        return Nearby(card, leading_theme(card, names), running)

    @property
    def is_empty(self):
        """Whether the catalogue has nothing to tell of the country itself."""
        return not (any(self.counts.values()) or self.given or self.organizations or self.forums)
