"""What the search index reads of initiatives."""

from collections import defaultdict

from django.contrib.postgres.aggregates import ArrayAgg, StringAgg
from django.db.models import F, Value

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
from portal.search.text_index import Document
from portal.search.thesaurus import Entry

LANGUAGES = ("name", "name_fr", "name_es", "name_pt", "name_ar")


def _of(rows, keys):
    """Rows that belong to initiatives with these keys; all rows for None."""
    return rows if keys is None else rows.filter(initiative_id__in=list(keys))


class InitiativeCollection:
    """Public initiatives as the search index reads them; see portal.search.index.Collection."""

    weights = {"title": 4.0, "summary": 2.0, "names": 1.5, "body": 1.0}
    orders = tuple(ORDERS)

    def __init__(self, facets):
        self.facets = facets

    def documents(self, keys=None):
        """Every public initiative as a Document."""
        tags = self._tags(keys)
        names = self._names(keys)
        rows = self._public(keys).values_list(
            "pk",
            "title",
            "acronym",
            "local_title",
            "summary",
            "challenge",
            "approach",
            "results",
            "lessons",
            "replicability",
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
        """For each facet, value to the primary keys that have it."""
        found = {}
        for name, facet in self.facets.items():
            rows = (
                self._public(keys)
                .filter(facet.visible, **{f"{facet.path}__isnull": False})
                .order_by()
                .values_list(facet.path)
                .annotate(keys=ArrayAgg("pk"))
            )
            found[name] = {str(value): keys for value, keys in rows}
        return found

    def labels(self):
        """For each facet, value to what readers see."""
        return {name: facet.names() for name, facet in self.facets.items()}

    def numbers(self, keys=None):
        """Pairs of primary key and first year, where one is known."""
        return self._public(keys).filter(start_year__isnull=False).values_list("pk", "start_year")

    def order(self, name):
        """The primary keys of all public initiatives in one of the orders."""
        return in_order(Initiative.objects.published(), name)

    def thesaurus(self):
        """The words that stand for themes, countries, regions and groups of countries."""
        for theme in Theme.objects.all():
            for language in LANGUAGES:
                yield Entry(getattr(theme, language), "theme", theme.slug, theme.name, 6.0, True)
        for synonym in ThemeSynonym.objects.select_related("theme"):
            theme = synonym.theme
            is_english = synonym.language == "en" and not synonym.text.isupper()
            english = "" if is_english else theme.name
            yield Entry(synonym.text, "theme", theme.slug, english, 3.0)
        for country in Country.objects.all():
            words = [getattr(country, language) for language in LANGUAGES]
            demonyms = DEMONYMS.get(country.iso3, ())
            for phrase in [*words, country.name.split(" (")[0], *country.aliases, *demonyms]:
                yield Entry(phrase, "country", country.iso3, country.name.split(" (")[0], 5.0, True)
        for name, model in (("region", Region), ("group", CountryGroup)):
            for place in model.objects.exclude(name="World"):
                for language in LANGUAGES:
                    yield Entry(getattr(place, language), name, place.slug, place.name, 4.0, True)

    @staticmethod
    def _public(keys):
        initiatives = Initiative.objects.published()
        return initiatives if keys is None else initiatives.filter(pk__in=list(keys))

    def _tags(self, keys):
        """Primary key to tags; where it began and what leads it stand twice, and so weigh more."""
        tags = defaultdict(list)
        for name, values in self.facet_keys(keys).items():
            for value, found in values.items():
                for pk in set(found):
                    tags[pk].append(f"{name}:{value}")
        leading = InitiativeTheme.objects.filter(position=0).values_list(
            "initiative_id", "theme__slug"
        )
        origins = Initiative.origin_countries.through.objects.values_list(
            "initiative_id", "country__iso3"
        )
        for name, rows in (("theme", leading), ("country", origins)):
            for pk, value in _of(rows, keys).iterator(chunk_size=10_000):
                tags[pk].append(f"{name}:{value}")
        return tags

    @staticmethod
    def _names(keys):
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
                .annotate(text=StringAgg(F(path), Value(" "), distinct=True))
            )
            for pk, text in grouped.iterator(chunk_size=10_000):
                if text:
                    names[pk] += f" {text}"
        return names
