"""How the desk finds records: as readers do, by beginnings of words, and by any part.

The public search knows published records only, and whole words. So the database is asked too, for
drafts and for what is being typed: each word may stand in the record's own text or in the name of
something it is related to, accents folded, and the database looks these up once.
"""

import re
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, Q

from core.search.full_text import CONFIGURATION, TextSearchQuerySet, in_names, is_one_of

MOST_WORDS = 12  # of a search that are looked at


def found(model, text, fields, named_by, is_typing=False):
    """The condition that a record has all words of the text.

    Published ones are found as readers find them, misspelt or in another language; those with some
    of the words only where nothing else is found. is_typing: the last word may be a beginning, to
    be mended only where nothing begins so.
    """
    keys = set(in_database(model, text, fields, named_by))
    records = model._default_manager.all()
    public = records.found_by_readers(text) if isinstance(records, TextSearchQuerySet) else None
    if public is None or not public.understood.concepts:
        return is_one_of(keys)
    is_unknown = not keys
    is_mended = bool(public.understood.corrections)
    is_guess = public.understood.left_out or (is_mended and is_typing)
    if is_unknown and is_mended:
        keys.update(in_database(model, public.understood.searched_for, fields, named_by))
    if is_unknown or not is_guess:
        keys.update(public.keys[: public.complete])
    return is_one_of(keys or public.keys)


def in_database(model, text, fields, named_by):
    """The ids of the records, drafts included, that have all words of the text.

    `fields` are searched for any part too. `named_by` leads from relations to the fields of the
    names there: {"partnerships__organization": ["name", "acronym"]}.
    """
    words = re.findall(r"\w+", text)[:MOST_WORDS]
    records = model._default_manager.alias(document=document(model, fields))
    condition = containing(text, fields)
    if words:
        condition |= reduce(and_, (has_word(model, word, named_by) for word in words))
    return records.filter(condition).order_by().values_list("pk", flat=True)


def document(model, fields):
    """A record's own words: stored, or put together from its fields."""
    if any(field.name == "search_vector" for field in model._meta.fields):
        return F("search_vector")
    more = getattr(model._default_manager.all(), "SEARCH_FIELDS", ())
    return SearchVector(*dict.fromkeys([*fields, *more]), config=CONFIGURATION)


def has_word(model, word, named_by):
    """The condition that a word begins so in the record, or in a name that it is found by."""
    beginning = SearchQuery(f"'{word}':*", config=CONFIGURATION, search_type="raw")
    names = {
        relation: (related_model(model, relation)._default_manager, fields)
        for relation, fields in named_by.items()
    }
    return Q(document=beginning) | in_names(model._default_manager, beginning, names)


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
