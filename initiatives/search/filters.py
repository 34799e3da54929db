"""What can be asked of initiatives and of what describes them: one filterset for each kind."""

from functools import cached_property, partial

import django_filters
from django.db.models import F, Q
from pyroaring import BitMap

from core.alphabet import Alphabetical
from core.models.naming import language_name
from core.models.publication import PublicationState
from core.search.facets import ByName, ByYear, Facet
from core.search.filters import (
    FacetField,
    QuestionForm,
    RecordFilter,
    WordsFilter,
    YearFilter,
)
from core.search.orders import Order
from core.search.words import not_understood
from initiatives.models import CountryGroup, Initiative, OrganizationKind, Resource, Theme
from initiatives.search.answer import answer, having_all, names_of
from initiatives.search.facets import FACETS, REGIONS, by_country, by_theme, one_of
from initiatives.search.orders import ORDERS
from initiatives.search.ways import ORDERS_OF_WAYS, FoundWays, all_ways
from initiatives.uptake import Uptake


class InitiativeFilter(RecordFilter):
    """Initiatives by words, years and facets. `qs` is a core.search.Results."""

    q = WordsFilter()
    year_from = YearFilter("Began in or after")
    year_to = YearFilter("Began in or before")

    FACETS = list(FACETS.values())
    ORDERS = ORDERS

    @classmethod
    def known(cls, facet):
        return partial(names_of, facet)

    def filter_queryset(self, queryset):
        return answer(queryset, self.question)

    def facets(self):
        return [(FACETS[name], values) for name, values in self.qs.facets.items()]


def of_ways(name, label, shared=None, **further):
    """A facet of the ways in memory, with the values of one of initiatives; shared: its name."""
    facet = FACETS[shared or name]
    further = {"kind": facet.kind, "help": facet.help, "all_of": facet.all_of} | further
    return ByName(name, label, "", "", partial(names_of, facet), **further)


class ReplicationForm(QuestionForm):
    """A question about replications: its words are those of initiatives."""

    @cached_property
    def having_all(self):
        return having_all(self.words) if self.words else ([], None)

    @property
    def understood(self):
        _, understood = self.having_all
        return understood or not_understood(self.words)


class ReplicationFilter(RecordFilter):
    """Replications by what is taken up, from whom, by whom, when and how far. `qs` is FoundWays."""

    q = WordsFilter(
        "Replications of initiatives that have all of the words, and those whose note has them. "
        '"Quotes" take words as they stand and make phrases, a minus excludes.'
    )
    year_from = YearFilter("Earliest year", help_text="What has no year is left out.")
    year_to = YearFilter("Latest year", help_text="What has no year is left out.")

    class Meta:
        form = ReplicationForm

    FACETS = [
        of_ways("theme", "Theme", help="Slug of a theme of the initiative."),
        of_ways("sector", "Sector"),
        of_ways(
            "region",
            "Region (either end)",
            phrase="From or to: {}",
            help="Slug of a region, however large, at either end.",
            is_offered=False,
        ),
        of_ways(
            "from_region",
            "From region",
            shared="region",
            phrase="From: {}",
            help="Slug of a region, however large, from which it was learnt or taken.",
        ),
        of_ways(
            "to_region",
            "To region",
            shared="region",
            phrase="To: {}",
            help="Slug of a region, however large, of who took it up, learnt from it or wants it.",
        ),
        of_ways(
            "group",
            "Group (either end)",
            phrase="From or to: {}",
            help="Slug of a group of countries with one at either end.",
        ),
        of_ways(
            "country",
            "Country (either end)",
            phrase="From or to: {}",
            help="ISO 3166 alpha-3 code of who is at either end.",
            is_offered=False,
        ),
        of_ways(
            "from_country",
            "From",
            shared="country",
            phrase="From: {}",
            help="ISO 3166 alpha-3 code of where it was learnt or taken from.",
        ),
        of_ways(
            "to_country",
            "To",
            shared="country",
            phrase="To: {}",
            help="ISO 3166 alpha-3 code of who took it up, learnt from it or wants it.",
        ),
        of_ways("uptake", "Uptake", help=f"One of {', '.join(Uptake.values)}."),
        of_ways("stage", "Stage", help="Slug of a stage."),
        one_of(
            "pillar",
            "Pillar",
            Theme.Pillar,
            help=f"Of the initiative's leading theme: one of {', '.join(Theme.Pillar.values)}.",
            is_offered=False,
        ),
        ByName.related(
            "initiative",
            "Initiative",
            "initiative",
            Initiative.objects.published(),
            text="title",
            help="Slug of an initiative.",
            is_offered=False,
        ),
    ]
    ORDERS = ORDERS_OF_WAYS
    WORDS_RANK = False

    @cached_property
    def ways(self):
        """All public ways, among which these are looked for."""
        return all_ways()

    def filter_queryset(self, queryset):
        return FoundWays(self.ways, self._found(), self.sort)

    def facets(self):
        return [
            (facet, self._counted(facet, self.question.get(facet.name) or []))
            for facet in self.FACETS
            if facet.is_offered
        ]

    def _counted(self, facet, selected):
        """The values of a facet, counted under every other choice."""
        is_free = selected and not self.adds_up(facet)
        found = self._found(but=facet.name) if is_free else self.qs.keys
        counts = dict.fromkeys(selected, 0) | self.ways.counts(facet.name, found)
        return facet.listed(counts, facet.names_of(list(counts)), selected)

    def _found(self, but=None):
        """The keys of what is found under every choice but those of one facet."""
        having = (keys for name, keys in self._having.items() if name != but)
        return BitMap.intersection(self.ways.everything, *having)

    @cached_property
    def _having(self):
        """By parameter, as far as something is asked, the keys of the ways that have it."""
        having = {
            facet.name: self._having_chosen(facet, values)
            for facet in self.FACETS
            if (values := self.question.get(facet.name))
        }
        years = self.question.get("year_from"), self.question.get("year_to")
        if any(years):
            having["year"] = self.ways.between(*years)
        if self.words:
            initiatives, _ = self.form.having_all
            having["q"] = self.ways.of(initiatives) | BitMap(self._noted())
        return having

    def _having_chosen(self, facet, values):
        if facet.name == "initiative":  # of which there are too many to be counted as a facet
            named = Initiative.objects.published().filter(slug__in=values)
            return self.ways.of(named.values_list("pk", flat=True))
        groups = facet.groups(values, self.match)
        return BitMap.intersection(*(self.ways.chosen(facet.name, group) for group in groups))

    def _noted(self):
        """The keys of the replications whose note has the words."""
        return self.queryset.with_note(self.words).values_list("pk", flat=True)


