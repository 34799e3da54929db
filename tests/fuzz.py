"""What schemathesis.toml adds to the checks of schemathesis."""

import re

import schemathesis

# What of a sound question may be refused all the same: what only the catalogue knows, how names
# within a text go together, and which parameters go with which.
KNOWN_TO_NO_SCHEMA = [
    r"Unknown value: ",  # of slugs, ids and codes
    r"Unknown (field|name)",  # of a kind of record, within `fields` and `group_by`
    r"Separate names by commas, and say in brackets what of them",
    r"has no fields of its own|Name \w+ once|Use brackets within brackets",
    r"Give 2 different names at most|These are more than [\d,]+ groups",
    r"Name at most 100 records",
    r"The last page is \d+",
    r"Give it without `cursor`|Give it together with `sample`|Leave it out: `group_by`",
    r"This is no token of this API",
    r"Holds the non-character U\+(\w|10)FFF[EF]",  # beyond what patterns can name everywhere
]


@schemathesis.check
def sound_questions_are_refused_for_names_alone(ctx, response, case):
    """A question as the schema has it is refused for nothing that the schema could say."""
    if response.status_code != 400 or not case.meta.generation.mode.is_positive:
        return
    said = [one for errors in response.json()["errors"].values() for one in errors]
    reasons = "|".join(KNOWN_TO_NO_SCHEMA)
    assert [one for one in said if not re.search(reasons, one)] == []


# Of some parameters what the catalogue has; drawn by lot, hardly any would be.
OF_THE_CATALOGUE = {
    "convention": "182",
    "forum": "wfled-2025-seville",
    "group": "african-union",
    "initiative": "ciudad-mujer",
    "modality": "city-to-city",
    "organization": "itcilo",
    "person": "abdul-momen",
    "sector": "cotton",
    "stage": "adapting",
    "target": "8.7",
    "theme": "child-labour",
    **dict.fromkeys(["country", "from_country", "origin_country", "participating_country"], "BRA"),
    **dict.fromkeys(["region", "from_region", "to_region"], "africa"),
    **dict.fromkeys(["to_country", "taken_up_by", "learnt_by", "wanted_by"], "BOL"),
}
KINDS = {"initiatives_list": "agreement", "organizations_list": "academic"}
MANY = 3  # values of one parameter, which stay as they are
OF_PAGES = ("page", "page_size", "cursor", "sort", "fields")


@schemathesis.hook
def before_call(context, case, kwargs):
    """Have sound questions ask something: they are refused for names and pairs often enough.

    Without `fields`, for a chosen part of a record is no whole one, as the schema has it.
    """
    if not (case.meta and case.meta.generation.mode.is_positive and case.query):
        return
    query = case.query
    query.pop("fields", None)
    if query.get("group_by"):
        drop(query, OF_PAGES)
    elif "cursor" in query:
        drop(query, ("page", "sort"))
    elif len(str(query.get("page", ""))) > 1:
        query["page"] = 1
    if "sample" not in query:
        drop(query, ("seed",))
    known = dict(OF_THE_CATALOGUE)
    if kind := KINDS.get(case.operation.definition.raw["operationId"]):
        known["kind"] = kind
    for name, value in known.items():
        for parameter in (name, f"exclude_{name}"):
            if isinstance(query.get(parameter), list) and len(query[parameter]) < MANY:
                query[parameter] = [value]


def drop(query, names):
    """Take parameters out of a query."""
    for name in names:
        query.pop(name, None)
