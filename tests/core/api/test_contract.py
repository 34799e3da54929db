"""What breaks programs is told from what does not: one planted change of each kind."""

from copy import deepcopy
from datetime import date

import pytest

from core.api.contract.comparison import Change, changes

RECORD = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "name": {"type": "string", "maxLength": 90, "pattern": "^[a-z]+$"},
        "kind": {"$ref": "#/components/schemas/Kind"},
        "year": {"type": ["integer", "null"], "minimum": 1900},
        "tags": {"type": "array", "items": {"type": "string"}},
        "names": {"type": "object", "additionalProperties": {"type": "string"}},
        "parent": {"oneOf": [{"$ref": "#/components/schemas/Record"}, {"type": "null"}]},
    },
}
DOCUMENT = {
    "paths": {
        "/records/": {
            "get": {
                "operationId": "records_list",
                "parameters": [
                    {"name": "q", "in": "query", "schema": {"type": "string", "maxLength": 200}},
                    {
                        "name": "kind",
                        "in": "query",
                        "explode": True,
                        "schema": {"type": "array", "items": {"enum": ["a", "b"]}, "maxItems": 30},
                    },
                    {
                        "name": "page_size",
                        "in": "query",
                        "schema": {"type": "integer", "default": 20, "minimum": 1, "maximum": 100},
                    },
                ],
                "responses": {
                    "200": {
                        "headers": {"ETag": {"schema": {"type": "string"}}},
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Record"}}
                        },
                    },
                    "400": {"$ref": "#/components/responses/Bad"},
                },
            }
        }
    },
    "components": {
        "schemas": {"Record": RECORD, "Kind": {"type": "string", "enum": ["a", "b"]}},
        "responses": {"Bad": {"description": "Bad."}},
    },
}
LIST = "GET /records/"


def get(document):
    return document["paths"]["/records/"]["get"]


def parameter(document, place):
    return get(document)["parameters"][place]


def fields(document):
    return document["components"]["schemas"]["Record"]["properties"]


def found(plant, before=None):
    """The changes of a document in which a function plants something, as places and sentences."""
    old, new = deepcopy(DOCUMENT), deepcopy(DOCUMENT)
    if before:
        before(old)
    plant(new)
    return changes(old, new, today=date(2027, 6, 1))


def test_the_same_document_has_no_changes():
    assert found(lambda document: None) == []


