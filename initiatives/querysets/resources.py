"""The questions asked of documents."""

from django.db.models import F

from core.models.featured import FeaturableQuerySet
from core.models.publication import PublishableQuerySet
from core.search.full_text import TextSearchQuerySet


class ResourceQuerySet(FeaturableQuerySet, TextSearchQuerySet, PublishableQuerySet):
    """Documents ..."""

    SEARCH_FIELDS = {"title": "A", "summary": "B"}

    def newest_first(self):
        """... by year, those without one at the end."""
        return self.order_by(F("year").desc(nulls_last=True), "-date", "title", "pk")
