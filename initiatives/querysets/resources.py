"""The questions asked of documents."""

from django.db.models import F, Prefetch

from core.models.featured import FeaturableQuerySet
from core.models.publication import PublishableQuerySet
from core.search.full_text import TextSearchQuerySet


class ResourceQuerySet(FeaturableQuerySet, TextSearchQuerySet, PublishableQuerySet):
    """Documents ..."""

    SEARCH_FIELDS = {"title": "A", "summary": "B"}

    def for_lists(self):
        """... with what one line of a list says, and who published it by what a line says of it."""
        publishers = self.related("publishers").published()
        publishers = publishers.only("public_id", "slug", "name", "acronym")
        return self.prefetch_related(Prefetch("publishers", publishers))

    def newest_first(self):
        """... by year, those without one at the end."""
        return self.order_by(F("year").desc(nulls_last=True), "-date", "title", "pk")

    def for_page(self):
        """... with all that the page of one says."""
        claims = {
            "citations": self.related("citations").select_related("source"),
            "initiatives": self.related("initiatives").published().for_cards(),
            "forums": self.related("forums").published().for_lists(),
            "sessions": self.related("sessions").public().for_lists().newest_first(),
        }
        return self.for_lists().prefetch_related(
            *(Prefetch(name, records) for name, records in claims.items())
        )
