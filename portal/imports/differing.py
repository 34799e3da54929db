"""What two states of a record in the exchange format say differently, key by key, in words."""

import json

from django.utils.text import Truncator, capfirst

from core.admin.naming import LABELS, label_of_field
from portal.exchange.keys import Children, Column, Link, PublicId
from portal.exchange.special_keys import Sources

LONGEST = 2_000  # letters of a value that the page shows
HOLDS = ("id", "slug", "url")  # what tells an entry of a list from the next, the surest first


def differences(shape, before, after):
    """Triples of what, before and after; before and after are records as `Shape.plain` makes."""
    before, after = named_sources(before), named_sources(after)
    return list(compared(shape, before, after))


def named_sources(record):
    """A record in which each claim names its source, whatever place that has."""
    titles = [source.get("title", "") for source in record.get("sources", [])]

    def go(value):
        if isinstance(value, list):
            return [go(one) for one in value]
        if not isinstance(value, dict):
            return value
        return {
            name: titles[one] if name in ("source", "status_source") and is_place(one) else go(one)
            for name, one in value.items()
        }

    def is_place(value):
        return isinstance(value, int) and value < len(titles)

    return go(record)


def compared(shape, before, after):
    for key in shape.keys:
        old, new = before.get(key.name), after.get(key.name)
        if old == new or isinstance(key, PublicId):
            continue
        label = label_of(key)
        if isinstance(key, Children | Sources) and (old or new):
            part = key.shared if isinstance(key, Sources) else key.shape
            yield from of_entries(part, label, old or [], new or [])
        else:
            yield label, text(old), text(new)


def of_entries(shape, label, old, new):
    """What two lists of entries say differently; entries that only one of them has are that."""
    named = {name_of(one): one for one in old}
    left = dict(named)
    for one in new:
        former = left.pop(name_of(one), None)
        if former is None:
            yield f"{label}: added", "", text(one)
        else:
            for what, before, after in compared(shape, former, one):
                yield f"{label}, {title_of(former)}: {what}", before, after
    for one in left.values():
        yield f"{label}: removed", text(one), ""
    both = [name for name in map(name_of, new) if name in named]
    if both != [name for name in named if name in both]:
        yield f"{label}: in another order", "", ""


def name_of(entry):
    """What tells an entry from the next."""
    name = next((entry[name] for name in HOLDS if name in entry), None)
    return name or json.dumps(entry, sort_keys=True, default=str)


def title_of(entry):
    said = [str(one) for name, one in entry.items() if name != "id" and not isinstance(one, list)]
    return Truncator(", ".join(said)).chars(60)


def label_of(key):
    """What the forms call a key."""
    if isinstance(key, Column | Link):
        return label_of_field(key.model, key.column)
    return capfirst(key.name.replace("_", " "))


def in_words(name):
    """What the forms call a key, within a line."""
    return LABELS.get(name, name).replace("_", " ").lower()


def text(value):
    """A value as a person reads it."""
    return Truncator("\n".join(lines(value))).chars(LONGEST)


def lines(value):
    if value in (None, ""):
        return []
    if isinstance(value, list):
        return [line for one in value for line in lines(one)]
    if isinstance(value, dict):
        said = ((name, ", ".join(lines(one))) for name, one in value.items() if name != "id")
        return ["; ".join(f"{in_words(name)}: {one}" for name, one in said if one)]
    return [str(value)]
