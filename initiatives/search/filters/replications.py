"""What can be asked of replications, all of which are in memory."""

from functools import cached_property, partial

from django.utils.text import get_text_list
from pyroaring import BitMap

from core.search.facets import ByName, ByYear
from core.search.filters import RecordFilter
from core.search.language import words_of
from core.search.parameters import WordsFilter, YearFilter, excluding
from core.search.questions import QuestionForm
from core.search.typed import without
from core.search.words import not_understood
from initiatives.models import Initiative, Theme
from initiatives.search.answer import having_all, names_of
from initiatives.search.facets import FACETS, one_of
from initiatives.search.found_ways import FoundWays
from initiatives.search.kept_ways import all_ways
from initiatives.search.read_of_ways import Offer, conditions, is_of_ways, offers_without, rest
from initiatives.search.ways import ORDERS_OF_WAYS
from initiatives.uptake import Uptake


def of_ways(name, label, shared=None, **further):
    """A facet of the ways in memory, with the values of one of initiatives; shared: its name."""
    facet = FACETS[shared or name]
    shared = ("kind", "help", "all_of", "value_schema")
    further = {attribute: getattr(facet, attribute) for attribute in shared} | further
    return ByName(name, label, "", "", partial(names_of, facet), **further)


class ReplicationForm(QuestionForm):
    """A question about replications: its words are those of initiatives, beside what is read."""

    @cached_property
    def having_all(self):
        return having_all(self.words, is_of_ways) if self.words else ([], None)

    @property
    def understood(self):
        _, understood = self.having_all
        return understood or not_understood(self.words)


class ReplicationFilter(RecordFilter):
    """Replications by what is taken up, from whom, by whom, when and how far. `qs` is FoundWays."""

    q = WordsFilter(
        "Replications of initiatives that have all of the words, and those whose note has them. "
        "Places, directions and years are read, and asked of the replications themselves. "
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
        ByYear("year", "Year", "year", is_offered=False),
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
        everything = self.ways.everything
        asked = everything if self.among is None else everything & BitMap(self.among)
        return BitMap.intersection(asked, *having)

    @cached_property
    def _having(self):
        """By parameter, as far as something is asked, the keys of the ways that have it."""
        having = {
            facet.name: self._having_chosen(facet, values)
            for facet in self.FACETS
            if (values := self.question.get(facet.name))
        }
        everything = self.ways.everything
        for facet in self.FACETS:
            if values := self.question.get(excluding(facet.name)):
                having[excluding(facet.name)] = everything - self._having_any(facet, values)
        years = self.question.get("year_from"), self.question.get("year_to")
        if any(years):
            having["year"] = self.ways.between(*years)
        if self.words:
            initiatives, _ = self.form.having_all
            having["q"] = self.ways.of(initiatives) | BitMap(self._noted())
        for number, condition in enumerate(self.conditions):
            having[f"q {number}"] = condition.keys
        return having

    @property
    def understood(self):
        """The words as a ParsedQuery; None without any, or while the database has to answer."""
        _, understood = self.form.having_all
        return understood

    @cached_property
    def conditions(self):
        """What was read of the words, as Conditions; none while the database has to answer."""
        return conditions(self.ways, self.understood) if self.understood else []

    @property
    def offers(self):
        """Where nothing is found and something was read: wider questions, with what they find.

        Pairs of an Offer and its query.
        """
        if self.keys or not self.conditions:
            return []
        text = self.understood.searched_for
        found = []
        if left := self.words_left:
            count = len(self._found(but="q"))
            found.append(Offer(f"without “{left}”", count, without(text, words_of(left))))
        for number, condition in enumerate(self.conditions):
            others = self._found(but=f"q {number}")
            found += offers_without(self.ways, text, condition, others)
        everything = len(self.ways.everything)
        return [
            (one, self.query(q=one.text or None)) for one in found if 0 < one.count < everything
        ]

    @property
    def uptakes_read(self):
        """What alone is asked for by what was read, as a list of Uptakes; empty for all."""
        return list(dict.fromkeys(one for each in self.conditions for one in each.uptakes))

    @cached_property
    def words_left(self):
        """The words beside what was read, which initiatives or notes have; may be empty."""
        return rest(self.understood) if self.understood else self.words

    def in_words(self, name):
        told = super().in_words(name)
        if name != "q" or not self.conditions:
            return told
        read = get_text_list(
            [f"“{words}” as {said}" for words, said in self.understood.read], "and"
        )
        return f"{told} ({read})"

    def _having_chosen(self, facet, values):
        groups = facet.groups(values, self.match)
        return BitMap.intersection(*(self._having_any(facet, group) for group in groups))

    def _having_any(self, facet, values):
        """The keys of those that have one of some values of a facet."""
        if facet.name == "initiative":  # of which there are too many to be counted as a facet
            named = Initiative.objects.published().filter(slug__in=values)
            return self.ways.of(named.values_list("pk", flat=True))
        if facet.name == "year":
            return self.ways.in_years(map(int, values))
        return self.ways.chosen(facet.name, values)

    @property
    def keys(self):
        return self.qs.keys

    def keys_by(self, name):
        if name == "initiative":
            return self._by_initiative()
        if name == "year":
            return {str(year): keys for year, keys in self.ways.years.items()}
        return self.ways.facets[name]

    def _by_initiative(self):
        named = Initiative.objects.published().filter(pk__in=self.ways.of_initiatives)
        rows = named.values_list("pk", "slug")
        return {slug: self.ways.of_initiatives[key] for key, slug in rows}

    def _noted(self):
        """The keys of the replications whose note has the words."""
        if not self.words_left:
            return []
        return self.queryset.with_note(self.words_left).values_list("pk", flat=True)
