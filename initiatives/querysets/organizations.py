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

    def for_record(self):
        """... with all that is known of one, but for partnerships, which may be thousands."""
        return self._with_claims(self.related("documents").published())

    def for_page(self):
        """... with all that the page of one says, but for partnerships."""
        appearances = self.related("appearances").public().newest_first().with_people()
        documents = self.related("documents").published().for_lists()
        return self._with_claims(documents).prefetch_related(Prefetch("appearances", appearances))

    def _with_claims(self, documents):
        documents = documents.only("public_id", "slug", "title", "kind", "year", "url")
        forums = self.related("forums_organized").published()
        forums = forums.only("public_id", "slug", "title", "start_date", "end_date", "city")
        return self.for_lists().prefetch_related(
            "links",
            Prefetch("citations", self.related("citations").select_related("source")),
            Prefetch("documents", documents.newest_first()),
            Prefetch("forums_organized", forums),
        )
