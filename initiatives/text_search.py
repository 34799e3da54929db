"""Words asked of PostgreSQL's full text: English stems, accents folded."""

from dataclasses import dataclass
from functools import reduce
from operator import add

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F, Func, IntegerField
from django.db.models.lookups import Exact

from portal.search.understanding import PARTS

CONFIGURATION = "catalogue"  # made by the first migration of initiatives


def words(text):
    """What a reader typed, as a query: quotes make phrases, a minus excludes, nothing raises."""
    return SearchQuery(text, config=CONFIGURATION, search_type="websearch")


@dataclass(frozen=True)
class Part:
    """A word or a quoted phrase of what was typed, as a query."""

    query: SearchQuery
    is_excluded: bool


def parts(text):
    """The words and phrases of a text, each as a Part."""
    found = []
    for part in PARTS.finditer(text):
        phrase, plain = part["phrase"], part["plain"]
        kind = "plain" if phrase is None else "phrase"
        query = SearchQuery(plain or phrase or "", config=CONFIGURATION, search_type=kind)
        found.append(Part(query, bool(part["minus"])))
    return found


def is_empty(query):
    """The condition that nothing is left of a query when such words as "the" are taken away."""
    return Exact(Func(query, function="numnode", output_field=IntegerField()), 0)


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
