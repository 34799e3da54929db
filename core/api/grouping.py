"""Counts in the place of records: the parameter `group_by`."""

import csv
from io import StringIO
from operator import itemgetter

from rest_framework.exceptions import ValidationError
from rest_framework.renderers import BaseRenderer

from core.api.choice import FIELDS
from core.api.components import NAME
from core.api.nearest import did_you_mean
from core.downloads.csv_file import BYTE_ORDER_MARK, cell

GROUP_BY = "group_by"
MOST_NAMES = 2
MOST_GROUPS = 20_000
OF_RECORDS = ("cursor", "sort", FIELDS, "facets")  # parameters that go with none
OF_PAGES = ("page", "page_size")
HAS_ALL = "A table has all groups: leave this out."


def group_names(query, known):
    """The names of the facets that a question counts by; empty where it counts by none.

    known: the names of those that there are. Raises ValidationError for others, and for none.
    """
    asked = query.get(GROUP_BY, "")
    names = [name for name in map(str.strip, asked.split(",")) if name]
    errors = [
        f"Unknown name: {one[:60]!r}. {did_you_mean(one, known)}"
        for one in names
        if one not in known
    ]
    if asked and not names:
        errors.append(f"Name one of {', '.join(known)}." if known else "Leave it out here.")
    if len(names) > MOST_NAMES or len(set(names)) < len(names):
        errors.append(f"Give {MOST_NAMES} different names at most.")
    if errors:
        raise ValidationError({GROUP_BY: errors})
    if names and (further := [name for name in OF_RECORDS if query.get(name)]):
        only = f"Leave it out: `{GROUP_BY}` gives counts, the largest first, and no records."
        raise ValidationError({name: [only] for name in further})
    return names


def check_has_no_pages(query):
    """Raise ValidationError for the parameters of pages: the answer is a table, which has none."""
    if named := [name for name in OF_PAGES if query.get(name)]:
        raise ValidationError({name: [HAS_ALL] for name in named})


def groups(filterset, names):
    """How many of what a filterset finds have each value, or each pair of values, of some facets.

    The most frequent first. A record that has several values counts in the group of each, and in
    none where it has no value.
    """
    having = [filterset.keys_by(name) for name in names]
    counted = list(crossed(filterset.keys, having))
    if len(counted) > MOST_GROUPS:
        too_many = f"These are more than {MOST_GROUPS:,} groups. Narrow the question."
        raise ValidationError({GROUP_BY: [too_many]})
    called = [filterset.names_by(name, of) for name, of in zip(names, having, strict=True)]
    said = []
    for values, count in counted:
        labels = [of.get(value, value) for of, value in zip(called, values, strict=True)]
        group = {
            name: {"value": value, "label": label}
            for name, value, label in zip(names, values, labels, strict=True)
        }
        said.append((-count, labels, group | {"count": count}))
    return [group for *_, group in sorted(said, key=itemgetter(0, 1))]


def crossed(keys, having):
    """Values of several facets, one of each, and how many of some keys have them, if any has.

    having: for each facet, the keys by value.
    """
    if not having:
        yield (), len(keys)
        return
    first, *others = having
    for value, with_it in first.items():
        if within := keys & with_it:
            yield from (((value, *rest), count) for rest, count in crossed(within, others))


GROUP_SCHEMA = {
    "type": "object",
    "description": (
        "With `group_by`, in the place of results: how many records have a value of what was "
        "named, or a pair of values; by these names the value and its label."
    ),
    "required": ["count"],
    "properties": {
        "count": {"type": "integer", "description": "How many records have these values."}
    },
    "additionalProperties": {
        NAME: "GroupValue",
        "type": "object",
        "required": ["value", "label"],
        "properties": {
            "value": {"type": "string", "description": "What stands in the address."},
            "label": {"type": "string", "description": "What the value is called."},
        },
    },
}


class GroupsRenderer(BaseRenderer):
    """Counts as a table: of each facet value and label, and the count at the end."""

    media_type, format, charset = "text/csv", "csv", "utf-8"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        if "groups" not in data:
            return ""
        names = data[GROUP_BY]
        header = [column for name in names for column in (name, f"{name}_label")]
        rows = (
            [*(group[name][part] for name in names for part in ("value", "label")), group["count"]]
            for group in data["groups"]
        )
        text = StringIO()
        text.write(BYTE_ORDER_MARK)
        writer = csv.writer(text)
        writer.writerow([*header, "count"])
        writer.writerows([cell(value) for value in row] for row in rows)
        return text.getvalue()
