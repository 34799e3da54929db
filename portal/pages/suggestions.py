"""Names that begin like what is being typed, of whatever there is, and questions about places."""

from collections import defaultdict
from dataclasses import replace

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from core import revision
from core.search.names import MOST, SuggestedNames, Suggestion
from core.search.reads import Rows
from core.search.worker import worker
from core.web.paths import path_of
from forum.models import Forum, Person
from initiatives.models import (
    Country,
    CountryGroup,
    Initiative,
    Involvement,
    Organization,
    Region,
    RegionMembership,
    Sector,
    SectorMembership,
    SectorSynonym,
    SustainableDevelopmentGoal,
    Theme,
    ThemeSynonym,
)
from initiatives.search.acronyms import OTHER_NAMES
from initiatives.search.demonyms import DEMONYMS
from initiatives.search.facets import REGIONS
from initiatives.search.kept_ways import all_ways
from initiatives.search.others import gathered
from initiatives.search.place_words import readers_words
from initiatives.search.questions import KIND, questions_begun, questions_of
from initiatives.short_names import short_name

FEW = 3  # questions that stand below names, or names above questions
READS = (
    *map(Rows, (Country, Region, RegionMembership, CountryGroup, CountryGroup.members.through)),
    *map(Rows, (Theme, ThemeSynonym, SustainableDevelopmentGoal, Initiative.sdgs.through)),
    *map(Rows, (Sector, SectorMembership, SectorSynonym, Initiative.sectors.through)),
    *map(Rows, (Organization, Forum, Person)),
    Rows(Involvement, ("initiative", "country")),
    Rows(Initiative, ("id", "slug", "title", "acronym", "local_title", "publication")),
)


def suggestions():
    """Every suggestion with the spellings under which it is found; none leads to an empty page."""
    yield from countries()
    yield from regions_and_groups()
    yield from subjects()
    yield from goals()
    yield from records()


def countries():
    for country in Country.objects.involved():
        spellings = [*names_of(country), short_name(country.name), *country.aliases]
        spellings += DEMONYMS.get(country.iso3, ())
        path = country.get_absolute_url()
        yield Suggestion(country.name, "Country", path, 0, country.iso3), spellings


def regions_and_groups():
    involved = Country.objects.involved()
    regions = REGIONS.filter(memberships__country__in=involved).distinct()
    groups = CountryGroup.objects.filter(members__in=involved).distinct()
    words = defaultdict(list)
    for slug, word in readers_words():
        words[slug].append(word)
    named = [("Region", "region", regions, 1), ("Country group", "group", groups, 3)]
    for kind, name, places, rank in named:
        for place in places:
            suggestion = Suggestion(place.name, kind, initiatives_by(name, place.slug), rank)
            yield suggestion, [*names_of(place), *words[place.slug]]


def subjects():
    """Themes and sectors, each with its names, and once more with other words for it."""
    synonyms = gathered(ThemeSynonym.objects.all(), "theme_id", "text")
    for theme in Theme.objects.all():
        found = Suggestion(theme.name, "Theme", theme.get_absolute_url(), 2, theme.slug)
        yield found, names_of(theme)
        yield replace(found, rank=3), synonyms[theme.pk]
    synonyms = gathered(SectorSynonym.objects.all(), "sector_id", "text")
    having = SectorMembership.objects.filter(sector__initiatives__in=published())
    for sector in Sector.objects.filter(pk__in=having.values("within")):
        path = initiatives_by("sector", sector.slug)
        found = Suggestion(sector.name, "Sector", path, 2, sector.slug)
        yield found, names_of(sector)
        yield replace(found, rank=3), synonyms[sector.pk]


def goals():
    goals = SustainableDevelopmentGoal.objects.filter(initiatives__in=published())
    for goal in goals.distinct():
        codes = [f"{code} {goal.number}" for code in ("SDG", "ODD", "ODS")]
        path = initiatives_by("sdg", goal.number)
        yield Suggestion(str(goal), "Goal", path, 3), [*names_of(goal), *codes]


def records():
    named = [
        (published(), "Initiative", "title", ("acronym", "local_title")),
        (Organization.objects.published(), "Organization", "name", ("acronym",)),
        (Forum.objects.published(), "Forum", "title", ()),
        (Person.objects.published(), "Person", "name", ()),
    ]
    for rank, (queryset, kind, name, more) in enumerate(named, start=4):
        for record in queryset.only("slug", name, *more).iterator(chunk_size=2000):
            title = getattr(record, name)
            spellings = [title, *(getattr(record, other) for other in more)]
            if kind == "Organization":
                spellings += OTHER_NAMES.get(record.short_name, ())
            yield Suggestion(title, kind, record.get_absolute_url(), rank), spellings


def published():
    """The initiatives that lists show."""
    return Initiative.objects.published()


def names_of(record):
    """The names of a record in all languages."""
    return [record.name, *record.names.values()]


def initiatives_by(name, value):
    """The path of the list of the initiatives that have a value of a facet."""
    return f"{path_of('initiatives:list')}?{name}={value}"


@require_safe
def suggest(request):
    """Suggestions for `q` as JSON: a list of name, kind, url, and spelling where it is another.

    `is_mended` says that nothing begins like what was typed, and these are the nearest.
    """
    found, questions, is_mended = suggested(request.GET.get("q", ""))
    shown = [
        {"name": one.suggestion.name, "kind": one.suggestion.kind, "url": one.suggestion.url}
        | ({"spelling": one.spelling} if one.spelling else {})
        for one in found
    ]
    shown += [{"name": one.name, "kind": KIND, "url": one.url} for one in questions]
    return JsonResponse({"suggestions": shown, "is_mended": is_mended})


def suggested(typed):
    """FoundNames, Suggestions of questions, and whether what was typed had to be mended."""
    names = worker.names() or SuggestedNames(revision.current(), suggestions())
    ways = all_ways()
    found = names.beginning_with(typed)
    if asked := questions_begun(typed, names, ways):
        above = found[:FEW]
        return above, asked[: MOST - len(above)], False
    is_mended = not found
    if is_mended:
        found = names.nearly_beginning_with(typed)
    asked = questions_of(found[0].suggestion, ways)[:FEW] if means_country(found) else []
    return found[: MOST - len(asked)], asked, is_mended and bool(found)


def means_country(found):
    """Whether what was found leads with one country, and with no other that may have been meant."""
    countries = [one for one in found if one.suggestion.kind == "Country"]
    return countries[:1] == found[:1] != [] and (len(countries) == 1 or found[0].is_whole)
