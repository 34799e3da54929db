"""Names in the description of the API: programs that are made of it call their types by them.

A schema that says NAME becomes a component of this name, wherever it stands. So do the terms of a
parameter: they are those of the field that has the same, or have the parameter's name where all
questions that take it have the same.
"""

from collections import defaultdict

NAME = "x-name"  # of a schema; no document has it
SCHEMAS = "#/components/schemas/"
BLANK, EMPTY = "BlankEnum", "Empty"  # drf-spectacular's name of the empty text, and ours


def complete(result, generator, request, public):
    """A hook of drf-spectacular: whatever has a name stands once, under it."""
    found = {}
    for kind in ("paths", "components"):
        result[kind] = parted(result[kind], found)
    components = result["components"]["schemas"] | found
    if BLANK in components:
        components[EMPTY] = components.pop(BLANK)
    name_terms(result["paths"], components)
    result["components"]["schemas"] = dict(sorted(components.items()))
    return result


def reference_to(name):
    """The schema that stands in the place of a component."""
    return {"$ref": f"{SCHEMAS}{name}"}


def parted(part, found):
    """A part of the document with references in the place of schemas that have a name.

    found: takes these, by name.
    """
    if isinstance(part, list):
        return [parted(one, found) for one in part]
    if not isinstance(part, dict):
        return part
    if part == reference_to(BLANK):
        return reference_to(EMPTY)
    part = {key: parted(value, found) for key, value in part.items()}
    if name := part.pop(NAME, None):
        if found.setdefault(name, part) != part:
            raise ValueError(f"Two schemas are called {name}.")
        return reference_to(name) | {k: part[k] for k in ("description",) if k in part}
    return part


def name_terms(paths, components):
    """Have parameters refer to their terms by name, where others have the same."""
    fields = {terms(schema): name for name, schema in components.items() if "enum" in schema}
    taken = defaultdict(list)
    for operations in paths.values():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                schema = parameter["schema"]
                schema = schema.get("items", schema)
                if "enum" in schema:
                    taken[parameter["name"]].append(schema)
    for parameter, schemas in taken.items():
        is_one = len(schemas) > 1 and len(set(map(terms, schemas))) == 1
        own = parameter.title().replace("_", "") if is_one else None
        for schema in schemas:
            if name := fields.get(terms(schema), own):
                components.setdefault(name, dict(schema))
                schema.clear()
                schema.update(reference_to(name))


def terms(schema):
    """What one can say, whatever the order."""
    return frozenset(schema["enum"])
