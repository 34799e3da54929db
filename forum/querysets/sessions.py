"""The questions asked of sessions and of appearances in them."""

from django.db.models import Exists, OuterRef

from core.models.expressions import array_text, joined
from core.models.identity import NaturalKeyQuerySet
from core.models.publication import PublicationState
from core.search.full_text import TextSearchQuerySet, vector


class SessionQuerySet(TextSearchQuerySet, NaturalKeyQuerySet):
    """Sessions ..."""

    def document(self):
        """The title, summary, key messages, points and people."""
        here = OuterRef("pk")
        appearances = self.related("appearances").public().filter(session=here)
        return (
            vector("title", weight="A")
            + vector("summary", joined(appearances.values("person__name")), weight="B")
            + vector(
                array_text("key_messages"),
                joined(appearances.values("topic")),
                joined(appearances.values(said=array_text("points"))),
                weight="C",
            )
        )

    def public(self):
        """... of published forums."""
        return self.filter(forum__publication=PublicationState.PUBLISHED)

    def naming_nobody(self):
        """... of which no source read names who appeared."""
        return self.filter(
            ~Exists(self.related("appearances").public().filter(session=OuterRef("pk")))
        )

    def oldest_first(self):
        """... by the date of the forum, and in the order of its programme."""
        return self.order_by("forum__start_date", "order")

    def newest_first(self):
        """... of the last forum first, and in the order of its programme."""
        return self.order_by("-forum__start_date", "order")


class AppearanceQuerySet(NaturalKeyQuerySet):
    """Appearances ..."""

    def public(self):
        """... of published people in published forums."""
        return self.filter(
            person__publication=PublicationState.PUBLISHED,
            session__forum__publication=PublicationState.PUBLISHED,
        )

    def newest_first(self):
        """... by the date of the forum, and in the order of its programme."""
        return self.order_by(
            "-session__forum__start_date", "session__forum", "session__order", "position", "pk"
        )
