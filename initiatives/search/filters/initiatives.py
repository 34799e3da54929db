"""What can be asked of initiatives."""

from functools import partial

from core.search.filters import RecordFilter
from core.search.parameters import WordsFilter, YearFilter
from initiatives.search.answer import answer, names_of
from initiatives.search.facets import FACETS
from initiatives.search.orders import ORDERS


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

    def facets(self):
        return [(FACETS[name], values) for name, values in self.qs.facets.items()]