BREAKING = {
    "a path is gone": (
        lambda d: d["paths"].pop("/records/"),
        (LIST, "is gone"),
    ),
    "a question has another name": (
        lambda d: get(d).update(operationId="list"),
        (LIST, "is called `list`, and was `records_list`"),
    ),
    "a key is needed": (
        lambda d: d.update(security=[{"key": []}]),
        ("Every question", "needs a key"),
    ),
    "a parameter is gone": (
        lambda d: get(d)["parameters"].pop(0),
        (LIST, "parameter `q` is gone"),
    ),
    "a parameter is new and needed": (
        lambda d: get(d)["parameters"].append(
            {"name": "key", "in": "query", "required": True, "schema": {"type": "string"}}
        ),
        (LIST, "parameter `key` is new, and needed"),
    ),
    "a parameter is needed": (
        lambda d: parameter(d, 0).update(required=True),
        (LIST, "parameter `q` is needed"),
    ),
    "a parameter is not repeated any more": (
        lambda d: parameter(d, 1).update(explode=False),
        (LIST, "parameter `kind` is written in another way"),
    ),
    "a term is taken no more": (
        lambda d: parameter(d, 1)["schema"]["items"]["enum"].remove("b"),
        (LIST, "parameter `kind` in the list is never `b`"),
    ),
    "a parameter takes terms alone": (
        lambda d: parameter(d, 0)["schema"].update(enum=["a"]),
        (LIST, "parameter `q` is one of `a` alone"),
    ),
    "fewer values are taken": (
        lambda d: parameter(d, 1)["schema"].update(maxItems=10),
        (LIST, "parameter `kind` has a maxItems of 10"),
    ),
    "a shorter text is taken": (
        lambda d: parameter(d, 0)["schema"].update(maxLength=100),
        (LIST, "parameter `q` has a maxLength of 100"),
    ),
    "a larger number is the least": (
        lambda d: parameter(d, 2)["schema"].update(minimum=5),
        (LIST, "parameter `page_size` has a minimum of 5"),
    ),
    "a parameter has a pattern": (
        lambda d: parameter(d, 0)["schema"].update(pattern="^a"),
        (LIST, "parameter `q` has the pattern `^a`"),
    ),
    "a parameter has another type": (
        lambda d: parameter(d, 0)["schema"].update(type="integer"),
        (LIST, "parameter `q` is integer, and was string"),
    ),
    "a parameter has another default": (
        lambda d: parameter(d, 2)["schema"].update(default=50),
        (LIST, "parameter `page_size` is 50 by default"),
    ),
    "the answer is gone": (
        lambda d: get(d)["responses"].update({"204": get(d)["responses"].pop("200")}),
        (LIST, "never answers 200"),
    ),
    "a form is gone": (
        lambda d: get(d)["responses"]["200"].update(content={}),
        (LIST, "200 is not to be had as application/json"),
    ),
    "a header is gone": (
        lambda d: get(d)["responses"]["200"].pop("headers"),
        (LIST, "header `ETag` of 200 is gone"),
    ),
    "a field is gone": (lambda d: fields(d).pop("tags"), ("Record", "`tags` is gone")),
    "a field may be left out": (
        lambda d: d["components"]["schemas"]["Record"]["required"].remove("name"),
        ("Record", "`name` may be left out"),
    ),
    "a field has another type": (
        lambda d: fields(d)["name"].update(type="integer"),
        ("Record", "`name` is integer, and was string"),
    ),
    "a field may be null": (
        lambda d: fields(d)["name"].update(type=["string", "null"]),
        ("Record", "`name` is null or string, and was string"),
    ),
    "a number may have digits behind the point": (
        lambda d: fields(d)["year"].update(type=["number", "null"]),
        ("Record", "`year` is null or number, and was integer or null"),
    ),
    "a shape may be null": (
        lambda d: fields(d).update(kind={"oneOf": [fields(d)["kind"], {"type": "null"}]}),
        ("Record", "`kind` may be null"),
    ),
    "a field has a further term": (
        lambda d: d["components"]["schemas"]["Kind"]["enum"].append("c"),
        ("Kind", "may be `c`"),
    ),
    "a field may be another than its terms": (
        lambda d: d["components"]["schemas"]["Kind"].pop("enum"),
        ("Kind", "may be another than the terms that there were"),
    ),
    "a field has another format": (
        lambda d: fields(d)["id"].update(format="uri"),
        ("Record", "`id` has the format `uri`"),
    ),
    "a field has no pattern": (
        lambda d: fields(d)["name"].pop("pattern"),
        ("Record", "`name` has no pattern"),
    ),
    "a field may be longer": (
        lambda d: fields(d)["name"].update(maxLength=200),
        ("Record", "`name` has a maxLength of 200"),
    ),
    "a field may be less": (
        lambda d: fields(d)["year"].pop("minimum"),
        ("Record", "`year` has no minimum"),
    ),
    "a list holds something else": (
        lambda d: fields(d)["tags"].update(items={"type": "object"}),
        ("Record", "`tags` in the list is object, and was string"),
    ),
    "a map holds something else": (
        lambda d: fields(d)["names"]["additionalProperties"].update(type=["string", "null"]),
        ("Record", "`names` by key is null or string, and was string"),
    ),
}
HARMLESS = {
    "a path is new": (
        lambda d: d["paths"].update({"/others/": deepcopy(d["paths"]["/records/"])}),
        ("GET /others/", "is new"),
    ),
    "a parameter is new": (
        lambda d: get(d)["parameters"].append({"name": "z", "in": "query", "schema": {}}),
        (LIST, "parameter `z` is new"),
    ),
    "a further term is taken": (
        lambda d: parameter(d, 1)["schema"]["items"]["enum"].append("c"),
        (LIST, "parameter `kind` in the list may be `c`"),
    ),
    "a longer text is taken": (
        lambda d: parameter(d, 0)["schema"].update(maxLength=500),
        (LIST, "parameter `q` has a maxLength of 500"),
    ),
    "a field is new": (
        lambda d: fields(d).update(more={"type": "string"}),
        ("Record", "`more` is new"),
    ),
    "a field is always there": (
        lambda d: d["components"]["schemas"]["Record"]["required"].append("year"),
        ("Record", "`year` is always there"),
    ),
    "a field is never null": (
        lambda d: fields(d)["year"].update(type="integer"),
        ("Record", "`year` is integer, and was integer or null"),
    ),
    "a shape is never null": (
        lambda d: fields(d).update(parent=fields(d)["parent"]["oneOf"][0]),
        ("Record", "`parent` is never null"),
    ),
    "a field has a term less": (
        lambda d: d["components"]["schemas"]["Kind"]["enum"].remove("b"),
        ("Kind", "is never `b`"),
    ),
    "another error is answered": (
        lambda d: get(d)["responses"].update({"429": {"description": "Too many."}}),
        (LIST, "may answer 429"),
    ),
    "an error is answered no more": (
        lambda d: get(d)["responses"].pop("400"),
        (LIST, "never answers 400"),
    ),
    "a header is new": (
        lambda d: get(d)["responses"]["200"]["headers"].update(Link={}),
        (LIST, "header `Link` of 200 is new"),
    ),
    "a parameter is deprecated": (
        lambda d: parameter(d, 0).update({"deprecated": True, "x-sunset": "2028-01-01"}),
        (LIST, "parameter `q` is deprecated and may go on 2028-01-01"),
    ),
    "a field is deprecated": (
        lambda d: fields(d)["name"].update(deprecated=True),
        ("Record", "`name` is deprecated"),
    ),
}


@pytest.mark.parametrize("name", BREAKING)
def test_what_breaks_programs_is_told(name):
    plant, (where, says) = BREAKING[name]
    assert Change(where, says, True) in found(plant)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_breaks_nothing_is_told_as_that(name):
    plant, (where, says) = HARMLESS[name]
    assert found(plant) == [Change(where, says, False)]


def test_words_are_no_change():
    def plant(document):
        fields(document)["name"]["description"] = "What it is called."
        get(document)["summary"] = "Records"

    assert found(plant) == []


GOING = {  # what may be deprecated, and how it goes
    (LIST, "is gone"): (get, lambda d: d["paths"].pop("/records/")),
    (LIST, "parameter `q` is gone"): (
        lambda d: parameter(d, 0),
        lambda d: get(d)["parameters"].pop(0),
    ),
    ("Record", "`tags` is gone"): (lambda d: fields(d)["tags"], lambda d: fields(d).pop("tags")),
}


@pytest.mark.parametrize("said", GOING)
@pytest.mark.parametrize(("until", "is_breaking"), [("2027-06-01", False), ("2027-06-02", True)])
def test_what_is_deprecated_may_go_on_its_day_and_not_before(said, until, is_breaking):
    part, remove = GOING[said]

    def deprecate(document):
        part(document).update({"deprecated": True, "x-sunset": until})

    assert found(remove, before=deprecate) == [Change(*said, is_breaking)]
