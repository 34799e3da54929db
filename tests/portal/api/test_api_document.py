"""The schema leaves nothing unsaid: meanings, bounds, headers and examples, over all of it."""

from functools import cache
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from core.api.problems import BY_STATUS
from tests.portal.api.world import related_records

COMMITTED = Path(__file__).parents[3] / "docs" / "openapi.yaml"
ORIGIN = {"Origin": "https://example.org"}
JSON, PROBLEM = "application/json", "application/problem+json"


@cache
def document():
    return yaml.safe_load(COMMITTED.read_text())


def named(part):
    """What a reference of the document stands for; any other part as it is."""
    while "$ref" in part:
        place = document()
        for step in part["$ref"].removeprefix("#/").split("/"):
            place = place[step]
        part = place
    return part


def operations():
    return [
        (f"{method} {path}", operation)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    ]


def properties(schema, where):
    """Each property of a schema, also of those within it, with its place."""
    for name, one in schema.get("properties", {}).items():
        yield f"{where}.{name}", one
        yield from properties(one, f"{where}.{name}")
    for further in ("items", "additionalProperties"):
        if isinstance(schema.get(further), dict):
            yield from properties(schema[further], f"{where}[]")


def schemas():
    """Every schema that the document has a name for or an answer with, with its place."""
    yield from document()["components"]["schemas"].items()
    for place, operation in operations():
        for response in operation["responses"].values():
            for media in named(response).get("content", {}).values():
                yield place, media["schema"]


def parameters():
    return [
        (f"{place} {parameter['name']}", parameter)
        for place, operation in operations()
        for parameter in operation.get("parameters", [])
    ]


def test_no_property_and_no_parameter_goes_unexplained():
    found = [*parameters()]
    for place, schema in schemas():
        found += properties(schema, place)
    assert len(found) > 1000
    assert [place for place, one in found if not one.get("description")] == []


def test_every_question_is_told_of_and_has_its_place():
    tags = {tag["name"]: tag["description"] for tag in document()["tags"]}
    assert all(tags.values())
    asked = operations()
    assert [place for place, one in asked if not (one["summary"] and one["description"])] == []
    assert {tag for _, one in asked for tag in one["tags"]} == tags.keys()
    assert len({one["operationId"] for _, one in asked}) == len(asked)


def test_it_says_where_whom_and_under_what_terms():
    assert document()["openapi"].startswith("3.1")
    assert document()["servers"][0]["url"] == "/"
    assert document()["security"] == []
    assert document()["info"]["contact"]["name"]
    assert document()["info"]["license"]["name"] == "CC BY 4.0"


def is_bounded(schema):
    """Whether a schema leaves nothing open: terms, or a pattern and a greatest size."""
    schema = named(schema)
    if schema["type"] == "array":
        return "maxItems" in schema and is_bounded(schema["items"])
    if schema["type"] == "integer":
        return {"minimum", "maximum"} <= schema.keys()
    return "enum" in schema or {"pattern", "maxLength"} <= schema.keys()


def test_every_parameter_is_bounded():
    assert [place for place, one in parameters() if not is_bounded(one["schema"])] == []


def test_what_parameters_may_be_is_what_is_taken(client, db):
    """Of each the bounds are not wider than those of the portal, nor its terms others."""
    related_records("open")
    asked = {
        "initiatives": {"theme": "cooperatives", "country": "ECU", "sdg": "8", "year": "2015"},
        "people": {"letter": "A"},
        "resources": {"language": "es", "kind": "publication"},
        "sources": {"url": "https://example.org/open"},
        "replications": {"from_country": "ECU", "pillar": "employment", "uptake": "taken-up"},
    }
    for collection, questions in asked.items():
        operation = document()["paths"][f"/api/v1/{collection}/"]["get"]
        schemas = {one["name"]: one["schema"] for one in operation["parameters"]}
        for name, value in questions.items():
            schema = named(schemas[name].get("items", schemas[name]))
            typed = int(value) if schema["type"] == "integer" else value
            Draft202012Validator(schema).validate(typed)
            response = client.get(f"/api/v1/{collection}/", {name: value})
            assert response.status_code == 200, response.content


def test_every_status_is_told_of():
    always = {"200", "304", "400", "405", "406", "429", "503"}
    for place, operation in operations():
        expected = set(always)
        if "{" in place:
            expected |= {"301", "404", "410"}
        elif place.endswith("/changes/"):
            expected |= {"410"}
        assert operation["responses"].keys() == expected, place


def test_every_answer_has_an_example_that_is_one():
    """`manage.py api_examples` takes them anew from a running portal."""
    for place, operation in operations():
        content = operation["responses"]["200"]["content"]
        check(content[JSON]["schema"], content[JSON]["example"], place)
        assert content.keys() == {JSON}  # programs that are made of it would tell others apart


def test_every_error_has_an_example_that_is_one():
    for name, response in document()["components"]["responses"].items():
        media = response["content"][PROBLEM]
        check(media["schema"], media["example"], name)
        kinds = [kind.type for kind in BY_STATUS.values()] + ["/api/errors/token/"]
        assert media["example"]["type"] in kinds


def check(schema, example, place):
    whole = schema | {"components": document()["components"]}
    validator = Draft202012Validator(whole, format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(example)] == [], place


def test_every_header_is_described():
    for header in document()["components"]["headers"].values():
        assert header["description"]
        assert header["schema"]
        assert header["example"]


@pytest.fixture
def answers(caching, client, db):
    """An answer of each kind to each question: pairs of its place and the answer."""
    records = related_records("open")
    keys = {"public_id": records["source"].public_id, "number": "8", "iso3": "ECU"}
    slugs = {"initiatives": "seeds-open", "forums": "expo-open", "themes": "cooperatives"}

    def ask(path, **headers):
        return client.get(path, headers=ORIGIN | headers)

    found = []
    for described in document()["paths"]:
        collection = described.split("/")[3]
        if "{slug}" in described and collection not in slugs:
            continue  # made by the same view
        if collection == "replications" and "{" in described:
            continue
        path = described.format(slug=slugs.get(collection), **keys)
        good = ask(path)
        again = ask(path, **{"If-None-Match": good.headers["ETag"]})
        found += [
            (path, 200, good),
            (path, 304, again),
            (path, 400, ask(f"{path}?thme=care")),
            (path, 405, client.post(path, headers=ORIGIN)),
            (path, 406, ask(path, Accept="image/png")),
        ]
    records["initiative"].publication = "archived"
    records["initiative"].save()
    found += [
        ("/api/v1/initiatives/x/", 404, ask("/api/v1/initiatives/x/")),
        ("/api/v1/initiatives/x/", 301, ask("/api/v1/countries/ecu/")),
        ("/api/v1/initiatives/x/", 410, ask("/api/v1/initiatives/seeds-open/")),
    ]
    return found


def test_the_headers_described_are_sent(answers):
    assert len(answers) > 100
    record = document()["paths"]["/api/v1/initiatives/{slug}/"]["get"]
    for path, status, response in answers:
        assert response.status_code == status, path
        described = named(record["responses"][str(status)])["headers"]
        missing = [name for name in described if not response.has_header(name)]
        assert missing == [], (path, status)
        for name in described:
            header = named(described[name])
            if "const" in header["schema"]:
                assert response.headers[name] == header["schema"]["const"]
