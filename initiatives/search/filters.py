"""What can be asked of initiatives and of what describes them: one filterset for each kind."""

from collections import defaultdict
from functools import cached_property, partial

import django_filters
from django.db.models import F, Q

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
from core.search.orders import Order, alphabetical
from initiatives.models import CountryGroup, Initiative, OrganizationKind, Resource, Stage, Theme
from initiatives.search.answer import answer, names_of
from initiatives.search.facets import FACETS, REGIONS, by_country, by_theme, one_of
from initiatives.search.orders import ORDERS
from initiatives.search.ways import all_ways


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


class ReplicationFilter(RecordFilter):
    """Replications by stage, by what is taken up, from whom and by whom."""

    FACETS = [
        Facet.related("stage", "Stage", "stage", Stage.objects, help="Slug of a stage."),
        one_of(
            "pillar",
            "Pillar",
            Theme.Pillar,
            path="initiative__theme_links__theme__pillar",
            visible=Q(initiative__theme_links__position=0),
            help=f"Of the initiative's leading theme: one of {', '.join(Theme.Pillar.values)}.",
        ),
        by_country(
            "from_country",
            "from_country",
            "From",
            phrase="From: {}",
            help="ISO 3166 alpha-3 code of who gives it.",
        ),
        by_country(
            "to_country",
            "to_country",
            "To",
            phrase="To: {}",
            help="ISO 3166 alpha-3 code of who takes it up.",
        ),
        by_theme("initiative__themes", is_offered=False),
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
    ON_WAYS = ("stage", "pillar", "from_country", "to_country")  # in the order of the columns
    NAMED = {"stage": "stage", "from_country": "country", "to_country": "country"}  # by FACETS

    @cached_property
    def ways(self):
        """The ways of the replications found, as the queryset counts them."""
        return self._narrowed()

    def facets(self):
        return [(self.filters[name].facet, self._counted(name)) for name in self.ON_WAYS]

    def _counted(self, name):
        """The values of a facet, counted under every other choice."""
        facet, counts = self.filters[name].facet, defaultdict(int)
        place = self.ON_WAYS.index(name)
        for way in self._narrowed(but=name):
            counts[way[place]] += way[-1]
        counts.pop(None, None)  # what has no theme has no pillar
        selected = self.question.get(name) or []
        counts = dict.fromkeys(selected, 0) | counts
        codes = list(counts)
        shared = FACETS.get(self.NAMED.get(name))
        return facet.listed(
            counts, names_of(shared, codes) if shared else facet.names_of(codes), selected
        )

    def _narrowed(self, but=None):
        """Ways under every choice but those of one facet."""
        ways = self._all_ways
        for place, name in enumerate(self.ON_WAYS):
            if name != but and (values := self.question.get(name)):
                ways = [way for way in ways if way[place] in values]
        return ways

    @cached_property
    def _all_ways(self):
        """Ways under what is asked without being on offer; they count for all facets."""
        asked = [facet.name for facet in self.FACETS if self.question.get(facet.name)]
        if set(asked) <= set(self.ON_WAYS):
            return all_ways()
        records = self.queryset.all()
        for name in set(asked) - set(self.ON_WAYS):
            records = self.filters[name].filter(records, self.question[name])
        return records.ways()


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
        "name": Order("Name", (alphabetical("name"), "pk")),
        "initiatives": Order("Most initiatives", ("-initiative_count", alphabetical("name"), "pk")),
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
        "newest": Order("Newest first", (F("year").desc(nulls_last=True), "-date", "title", "pk")),
        "oldest": Order("Oldest first", (F("year").asc(nulls_last=True), "date", "title", "pk")),
        "title": Order("Title", (alphabetical("title"), "pk")),
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
