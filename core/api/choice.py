"""The parameter `fields`: which fields of a record an answer has, and which of the records in it.

`title,partners(organization)` names two, and one field of each partner; `*` stands for all.
"""

import re

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from core.api.nearest import did_you_mean

FIELDS = "fields"
ALL = "*"
LONGEST = 2_000  # characters
DEEPEST = 5  # records within records
TOKEN = re.compile(r"\s*([A-Za-z0-9_]+|[*(),])\s*")
MALFORMED = "Separate names by commas, and say in brackets what of them: title,partners(role)."


def chosen_fields(query, serializer_class):
    """What the parameter of a query chooses of what serializers of a class say; None without one.

    A choice is a tuple of pairs: the name of a field, and the choice among the fields of that, or
    None for all of it. Raises ValidationError for what is not known or not well formed.
    """
    text = query.get(FIELDS, "").strip()
    if not text:
        return None
    try:
        if len(text) > LONGEST:
            raise ValueError(f"Use at most {LONGEST} characters.")
        return resolved(parsed(text), serializer_class())
    except ValueError as error:
        raise ValidationError({FIELDS: [str(error)]}) from error


def parsed(text):
    """A text as pairs of a name and the pairs in the brackets behind it, or None without any."""
    tokens = TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s", "", text):
        raise ValueError(MALFORMED)
    chosen = _pairs(tokens, 1)
    if tokens:
        raise ValueError(MALFORMED)
    return chosen


def _pairs(tokens, depth):
    """The pairs up to a closing bracket or the end; takes their tokens away."""
    if depth > DEEPEST:
        raise ValueError(f"Use brackets within brackets {DEEPEST - 1} deep at most.")
    pairs = []
    while tokens:
        name = tokens.pop(0)
        if name in "(),":
            break
        inner = None
        if tokens[:1] == ["("]:
            del tokens[0]
            inner = _pairs(tokens, depth + 1)
            if tokens[:1] != [")"]:
                break
            del tokens[0]
        pairs.append((name, inner))
        if tokens[:1] != [","]:
            return pairs
        del tokens[0]
    raise ValueError(MALFORMED)


def resolved(pairs, serializer, of=""):
    """A choice of what pairs name; of: the name of the field that the serializer is for."""
    fields = serializer.fields
    chosen = {}
    for name, inner in pairs:
        if name == ALL and inner is None:
            chosen = dict.fromkeys(fields) | chosen
            continue
        if name not in fields:
            raise ValueError(
                f"Unknown field{of and f' of {of}'}: {name[:60]!r}. {did_you_mean(name, fields)}"
            )
        if chosen.get(name):
            raise ValueError(f"Name {name} once.")
        within = inner_serializer(fields[name])
        if inner is not None and within is None:
            raise ValueError(f"{name} has no fields of its own.")
        chosen[name] = None if inner is None else resolved(inner, within, name)
    return tuple(chosen.items())


def inner_serializer(field):
    """The serializer of the records that a field holds; None where it holds none."""
    if isinstance(field, serializers.ListSerializer):
        return field.child
    return field if isinstance(field, serializers.BaseSerializer) else None
