"""Facets: the properties by which a list is narrowed down, counted value by value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
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
    value, so that a facet never tells of what is not public.
    """

    name: str
    label: str
    path: str
    text: str
    known: Callable[[Sequence[str]], dict[str, str]]
    visible: Q = field(default_factory=Q)
    order: str = "count"
    folds: bool = False

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
        values = [
            FacetValue(
                value=value,
                label=self.label_of(value, labels.get(value, value)),
                count=counts[value][1] if value in counts else 0,
                selected=value in selected,
            )
            for value in dict.fromkeys([*counts, *selected])
        ]
        return sorted(values, key=self.sort_key)

    def label_of(self, value, name):
        """What a reader sees for a value; goals are known by number and name."""
        return f"{value} {name}" if self.order == "number" else name

    def sort_key(self, value):
        if self.order == "number":
            return (int(value.value),)
        return (-value.count, value.label)
