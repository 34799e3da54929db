"""Facets: the properties by which a list is narrowed down, counted value by value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Count, Q


class FacetValue(NamedTuple):
    """A value of a facet, with how many records a reader would see for it."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    """A property by which records are filtered and counted.

    name: the query parameter; label: what readers see; path: the lookup from a record to the
    value that stands in an address; text: the lookup to the value's name, empty where `choices`
    gives the names; known: which of some values exist; visible: what restricts the way to the
    value, so that a facet never tells of what is not public; of: another facet, whose values make
    up those of this one, as countries make up a region; members: pairs of a value and one of these.
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

    def names(self):
        """The names of all values that exist."""
        return self.known()

    def narrow(self, records, values):
        """Those of the records that have one of the values."""
        having = records.model.objects.filter(self.visible, **{f"{self.path}__in": values})
        return records.filter(pk__in=having.order_by().values("pk"))

    def count(self, records, selected):
        """The values that the records have, the selected ones always among them."""
        selected = [str(value) for value in selected]
        paths = [self.path, self.text] if self.text else [self.path]
        # One filter() and one join: a second would count values that `visible` holds back.
        having = Q(pk__in=records.order_by().values("pk"), **{f"{self.path}__isnull": False})
        rows = (
            records.model.objects.filter(self.visible & having)
            .order_by()
            .values_list(*paths)
            .annotate(count=Count("pk", distinct=True))
        )
        counts = {str(value): (rest, count) for value, *rest, count in rows}
        labels = {value: rest[0] for value, (rest, _) in counts.items() if rest}
        unnamed = [value for value in (*counts, *selected) if value not in labels]
        if unnamed:
            labels |= self.known(unnamed)
        found = dict.fromkeys(selected, 0) | {value: count for value, (_, count) in counts.items()}
        return self.listed(found, labels, selected)

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
        by_name = sorted(values, key=itemgetter(1))
        return sorted(by_name, key=itemgetter(2), reverse=True)
