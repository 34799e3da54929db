"""Two JSON Schemas compared, of what is asked or of what is answered.

What is asked with must go on to be taken: a schema may become wider. What is answered must go on to
be understood: a schema may become narrower, and objects may have more in them.
"""

from enum import Enum

LEAST = ("minimum", "minLength", "minItems", "exclusiveMinimum")
MOST = ("maximum", "maxLength", "maxItems", "exclusiveMaximum")
WORDED = ("pattern", "format", "const")
CHOICES = ("oneOf", "anyOf", "allOf")


class Side(Enum):
    """Where a schema stands."""

    ASKED = "in a question"
    ANSWERED = "in an answer"


class SchemaPair:
    """A schema before and after, and those within it: `compare` has a Comparison note what changed.

    where and name: its place, in the place of which a named shape is named by that; seen: pairs of
    shapes that are compared.
    """

    def __init__(self, comparison, side, where, name, seen=None):
        self.comparison, self.side = comparison, side
        self.where, self.name = where, name
        self.seen = set() if seen is None else seen

    def within(self, name, where=None):
        """The same for a part."""
        return SchemaPair(self.comparison, self.side, where or self.where, name, self.seen)

    def note(self, says, *, narrower=False, wider=False):
        """Keep a change that takes something away, or lets something more be."""
        is_breaking = narrower if self.side is Side.ASKED else wider
        self.comparison.note(self.where, f"{self.name} {says}".strip(), is_breaking)

    def compare(self, old, new):
        if "$ref" in old or "$ref" in new:
            self.compare_named(old, new)
            return
        self.compare_types(old, new)
        self.compare_terms(old, new)
        self.compare_bounds(old, new)
        self.compare_wording(old, new)
        self.compare_defaults(old, new)
        self.compare_properties(old, new)
        self.compare_parts(old, new)
        for key in CHOICES:
            self.compare_choices(key, old.get(key), new.get(key))

    def compare_named(self, old, new):
        """Compare what references stand for; the same pair of shapes once."""
        names = old.get("$ref"), new.get("$ref")
        if not all(names) and ("oneOf" in old or "oneOf" in new):
            self.compare_choices("oneOf", old.get("oneOf", [old]), new.get("oneOf", [new]))
            return
        if names in self.seen:
            return
        self.seen.add(names)
        part = self.within("", last(names[1])) if all(names) else self
        part.compare(
            resolved(self.comparison.old, old),
            resolved(self.comparison.new, new),
        )

    def compare_types(self, old, new):
        before, after = types(old), types(new)
        if before == after:
            return
        narrower = not covers(after, before)
        wider = not covers(before, after)
        self.note(f"is {said(after)}, and was {said(before)}", narrower=narrower, wider=wider)

    def compare_terms(self, old, new):
        before, after = old.get("enum"), new.get("enum")
        if before is None and after is None:
            return
        if before is None:
            self.note(f"is one of {terms(after)} alone", narrower=True)
        elif after is None:
            self.note("may be another than the terms that there were", wider=True)
        else:
            if gone := [one for one in before if one not in after]:
                self.note(f"is never {terms(gone)}", narrower=True)
            if further := [one for one in after if one not in before]:
                self.note(f"may be {terms(further)}", wider=True)

    def compare_bounds(self, old, new):
        for keys, sign in ((LEAST, 1), (MOST, -1)):
            for key in keys:
                before, after = old.get(key), new.get(key)
                if before == after:
                    continue
                stricter = before is None or (after is not None and sign * after > sign * before)
                told = "has no" if after is None else "has a"
                value = "" if after is None else f" of {after}"
                self.note(f"{told} {key}{value}", narrower=stricter, wider=not stricter)

    def compare_wording(self, old, new):
        for key in WORDED:
            before, after = old.get(key), new.get(key)
            if before == after:
                continue
            told = f"has no {key}" if after is None else f"has the {key} `{after}`"
            self.note(told, narrower=after is not None, wider=before is not None)

    def compare_defaults(self, old, new):
        before, after = old.get("default"), new.get("default")
        if before != after:
            is_other = before is not None
            self.note(f"is {after} by default", narrower=is_other, wider=is_other)

    def compare_properties(self, old, new):
        before, after = old.get("properties", {}), new.get("properties", {})
        needed_before, needed_after = set(old.get("required", [])), set(new.get("required", []))
        for name in [*after, *(one for one in before if one not in after)]:
            part = self.within(f"{self.name} `{name}`".strip())
            if name not in after:
                is_over = self.comparison.is_over(before[name])
                part.note("is gone", narrower=not is_over, wider=not is_over)
            elif name not in before:
                part.note("is new", narrower=name in needed_after)
            else:
                if name in needed_before - needed_after:
                    part.note("may be left out", wider=True)
                elif name in needed_after - needed_before:
                    part.note("is always there", narrower=True)
                self.comparison.compare_deprecation(
                    self.where, part.name, before[name], after[name]
                )
                part.compare(before[name], after[name])

    def compare_parts(self, old, new):
        """Compare what lists and maps hold."""
        for key, called in (("items", "in the list"), ("additionalProperties", "by key")):
            before, after = old.get(key), new.get(key)
            if isinstance(before, dict) and isinstance(after, dict):
                self.within(f"{self.name} {called}".strip()).compare(before, after)
            elif before != after:
                self.note(f"holds other things {called}", narrower=True, wider=True)

    def compare_choices(self, key, old, new):
        """Compare the branches of a choice, each with the one of its name or kind."""
        before, after = branches(old), branches(new)
        for name in after.keys() | before.keys():
            if name not in after:
                self.note(f"is never {name}", narrower=True)
            elif name not in before:
                widens = key != "allOf"
                self.note(f"may be {name}", narrower=not widens, wider=widens)
            else:
                self.compare(before[name], after[name])


def types(schema):
    """The JSON types that a schema lets be; all for one that names none."""
    named = schema.get("type", [])
    return {named} if isinstance(named, str) else set(named)


def covers(wide, narrow):
    """Whether all values of some types are of others, too; no types are all of them."""
    if not wide:
        return True
    if not narrow:
        return False
    return narrow <= wide | ({"integer"} if "number" in wide else set())


def said(types):
    return " or ".join(sorted(types)) or "anything"


def terms(values):
    return ", ".join(f"`{one}`" for one in values)


def branches(schemas):
    """The branches of a choice by what they are called or of which type they are."""
    return {last(one["$ref"]) if "$ref" in one else said(types(one)): one for one in schemas or []}


def last(reference):
    """The name that a reference ends with."""
    return reference.rpartition("/")[2]


def resolved(document, schema):
    """What a reference stands for, with what is said beside it; any other schema as it is."""
    if "$ref" not in schema:
        return schema
    place = document
    for step in schema["$ref"].removeprefix("#/").split("/"):
        place = place[step]
    return resolved(document, place) | {k: v for k, v in schema.items() if k != "$ref"}
