"""How many initiatives there are of something, as the search counts them."""

from django.utils.functional import cached_property
from rest_framework import serializers

from initiatives.search.answer import counts_of


class InitiativeCount(serializers.IntegerField):
    """How many public initiatives have a record as a value of a facet.

    `InitiativeCount("theme")`, `InitiativeCount("country", "iso3")`.
    """

    def __init__(self, facet, lookup="slug", **kwargs):
        self.facet, self.lookup = facet, lookup
        super().__init__(source="*", read_only=True, **kwargs)

    @cached_property
    def counts(self):
        """By value, of the whole facet; a field lives as long as one request, and so does this."""
        return counts_of(self.facet)

    def to_representation(self, record):
        return self.counts.get(str(getattr(record, self.lookup)), 0)
