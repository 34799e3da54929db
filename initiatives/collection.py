"""What the search index reads of initiatives."""

from collections import defaultdict
from pathlib import Path

from django.contrib.postgres.aggregates import ArrayAgg, StringAgg

from initiatives.cards import read_cards
from initiatives.demonyms import DEMONYMS
from initiatives.models import (
    Country,
    CountryGroup,
    Figure,
    Initiative,
    InitiativeTheme,
    Involvement,
    Partnership,
    Region,
    Theme,
    ThemeSynonym,
)
from initiatives.ordering import ORDERS, in_order
from portal.search.text_index import LEADING, Document
from portal.search.thesaurus import Entry
from portal.search.words import Tag

LANGUAGES = ("name", "name_fr", "name_es", "name_pt", "name_ar")


def glossary():
    """The lines of glossary.txt as entries."""
    text = Path(__file__).with_name("glossary.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            left, right = line.split(" = ")
            english = tuple(left.split(" | "))
            for phrase in [*english, *right.split(" | ")]:
                yield Entry(phrase, None, tuple(word for word in english if word != phrase))


def _of(rows, keys):
    """Rows that belong to initiatives with these keys; all rows for None."""
    return rows if keys is None else rows.filter(initiative_id__in=list(keys))


class InitiativeCollection:
    """Public initiatives as the search index reads them; see portal.search.index.Collection."""

    weights = {"title": 4.0, "summary": 2.0, "names": 1.5, "body": 1.0}
    spelt = ("title", "summary", "names")
    orders = tuple(ORDERS)

    def __init__(self, facets):
        self.facets = facets

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
                "names": names.get(pk, ""),
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
                .filter(facet.visible, **{f"{facet.path}__isnull": False})
                .order_by()
                .values_list(facet.path)
                .annotate(keys=ArrayAgg("pk"))
            )
            for value, having in rows.iterator(1000):
                yield name, str(value), having

    def labels(self):
        """For each facet, value to what readers see."""
        return {name: facet.names() for name, facet in self.facets.items()}

    def numbers(self, keys=None):
        """Pairs of primary key and first year, where one is known."""
        return self._public(keys).filter(start_year__isnull=False).values_list("pk", "start_year")

    def shown(self, keys=None):
        """Pairs of primary key and Card."""
        return ((card.pk, card) for card in read_cards(keys))

    def order(self, name):
        """The primary keys of all public initiatives in one of the orders."""
        return in_order(Initiative.objects.published(), name)

    def thesaurus(self):
        """The words that stand for themes and places, and other words for the same things."""
        for theme in Theme.objects.all():
            for language in LANGUAGES:
                name = getattr(theme, language)
                yield Entry(name, Tag("theme", theme.slug, 6.0), (theme.name,))
        for synonym in ThemeSynonym.objects.select_related("theme"):
            theme = synonym.theme
            speaks_for_itself = synonym.text.isupper() or synonym.language == "en"
            others = () if speaks_for_itself else (theme.name,)
            yield Entry(synonym.text, Tag("theme", theme.slug, 3.0), others)
        for country in Country.objects.all():
            short = country.name.split(" (")[0]
            names = [getattr(country, language) for language in LANGUAGES]
            for phrase in [*names, short, *country.aliases, *DEMONYMS.get(country.iso3, ())]:
                yield Entry(phrase, Tag("country", country.iso3, 5.0), (short,))
        for name, model in (("region", Region), ("group", CountryGroup)):
            for place in model.objects.exclude(name="World"):
                for language in LANGUAGES:
                    tag = Tag(name, place.slug, 4.0)
                    yield Entry(getattr(place, language), tag, (place.name,))
        yield from glossary()

    @staticmethod
    def _public(keys):
        initiatives = Initiative.objects.published()
        return initiatives if keys is None else initiatives.filter(pk__in=list(keys))

    @staticmethod
    def _tags(facets, keys):
        """Primary key to tags; where it began and which theme leads it is told apart."""
        tags = defaultdict(list)
        for name, values in facets.items():
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
        return tags

    @staticmethod
    def names(keys=None):
        """Primary key to the names that belong to an initiative: partners, places, themes ..."""
        parts = [
            (Partnership.objects.public(), "organization__name"),
            (Partnership.objects.public(), "organization__acronym"),
            (Involvement.objects.all(), "country__name"),
            (InitiativeTheme.objects.all(), "theme__name"),
            (Figure.objects.all(), "label"),
            (
                Initiative.sessions.through.objects.filter(
                    session__forum__publication="published",
                    session__appearances__person__publication="published",
                ),
                "session__appearances__person__name",
            ),
        ]
        names = defaultdict(str)
        for rows, path in parts:
            grouped = (
                _of(rows, keys)
                .order_by()
                .values_list("initiative_id")
                .annotate(text=StringAgg(path, " ", distinct=True))
            )
            for pk, text in grouped.iterator(chunk_size=10_000):
                if text:
                    names[pk] += f" {text}"
        return names
