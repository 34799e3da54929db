"""Numbers and groups of very many records, by their keys, in a few pieces of memory."""

from array import array
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter

from pyroaring import BitMap

from core.search.keys import without

NUMBER, KEY = "Q", "I"  # codes of arrays
SPARSE = 20  # times as many numbers as keys: above, the keys are scattered
FEW = 100_000  # keys that may be as scattered as they like


def numbers_by_key(pairs):
    """Pairs of a key and a number as what gives the number of a key: `numbers[key]`.

    An array, in which each takes eight bytes where a mapping takes a hundred; what it has for other
    keys means nothing. Where keys are very scattered, a mapping all the same.
    """
    known = dict(pairs)
    last = max(known, default=0)
    if last > SPARSE * len(known) + FEW:
        return known
    numbers = array(NUMBER, bytes(8 * (last + 1)))
    for key, number in known.items():
        numbers[key] = number
    return numbers


def renumbered(numbers, fresh):
    """The same with the numbers of some keys, new ones perhaps; fresh: pairs."""
    fresh = dict(fresh)
    if isinstance(numbers, dict):
        return numbers | fresh
    numbers = numbers[:]
    missing = max(fresh, default=0) + 1 - len(numbers)
    if missing > FEW:
        return numbers_by_key([*enumerate(numbers), *fresh.items()])
    numbers.extend(array(NUMBER, bytes(8 * max(missing, 0))))
    for key, number in fresh.items():
        numbers[key] = number
    return numbers


class Groups(Mapping):
    """The keys that belong to each of many others, as BitMaps made when they are asked for.

    members: the keys, group behind group; ends: where each ends; groups: their own keys; changed,
    gone: those that were read anew since, and those that do not count.
    """

    def __init__(self, groups, ends, members, changed=None, gone=None):
        self._groups, self._ends, self._members = groups, ends, members
        self._changed, self._gone = changed or {}, gone or BitMap()

    @classmethod
    def of(cls, pairs):
        """Group pairs of a group and a key."""
        groups, ends, members = [], array(NUMBER), array(KEY)
        for group, having in groupby(sorted(pairs), key=itemgetter(0)):
            groups.append(group)
            members.extend(key for _, key in having)
            ends.append(len(members))
        return cls(BitMap(groups), ends, members)

    def replaced(self, groups, fresh):
        """The same with some groups read anew: those in `fresh`, others of these are gone."""
        gone = self._gone | BitMap(groups)
        return Groups(
            self._groups,
            self._ends,
            self._members,
            without(self._changed, groups) | dict(fresh),
            gone,
        )

    def __getitem__(self, group):
        if group in self._changed:
            return self._changed[group]
        if group not in self._groups or group in self._gone:
            raise KeyError(group)
        at = self._groups.rank(group) - 1
        return BitMap(self._members[self._ends[at - 1] if at else 0 : self._ends[at]])

    def __contains__(self, group):
        return group in self._changed or (group in self._groups and group not in self._gone)

    def __iter__(self):
        return iter(self._groups - self._gone | BitMap(self._changed))

    def __len__(self):
        return len(self._groups - self._gone | BitMap(self._changed))

    def union(self, groups):
        """All the keys of some groups; others have none."""
        groups, members = BitMap(groups), array(KEY)
        for group in groups & (self._groups - self._gone):
            at = self._groups.rank(group) - 1
            members += self._members[self._ends[at - 1] if at else 0 : self._ends[at]]
        changed = (self._changed[group] for group in groups & BitMap(self._changed))
        return BitMap.union(BitMap(members), *changed)
