"""The questions asked of forums."""

from django.db.models import CharField, OuterRef, Prefetch, Transform

from core.dates import PartialDateField
from core.models.expressions import how_many
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

    def for_lists(self):
        """... with what one line of a list says: place, series, how much was shown by how many."""
        here = OuterRef("pk")
        sessions = self.related("sessions")
        shown = sessions.related("initiatives").published().filter(sessions__forum=here)
        appearances = sessions.related("appearances").public().filter(session__forum=here)
        return self.select_related("series", "country").annotate(
            session_count=how_many(sessions.filter(forum=here), "forum"),
            initiative_count=how_many(shown, "sessions__forum", of="pk"),
            person_count=how_many(appearances, "session__forum", of="person"),
        )

    def siblings_of(self, forum):
        """... of the same series or host event, the latest first."""
        if forum.series_id is None:
            return self.none()
        return (
            self.filter(series=forum.series_id).exclude(pk=forum.pk).order_by("-start_date", "pk")
        )

    def around(self, forum):
        """... held in the same city in the same month; none where the sources are less exact."""
        month = forum.start_date[: len("2014-11")]
        if not forum.city or len(month) < len("2014-11"):
            return self.none()
        neighbours = self.filter(city=forum.city, start_date__startswith=month)
        return neighbours.exclude(pk=forum.pk).order_by("start_date", "title", "pk")

    def for_page(self):
        """... with all that the page of one says."""
        claims = {
            "citations": self.related("citations").select_related("source"),
            "organizers": self.related("organizers").published(),
            "resources": self.related("resources").published().for_lists().newest_first(),
            "sessions": self.related("sessions").with_contents().order_by("order"),
        }
        return self.select_related("series", "country").prefetch_related(
            "themes", *(Prefetch(name, queryset) for name, queryset in claims.items())
        )
