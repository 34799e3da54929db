"""What can be asked of initiatives."""

from functools import partial

from pyroaring import BitMap

from core.search.filters import RecordFilter
from core.search.full_text import is_one_of
from core.search.parameters import WordsFilter, YearFilter
from core.search.worker import worker
from initiatives.models import Initiative
from initiatives.search.answer import answer, names_of
from initiatives.search.facets import FACETS
from initiatives.search.orders import ORDERS
from initiatives.search.wording import left_out, sentence

COUNTED = [facet.name for facet in FACETS.values() if facet.is_counted]


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
        return answer(queryset, self.question, self.among)

    @property
    def keys(self):
        return BitMap(list(self.qs.ids))

    def keys_by(self, name):
        if catalogue := worker.catalogue():
            return catalogue.facets[name]
        return FACETS[name].keys(Initiative.objects.filter(is_one_of(self.keys)))

    def names_by(self, name, values):
        return names_of(FACETS[name], list(values))

    @property
    def sentence(self):
        names = {facet.name: list(self.chosen(facet).values()) for facet in self.FACETS}
        words = f"“{self.words}”" if self.words else ""
        told = [words, sentence(self.question, names), left_out(self.excluded)]
        return ", ".join(filter(None, told))

    def facets(self, names=COUNTED):
        return [(FACETS[name], values) for name, values in self.qs.count_facets(names).items()]
