"""What lists say of initiatives: kept in the search index, or read from the database for a few."""

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import datetime

from django.db import connection

from core.web.paths import path_of
from initiatives.models import (
    Country,
    Initiative,
    InitiativeSector,
    InitiativeTheme,
    Modality,
    Replication,
    Sector,
    SustainableDevelopmentGoal,
    Theme,
)
from initiatives.models.initiatives import Path, years_in_words
from initiatives.records.labels import CountryName, GoalLabel, TermLabel


@dataclass(frozen=True, slots=True)
class Card:
    """An initiative in a list, in plain values.

    themes: pairs of slug and pillar, the leading one first; sectors: slugs, the leading one first;
    sdgs: numbers; origins, participants and the path: countries by ISO 3166 alpha-3 code; kind and
    modalities: slugs; stage: the slug of the furthest that it has come to anywhere, or nothing.
    What may be renamed is not part of it: the names of themes, countries and the like.
    """

    pk: int
    public_id: str
    slug: str
    title: str
    acronym: str
    local_title: str
    summary: str
    kind: str
    start_year: int | None
    end_year: int | None
    status: str
    modified: datetime | None
    themes: tuple[tuple[str, str], ...]
    sectors: tuple
    modalities: tuple
    sdgs: tuple
    origins: tuple
    participants: tuple
    path: Path
    stage: str

    @property
    def years(self):
        """When it ran, in words."""
        is_active = self.status == Initiative.Status.ACTIVE
        return years_in_words(self.start_year, self.end_year, is_active)


@dataclass(frozen=True, slots=True)
class LabelledCard:
    """A Card with the names of what it says by codes; it reads like an InitiativeRecord.

    names: by facet and value. What is newer than the names is left out, for the milliseconds until
    they are known.
    """

    card: Card
    names: dict

    def __getattr__(self, name):
        return getattr(self.card, name)

    def get_absolute_url(self):
        return path_of("initiatives:detail", self.card.slug)

    @property
    def kind(self):
        return TermLabel(self.card.kind, self.names["kind"][self.card.kind])

    @property
    def modalities(self):
        return self._labels("modality", TermLabel, self.card.modalities)

    @property
    def themes(self):
        return self._labels("theme", TermLabel, [slug for slug, _ in self.card.themes])

    @property
    def sectors(self):
        return self._labels("sector", TermLabel, self.card.sectors)

    @property
    def sdgs(self):
        return self._labels("sdg", GoalLabel, self.card.sdgs)

    @property
    def origin_countries(self):
        return self._labels("country", CountryName, self.card.origins)

    @property
    def participating_countries(self):
        return self._labels("country", CountryName, self.card.participants)

    def _labels(self, facet, label, codes):
        names = self.names[facet]
        return [label(code, names[str(code)]) for code in codes if str(code) in names]


AT_ONCE = 10_000  # rows that are asked for at a time
COLUMNS = [field.name for field in fields(Card)][:12]
COLUMNS[COLUMNS.index("kind")] = "kind__slug"

# Many initiatives have the same modalities, goals and countries: these come once, with their keys.
HAVING = """
SELECT ones, array_agg(initiative_id)
FROM (
    SELECT initiative_id, array_agg({column} ORDER BY {order}) AS ones
    FROM {table}
    {which}
    GROUP BY initiative_id
) AS each
GROUP BY ones
"""


def read_cards(keys=None):
    """The cards of public initiatives, in no order; keys: primary keys, None for all.

    As many queries for all as for one.
    """
    countries = identifiers(Country, "iso3")
    relations = [
        _themes(keys),
        _sectors(keys),
        _related(Initiative.modalities, "modality_id", identifiers(Modality, "slug"), keys),
        _related(
            Initiative.sdgs,
            "sustainabledevelopmentgoal_id",
            identifiers(SustainableDevelopmentGoal, "number"),
            keys,
        ),
        _related(Initiative.origin_countries, "country_id", countries, keys),
        _related(Initiative.participating_countries, "country_id", countries, keys),
    ]
    steps, stages = _steps(countries, keys)
    kinds = {}  # one text for each, not one for each initiative
    rows = Initiative.objects.published().dated().order_by()
    rows = rows if keys is None else rows.filter(pk__in=list(keys))
    for row in rows.values_list(*COLUMNS).iterator(AT_ONCE):
        pk, *columns, kind, start, end, status, modified = row
        related = [relation.get(pk, ()) for relation in relations]
        *_, origins, _ = related
        path = Path.along(origins, steps.get(pk, ()))
        kind, status = kinds.setdefault(kind, kind), kinds.setdefault(status, status)
        years = start, end
        yield Card(pk, *columns, kind, *years, status, modified, *related, path, stages.get(pk, ""))


def identifiers(model, identifier):
    """By primary key the place of a record in the order of its kind, and its identifier."""
    records = model.objects.values_list("pk", identifier)
    return {pk: (place, one) for place, (pk, one) in enumerate(records)}


def _themes(keys):
    """Primary key to the themes of an initiative, the leading one first."""
    known = {pk: tuple(theme) for pk, *theme in Theme.objects.values_list("pk", "slug", "pillar")}
    found = _having(InitiativeTheme, "theme_id", keys, order="position, id")
    return _spread((tuple(known[key] for key in ones), having) for ones, having in found)


def _sectors(keys):
    """Primary key to the sectors of an initiative, the leading one first."""
    known = dict(Sector.objects.values_list("pk", "slug"))
    found = _having(InitiativeSector, "sector_id", keys, order="position, id")
    return _spread((tuple(known[key] for key in ones), having) for ones, having in found)


def _related(relation, column, known, keys):
    """Primary key to the identifiers of what an initiative has by a relation, in their order."""
    found = _having(relation.through, column, keys)
    return _spread(
        (tuple(one for _, one in sorted(known[key] for key in ones)), having)
        for ones, having in found
    )


def _having(model, column, keys, order=""):
    """What initiatives have of something, as keys, and which have just the same."""
    sql = HAVING.format(
        table=model._meta.db_table,
        column=column,
        order=order or column,
        which="" if keys is None else "WHERE initiative_id = ANY(%s)",
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [] if keys is None else [list(keys)])
        return cursor.fetchall()


def _spread(pairs):
    """Pairs of a value and the keys that have it as a mapping of keys."""
    found = {}
    for value, having in pairs:
        found.update(dict.fromkeys(having, value))
    return found


def _steps(countries, keys):
    """By primary key the steps of a way, (from, to, slug of stage) each, and its furthest stage."""
    steps, furthest = defaultdict(list), {}
    rows = _of(Replication.objects.all(), keys).values_list(
        "initiative_id", "from_country_id", "to_country_id", "stage__slug", "stage__order"
    )
    for pk, giver, taker, stage, order in rows.iterator(AT_ONCE):
        steps[pk].append((countries[giver][1], countries[taker][1], stage))
        furthest[pk] = max(furthest.get(pk, (0, "")), (order, stage))
    known = {stage: stage for _, stage in furthest.values()}  # one text for all that have it
    return steps, {pk: known[stage] for pk, (_, stage) in furthest.items()}


def _of(rows, keys):
    return rows if keys is None else rows.filter(initiative_id__in=list(keys))
