"""The questions asked of organizations."""

from django.db.models import Count, Prefetch, Q

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
        published = Q(partnerships__initiative__publication=PublicationState.PUBLISHED)
        return self.annotate(
            initiative_count=Count("partnerships__initiative", distinct=True, filter=published)
        )

    def for_page(self):
        """... with all that the page of one says."""
        partnerships = self.related("partnerships")
        initiatives = partnerships.related("initiative").published().for_cards()
        claims = {
            "citations": self.related("citations").select_related("source"),
            "partnerships": partnerships.in_public_initiative()
            .select_related("role")
            .prefetch_related(Prefetch("initiative", initiatives))
            .order_by("role__name", "initiative__title", "pk"),
            "documents": self.related("documents").published().for_lists().newest_first(),
            "forums_organized": self.related("forums_organized").published().for_lists(),
            "appearances": self.related("appearances").public().newest_first().with_people(),
        }
        return self.for_lists().prefetch_related(
            "links", *(Prefetch(name, records) for name, records in claims.items())
        )
