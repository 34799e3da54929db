"""What is known of records by their keys, brought up to date where some were read anew."""

from collections import defaultdict

from pyroaring import BitMap


def without(mapping, keys):
    """A mapping that lacks some keys."""
    mapping = dict(mapping)
    for key in keys:
        mapping.pop(key, None)
    return mapping


def regrouped(groups, fresh, changed):
    """By value the keys that have it, with those of the records that have changed read anew."""
    kept = {
        value: keys - changed if keys.intersect(changed) else keys for value, keys in groups.items()
    }
    return kept | {value: kept.get(value, BitMap()) | keys for value, keys in fresh.items()}


def grouped(pairs):
    """Pairs of a value and a key as the keys of each value."""
    keys = defaultdict(list)
    for value, key in pairs:
        keys[value].append(key)
    return {value: BitMap(having) for value, having in keys.items()}


def merged(pairs):
    """Pairs of a value and some keys as all the keys of each value."""
    keys = defaultdict(list)
    for value, having in pairs:
        keys[value].append(having)
    return {value: BitMap.union(*having) for value, having in keys.items()}


def union(keys, values):
    """All the keys of some values, by a mapping of the keys of each; others have none."""
    return BitMap.union(BitMap(), *(keys[value] for value in values if value in keys))
