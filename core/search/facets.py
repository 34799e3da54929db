"""Facets: the properties by which a list is narrowed down, counted value by value."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q
from pyroaring import BitMap

from core.alphabet import alphabetically
from core.dates import FIRST_YEAR, LAST_YEAR
from core.models.identity import SLUG, SLUG_LENGTH


def spelled(pattern, longest):
    """What values look like that a pattern describes, as JSON Schema says it."""
    return {"type": "string", "pattern": pattern, "maxLength": longest}


def listed(values):
    """The same for values of which there are just these."""
    return {"type": "string", "enum": [*values]}


BY_KEY = {  # what values look like that are a field of other records
    "slug": spelled(SLUG, SLUG_LENGTH),
    "iso3": spelled("^[A-Z]{3}$", 3),
}


def named(queryset, key="slug", name="name"):
    """A function that gives the names of those of some values that exist, or of all values."""

    def known(values=None):
        found = queryset.all() if values is None else queryset.filter(**{f"{key}__in": values})
        return {str(value): label for value, label in found.values_list(key, name)}

    return known


def choice(choices):
    """The same for values that a model lists itself."""
    labels = dict(choices)
    return lambda values=tuple(labels): {v: labels[v] for v in values if v in labels}


def years(values=None):
    """Those of some values that are years, or all years, each by its own name."""
    if values is None:
        values = map(str, range(FIRST_YEAR, LAST_YEAR + 1))
    written = [value for value in values if re.fullmatch(r"\d{4}", value, re.ASCII)]
    return {value: value for value in written if FIRST_YEAR <= int(value) <= LAST_YEAR}


ALL, ANY = "all", "any"  # of several values: what a question may say of them


@cache
def is_of_one(model, path):
    """Whether a path leads from a record of a model to one value at most, along its own columns."""
    for step in path.split("__"):
        fields = {field.name: field for field in model._meta.get_fields()} if model else {}
        if step not in fields or fields[step].one_to_many or fields[step].many_to_many:
            return False
        model = fields[step].related_model
    return True


class FacetValue(NamedTuple):
    """A value of a facet, with how many records a reader would see for it."""

    value: str
    label: str
    count: int
    selected: bool


def by_name(values):
    """FacetValues in the order of the alphabet."""
    return sorted(values, key=lambda value: (alphabetically(value.label), value.label))


@dataclass(frozen=True)
class Facet:
    """A property by which records are filtered and counted.

    name: the query parameter; label: what readers see; path: the lookup from a record to the
    value that stands in an address; text: the lookup to the value's name, empty where `known`
    gives the names; known: which of some values exist, or all that do; visible: what restricts
    the way to the value, so that a facet never tells of what is not public; of: another facet,
    whose values make up those of this one, as countries make up a region; members: pairs of a
    value and one of these;
    help: what a value is, for those who write addresses; is_offered: whether pages offer the
    values, or only understand them; is_counted: whether they are counted for whoever names
    no facet; phrase: what stands for a chosen value among others;
    annotations: expressions by name that the path starts from; kind: the model name of records
    whose slugs the values are, for these can be called by a former one, too; by_key: gives value
    and name by the primary keys of such records, where very many rows lead to them: to count by
    numbers takes half the time of counting by texts; all_of: what several values are called where a
    record has to have all of them, unless a question asks for any; empty where one is enough;
    value_schema: what a value looks like, as JSON Schema says it.
    """

    name: str
    label: str
    path: str
    text: str
    known: Callable[[Sequence[str]], dict[str, str]]
    visible: Q = field(default_factory=Q)
    order: str = "count"
    folds: bool = False
    of: str = ""
    members: Callable = tuple
    help: str = ""
    is_offered: bool = True
    is_counted: bool = True
    phrase: str = "{}"
    annotations: Mapping = field(default_factory=dict, hash=False)
    kind: str = ""
    by_key: Callable | None = None
    all_of: str = ""
    value_schema: Mapping = field(default_factory=dict, hash=False, compare=False)

    @classmethod
    def related(
        cls, name, label, path, records, *, key="slug", text="name", is_far=False, **further
    ):
        """A facet of the records at the end of a path, each known by one field, named by another.

        records: those that exist for readers; is_far: whether very many rows lead to them.
        """
        known = named(records, key, text)
        if is_far:
            further["by_key"] = lambda keys: {
                pk: (value, label)
                for pk, value, label in records.filter(pk__in=keys).values_list("pk", key, text)
            }
        further.setdefault("value_schema", BY_KEY.get(key))
        if key == "slug":
            further["kind"] = records.model._meta.model_name
        return cls(name, label, f"{path}__{key}", f"{path}__{text}", known, **further)

    def names(self):
        """The names of all values that exist."""
        return self.known()

    def names_of(self, values):
        """The names of values that records have."""
        return self.known(values)

    def wants_all(self, match=ALL):
        """Whether records have to have all of several values."""
        return bool(self.all_of) and match != ANY

    def groups(self, values, match=ALL):
        """Values as groups, of each of which a record has to have one."""
        return [[value] for value in values] if self.wants_all(match) else [list(values)]

    def narrow(self, records, values, match=ALL):
        """Those of the records that have the values: all of them, or one."""
        for group in self.groups(values, match):
            records = self._having_one(records, group)
        return records

    def without(self, records, values):
        """Those of the records that have none of the values."""
        having = self._all(records).filter(self.visible, **{f"{self.path}__in": values})
        return records.exclude(pk__in=having.order_by().values("pk"))

    def keys(self, records):
        """By value, the primary keys of those of some records that have it."""
        having = Q(pk__in=records.order_by().values("pk"), **{f"{self.path}__isnull": False})
        rows = self._all(records).filter(self.visible & having).order_by()
        grouped = rows.values_list(self.path).annotate(keys=ArrayAgg("pk", distinct=True))
        return {str(value): BitMap(keys) for value, keys in grouped}

    def _having_one(self, records, values):
        if is_of_one(records.model, self.path):
            return records.filter(self.visible, **{f"{self.path}__in": values})
        having = self._all(records).filter(self.visible, **{f"{self.path}__in": values})
        return records.filter(pk__in=having.order_by().values("pk"))

    def count(self, records, selected):
        """The values that the records have, the selected ones always among them."""
        selected = [str(value) for value in selected]
        counts = {str(value): (rest, count) for value, *rest, count in self._counts(records)}
        labels = {value: rest[0] for value, (rest, _) in counts.items() if rest}
        unnamed = [value for value in (*counts, *selected) if value not in labels]
        if unnamed:
            labels |= self.names_of(unnamed)
        found = dict.fromkeys(selected, 0) | {value: count for value, (_, count) in counts.items()}
        return self.listed(found, labels, selected)

    def _counts(self, records):
        """Rows of a value, its name where the path leads to one, and how many records have it."""
        if self.by_key:
            counts = dict(self._counted(records, [self.path.rpartition("__")[0]]))
            found = self.by_key(list(counts))
            return [(*found[key], count) for key, count in counts.items() if key in found]
        return self._counted(records, [self.path, self.text] if self.text else [self.path])

    def _counted(self, records, paths):
        # One filter() and one join: a second would count values that `visible` holds back.
        having = Q(pk__in=records.order_by().values("pk"), **{f"{self.path}__isnull": False})
        return (
            self._all(records)
            .filter(self.visible & having)
            .order_by()
            .values_list(*paths)
            .annotate(count=Count("pk", distinct=True))
        )

    def listed(self, counts, labels, selected):
        """Counts by value as FacetValues, in the order in which readers see them."""
        return self.in_order(
            [
                FacetValue(value, labels.get(value, value), count, value in selected)
                for value, count in counts.items()
            ]
        )

    def in_order(self, values):
        """The most frequent first, and by name; goals by number, of which they are known."""
        if self.order == "number":
            values = [value._replace(label=f"{value.value} {value.label}") for value in values]
            return sorted(values, key=lambda value: int(value.value))
        return sorted(by_name(values), key=itemgetter(2), reverse=True)

    def _all(self, records):
        return records.model.objects.annotate(**self.annotations)


@dataclass(frozen=True)
class ByName(Facet):
    """A facet whose values stand in the order of the alphabet."""

    def in_order(self, values):
        return by_name(values)


YEAR = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}


@dataclass(frozen=True)
class ByYear(Facet):
    """A facet of years, the last one first."""

    text: str = ""
    known: Callable[[Sequence[str]], dict[str, str]] = years
    help: str = "A calendar year, as 2014."

    value_schema: Mapping = field(default_factory=YEAR.copy, hash=False, compare=False)

    def in_order(self, values):
        return sorted(values, key=lambda value: int(value.value), reverse=True)
