"""The questions asked of countries."""

from django.db.models import OuterRef, Q

from core.models.expressions import array_text, how_many
from core.models.identity import NaturalKeyQuerySet
from core.models.naming import NAMES
from core.models.publication import PublicationState
from core.search.full_text import TextSearchQuerySet, vector

PUBLIC = {"initiative__publication": PublicationState.PUBLISHED}


class CountryQuerySet(TextSearchQuerySet, NaturalKeyQuerySet):
    """Countries ..."""

    def document(self):
        """The names in five languages, other names and codes in use."""
        names = vector(*NAMES, "iso3", "iso2", weight="A")
        return names + vector(array_text("aliases"), weight="B")

    def involved(self):
        """... that have to do with a published initiative."""
        return self.filter(pk__in=self.related("involvements").filter(**PUBLIC).values("country"))

    def with_region(self):
        """... with their region and the regions above it."""
        return self.select_related("region__parent__parent__parent")

    def with_counts(self):
        """... with how many initiatives began there (`begun`), were given, received, are wanted.

        And `joined`: in how many it takes part.
        """
        here = OuterRef("pk")
        begun, joined = (
            self.model._meta.get_field(name).through.objects.filter(country=here, **PUBLIC)
            for name in ("initiatives_begun", "initiatives_joined")
        )
        replications = self.related("replications_given").public()
        given = replications.taken_up().filter(from_country=here)
        received = replications.taken_up().filter(to_country=here)
        wanted = replications.still_wanted().filter(to_country=here)
        return self.annotate(
            begun=how_many(begun, "country", of="initiative"),
            joined=how_many(joined, "country", of="initiative"),
            given=how_many(given, "from_country", of="initiative"),
            received=how_many(received, "to_country", of="initiative"),
            wanted=how_many(wanted, "to_country", of="initiative"),
        )

    def with_something(self):
        """... of which the catalogue has something to tell, with_counts."""
        return self.with_counts().filter(
            Q(begun__gt=0) | Q(joined__gt=0) | Q(given__gt=0) | Q(received__gt=0) | Q(wanted__gt=0)
        )
