"""Words asked of the index, or of PostgreSQL's full text: English stems, accents folded."""

from dataclasses import dataclass
from functools import reduce
from operator import add

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import BigIntegerField, BooleanField, F, Func, IntegerField, Q, Value
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from core.search.query_parser import PARTS
from core.search.worker import worker
from core.search.writing import typed

CONFIGURATION = "catalogue"  # made by the first migration of initiatives
RANKED = 1000  # records that stand in their order; others follow, and nobody reads so far


def words(text):
    """What a reader typed, as a query: quotes make phrases, a minus excludes, nothing raises."""
    return SearchQuery(typed(text), config=CONFIGURATION, search_type="websearch")


def vector(*texts, weight):
    """Fields or expressions as words of one weight, from "A" to "D"."""
    return SearchVector(*texts, weight=weight, config=CONFIGURATION)


def array(keys):
    """Keys as one text: a parameter for each of thousands takes the driver ten times as long."""
    return Cast(Value(f"{{{','.join(map(str, keys))}}}"), ArrayField(BigIntegerField()))


def is_one_of(keys, field="pk"):
    """The condition that the primary key, or a key in another field, is one of many."""
    return Func(
        F(field),
        array(keys),
        template="(%(expressions)s))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


@dataclass(frozen=True)
class Part:
    """A word or a quoted phrase of what was typed, as a query."""

    query: SearchQuery
    is_excluded: bool


def parts(text):
    """The words and phrases of a text, each as a Part."""
    found = []
    for part in PARTS.finditer(typed(text)):
        phrase, plain = part["phrase"], part["plain"]
        kind = "plain" if phrase is None else "phrase"
        query = SearchQuery(plain or phrase or "", config=CONFIGURATION, search_type=kind)
        found.append(Part(query, bool(part["minus"])))
    return found


def is_empty(query):
    """The condition that nothing is left of a query when such words as "the" are taken away.

    Every record has those.
    """
    return Exact(Func(query, function="numnode", output_field=IntegerField()), 0)


def in_names(records, query, names):
    """The condition that a query finds one of the names that records are found by.

    records: all of the model; names: by the path from a record, who has the names, and in which
    fields. Each name is looked up once, not in a document of every record.
    """
    condition = Q(is_empty(query))
    for path, (named, fields) in names.items():
        document = SearchVector(*fields, config=CONFIGURATION)
        having = named.alias(document=document).filter(document=query).order_by().values("pk")
        condition |= Q(pk__in=records.filter(**{f"{path}__in": having}).order_by().values("pk"))
    return condition


class TextSearchQuerySet:
    """A mixin for querysets of records that have words.

    SEARCH_FIELDS names the fields and the weight of each, from "A" to "D", for the database.
    """

    SEARCH_FIELDS = {}

    def matching_text(self, text):
        """Records that some words find, the best match first."""
        found = self.found_by_readers(text)
        return self.matching_in_database(text) if found is None else self.in_rank(found.keys)

    def found_by_readers(self, text):
        """What some words find among all public records of the model, as Found.

        None where the database has to answer: for kinds that are not in the index, and while there
        is none.
        """
        others = worker.others()
        return others and others.found(self.model, text)

    def in_rank(self, keys):
        """The records with these keys, in the order of the keys."""
        rank = Func(
            array(keys[:RANKED]), F("pk"), function="array_position", output_field=IntegerField()
        )
        return self.filter(is_one_of(keys)).annotate(rank=rank).order_by("rank", "pk")

    def matching_in_database(self, text):
        """Records in which all the words stand, by the database."""
        return (
            self.alias(document=self.document())
            .filter(document=words(text))
            .annotate(rank=SearchRank(F("document"), words(text)))
            .order_by("-rank", "pk")
        )

    def document(self):
        """The words of a record, as an expression."""
        return reduce(
            add,
            (vector(field, weight=weight) for field, weight in self.SEARCH_FIELDS.items()),
        )
