"""What can be asked of forums, sessions and people."""

from forum.models import Forum, ForumSeries
from initiatives.models.sources import FIRST_YEAR, LAST_YEAR
from initiatives.search.answer import named
from initiatives.search.filters import YearFilter
from initiatives.search.questions import Questions, by_country, by_theme, by_words, values


class ForumQuestions(Questions):
    q = by_words()
    year = YearFilter(
        field_name="start_date__year",
        label="Year in which it began",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
    )
    country = by_country("country__iso3")
    series = values(
        "series",
        "series__slug",
        named(ForumSeries.objects.filter(forums__in=Forum.objects.published())),
        "Slug of a series or host event.",
    )
    theme = by_theme()


class SessionQuestions(Questions):
    q = by_words()
    forum = values(
        "forum", "forum__slug", named(Forum.objects.published(), name="title"), "Slug of a forum."
    )
    theme = by_theme()


class PersonQuestions(Questions):
    q = by_words()
