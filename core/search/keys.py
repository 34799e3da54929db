"""What is known of records by their keys, brought up to date where some were read anew."""

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
