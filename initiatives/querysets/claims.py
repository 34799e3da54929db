"""The questions asked of claims about initiatives: partnerships and replications."""

from collections import defaultdict

from django.contrib.postgres.search import SearchVector
from django.db.models import Count, Exists, F, OuterRef, Window
from django.db.models.functions import RowNumber

from core.alphabet import Alphabetical
from core.models.identity import NaturalKeyQuerySet
from core.models.publication import PublicationState
from core.search.full_text import CONFIGURATION, words
from initiatives.uptake import Uptake, stages_of

# Roles of those who can tell of an initiative, the closest to it first.
TO_ASK = ("lead", "pivotal", "knowledge-provider", "facilitating")
CARRIES_IT_OUT = "implementer"


class PartnershipQuerySet(NaturalKeyQuerySet):
    """Partnerships ..."""

    def public(self):
        """... of which the public may see both ends."""
        published = self.filter(organization__publication=PublicationState.PUBLISHED)
        return published.in_public_initiative()

    def in_public_initiative(self):
        """... whose initiative the public may see: asked of an organization that it can read."""
        return self.filter(initiative__publication=PublicationState.PUBLISHED)

    def of_those_to_ask(self):
        """... of who leads an initiative, offers its way, teaches it or facilitates it."""
        return self.filter(role__slug__in=TO_ASK)

    def by_organization(self):
        """Rows of the slug of an organization, the keys of its country and a role, and a count."""
        rows = self.order_by().values_list("organization__slug", "organization__country", "role")
        return rows.annotate(count=Count("pk"))

    def by_role(self):
        """The keys of their initiatives by title, under names of roles, the commonest first."""
        rows = self.order_by(Alphabetical("initiative__title"), "pk").values_list(
            "role__name", "initiative"
        )
        keys = defaultdict(list)
        for role, key in rows:
            keys[role].append(key)
        return dict(sorted(keys.items(), key=lambda pair: (-len(pair[1]), pair[0])))


class MilestoneQuerySet(NaturalKeyQuerySet):
    """Milestones ..."""

    def public(self):
        """... of published initiatives."""
        return self.filter(initiative__publication=PublicationState.PUBLISHED)


NOTE = SearchVector("note", config=CONFIGURATION)  # there is an index of it


FURTHEST_FIRST = ("-stage__order", F("year").desc(nulls_last=True), "pk")


class ReplicationQuerySet(NaturalKeyQuerySet):
    """Replications ..."""

    def public(self):
        """... of published initiatives."""
        return self.filter(initiative__publication=PublicationState.PUBLISHED)

    def beyond_wanting(self):
        """... in which the country takes it up, or at least has learnt from it."""
        return self.exclude(stage__slug__in=stages_of(Uptake.WANTED))

    def at_their_furthest(self, uptake):
        """... that come to LEARNT_FROM or WANTED, of countries that have gone no further in public.

        uptake: an Uptake.
        """
        less = [one for one in Uptake if Uptake.values.index(one) >= Uptake.values.index(uptake)]
        short = [stage for one in less for stage in stages_of(one)]
        further = self.model.objects.public().exclude(stage__slug__in=short)
        further = further.filter(
            initiative=OuterRef("initiative"), to_country=OuterRef("to_country")
        )
        return self.filter(~Exists(further), stage__slug__in=stages_of(uptake))

    def with_note(self, text):
        """... whose note has all of some words."""
        return self.alias(noted=NOTE).filter(noted=words(text))

    def furthest_first(self):
        """... by stage, then by year, those without one last."""
        return self.order_by(*FURTHEST_FIRST)

    def furthest_of_each(self, most, of="initiative"):
        """... that are among the first `most` of their initiative, the furthest first.

        of: what else has so many each, a field or an expression.
        """
        place = Window(RowNumber(), partition_by=of, order_by=FURTHEST_FIRST)
        return self.alias(place=place).filter(place__lte=most).furthest_first()

    def newest_first(self):
        """... by year, those without one last."""
        return self.order_by(F("year").desc(nulls_last=True), "-stage__order", "pk")
