"""The questions asked of themes."""

from django.db.models import Case, OuterRef, When

from core.models.expressions import how_many, joined
from core.models.identity import NaturalKeyQuerySet
from core.models.naming import NAMES
from core.models.publication import PublicationState
from core.search.full_text import TextSearchQuerySet, vector


class ThemeQuerySet(TextSearchQuerySet, NaturalKeyQuerySet):
    """Themes ..."""

    def document(self):
        """The names and synonyms in five languages, and the description."""
        synonyms = self.related("synonyms").filter(theme=OuterRef("pk"))
        return (
            vector(*NAMES, weight="A")
            + vector(joined(synonyms.values("text")), weight="B")
            + vector("description", weight="C")
        )

    def with_initiative_counts(self):
        """... with `initiative_count`: how many published initiatives have the theme."""
        links = self.related("initiative_links").filter(
            theme=OuterRef("pk"), initiative__publication=PublicationState.PUBLISHED
        )
        return self.annotate(initiative_count=how_many(links, "theme"))

    def in_pillars(self):
        """... pillar by pillar, in the order of Theme.Pillar."""
        pillars = enumerate(self.model.Pillar.values)
        return self.order_by(
            Case(*(When(pillar=value, then=place) for place, value in pillars)), "name", "pk"
        )
