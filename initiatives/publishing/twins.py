"""Records of the same kind that may be of the same thing."""

import re
from itertools import chain

from core.publishing import WARNING, Other, Said, compare
from core.publishing.likeness import Named, likely_twins
from core.search.writing import plain
from initiatives.models import Country, Initiative, Organization, Resource
from initiatives.search.demonyms import DEMONYMS

NAMES = {  # the fields of a record's name and acronym
    Initiative: ("title", "acronym"),
    Organization: ("name", "acronym"),
    Resource: ("title", None),
}


def words_of_places():
    """The words of the names of countries, and of what comes from them."""
    names = [*Country.objects.values_list("name", flat=True), *chain(*DEMONYMS.values())]
    return frozenset(word for name in names for word in re.findall(r"[^\W_]{4,}", plain(name)))


def twins(records, name, acronym=None):
    """Pairs of a record and what is said of it: others of its kind that may be the same.

    name; acronym: the fields that hold them.
    """
    if not records:
        return
    published = type(records[0]).objects.published()
    columns = [name, acronym] if acronym else [name]
    others = [Named(*row) for row in published.values_list("pk", *columns)]
    some = [Named(one.pk, *(getattr(one, column) for column in columns)) for one in records]
    by_key = {record.pk: record for record in records}
    for one, other in likely_twins(some, others, words_of_places()):
        text, about = said_of(one, other)
        turned = Other(other.key, *said_of(other, one))
        yield by_key[one.key], Said(text, name, about, turned)


def said_of(one, other):
    """What is said of a Named that may be the same as another, and what that is about."""
    named = f"“{other.name}”" + (f" ({other.acronym})" if other.acronym else "")
    return f"It may be the same as {named}.", f"{one.name} {other.key} {other.name}"


@compare(Initiative, Organization, Resource, level=WARNING, finds_twins=True)
def no_twin(records):
    """No other published record of its kind has almost the same name."""
    return twins(records, *NAMES[type(records[0])]) if records else ()
