"""The questions asked of organizations."""

from django.db.models import OuterRef, Prefetch

from core.models.expressions import how_many
from core.models.publication import PublicationState, PublishableQuerySet
from core.search.full_text import TextSearchQuerySet


class OrganizationQuerySet(TextSearchQuerySet, PublishableQuerySet):
    """Organizations ..."""

    SEARCH_FIELDS = {"name": "A", "acronym": "A", "summary": "C"}

    def for_lists(self):
        """... with what one line of a list says."""
        return self.select_related("kind", "country")

    def with_initiative_counts(self):
        """... with `initiative_count`: in how many published ones they are partners."""
        here = self.related("partnerships").filter(
            organization=OuterRef("pk"), initiative__publication=PublicationState.PUBLISHED
        )
        return self.annotate(initiative_count=how_many(here, "organization", of="initiative"))

    def for_page(self):
        """... with all that the page of one says."""
        claims = {
            "citations": self.related("citations").select_related("source"),
            "documents": self.related("documents").published().for_lists().newest_first(),
            "forums_organized": self.related("forums_organized").published().for_lists(),
            "appearances": self.related("appearances").public().newest_first().with_people(),
        }
        return self.for_lists().prefetch_related(
            "links", *(Prefetch(name, records) for name, records in claims.items())
        )

    def with_partnerships(self):
        """... with their public partnerships, each with its role and its initiative."""
        partnerships = self.related("partnerships").in_public_initiative()
        partnerships = partnerships.select_related("role", "initiative")
        unsaid = ("search_vector", *partnerships.related("initiative").model.PROSE)
        partnerships = partnerships.defer(*(f"initiative__{name}" for name in unsaid))
        ordered = partnerships.order_by("role__name", "initiative__title", "pk")
        return self.prefetch_related(Prefetch("partnerships", ordered))
