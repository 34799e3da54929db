"""The questions asked of sessions and of appearances in them."""

from django.db.models import Exists, OuterRef, Prefetch

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

    def for_lists(self):
        """... with what one line of a list says."""
        return self.select_related("forum")

    def oldest_first(self):
        """... by the date of the forum, and in the order of its programme."""
        return self.order_by("forum__start_date", "order")

    def newest_first(self):
        """... of the last forum first, and in the order of its programme."""
        return self.order_by("-forum__start_date", "order")

    def with_speakers(self):
        """... with the public appearances and who made them."""
        appearances = self.related("appearances").public().select_related("person")
        return self.prefetch_related(Prefetch("appearances", appearances))

    def with_contents(self):
        """... with who spoke, what was shown and said, and what they left."""
        contents = {
            "appearances": self.related("appearances").of_public_people().for_sessions(),
            "initiatives": self.related("initiatives").published().for_cards(),
            "resources": self.related("resources").published().for_lists().newest_first(),
            "figures": self.related("figures").select_related("source"),
        }
        return self.prefetch_related(
            "themes", *(Prefetch(name, queryset) for name, queryset in contents.items())
        )

    def for_page(self):
        """... with all that the page of one says; the forum's sources number the citations."""
        citations = self.related("forum").related("citations")
        sources = {
            "forum__citations": citations.select_related("source"),
            "forum__sessions": self.model.objects.order_by("order"),
            "forum__sessions__figures": self.related("figures").select_related("source"),
        }
        return (
            self.with_contents()
            .select_related("forum__series", "forum__country")
            .prefetch_related(*(Prefetch(name, queryset) for name, queryset in sources.items()))
        )


class AppearanceQuerySet(NaturalKeyQuerySet):
    """Appearances ..."""

    def public(self):
        """... of published people in published forums."""
        return self.of_public_people().filter(
            session__forum__publication=PublicationState.PUBLISHED
        )

    def of_public_people(self):
        """... of published people: asked of a session that the public can read."""
        return self.filter(person__publication=PublicationState.PUBLISHED)

    def newest_first(self):
        """... by the date of the forum, and in the order of its programme."""
        return self.order_by(
            "-session__forum__start_date", "session__forum", "session__order", "position", "pk"
        )

    def with_organizations(self):
        """... with the organization at the time, None where the public may not see it."""
        return self.prefetch_related(
            Prefetch("organization", self.related("organization").published())
        )

    def with_people(self):
        """... with the person and the session, and of all three what one line says.

        The caller knows the session public.
        """
        return self.select_related("person", "session__forum").only(
            *("role", "title", "organization", "person__name", "person__slug"),
            *("session__title", "session__slug"),
            *("session__forum__title", "session__forum__slug", "session__forum__start_date"),
        )

    def for_sessions(self):
        """... with what a session's page says of each."""
        return self.select_related("person").with_organizations()

    def for_people(self):
        """... with what a person's page says of each, the latest first."""
        shown = self.related("session").related("initiatives").published().for_cards()
        return (
            self.newest_first()
            .select_related("session__forum__country")
            .with_organizations()
            .prefetch_related(Prefetch("session__initiatives", shown))
        )
