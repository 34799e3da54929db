"""Words asked of PostgreSQL's full text: English stems, accents folded."""

from functools import reduce
from operator import add

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F

CONFIGURATION = "catalogue"  # made by the first migration of initiatives


def words(text):
    """What a reader typed, as a query: quotes make phrases, a minus excludes, nothing raises."""
    return SearchQuery(text, config=CONFIGURATION, search_type="websearch")


class TextSearchQuerySet:
    """A mixin for querysets of records that have words.

    SEARCH_FIELDS names the fields and the weight of each, from "A" to "D".
    """

    SEARCH_FIELDS = {}

    def matching_text(self, text):
        """Records in which all the words stand, the best match first."""
        document = reduce(
            add,
            (
                SearchVector(field, weight=weight, config=CONFIGURATION)
                for field, weight in self.SEARCH_FIELDS.items()
            ),
        )
        return self.matching_document(document, text)

    def matching_document(self, document, text):
        """The same for a document that is given as an expression."""
        return (
            self.alias(document=document)
            .filter(document=words(text))
            .annotate(rank=SearchRank(F("document"), words(text)))
            .order_by("-rank", "pk")
        )
