"""The ways of the present revision, read from the database and kept in this process."""

from collections import defaultdict

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from pyroaring import BitMap

from core import revision
from core.search.by_key import Groups, numbers_by_key
from core.search.keys import grouped, merged
from core.search.worker import worker
from initiatives.models import Country, Initiative, Replication, Stage
from initiatives.search.facets import FACETS
from initiatives.search.ways import NO_THEME, ORDERS_OF_WAYS, PLACES, Way, Ways, by_place
from initiatives.uptake import uptake_of

# The facets that a way has by its initiative: the lookup from that, and what restricts it.
OF_THE_INITIATIVE = {
    "pillar": ("theme_links__theme__pillar", Q(theme_links__position=0)),
    "theme": (FACETS["theme"].path, Q()),
    "sector": (FACETS["sector"].path, Q()),
}
MOST_COUNTRIES = 10_000  # more than there are keys of countries


class KeptWays:
    """The Ways of the present revision, kept in this process: of what an edit touched, read anew.

    To read all takes five times as long as a page of their list.
    """

    def __init__(self):
        self._ways = None

    def __call__(self):
        if revision.is_aside():
            return read(revision.current())
        ways, present = self._ways, revision.current()  # before anything is read
        if ways is None or ways.revision != present:
            ways = self._ways = read(present) if ways is None else self._follow(ways)
        return ways

    @staticmethod
    def _follow(ways):
        changes = revision.changes_since(ways.revision)
        if changes.everything:
            return read(changes.revision)
        fresh = read(changes.revision, changes.records)
        moved = ways.of(changes.records) | fresh.everything
        orders = ways.orders_after(moved, changes.revision)
        return ways.changed(changes.records, fresh, orders)


all_ways = KeptWays()


@worker.make_ahead
def ways_in_order():
    """The keys of all ways in the order that a list of them has if none is asked for."""
    ways = all_ways()
    return ways.in_order(next(iter(ORDERS_OF_WAYS)), ways.everything)


def read(at, initiatives=None):
    """The Ways of some initiatives by their keys, or of all; at: the revision."""
    replications = Replication.objects.public().order_by()
    having = Initiative.objects.published().order_by()
    if initiatives is not None:
        replications = replications.filter(initiative__in=initiatives)
        having = having.filter(pk__in=initiatives)
    rows = list(
        replications.values_list("pk", "initiative", "stage", "from_country", "to_country", "year")
    )
    stages = dict(Stage.objects.values_list("pk", "slug"))
    countries = dict(Country.objects.values_list("pk", "iso3"))
    of_initiatives = Groups.of((row[1], row[0]) for row in rows)
    facets = {
        name: {
            value: of_initiatives.union(keys)
            for value, keys in having.filter(visible, **{f"{path}__isnull": False})
            .values_list(path)
            .annotate(keys=ArrayAgg("pk"))
        }
        for name, (path, visible) in OF_THE_INITIATIVE.items()
    }
    facets["stage"] = grouped((stages[row[2]], row[0]) for row in rows)
    facets["from_country"] = grouped((countries[row[3]], row[0]) for row in rows)
    facets["to_country"] = grouped((countries[row[4]], row[0]) for row in rows)
    facets["country"] = merged([*facets["from_country"].items(), *facets["to_country"].items()])
    facets["uptake"] = merged((uptake_of(stage), keys) for stage, keys in facets["stage"].items())
    members = {name: members_of(name) for name in PLACES}
    pillars = {key: pillar for pillar, keys in facets["pillar"].items() for key in keys}
    uptakes = {pk: uptake_of(stage) for pk, stage in stages.items()}
    places = {}
    numbers = [
        (key, places.setdefault(way, len(places)))
        for key, _, stage, giver, taker, _ in rows
        for way in [
            Way(countries[giver], countries[taker], pillars.get(key, NO_THEME), uptakes[stage])
        ]
    ]
    return Ways(
        revision=at,
        everything=BitMap([row[0] for row in rows]),
        routes=list(places),
        numbers=numbers_by_key(numbers),
        initiatives=numbers_by_key((key, initiative) for key, initiative, *_ in rows),
        takings=numbers_by_key((row[0], row[1] * MOST_COUNTRIES + row[4]) for row in rows),
        of_initiatives=of_initiatives,
        years=grouped((row[-1], row[0]) for row in rows if row[-1]),
        facets=facets | by_place(facets, members),
        members=members,
    )


def members_of(name):
    """The codes of the countries of each value of a facet of PLACES."""
    members = defaultdict(set)
    for place, code in FACETS[name].members():
        members[place].add(code)
    return {place: frozenset(codes) for place, codes in members.items()}
