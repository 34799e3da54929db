"""The places that questions name: their words in five languages, and what records have of them."""

from collections import defaultdict

from core.search.language import words_of
from core.search.thesaurus import ThesaurusEntry
from core.search.words import Tag
from initiatives.models import Country, CountryGroup, Organization, Region, Replication
from initiatives.search.demonyms import DEMONYMS
from initiatives.search.place_words import EVERYDAY_REGIONS, readers_words
from initiatives.search.reading import Place, QuestionReader
from initiatives.search.wording import within_sentence
from initiatives.short_names import name_in_text, parts_of
from initiatives.uptake import Uptake, uptake_of

LANGUAGES = ("name", "name_fr", "name_es", "name_pt", "name_ar")
WEIGHTS = {"country": 5.0, "region": 4.0, "group": 4.0}  # of what has a place beside words
TAKING = {Uptake.TAKEN_UP: "took", Uptake.LEARNT_FROM: "learnt", Uptake.WANTED: "wants"}  # of tags
# What the places are made of: querysets of rows.
PLACES = {
    "countries": Country.objects.order_by("pk").values_list("iso3", "aliases", *LANGUAGES),
    "regions": Region.objects.exclude(name="World").order_by("pk").values_list("slug", *LANGUAGES),
    "groups": CountryGroup.objects.order_by("pk").values_list("slug", *LANGUAGES, "kind"),
    "in_regions": Country.objects.filter(memberships__isnull=False)
    .order_by("iso3")
    .values_list("memberships__region__slug", "iso3"),
    "in_groups": Country.objects.filter(groups__isnull=False)
    .order_by("iso3")
    .values_list("groups__slug", "iso3"),
}
NAMED = Organization.objects.published().order_by("pk").values_list("name", flat=True)
PLAIN = {"UN category", "income group"}  # kinds of groups whose names are no proper names
BODIES = {"intergovernmental organization"}  # and of those whose names have an article


def place_entries(places):
    """The entries of the thesaurus for places, by the rows of PLACES."""
    names = {row[0]: row[-len(LANGUAGES)].split(" (")[0] for row in places["countries"]}
    for (facet, value), phrase in phrases(places):
        others = (names[value],) if facet == "country" else ()
        yield ThesaurusEntry(phrase, Tag(facet, value, WEIGHTS.get(facet, 4.0)), others)


def phrases(places):
    """Yield pairs of the name and value of the tag of a place, and a phrase that names it.

    The narrowest places come first: Micronesia is a country before it is a region.
    """
    for iso3, aliases, *names in places["countries"]:
        short = names[0].split(" (")[0]
        for phrase in [*names, short, *aliases, *DEMONYMS.get(iso3, ())]:
            yield ("country", iso3), phrase
    facets = {}
    for facet, rows in (("region", places["regions"]), ("group", places["groups"])):
        for slug, *names in rows:
            facets[slug] = facet
            for name in names[: len(LANGUAGES)]:
                yield from (((facet, slug), part) for part in parts_of(name) if part)
    for slug, word in readers_words():
        if slug in facets:
            yield (facets[slug], slug), word
    for name, (_, words) in EVERYDAY_REGIONS.items():
        yield from ((("everyday region", name), word) for word in words.split("|"))


def reader_of(places, organizations):
    """The QuestionReader of the rows of PLACES and NAMED."""
    known = dict(places_of(places))
    named = ((phrase, known[key]) for key, phrase in phrases(places) if key in known)
    return QuestionReader(named, organizations)


def places_of(places):
    """Yield pairs of the name and value of a tag, and the Place; of rows of PLACES."""
    members = defaultdict(list)
    for facet in ("region", "group"):
        for slug, iso3 in places[f"in_{facet}s"]:
            members[facet, slug].append(iso3)
    for iso3, _, name, *_ in places["countries"]:
        yield (
            ("country", iso3),
            Place(name_in_text(name), (iso3,), Tag("country", iso3, WEIGHTS["country"])),
        )
    for facet, rows in (("region", places["regions"]), ("group", places["groups"])):
        for slug, name, *further in rows:
            kind = further[-1] if facet == "group" else ""
            codes = tuple(members[facet, slug])
            if codes:
                tag = Tag(facet, slug, WEIGHTS[facet])
                called = tuple(tuple(words_of(part)) for part in parts_of(name) if part)
                is_language = kind == CountryGroup.LANGUAGE
                yield (facet, slug), Place(in_text(name, kind), codes, tag, is_language, called)
    for name, (codes, _) in EVERYDAY_REGIONS.items():
        yield ("everyday region", name), Place(name, tuple(codes.split()))


def in_text(name, kind):
    """The name of a region, or of a group of some kind, within a sentence."""
    if not kind:
        return name_in_text(name)
    if kind in PLAIN:
        return within_sentence(name)
    return f"the {name}" if kind in BODIES and " " in name else name


def direction_tags(keys=None):
    """Yield pairs of the key of a public initiative and a tag that says which way it went.

    gave, took, learnt and wants: a country; way and visit: the giver and the taker, the first where
    that took it up. keys: of some initiatives, None for all.
    """
    rows = Replication.objects.public().order_by()
    rows = rows if keys is None else rows.filter(initiative_id__in=list(keys))
    rows = rows.values_list("initiative", "from_country__iso3", "to_country__iso3", "stage__slug")
    for pk, giver, taker, stage in rows.iterator(10_000):
        uptake = uptake_of(stage)
        yield pk, f"{TAKING[uptake]}:{taker}"
        if uptake != Uptake.WANTED:
            yield pk, f"gave:{giver}"
            yield pk, f"{'way' if uptake == Uptake.TAKEN_UP else 'visit'}:{giver}-{taker}"
