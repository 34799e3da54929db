"""How the desk finds records: by words and their beginnings, accents folded, and by any part.

The public search knows published records only, and its document of an initiative is too much to
put together for every draft and every key that is pressed. Here each word may stand in the record's
own text or in the name of something it is related to, and the database looks these up once.
"""

import re
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, Func, IntegerField, Q
from django.db.models.lookups import Exact

from initiatives.text_search import CONFIGURATION

MOST_WORDS = 12  # of a search that are looked at


def found(model, text, fields, named_by):
    """The ids of the records that have all words of the text.

    `fields` are searched for any part too. `named_by` leads from relations to the fields of the
    names there: {"partnerships__organization": ["name", "acronym"]}.
    """
    words = re.findall(r"\w+", text)[:MOST_WORDS]
    records = model._default_manager.alias(document=document(model, fields))
    condition = containing(text, fields)
    if words:
        condition |= reduce(and_, (has_word(model, word, named_by) for word in words))
    return records.filter(condition).values("pk")


def document(model, fields):
    """A record's own words: stored, or put together from its fields."""
    if any(field.name == "search_vector" for field in model._meta.fields):
        return F("search_vector")
    more = getattr(model._default_manager.all(), "SEARCH_FIELDS", ())
    return SearchVector(*dict.fromkeys([*fields, *more]), config=CONFIGURATION)


def has_word(model, word, named_by):
    """The condition that a word begins so in the record, or in a name that it is found by.

    Of words such as "the" nothing is left to look for: every record has them.
    """
    beginning = SearchQuery(f"'{word}':*", config=CONFIGURATION, search_type="raw")
    is_too_common = Exact(Func(beginning, function="numnode", output_field=IntegerField()), 0)
    condition = Q(document=beginning) | Q(is_too_common)
    for relation, names in named_by.items():
        related = related_model(model, relation)._default_manager
        vector = SearchVector(*names, config=CONFIGURATION)
        named = related.alias(document=vector).filter(document=beginning).values("pk")
        records = model._default_manager.filter(**{f"{relation}__in": named})
        condition |= Q(pk__in=records.values("pk"))
    return condition


def related_model(model, relation):
    """The model at the end of a lookup path."""
    for step in relation.split("__"):
        model = model._meta.get_field(step).related_model
    return model


def containing(text, fields):
    """The condition that each part of the text stands somewhere in these fields, as typed."""
    return reduce(
        and_,
        (
            reduce(or_, (Q(**{f"{field}__icontains": part}) for field in fields))
            for part in text.split()[:MOST_WORDS]
        ),
    )
