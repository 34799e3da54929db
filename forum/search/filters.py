"""What can be asked of forums, of their sessions and of people: one filterset for each."""

from string import ascii_uppercase

from django.db.models import CharField, Func, Q

from core.alphabet import Alphabetical
from core.models.publication import PublicationState
from core.search.facets import ByName, ByYear, spelled
from core.search.filters import RecordFilter
from core.search.orders import Order
from core.search.parameters import WordsFilter
from forum.models import Forum, ForumSeries, Person
from initiatives.models import Initiative
from initiatives.search.facets import by_country, by_theme


class ForumFilter(RecordFilter):
    """Forums by words, year, theme, place and series."""

    q = WordsFilter()

    FACETS = [
        ByYear("year", "Year", "start_date__year", help="The year in which it began."),
        by_theme(),
        by_country(label="Held in"),
        ByName.related(
            "series",
            "Series",
            "series",
            ForumSeries.objects.filter(forums__in=Forum.objects.published()),
            help="Slug of a series or host event.",
        ),
    ]
    ORDERS = {
        "newest": Order("Newest first", ("-start_date", "title", "pk")),
        "oldest": Order("Oldest first", ("start_date", "title", "pk")),
        "title": Order("Title", (Alphabetical("title"), "pk")),
    }


class SessionFilter(RecordFilter):
    """Sessions by words, forum, theme and year, by who took part and what was shown."""

    q = WordsFilter()

    FACETS = [
        ByName.related(
            "forum",
            "Forum",
            "forum",
            Forum.objects.published(),
            text="title",
            help="Slug of a forum.",
        ),
        by_theme(),
        ByYear(
            "year", "Year", "forum__start_date__year", help="The year in which its forum began."
        ),
        ByName.related(
            "person",
            "Person",
            "appearances__person",
            Person.objects.published(),
            visible=Q(appearances__person__publication=PublicationState.PUBLISHED),
            help="Slug of someone who took part.",
        ),
        ByName.related(
            "initiative",
            "Initiative",
            "initiatives",
            Initiative.objects.published(),
            text="title",
            visible=Q(initiatives__publication=PublicationState.PUBLISHED),
            help="Slug of an initiative that was shown.",
        ),
    ]


class Initial(Func):
    """The first letter of a text, a capital without accents."""

    template = "upper(left(unaccent(%(expressions)s), 1))"
    output_field = CharField()


def letters(values=ascii_uppercase):
    """Those of some values that are one letter."""
    return {value: value for value in values if len(value) == 1 and value.isalpha()}


class PersonFilter(RecordFilter):
    """People by words, the first letter of the name, and the country they spoke for."""

    q = WordsFilter()

    FACETS = [
        ByName(
            "letter",
            "First letter",
            "initial",
            "",
            letters,
            help="That of the name, a capital without accents.",
            annotations={"initial": Initial("name")},
            value_schema=spelled(r"^[^\W\d_]$", 1),
        ),
        by_country(
            "appearances__organization__country",
            label="Spoke for an organization in",
            visible=Q(
                appearances__session__forum__publication=PublicationState.PUBLISHED,
                appearances__organization__publication=PublicationState.PUBLISHED,
            ),
        ),
    ]
    ORDERS = {
        "name": Order("Name", (Alphabetical("name"), "pk")),
        "recent": Order("Most recent session", ("-last_seen", Alphabetical("name"), "pk")),
        "often": Order("Most sessions", ("-appearance_count", Alphabetical("name"), "pk")),
    }
