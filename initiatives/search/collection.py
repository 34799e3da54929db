"""What the search index reads of initiatives."""

from collections import defaultdict

from django.contrib.postgres.aggregates import ArrayAgg, StringAgg

from core.search.text_index import LEADING, LINKED, Document
from core.search.thesaurus import ThesaurusEntry
from core.search.words import Tag
from initiatives.models import (
    Figure,
    GlossaryTerm,
    Initiative,
    InitiativeKind,
    InitiativeSector,
    InitiativeTheme,
    Involvement,
    Partnership,
    Sector,
    SectorSynonym,
    Theme,
    ThemeSynonym,
)
from initiatives.search.cards import Card, read_cards
from initiatives.search.orders import ORDERS, in_order
from initiatives.search.places import (
    LANGUAGES,
    NAMED,
    PLACES,
    direction_tags,
    place_entries,
    reader_of,
)


def _of(rows, keys):
    """Rows that belong to initiatives with these keys; all rows for None."""
    return rows if keys is None else rows.filter(initiative_id__in=list(keys))


# How much it counts that a record has the theme or sector whose name was typed, or which a word
# that was typed stands for.
NAMED_SO, MEANT = 9.0, 3.0
# What the thesaurus is made of: querysets of rows.
NAMES = {
    "themes": Theme.objects.order_by("pk").values_list("slug", *LANGUAGES),
    "theme_synonyms": ThemeSynonym.objects.order_by("pk").values_list(
        "text", "language", "theme__slug", "theme__name"
    ),
    "sectors": Sector.objects.order_by("pk").values_list("slug", *LANGUAGES),
    "sector_synonyms": SectorSynonym.objects.order_by("pk").values_list(
        "text", "language", "sector__slug", "sector__name"
    ),
    "kinds": InitiativeKind.objects.order_by("pk").values_list("slug", *LANGUAGES),
    "pillars": Theme.objects.exclude(pillar=Theme.Pillar.EMPLOYMENT)
    .order_by("pk")
    .values_list("pillar", "slug"),
    "glossary": GlossaryTerm.objects.order_by("pk").values_list("phrase", "language", "stands_for"),
}


def entries(*, themes, theme_synonyms, sectors, sector_synonyms, kinds, pillars, glossary):
    """The entries of the thesaurus. Arguments: the rows of NAMES."""
    for facet, subjects in (("theme", themes), ("sector", sectors)):
        for slug, *names in subjects:
            yield from (
                ThesaurusEntry(name, Tag(facet, slug, NAMED_SO), (names[0],)) for name in names
            )
    for facet, synonyms in (("theme", theme_synonyms), ("sector", sector_synonyms)):
        for text, language, slug, name in synonyms:
            speaks_for_itself = text.isupper() or language == "en"
            others = () if speaks_for_itself else (name,)
            tag = Tag(facet, slug, MEANT, is_narrow=facet == "sector")
            yield ThesaurusEntry(text, tag, others, is_loose=True, language=language)
    for slug, *names in kinds:
        for name in names:
            yield ThesaurusEntry(name, Tag("kind", slug, 1.5), is_loose=True)
    for pillar, slug in pillars:
        yield ThesaurusEntry(Theme.Pillar(pillar).label, Tag("theme", slug, MEANT), is_loose=True)
    for phrase, language, meanings in glossary:
        yield ThesaurusEntry(phrase, None, tuple(meanings), is_loose=True, language=language)
        if phrase.isupper():  # what an abbreviation is short for is one name
            yield from map(ThesaurusEntry, meanings)


