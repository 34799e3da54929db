"""The questions that pages, API and admin ask of initiatives."""

from functools import partial

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchRank
from django.db.models import (
    Count,
    F,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce

from core.models.featured import FeaturableQuerySet
from core.models.publication import PublishableQuerySet
from core.search.full_text import TextSearchQuerySet, in_names, parts, words


def joined(names):
    """The first column of a subquery as one text."""
    return Func(
        ArraySubquery(names), Value(" "), function="array_to_string", output_field=TextField()
    )


def counted(rows):
    """How many rows a correlated subquery has."""
    count = rows.order_by().annotate(one=Func(Value(1), function="count")).values("one")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)


class InitiativeQuerySet(FeaturableQuerySet, TextSearchQuerySet, PublishableQuerySet):
    """Initiatives ..."""

    def matching_in_database(self, text):
        """... in which, or in whose themes, countries, partners and figures, all the words stand.

        Each word is looked up once among the names, not in a document of every record.
        """
        found = self
        for part in parts(text):
            having = self._having(part.query)
            found = found.exclude(having) if part.is_excluded else found.filter(having)
        return found.annotate(rank=SearchRank(F("search_vector"), words(text))).order_by(
            "-rank", "pk"
        )

    def _having(self, query):
        """The condition that a query finds the initiative itself or one of its names."""
        model = partial(apps.get_model, "initiatives")
        published = model("Organization").objects.published()
        names = {
            "involvements__country": (model("Country").objects, ["name"]),
            "themes": (model("Theme").objects, ["name"]),
            "themes__synonyms": (model("ThemeSynonym").objects, ["text"]),
            "partnerships__organization": (published, ["name", "acronym"]),
            "figures": (model("Figure").objects, ["label"]),
        }
        initiatives = self.model.objects
        itself = initiatives.filter(search_vector=query).values("pk")
        return Q(pk__in=itself) | in_names(initiatives, query, names)

    def with_replication_counts(self):
        """... with `taken_up`: in how many countries, beyond mere interest; and `wanted`."""
        interested = Q(replications__stage__slug="interested")
        return self.annotate(
            taken_up=Count("replications__to_country", distinct=True, filter=~interested),
            wanted=Count("replications__to_country", distinct=True, filter=interested),
        )

    def most_taken_up(self):
        """... in the order of with_replication_counts: what most countries took up comes first."""
        return self.with_replication_counts().order_by("-taken_up", "-wanted", "title", "pk")

    def citing(self, sources):
        """... that rest on one of these sources, as cards."""
        return self.filter(citations__source__in=sources).distinct().for_cards()

    def related_to(self, initiative):
        """... other than the one given that share its themes or involve its countries.

        Shared themes weigh three, the leading one another two, shared countries one each.
        """
        themes = [place.theme_id for place in initiative.theme_places.all()]
        countries = initiative.involvements.values("country")
        places = apps.get_model("initiatives", "InitiativeTheme").objects.filter(
            initiative=OuterRef("pk"), theme__in=themes
        )
        involvements = apps.get_model("initiatives", "Involvement").objects.filter(
            initiative=OuterRef("pk"), country__in=countries
        )
        return (
            self.exclude(pk=initiative.pk)
            .annotate(
                kinship=counted(places) * 3
                + counted(places.filter(position=0, theme__in=themes[:1])) * 2
                + counted(involvements),
            )
            .filter(kinship__gt=0)
            .order_by("-kinship", "title", "pk")
        )

    def for_cards(self):
        """... with all that one line of a list says: kind, themes, origins, replications."""
        replications = apps.get_model("initiatives", "Replication").objects.select_related(
            "stage", "from_country", "to_country"
        )
        return (
            self.defer("search_vector")
            .select_related("kind")
            .prefetch_related(
                Prefetch("theme_places", self._places()),
                "origin_countries",
                Prefetch("replications", replications),
            )
        )

    def for_page(self, with_speakers=False):
        """... with all that the page of one initiative says, and who spoke in its sessions."""
        model = apps.get_model
        sessions = model("forum", "Session").objects.public().select_related("forum")
        if with_speakers:
            appearances = model("forum", "Appearance").objects.public().select_related("person")
            sessions = sessions.prefetch_related(Prefetch("appearances", appearances))
        claims = {
            "figures": model("initiatives", "Figure").objects.select_related("source"),
            "milestones": model("initiatives", "Milestone").objects.select_related("source"),
            "replications": model("initiatives", "Replication").objects.select_related(
                "from_country", "to_country", "stage", "source"
            ),
            "citations": model("initiatives", "InitiativeCitation").objects.select_related(
                "source"
            ),
            "partnerships": model("initiatives", "Partnership")
            .objects.public()
            .select_related("organization", "role"),
            "resources": model("initiatives", "Resource").objects.published().for_lists(),
            "sessions": sessions.order_by("forum__start_date", "order"),
            "theme_places": self._places(),
        }
        return (
            self.defer("search_vector")
            .select_related("kind")
            .prefetch_related(
                *(Prefetch(name, queryset) for name, queryset in claims.items()),
                "modalities",
                "sdgs",
                "origin_countries",
                "participating_countries",
            )
        )

    @staticmethod
    def _places():
        return apps.get_model("initiatives", "InitiativeTheme").objects.select_related("theme")
