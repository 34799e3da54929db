"""The questions asked of forums."""

from django.db.models import CharField, Transform

from core.alphabet import Alphabetical
from core.dates import PartialDateField
from core.models.featured import FeaturableQuerySet
from core.models.publication import PublishableQuerySet
from core.search.full_text import TextSearchQuerySet


@PartialDateField.register_lookup
class CalendarYear(Transform):
    """The year of a partial date, as text: start_date__year."""

    lookup_name = "year"
    function = "LEFT"
    template = "%(function)s(%(expressions)s, 4)"
    output_field = CharField()


class ForumQuerySet(FeaturableQuerySet, TextSearchQuerySet, PublishableQuerySet):
    """Forums ..."""

    SEARCH_FIELDS = {
        "title": "A",
        "series__name": "B",
        "theme": "B",
        "city": "B",
        "country__name": "B",
        "summary": "C",
    }

    def of_series(self, forum):
        """... of the series or host event of a ForumRecord, the latest first; none without one."""
        if forum.series is None:
            return self.none()
        return self.filter(series__slug=forum.series.slug).order_by("-start_date", "pk")

    def around(self, forum):
        """... held in the city and month of a ForumRecord; none where sources are less exact."""
        month = forum.start_date[: len("2014-11")]
        if not forum.city or len(month) < len("2014-11"):
            return self.none()
        neighbours = self.filter(city=forum.city, start_date__startswith=month)
        return neighbours.order_by("start_date", Alphabetical("title"), "pk")
