"""Puts records that have changed where they belong in an order, without reading all of it."""

from array import array
from functools import partial

from core.revision import current
from core.search.packed import PLACE, KeysInOrder

PIVOTS = 64  # records that one is compared with at a time
FEW = 10  # changed records: with more it is as fast to read all


def orders_after(orders, changed, in_order, at):
    """Several orders, by name, after some records have changed.

    None where they are to be read whole: many have changed, or others did while these were being
    placed, and what these were compared with may stand elsewhere by then.

    in_order: a function of a name and keys, as `placed` takes it of keys; at: the revision.
    """
    if len(changed) > FEW:
        return None
    after = {name: placed(order, changed, partial(in_order, name)) for name, order in orders}
    return after if current(fresh=True) == at else None


def placed(order, changed, in_order):
    """The KeysInOrder after some records have changed; the others stand as they did.

    order: that of before; changed: their keys; in_order: a function that gives those of some keys
    that are public now, in order.
    """
    rest = array(PLACE, [key for key in order if key not in changed])
    keys, last = array(PLACE), 0
    for key in in_order(changed):
        place = place_of(key, rest, last, in_order)
        keys += rest[last:place]
        keys.append(key)
        last = place
    return KeysInOrder(keys + rest[last:])


def place_of(key, keys, first, in_order):
    """How many of some keys in order come before another key, `first` of them at least.

    Each question halves what is left six times: it takes three of them among 100,000.
    """
    low, high = first, len(keys)
    while low < high:
        step = -(-(high - low) // PIVOTS)
        pivots = keys[low:high:step]
        found = in_order([*pivots, key])
        before = set(found[: found.index(key)]) if key in found else set()
        number = sum(pivot in before for pivot in pivots)
        if not number:
            return low
        low, high = low + (number - 1) * step + 1, min(high, low + number * step)
    return low