class OrganizationFilter(RecordFilter):
    """Organizations by words, kind and country."""

    q = WordsFilter()

    FACETS = [
        Facet.related(
            "kind",
            "Kind",
            "kind",
            OrganizationKind.objects,
            help="Slug of a kind of organization.",
        ),
        by_country(),
    ]
    ORDERS = {
        "name": Order("Name", (Alphabetical("name"), "pk")),
        "initiatives": Order("Most initiatives", ("-initiative_count", Alphabetical("name"), "pk")),
    }


class ByLanguage(ByName):
    """A facet of languages, which their codes name."""

    def names_of(self, values):
        return {code: language_name(code) for code in values}


def spoken(codes):
    """The names of those of some languages that public documents have."""
    found = Resource.objects.published().filter(language__in=codes).order_by()
    codes = found.values_list("language", flat=True).distinct()
    return {code: language_name(code) for code in codes}


class ResourceFilter(RecordFilter):
    """Documents by words, kind, year and language, and by the themes of what they describe."""

    q = WordsFilter()

    FACETS = [
        one_of("kind", "Kind", Resource.Kind),
        by_theme(
            "initiatives__themes",
            is_far=True,
            visible=Q(initiatives__publication=PublicationState.PUBLISHED),
        ),
        ByYear("year", "Year", "year"),
        ByLanguage(
            "language",
            "Language",
            "language",
            "",
            spoken,
            visible=~Q(language=""),
            help="Two-letter code, as es.",
        ),
    ]
    ORDERS = {
        "newest": Order(
            "Newest first", (F("year").desc(nulls_last=True), "-date", Alphabetical("title"), "pk")
        ),
        "oldest": Order(
            "Oldest first", (F("year").asc(nulls_last=True), "date", Alphabetical("title"), "pk")
        ),
        "title": Order("Title", (Alphabetical("title"), "pk")),
    }


class CountryFilter(RecordFilter):
    """Countries by words, region and group; pages list them by continent and offer neither."""

    q = WordsFilter()

    FACETS = [
        ByName.related(
            "region",
            "Region",
            "memberships__region",
            REGIONS,
            help="Slug of a region, however large.",
            is_offered=False,
        ),
        ByName.related(
            "group",
            "Group",
            "groups",
            CountryGroup.objects,
            help="Slug of a group of countries.",
            is_offered=False,
        ),
    ]


class CountryQuestion(QuestionForm):
    """What can be asked of the page of one country: a theme."""

    theme = FacetField(by_theme(), by_theme().known, label="Theme", required=False)

    @property
    def chosen(self):
        """The slug of the theme that is asked for, or None. Of several, the first."""
        return next(iter(self.known_values()["theme"]), None)


class CountryGroupFilter(RecordFilter):
    """Groups of countries by their members."""

    FACETS = [by_country("members")]


class ThemeFilter(RecordFilter):
    """Themes by words and pillar; pages list them by pillar and do not offer it."""

    q = WordsFilter()

    FACETS = [one_of("pillar", "Pillar", Theme.Pillar, is_offered=False)]


class SourceFilter(RecordFilter):
    """Sources by words, and the one with an address."""

    q = WordsFilter('Sources have all of them; "quotes" make phrases, a minus excludes.')
    url = django_filters.CharFilter(
        label="Address", max_length=500, help_text="The source with exactly this address."
    )
