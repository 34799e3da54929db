"""Records of the same kind that may be of the same thing."""

import re
from itertools import chain

from core.models.naming import NAMES
from core.models.publication import Publishable
from core.publishing import WARNING, Other, Said, compare
from core.publishing.likeness import likely_twins
from core.publishing.marks import MARKS, marks
from core.publishing.near import shapes_of
from core.publishing.readings import words_of
from core.publishing.vocabulary import vocabulary
from core.search.writing import plain
from initiatives.models import Country, Initiative, Organization, Resource, Source, Theme
from initiatives.search.demonyms import DEMONYMS

marks(
    Initiative,
    names=["title", "local_title"],
    acronym="acronym",
    places="origin_countries__iso3",
)
marks(Organization, names=["name"], acronym="acronym", places="country__iso3")
marks(Resource, names=["title"], years="year", publishers="publishers__name", address="url")
marks(Source, names=["title"], years="year", publishers="publisher", address="url")
marks(Theme, names=NAMES)


def words_of_places():
    """The words of the names of countries, and of what comes from them."""
    names = [*Country.objects.values_list("name", flat=True), *chain(*DEMONYMS.values())]
    return frozenset(word for name in names for word in re.findall(r"[^\W_]{4,}", plain(name)))


def twins(records):
    """Pairs of a record and what is said of it: others of its kind that may be the same.

    Of records that are published, only such are others.
    """
    if not records:
        return
    model = type(records[0])
    marked, known, everything = MARKS[model], vocabulary(), model._base_manager.all()
    standing = model.objects.published() if issubclass(model, Publishable) else everything
    rows, by_key = marked.rows(standing), {record.pk: record for record in records}
    apart = marked.rows(everything.filter(pk__in=by_key.keys() - rows.keys()))
    some = {
        key: marked.named(key, row, known)
        for key, row in [*((key, rows[key]) for key in by_key if key in rows), *apart.items()]
    }
    wanted = set(chain.from_iterable(one.shapes for one in some.values()))
    near = shapes_of(model).sharing(rows, wanted, known)
    others = {key: some.get(key) or marked.named(key, rows[key], known) for key in near}
    for one, other, likely in likely_twins(some.values(), others.values()):
        text, about = said_of(one, other)
        turned = Other(other.key, *said_of(other, one), likely)
        yield by_key[one.key], Said(text, marked.names[0], about, turned)


def said_of(one, other):
    """What is said of a Named that may be the same as another, and what that is about."""
    named = f"“{other.name}”" + (f" ({other.acronym})" if other.acronym else "")
    same_page = " It has the same address." if one.page and one.page == other.page else ""
    about = f"{essence(one.name)} {other.key} {essence(other.name)}"
    return f"It may be the same as {named}.{same_page}", about


def essence(name):
    """What of a name an answer is about: its words, however they are written and put in order."""
    return " ".join(sorted(words_of(name)))


@compare(Initiative, Organization, Resource, Source, Theme, level=WARNING, finds_twins=True)
def no_twin(records):
    """No other published record of its kind has almost the same name."""
    return twins(records)
