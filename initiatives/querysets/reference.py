"""The questions that pages ask of themes and of countries."""

from django.apps import apps
from django.contrib.postgres.search import SearchVector
from django.db.models import (
    Case,
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
    Value,
    When,
)
from django.db.models.functions import Coalesce

from core.models.identity import NaturalKeyQuerySet
from core.models.publication import PublicationState
from core.search.full_text import CONFIGURATION, TextSearchQuerySet
from initiatives.querysets.initiatives import joined

INTERESTED = "interested"
PUBLIC = {"initiative__publication": PublicationState.PUBLISHED}


def model(name):
    """A model of this app, which is not there yet when this module is read."""
    return apps.get_model("initiatives", name)


def taken_up():
    """Public replications that went beyond interest."""
    return model("Replication").objects.public().exclude(stage__slug=INTERESTED)


def still_wanted():
    """Public replications in which a country is interested and has not gone further."""
    further = taken_up().filter(
        initiative=OuterRef("initiative"), to_country=OuterRef("to_country")
    )
    interested = model("Replication").objects.public().filter(stage__slug=INTERESTED)
    return interested.filter(~Exists(further))


def how_many(rows, of, group):
    """How many different values of `of` the rows of a subquery have, whose one group is `group`."""
    counts = rows.order_by().values(group).annotate(n=Count(of, distinct=True)).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def vector(*texts, weight):
    return SearchVector(*texts, weight=weight, config=CONFIGURATION)


NAMES = ("name", "name_fr", "name_es", "name_pt", "name_ar")


class ThemeQuerySet(TextSearchQuerySet, NaturalKeyQuerySet):
    """Themes ..."""

    def document(self):
        """The names and synonyms in five languages, and the description."""
        synonyms = model("ThemeSynonym").objects.filter(theme=OuterRef("pk"))
        return (
            vector(*NAMES, weight="A")
            + vector(joined(synonyms.values("text")), weight="B")
            + vector("description", weight="C")
        )

    def with_initiative_counts(self):
        """... with `initiative_count`: how many published initiatives have the theme."""
        places = model("InitiativeTheme").objects.filter(theme=OuterRef("pk"), **PUBLIC)
        return self.annotate(initiative_count=how_many(places, "initiative", "theme"))

    def in_pillars(self):
        """... pillar by pillar, in the order of Theme.Pillar."""
        pillars = enumerate(self.model.Pillar.values)
        return self.order_by(
            Case(*(When(pillar=value, then=place) for place, value in pillars)), "name", "pk"
        )

    def with_counts(self):
        """... with `initiative_count`, and `taken_up`, the replications beyond interest."""
        replications = taken_up().filter(initiative__theme_places__theme=OuterRef("pk"))
        return self.with_initiative_counts().annotate(
            taken_up=how_many(replications, "pk", "initiative__theme_places__theme")
        )

    def for_page(self):
        """... with all that the page of one says."""
        forum = apps.get_model("forum", "Forum").objects.published()
        sessions = apps.get_model("forum", "Session").objects.public().select_related("forum")
        return self.with_counts().prefetch_related(
            Prefetch("targets", model("Target").objects.select_related("goal")),
            "conventions",
            "synonyms",
            Prefetch("forums", forum.for_lists()),
            Prefetch("sessions", sessions.order_by("-forum__start_date", "order")),
        )


class CountryQuerySet(TextSearchQuerySet, NaturalKeyQuerySet):
    """Countries ..."""

    def document(self):
        """The names in five languages, other names and codes in use."""
        aliases = Func(
            F("aliases"), Value(" "), function="array_to_string", output_field=TextField()
        )
        return vector(*NAMES, "iso3", "iso2", weight="A") + vector(aliases, weight="B")

    def involved(self):
        """... that have to do with a published initiative."""
        return self.filter(pk__in=model("Involvement").objects.filter(**PUBLIC).values("country"))

    def with_region(self):
        """... with their region and the regions above it."""
        return self.select_related("region__parent__parent__parent")

    def with_counts(self):
        """... with how many initiatives began there (`begun`), were given, received, are wanted.

        And `joined`: in how many it takes part.
        """
        here = OuterRef("pk")
        initiative = model("Initiative")
        begun = initiative.origin_countries.through.objects.filter(country=here, **PUBLIC)
        joined = initiative.participating_countries.through.objects.filter(country=here, **PUBLIC)
        return self.annotate(
            begun=how_many(begun, "initiative", "country"),
            joined=how_many(joined, "initiative", "country"),
            given=how_many(taken_up().filter(from_country=here), "initiative", "from_country"),
            received=how_many(taken_up().filter(to_country=here), "initiative", "to_country"),
            wanted=how_many(still_wanted().filter(to_country=here), "initiative", "to_country"),
        )

    def with_something(self):
        """... of which the catalogue has something to tell, with_counts."""
        return self.with_counts().filter(
            Q(begun__gt=0) | Q(joined__gt=0) | Q(given__gt=0) | Q(received__gt=0) | Q(wanted__gt=0)
        )
