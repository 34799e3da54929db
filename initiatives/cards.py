"""What lists say of initiatives: kept in the search index, or read from the database for a few."""

from collections import defaultdict
from dataclasses import dataclass

from initiatives.models import Country, Initiative, InitiativeTheme, Replication, Theme
from initiatives.models.initiatives import Path, years_in_words

THEMES = 2  # that a card shows


@dataclass(frozen=True, slots=True)
class Card:
    """An initiative in a list, in plain values.

    themes: pairs of slug and pillar; path: its countries, by ISO 3166 alpha-3 code; years: in
    words. The names of themes and countries are not part of it: they may change.
    """

    pk: int
    slug: str
    title: str
    summary: str
    themes: tuple
    path: Path
    years: str


def read_cards(keys=None):
    """The cards of public initiatives, in no order; keys: primary keys, None for all.

    Six queries, however many.
    """
    themes, origins, steps = _themes(keys), _origins(keys), _steps(keys)
    rows = Initiative.objects.published().order_by()
    rows = rows if keys is None else rows.filter(pk__in=list(keys))
    rows = rows.values_list("pk", "slug", "title", "summary", "start_year", "end_year", "status")
    for pk, slug, title, summary, start, end, status in rows.iterator(chunk_size=2000):
        years = years_in_words(start, end, status == Initiative.Status.ACTIVE)
        path = Path.along(origins.get(pk, ()), steps.get(pk, ()))
        yield Card(pk, slug, title, summary, tuple(themes.get(pk, ())), path, years)


def _themes(keys):
    """Primary key to the first themes, the leading one first."""
    known = {pk: theme for pk, *theme in Theme.objects.values_list("pk", "slug", "pillar")}
    themes = defaultdict(list)
    places = InitiativeTheme.objects.filter(position__lt=THEMES).order_by("position", "pk")
    for pk, theme in _of(places, keys).values_list("initiative_id", "theme_id").iterator():
        themes[pk].append(known[theme])
    return themes


def _origins(keys):
    """Primary key to the codes of the countries of origin, by name."""
    origins = defaultdict(list)
    begun = Initiative.origin_countries.through.objects.order_by("country__name")
    for pk, code in _of(begun, keys).values_list("initiative_id", "country__iso3").iterator():
        origins[pk].append(code)
    return origins


def _steps(keys):
    """Primary key to the steps of its way: (from, to, slug of the stage) of each."""
    codes = dict(Country.objects.order_by().values_list("pk", "iso3"))
    steps = defaultdict(list)
    rows = _of(Replication.objects.all(), keys).values_list(
        "initiative_id", "from_country_id", "to_country_id", "stage__slug"
    )
    for pk, giver, taker, stage in rows.iterator():
        steps[pk].append((codes[giver], codes[taker], stage))
    return steps


def _of(rows, keys):
    return rows if keys is None else rows.filter(initiative_id__in=list(keys))
