"""The questions that pages, API and admin ask of forums, sessions, appearances and people."""

from django.apps import apps
from django.contrib.postgres.search import SearchVector
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    TextField,
    Transform,
    Value,
)
from django.db.models.functions import Coalesce

from core.dates import PartialDateField
from core.models.featured import FeaturableQuerySet
from core.models.identity import NaturalKeyQuerySet
from core.models.publication import PublicationState, PublishableQuerySet
from core.search.full_text import CONFIGURATION, TextSearchQuerySet
from initiatives.models import Initiative, Organization, Resource
from initiatives.querysets.initiatives import joined


@PartialDateField.register_lookup
class CalendarYear(Transform):
    """The year of a partial date, as text: start_date__year."""

    lookup_name = "year"
    function = "LEFT"
    template = "%(function)s(%(expressions)s, 4)"
    output_field = CharField()


@CharField.register_lookup
class Initial(Transform):
    """The first letter of a text, a capital without accents: name__initial."""

    lookup_name = "initial"
    template = "upper(left(unaccent(%(expressions)s), 1))"
    output_field = CharField()


def model(name):
    """A model of this app, which is not there yet when this module is read."""
    return apps.get_model("forum", name)


def how_many(rows, of, group):
    """How many different values of `of` the rows of a subquery have, whose one group is `group`."""
    counts = rows.order_by().values(group).annotate(n=Count(of, distinct=True)).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def lines(array):
    """The elements of an array as one text."""
    return Func(F(array), Value(" "), function="array_to_string", output_field=TextField())


def vector(*texts, weight):
    return SearchVector(*texts, weight=weight, config=CONFIGURATION)


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
        sessions = model("Session").objects.filter(forum=here)
        shown = Initiative.objects.published().filter(sessions__forum=here)
        appearances = model("Appearance").objects.public().filter(session__forum=here)
        return self.select_related("series", "country").annotate(
            session_count=how_many(sessions, "pk", "forum"),
            initiative_count=how_many(shown, "pk", "sessions__forum"),
            person_count=how_many(appearances, "person", "session__forum"),
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
            "citations": model("ForumCitation").objects.select_related("source"),
            "organizers": Organization.objects.published(),
            "resources": Resource.objects.published().for_lists().newest_first(),
            "sessions": model("Session").objects.with_contents().order_by("order"),
        }
        return self.select_related("series", "country").prefetch_related(
            "themes", *(Prefetch(name, queryset) for name, queryset in claims.items())
        )


class SessionQuerySet(TextSearchQuerySet, NaturalKeyQuerySet):
    """Sessions ..."""

    def document(self):
        """The title, summary, key messages, points and people."""
        here = OuterRef("pk")
        appearances = model("Appearance").objects.public().filter(session=here)
        return (
            vector("title", weight="A")
            + vector("summary", joined(appearances.values("person__name")), weight="B")
            + vector(
                lines("key_messages"),
                joined(appearances.values("topic")),
                joined(appearances.values(said=lines("points"))),
                weight="C",
            )
        )

    def public(self):
        """... of published forums."""
        return self.filter(forum__publication=PublicationState.PUBLISHED)

    def naming_nobody(self):
        """... of which no source read names who appeared."""
        return self.filter(
            ~Exists(model("Appearance").objects.public().filter(session=OuterRef("pk")))
        )

    def with_contents(self):
        """... with who spoke, what was shown and said, and what they left."""
        contents = {
            "appearances": model("Appearance").objects.public().for_sessions(),
            "initiatives": Initiative.objects.published().for_cards(),
            "resources": Resource.objects.published().for_lists().newest_first(),
            "figures": model("SessionFigure").objects.select_related("source"),
        }
        return self.prefetch_related(
            "themes", *(Prefetch(name, queryset) for name, queryset in contents.items())
        )

    def for_page(self):
        """... with all that the page of one says; the forum's sources number the citations."""
        sources = {
            "forum__citations": model("ForumCitation").objects.select_related("source"),
            "forum__sessions": model("Session").objects.order_by("order"),
            "forum__sessions__figures": model("SessionFigure").objects.select_related("source"),
        }
        return (
            self.with_contents()
            .select_related("forum__series", "forum__country")
            .prefetch_related(*(Prefetch(name, queryset) for name, queryset in sources.items()))
        )


class AppearanceQuerySet(NaturalKeyQuerySet):
    """Appearances ..."""

    def public(self):
        """... of published people in published forums."""
        return self.filter(
            session__forum__publication=PublicationState.PUBLISHED,
            person__publication=PublicationState.PUBLISHED,
        )

    def newest_first(self):
        """... by the date of the forum, and in the order of its programme."""
        return self.order_by(
            "-session__forum__start_date", "session__forum", "session__order", "position", "pk"
        )

    def with_organizations(self):
        """... with the organization at the time, None where the public may not see it."""
        return self.prefetch_related(Prefetch("organization", Organization.objects.published()))

    def for_sessions(self):
        """... with what a session's page says of each."""
        return self.select_related("person").with_organizations()

    def for_people(self):
        """... with what a person's page says of each, the latest first."""
        shown = Initiative.objects.published().for_cards()
        return (
            self.newest_first()
            .select_related("session__forum__country")
            .with_organizations()
            .prefetch_related(Prefetch("session__initiatives", shown))
        )


class PersonQuerySet(TextSearchQuerySet, PublishableQuerySet):
    """People ..."""

    def document(self):
        """The name, and the titles and organizations at the time."""
        here = OuterRef("pk")
        appearances = model("Appearance").objects.public().filter(person=here)
        organizations = Organization.objects.published().filter(
            appearances__person=here,
            appearances__session__forum__publication=PublicationState.PUBLISHED,
        )
        return vector("name", weight="A") + vector(
            joined(appearances.values("title")),
            joined(organizations.values("name")),
            joined(organizations.values("acronym")),
            weight="C",
        )

    def without_appearance(self):
        """... whom only the sources of other pages name."""
        return self.filter(
            ~Exists(model("Appearance").objects.public().filter(person=OuterRef("pk")))
        )

    def with_appearance_counts(self):
        """... with `appearance_count`, in published forums, and `last_seen`, the last date."""
        public = Q(appearances__session__forum__publication=PublicationState.PUBLISHED)
        latest = model("Appearance").objects.public().filter(person=OuterRef("pk"))
        latest = latest.order_by("-session__forum__start_date").values("session__forum__start_date")
        return self.annotate(
            appearance_count=Count("appearances", distinct=True, filter=public),
            last_seen=Coalesce(Subquery(latest[:1]), Value(""), output_field=CharField()),
        )

    def for_lists(self):
        """... with what one line of a list says: the appearances, the latest first."""
        appearances = model("Appearance").objects.public().newest_first()
        appearances = appearances.select_related("session__forum").with_organizations()
        return self.prefetch_related(Prefetch("appearances", appearances))

    def for_page(self):
        """... with all that the page of one says."""
        citations = model("PersonCitation").objects.select_related("source")
        return self.prefetch_related(
            Prefetch("appearances", model("Appearance").objects.public().for_people()),
            Prefetch("citations", citations),
        )
