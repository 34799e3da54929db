"""The questions asked of organizations."""

from django.db.models import OuterRef

from core.models.expressions import how_many
from core.models.publication import PublicationState, PublishableQuerySet
from core.search.full_text import TextSearchQuerySet


class OrganizationQuerySet(TextSearchQuerySet, PublishableQuerySet):
    """Organizations ..."""

    SEARCH_FIELDS = {"name": "A", "acronym": "A", "summary": "C"}

    def with_initiative_counts(self):
        """... with `initiative_count`: in how many published ones they are partners."""
        here = self.related("partnerships").filter(
            organization=OuterRef("pk"), initiative__publication=PublicationState.PUBLISHED
        )
        return self.annotate(initiative_count=how_many(here, "organization", of="initiative"))