class InitiativeCollection:
    """Public initiatives as the search index reads them; see core.search.collection.Collection."""

    noun = "initiative"
    weights = {"title": 3.0, "summary": 2.0, "names": 1.5, LINKED: 1.5, "body": 0.75}
    spelt = ("title", "summary", "names")
    kin = ("theme", "sector")
    orders = tuple(ORDERS)
    kind_of_shown = Card

    def __init__(self, facets):
        self.facets = facets
        self._names = self._entries = self._read_of = self._reader = None

    def documents(self, facets, names, keys=None):
        """Every public initiative as a Document.

        facets: by name and value the primary keys that have it; names: what the method gave.
        """
        tags = self._tags(facets, keys)
        rows = self._public(keys).values_list(
            "pk",
            "title",
            "acronym",
            "local_title",
            "summary",
            *Initiative.PROSE,
        )
        for pk, title, acronym, local_title, summary, *body in rows.iterator(chunk_size=2000):
            texts = {
                "title": f"{title} {acronym} {local_title}",
                "summary": summary,
                "names": names["names"].get(pk, ""),
                LINKED: names[LINKED].get(pk, ""),
                "body": " ".join(body),
            }
            yield Document(pk, texts, tags[pk])

    def facet_keys(self, keys=None):
        """Facet by facet (name, value, the primary keys that have it), those left out that follow.

        What a facet of another one holds follows from that one.
        """
        for name, facet in self.facets.items():
            if facet.of:
                continue
            rows = (
                self._public(keys)
                .annotate(**facet.annotations)
                .filter(facet.visible, **{f"{facet.path}__isnull": False})
                .order_by()
                .values_list(facet.path)
                .annotate(keys=ArrayAgg("pk"))
            )
            for value, having in rows.iterator(1000):
                yield name, str(value), having

    def labels(self):
        """For each facet, value to what readers see."""
        names = {known: known() for known in {facet.known for facet in self.facets.values()}}
        return {name: names[facet.known] for name, facet in self.facets.items()}

    def numbers(self, keys=None):
        """Pairs of primary key and first year, where one is known."""
        return self._public(keys).filter(start_year__isnull=False).values_list("pk", "start_year")

    def shown(self, keys=None):
        """Pairs of primary key and Card."""
        return ((card.pk, card) for card in read_cards(keys))

    @staticmethod
    def told(card):
        """The words by which lists tell of an initiative, from its Card."""
        return f"{card.title} {card.summary}"

    @staticmethod
    def id_of(card):
        """The id by which programs know an initiative, from its Card."""
        return card.public_id

    def order(self, name, keys=None):
        """The primary keys of all public initiatives in one of the orders, or of some."""
        return in_order(self._public(keys), name)

    def language(self):
        """What questions are understood by: the entries of the thesaurus, and the reader of places.

        The same as before while all names stand: putting them together takes ten times as long as
        reading them.
        """
        names, places = (
            {name: list(rows.all()) for name, rows in of.items()} for of in (NAMES, PLACES)
        )
        if (names, places) != self._names:
            self._names = names, places
            self._entries = [*entries(**names), *place_entries(places)]
        read_of = places, list(NAMED.all())
        if read_of != self._read_of:
            self._read_of, self._reader = read_of, reader_of(*read_of)
        return self._entries, self._reader

    @staticmethod
    def _public(keys):
        initiatives = Initiative.objects.published()
        return initiatives if keys is None else initiatives.filter(pk__in=list(keys))

    def _tags(self, facets, keys):
        """Primary key to tags; where it began and which theme leads it is told apart."""
        tags = defaultdict(list)
        for name, values in facets.items():
            if not self.facets[name].is_counted:
                continue
            for value, found in values.items():
                tag = f"{name}:{value}"
                for pk in found:
                    tags[pk].append(tag)
        leading = InitiativeTheme.objects.filter(position=0).values_list(
            "initiative_id", "theme__slug"
        )
        origins = Initiative.origin_countries.through.objects.values_list(
            "initiative_id", "country__iso3"
        )
        for name, rows in (("theme", leading), ("country", origins)):
            for pk, value in _of(rows, keys).iterator(chunk_size=10_000):
                tags[pk].append(f"{LEADING}-{name}:{value}")
        for pk, tag in direction_tags(keys):
            tags[pk].append(tag)
        return tags

    @staticmethod
    def names(keys=None):
        """By field, primary key to the names that belong to an initiative: partners, places ...

        In LINKED those of themes and sectors are left out.
        """
        both = ("names", LINKED)
        parts = [
            (both, Partnership.objects.public(), "organization__name"),
            (both, Partnership.objects.public(), "organization__acronym"),
            (both, Involvement.objects.all(), "country__name"),
            (("names",), InitiativeTheme.objects.all(), "theme__name"),
            (("names",), InitiativeSector.objects.all(), "sector__name"),
            (both, Figure.objects.all(), "label"),
            (
                both,
                Initiative.sessions.through.objects.filter(
                    session__forum__publication="published",
                    session__appearances__person__publication="published",
                ),
                "session__appearances__person__name",
            ),
        ]
        names = {field: defaultdict(str) for field in both}
        for fields, rows, path in parts:
            grouped = (
                _of(rows, keys)
                .order_by()
                .values_list("initiative_id")
                .annotate(text=StringAgg(path, " ", distinct=True))
            )
            for pk, text in grouped.iterator(chunk_size=10_000):
                for field in fields if text else ():
                    names[field][pk] += f" {text}"
        return names
