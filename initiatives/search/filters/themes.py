"""What can be asked of themes."""

from core.search.filters import RecordFilter
from core.search.parameters import WordsFilter
from initiatives.models import Theme
from initiatives.search.facets import one_of


class ThemeFilter(RecordFilter):
    """Themes by words and pillar; pages list them by pillar and do not offer it."""

    q = WordsFilter()

    FACETS = [one_of("pillar", "Pillar", Theme.Pillar, is_offered=False)]
