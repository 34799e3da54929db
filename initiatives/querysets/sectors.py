"""The questions asked of sectors."""

from django.db.models import F
from django.db.models.functions import Coalesce

from core.models.identity import NaturalKeyQuerySet


class SectorQuerySet(NaturalKeyQuerySet):
    """Sectors ..."""

    def in_levels(self):
        """... in their order, each of the first level before those that it holds."""
        above = F("parent__order")
        return self.order_by(
            Coalesce(above, "order"), above.asc(nulls_first=True), "order", "name", "pk"
        )
