"""How many initiatives there are of something, as the search counts them."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from core.api.fields import AnswerField
from initiatives.search.answer import counts_of


@extend_schema_field(OpenApiTypes.INT)
class InitiativeCount(AnswerField):
    """How many public initiatives have a record as a value of a facet.

    `InitiativeCount("theme")`, `InitiativeCount("country", "iso3")`.
    """

    def __init__(self, facet, lookup="slug", **kwargs):
        self.facet, self.lookup = facet, lookup
        super().__init__(**kwargs)

    def say(self, record, answer):
        counts = answer.once(counts_of, self.facet)
        return counts.get(str(getattr(record, self.lookup)), 0)
