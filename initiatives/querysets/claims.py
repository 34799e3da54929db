"""The questions asked of claims about initiatives: partnerships and replications."""

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Prefetch, Q

from core.models.identity import NaturalKeyQuerySet
from core.models.publication import PublicationState

INTERESTED = "interested"


class PartnershipQuerySet(NaturalKeyQuerySet):
    """Partnerships ..."""

    def public(self):
        """... of which the public may see both ends."""
        return self.filter(
            initiative__publication=PublicationState.PUBLISHED,
            organization__publication=PublicationState.PUBLISHED,
        )


class ReplicationQuerySet(NaturalKeyQuerySet):
    """Replications ..."""

    def public(self):
        """... of published initiatives."""
        return self.filter(initiative__publication=PublicationState.PUBLISHED)

    def taken_up(self):
        """... that went beyond interest."""
        return self.exclude(stage__slug=INTERESTED)

    def still_wanted(self):
        """... in which a country is interested and has, in public, not gone further."""
        further = self.model.objects.public().taken_up()
        further = further.filter(
            initiative=OuterRef("initiative"), to_country=OuterRef("to_country")
        )
        return self.filter(~Exists(further), stage__slug=INTERESTED)

    def for_lists(self):
        """... with all that one line of a list says."""
        return self.select_related("initiative", "from_country", "to_country", "stage", "source")

    def for_page(self):
        """... with all that the page of one says."""
        return self.for_lists().with_themes()

    def flows(self, most):
        """Rows of what went from one country to another under one pillar at one stage.

        Each row is a dict of from_country_id, to_country_id, pillar, stage and count; the busiest
        `most` of them. The pillar is the leading theme's, None without one.
        """
        first_link = FilteredRelation(
            "initiative__theme_links", condition=Q(initiative__theme_links__position=0)
        )
        return (
            self.annotate(first_link=first_link)
            .order_by()
            .values(
                "from_country_id",
                "to_country_id",
                pillar=F("first_link__theme__pillar"),
                stage_slug=F("stage__slug"),
            )
            .annotate(count=Count("pk"))
            .order_by("-count", "from_country_id", "to_country_id", "pillar", "stage_slug")[:most]
        )

    def newest_first(self):
        """... by year, those without one last."""
        return self.order_by(F("year").desc(nulls_last=True), "-stage__order", "pk")

    def with_themes(self):
        """... whose initiatives know their themes, for the hue of a map's arc."""
        links = self.related("initiative").related("theme_links").select_related("theme")
        return self.prefetch_related(Prefetch("initiative__theme_links", links))
