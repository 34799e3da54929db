"""The questions asked of sources."""

from core.models.identity import NaturalKeyQuerySet
from core.models.publication import PublicationState
from core.publishing import now_public, owner_path
from core.search.full_text import TextSearchQuerySet


class SourceQuerySet(TextSearchQuerySet, NaturalKeyQuerySet):
    """Sources ..."""

    SEARCH_FIELDS = {"title": "A", "publisher": "B"}

    def cited_by(self):
        """By each relation of a source the way from there to the record that can be published."""
        return {
            relation.name: path.removesuffix("__")
            for relation in self.model._meta.related_objects
            if (path := owner_path(relation.related_model))
        }

    def citing(self, relation):
        """What public records cite through one of the relations of cited_by."""
        return self.related(relation).filter(
            **{f"{self.cited_by()[relation]}__publication": PublicationState.PUBLISHED}
        )

    def public(self):
        """... that at least one public record cites."""
        return self.filter(now_public(self.model))
