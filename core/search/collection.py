"""What an app tells an index of its records."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Collection(Protocol):
    """What an index asks of an app; every method reads public records alone.

    `keys` is None for all records, or an iterable of the primary keys in question; `noun` is what
    readers call a record; `kin` names the facets whose values make records alike; `shown` gives
    dataclasses of plain values, `kind_of_shown`, from which `told` takes the words by which lists
    tell of a record.
    """

    noun: str
    weights: Mapping[str, float]
    spelt: Sequence[str]
    facets: Mapping
    kin: Sequence[str]
    orders: Sequence[str]
    kind_of_shown: type

    def documents(self, facets, names, keys=None): ...
    def facet_keys(self, keys=None): ...
    def names(self, keys=None): ...
    def labels(self): ...
    def numbers(self, keys=None): ...
    def shown(self, keys=None): ...
    def told(self, shown): ...
    def order(self, name): ...
    def language(self): ...
