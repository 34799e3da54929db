"""The questions asked of people."""

from django.db.models import (
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    Subquery,
    Transform,
    Value,
)
from django.db.models.functions import Coalesce

from core.models.expressions import joined
from core.models.publication import PublicationState, PublishableQuerySet
from core.search.full_text import TextSearchQuerySet, vector


@CharField.register_lookup
class Initial(Transform):
    """The first letter of a text, a capital without accents: name__initial."""

    lookup_name = "initial"
    template = "upper(left(unaccent(%(expressions)s), 1))"
    output_field = CharField()


class PersonQuerySet(TextSearchQuerySet, PublishableQuerySet):
    """People ..."""

    def document(self):
        """The name, and the titles and organizations at the time."""
        here = OuterRef("pk")
        appearances = self.related("appearances").public().filter(person=here)
        organizations = (
            appearances.related("organization")
            .published()
            .filter(
                appearances__person=here,
                appearances__session__forum__publication=PublicationState.PUBLISHED,
            )
        )
        return vector("name", weight="A") + vector(
            joined(appearances.values("title")),
            joined(organizations.values("name")),
            joined(organizations.values("acronym")),
            weight="C",
        )

    def without_appearance(self):
        """... whom only the sources of other pages name."""
        return self.filter(
            ~Exists(self.related("appearances").public().filter(person=OuterRef("pk")))
        )

    def with_appearance_counts(self):
        """... with `appearance_count`, in published forums, and `last_seen`, the last date."""
        public = Q(appearances__session__forum__publication=PublicationState.PUBLISHED)
        latest = self.related("appearances").public().filter(person=OuterRef("pk"))
        latest = latest.order_by("-session__forum__start_date").values("session__forum__start_date")
        return self.annotate(
            appearance_count=Count("appearances", distinct=True, filter=public),
            last_seen=Coalesce(Subquery(latest[:1]), Value(""), output_field=CharField()),
        )
