"""The cards of initiatives, replications and countries: their way on a map, and what it came to."""

from core.sharing.answers import has_card
from core.sharing.chart import MAP_RATIO
from core.sharing.model import SharedCard, Way
from core.worldmap import world_map
from initiatives.briefs.wording import besides
from initiatives.models import Country, Replication
from initiatives.pages.flows import HUES, arc, arcs_of_country, pillar, place
from initiatives.pages.initiatives import arcs_of
from initiatives.records import kept_initiative, published_initiative
from initiatives.records.claims import REPLICATIONS
from initiatives.records.places import COUNTRIES, with_numbers

TOLD = {  # totals of a country, as words behind their number, those first that say most
    "begun": "began here",
    "taken_up": "taken up from others",
    "given": "taken up elsewhere",
    "learnt_from": "learnt from others",
    "shown": "that others learnt from",
    "wanted": "wanted",
}
TAKES_PART = "that it takes part in"  # where there is nothing else to tell
MOST_TOLD = 4


@has_card("initiatives:detail")
def initiative(slug):
    """Where it began and who took it up, since when, and of what kind it is."""
    record = published_initiative(slug) or kept_initiative(slug)
    if record is None:
        return None
    path = record.path.named(lambda country: country.short_name)
    return SharedCard(
        kind="Initiative",
        title=record.title,
        map=map_of(record),
        way=Way(path.origins, path.taken_up, " · ".join(besides(path))),
        facts=facts(capital(record.years), record.kind.name, archived=record.archived),
        hue=HUES[pillar(record)].name,
    )


def map_of(initiative):
    """The ways of an InitiativeRecord; without any, where it began or who takes part in it."""
    if initiative.replications:
        arcs = arcs_of(initiative, have_pages=True)
        return world_map(arcs, focus="fit", ratio=MAP_RATIO)
    countries = initiative.origin_countries or initiative.participating_countries
    places = [place(country) for country in countries]
    about = [country.m49 for country in countries]
    return world_map([], places, highlight=about, ratio=MAP_RATIO)


@has_card("replications:detail")
def replication(public_id):
    """Who took up what from whom, how far it has come, and when."""
    record = REPLICATIONS.first(Replication.objects.public().filter(public_id=public_id))
    whole = record and published_initiative(record.initiative.slug)
    if whole is None:
        return None
    return SharedCard(
        kind="Who learns from whom",
        title=whole.title,
        map=world_map([arc(record, whole)], focus="fit", ratio=MAP_RATIO),
        way=Way((record.from_country.short_name,), (record.to_country.short_name,)),
        facts=facts(f"since {record.year}" if record.year else ""),
        stage=(record.stage.slug, record.stage.name),
        hue=HUES[pillar(whole)].name,
    )


@has_card("countries:detail")
def country(iso3):
    """What began there, what it took up and what others did, in numbers and on a map."""
    found = with_numbers(COUNTRIES.read(Country.objects.filter(iso3=iso3)))
    if not found:
        return None
    (record,) = found
    numbers = record.numbers or {}
    told = [f"{numbers[name]} {words}" for name, words in TOLD.items() if numbers.get(name)]
    if not told and numbers.get("joined"):
        told = [f"{numbers['joined']} {TAKES_PART}"]
    arcs = arcs_of_country(iso3)
    return SharedCard(
        kind="Country",
        title=record.name,
        map=world_map(arcs, [place(record)], highlight=[record.m49], ratio=MAP_RATIO),
        facts=tuple(told[:MOST_TOLD]) or (record.region.name,),
    )


def facts(*told, archived=None):
    """What is told, without what is empty; that a record is archived comes first."""
    return tuple(filter(None, ["Archived" if archived else "", *told]))


def capital(words):
    """Words at the beginning of a line."""
    return words[:1].upper() + words[1:]
