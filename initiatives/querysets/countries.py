"""The questions asked of countries."""

from django.db.models import Case, F, When

from core.models.expressions import array_text
from core.models.identity import NaturalKeyQuerySet
from core.models.naming import NAMES
from core.models.publication import PublicationState
from core.search.full_text import TextSearchQuerySet, vector

PUBLIC = {"initiative__publication": PublicationState.PUBLISHED}


TOTALS = ("begun", "joined", "given", "shown", "taken_up", "learnt_from", "wanted")


def continent(field):
    """A field of the region right below the world that holds a country; an expression."""
    region, above, top = "region", "region__parent", "region__parent__parent"
    return Case(
        When(**{f"{top}__parent__isnull": False}, then=F(f"{top}__{field}")),
        When(**{f"{top}__isnull": False}, then=F(f"{above}__{field}")),
        default=F(f"{region}__{field}"),
    )


class CountryQuerySet(TextSearchQuerySet, NaturalKeyQuerySet):
    """Countries ..."""

    def document(self):
        """The names in five languages, other names and codes in use."""
        names = vector(*NAMES, "iso3", "iso2", weight="A")
        return names + vector(array_text("aliases"), weight="B")

    def involved(self):
        """... that have to do with a published initiative."""
        return self.filter(pk__in=self.related("involvements").filter(**PUBLIC).values("country"))

    def with_something(self):
        """Rows for countries of which the catalogue has something to tell.

        Each with what a map says of it, its continent and its totals, by these names.
        """
        return (
            self.filter(totals__isnull=False)
            .annotate(continent_slug=continent("slug"), continent_name=continent("name"))
            .annotate(**{name: F(f"totals__{name}") for name in TOTALS})
            .values_list(
                *("iso3", "m49", "name", "lat", "lon", "continent_slug", "continent_name"),
                *TOTALS,
                named=True,
            )
        )
