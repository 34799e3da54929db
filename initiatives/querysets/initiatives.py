"""The questions that pages, API and admin ask of initiatives."""

from functools import partial

from django.contrib.postgres.search import SearchRank
from django.db.models import Count, F, OuterRef, Q

from core.alphabet import Alphabetical
from core.models.expressions import how_many
from core.models.featured import FeaturableQuerySet
from core.models.publication import PublishableQuerySet
from core.search.full_text import TextSearchQuerySet, in_names, parts, words
from core.search.results import Found
from core.search.words import wordless
from core.search.worker import worker
from initiatives.uptake import Uptake, stages_of


class InitiativeQuerySet(FeaturableQuerySet, TextSearchQuerySet, PublishableQuerySet):
    """Initiatives ..."""

    def found_by_readers(self, text):
        """... that some words find among all public ones, as Found: by the catalogue's index."""
        catalogue = worker.catalogue()
        if catalogue is None:
            return None
        matches = catalogue.matching(text, worker.others(patience=0))
        keys = [*matches.complete, *matches.partial]
        return Found(keys, len(matches.complete), matches.understood)

    def matching_in_database(self, text):
        """... in which, or in the names that they are found by, all the words stand.

        Each word is looked up once among the names, not in a document of every record.
        """
        found = self.none() if wordless(text) else self
        for part in parts(text):
            having = self._having(part.query)
            found = found.exclude(having) if part.is_excluded else found.filter(having)
        return found.annotate(rank=SearchRank(F("search_vector"), words(text))).order_by(
            "-rank", "pk"
        )

    def _having(self, query):
        """The condition that a query finds the initiative itself or one of its names."""
        themes, sectors = self.related("themes"), self.related("sectors")
        partners = self.related("partnerships").related("organization")
        names = {
            "involvements__country": (self.related("origin_countries"), ["name"]),
            "themes": (themes, ["name"]),
            "themes__synonyms": (themes.related("synonyms"), ["text"]),
            "sectors": (sectors, ["name"]),
            "sectors__synonyms": (sectors.related("synonyms"), ["text"]),
            "partnerships__organization": (partners.published(), ["name", "acronym"]),
            "figures": (self.related("figures"), ["label"]),
        }
        initiatives = self.model.objects
        itself = initiatives.filter(search_vector=query).values("pk")
        return Q(pk__in=itself) | in_names(initiatives, query, names)

    def with_replication_counts(self):
        """... with `taken_up`, `learnt_from` and `wanted`: by how many countries."""
        learnt = Q(replications__stage__slug__in=stages_of(Uptake.LEARNT_FROM))
        wanted = Q(replications__stage__slug__in=stages_of(Uptake.WANTED))
        takers = partial(Count, "replications__to_country", distinct=True)
        return self.annotate(
            taken_up=takers(filter=~(learnt | wanted)),
            learnt_from=takers(filter=learnt),
            wanted=takers(filter=wanted),
        )

    def related_to(self, initiative):
        """... other than the one given that share its themes or involve its countries.

        Shared themes weigh three, the leading one another two, shared countries one each.
        """
        themes = [link.theme_id for link in initiative.theme_links.all()]
        countries = initiative.involvements.values("country")
        here = {"initiative": OuterRef("pk")}
        shared = self.related("theme_links").filter(theme__in=themes, **here)
        leading = shared.filter(position=0, theme__in=themes[:1])
        involved = self.related("involvements").filter(country__in=countries, **here)
        return (
            self.exclude(pk=initiative.pk)
            .annotate(
                kinship=how_many(shared, "initiative") * 3
                + how_many(leading, "initiative") * 2
                + how_many(involved, "initiative"),
            )
            .filter(kinship__gt=0)
            .order_by("-kinship", Alphabetical("title"), "pk")
        )
