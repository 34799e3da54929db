"""What the catalogue knows of one country: what began, came, went, is wanted, runs next door."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Count, Exists, F, OuterRef, Q

from core.search.orders import folded
from core.worldmap import world_map
from initiatives.models import (
    Country,
    CountryGroup,
    Initiative,
    Involvement,
    Organization,
    Replication,
)
from initiatives.pages.flows import arcs, place
from initiatives.querysets.claims import INTERESTED

PEER_GROUP = 50  # members; to share a larger group says little
SHOWN = 60  # of what began, came, is wanted or went out; lists have the rest
JOINED_SHOWN = 6
NEARBY_SHOWN = 5
NAMED = 4  # peers named for one initiative


@dataclass(frozen=True)
class Given:
    """An initiative that others took up from the country, or would like to."""

    initiative: Initiative
    replications: list


@dataclass(frozen=True)
class Nearby:
    """An initiative that peers of the country run, and it does not."""

    initiative: Initiative
    peers: list

    @property
    def named(self):
        return self.peers[:NAMED]

    @property
    def unnamed(self):
        return len(self.peers[NAMED:])


def overview(countries):
    """A map of countries with_counts: the more it has part in, the larger its dot."""
    places = [replace(place(country), weight=country.joined) for country in countries]
    return world_map([], places, title="Countries, by how many initiatives involve them")


def continents(countries):
    """Pairs of a continent and its countries, both by name."""
    by_continent = {}
    for country in countries:
        by_continent.setdefault(country.continent, []).append(country)
    for of_continent in by_continent.values():
        of_continent.sort(key=lambda country: folded(country.name))
    return sorted(by_continent.items(), key=lambda pair: pair[0].name)


class CountryProfile:
    """The page of a country, each part asked for when it is first read."""

    def __init__(self, country):
        self.country = country

    @cached_property
    def groups(self):
        """Groups that the country belongs to, the smallest first: they say most."""
        of_country = CountryGroup.members.through.objects.filter(country=self.country)
        groups = CountryGroup.objects.filter(pk__in=of_country.values("countrygroup"))
        return list(groups.annotate(size=Count("members")).order_by("size", "name"))

    @cached_property
    def replications(self):
        """Public replications that the country has part in, at either end."""
        ends = Q(from_country=self.country) | Q(to_country=self.country)
        replications = Replication.objects.public().filter(ends).for_lists().with_themes()
        return list(replications.order_by("-stage__order", F("year").desc(nulls_last=True), "pk"))

    @cached_property
    def received(self):
        """What came here, beyond interest."""
        return [
            replication
            for replication in self.replications
            if replication.to_country == self.country and replication.stage.slug != INTERESTED
        ]

    @cached_property
    def wanted(self):
        """What it would like to take up, and has not yet."""
        here = {replication.initiative_id for replication in self.received}
        return [
            replication
            for replication in self.replications
            if replication.to_country == self.country
            and replication.stage.slug == INTERESTED
            and replication.initiative_id not in here
        ]

    @property
    def received_shown(self):
        """The first of what came here."""
        return self.received[:SHOWN]

    @property
    def wanted_shown(self):
        """The first of what it would like to take up."""
        return self.wanted[:SHOWN]

    @cached_property
    def _given(self):
        by_initiative = {}
        for replication in self.replications:
            if replication.from_country == self.country:
                by_initiative.setdefault(replication.initiative, []).append(replication)
        given = [Given(initiative, sent) for initiative, sent in by_initiative.items()]
        return sorted(given, key=lambda sent: (-len(sent.replications), sent.initiative.title))

    @property
    def given(self):
        """What went out or is wanted from here, initiative by initiative; at most SHOWN."""
        return self._given[:SHOWN]

    @property
    def has_given_more(self):
        """Whether more went out than is shown."""
        return len(self._given) > SHOWN

    @cached_property
    def counts(self):
        """How much of everything, in initiatives."""
        return {
            "begun": self._begun.count(),
            "received": len({replication.initiative_id for replication in self.received}),
            "wanted": len({replication.initiative_id for replication in self.wanted}),
            "given": len(
                {
                    replication.initiative_id
                    for replication in self.replications
                    if replication.from_country == self.country
                    and replication.stage.slug != INTERESTED
                }
            ),
            "joined": self._joined.count(),
        }

    @property
    def _begun(self):
        return Initiative.objects.published().filter(origin_countries=self.country)

    @cached_property
    def begun(self):
        """Initiatives that began here, what most countries took up first; at most SHOWN."""
        return list(self._begun.most_taken_up().for_cards()[:SHOWN])

    @property
    def _joined(self):
        shown = [replication.initiative_id for replication in self.received]
        initiatives = Initiative.objects.published().filter(participating_countries=self.country)
        return initiatives.exclude(origin_countries=self.country).exclude(pk__in=shown)

    @cached_property
    def joined(self):
        """Some of those that it takes part in, though they neither began nor came here."""
        return list(self._joined.most_taken_up().for_cards()[:JOINED_SHOWN])

    @cached_property
    def sources(self):
        """Sources of the replications shown, numbered as the page cites them."""
        sent = [replication for given in self.given for replication in given.replications]
        cited = [*self.received_shown, *self.wanted_shown, *sent]
        return list(dict.fromkeys(replication.source for replication in cited))

    @cached_property
    def organizations(self):
        """Its organizations."""
        organizations = Organization.objects.published().filter(country=self.country)
        return list(organizations.with_initiative_counts().for_lists())

    @cached_property
    def speakers(self):
        """Pairs of a person and the appearances for an organization of the country."""
        organizations = Organization.objects.published().filter(country=self.country)
        appearances = organizations.related("appearances").filter(organization__in=organizations)
        by_person = {}
        for appearance in appearances.public().newest_first().with_people():
            by_person.setdefault(appearance.person, []).append(appearance)
        return list(by_person.items())

    @cached_property
    def forums(self):
        """Forums held here."""
        return list(self.country.forums.published().for_lists())

    @cached_property
    def map(self):
        """The country, and what came and went; None where nothing did."""
        if not self.replications:
            return None
        title = f"What came to {self.country.name}, and what went out from it"
        return world_map(
            arcs(self.replications), title=title, highlight=[self.country.m49], focus="fit"
        )

    @cached_property
    def peer_groups(self):
        """The groups small enough to be peers in."""
        return [group for group in self.groups if group.size <= PEER_GROUP]

    @cached_property
    def nearby(self):
        """What its region and its smaller groups run, and it does not: the most proven first."""
        close = Q(region=self.country.region) | Q(groups__in=self.peer_groups)
        peers = Country.objects.filter(close).exclude(pk=self.country.pk)
        peers = {country.pk: country for country in peers.distinct()}
        has_part = Involvement.objects.filter(initiative=OuterRef("pk"), country=self.country)
        beyond_interest = Q(replications__to_country__in=peers) & ~Q(
            replications__stage__slug=INTERESTED
        )
        initiatives = (
            Initiative.objects.published()
            .filter(~Exists(has_part))
            .annotate(
                taken_up_by_peers=Count(
                    "replications__to_country", distinct=True, filter=beyond_interest
                ),
                joined_by_peers=Count(
                    "participating_countries",
                    distinct=True,
                    filter=Q(participating_countries__in=peers),
                ),
            )
            .filter(Q(taken_up_by_peers__gt=0) | Q(joined_by_peers__gt=0))
            .order_by("-taken_up_by_peers", "-joined_by_peers", "title", "pk")
        )
        cards = initiatives.for_cards().prefetch_related("participating_countries")
        return [Nearby(card, self._running(card, peers)) for card in cards[:NEARBY_SHOWN]]

    def _running(self, initiative, peers):
        """The peers that run an initiative, those of the country's own region first."""
        running = {*initiative.participating_countries.all(), *initiative.path.taken_up}
        return sorted(
            (country for country in running if country.pk in peers),
            key=lambda country: (country.region_id != self.country.region_id, folded(country.name)),
        )

    @property
    def is_empty(self):
        """Whether the catalogue has nothing to tell of the country itself."""
        return not (
            self.replications or self.begun or self.joined or self.organizations or self.forums
        )
