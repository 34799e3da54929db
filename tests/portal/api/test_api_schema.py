"""The schema says what the API does, and `docs/openapi.yaml` is that schema."""

from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator, FormatChecker

from initiatives.models import Initiative
from tests.portal.api.world import COLLECTIONS, RECORDS, related_records

COMMITTED = Path(__file__).parents[3] / "docs" / "openapi.yaml"
ROOT = "/api/v1"


@pytest.fixture(scope="module")
def schema():
    return yaml.safe_load(COMMITTED.read_text())


def test_the_committed_schema_is_current(tmp_path):
    """`make openapi` renews it."""
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(made))
    assert made.read_text() == COMMITTED.read_text()


def test_the_schema_is_valid_and_served(client, schema):
    validate_schema(schema)
    response = client.get(f"{ROOT}/schema/")
    assert response.headers["Content-Type"] == "application/vnd.oai.openapi; charset=utf-8"
    assert yaml.safe_load(response.content) == schema
    as_json = client.get(f"{ROOT}/schema/?format=json")
    assert as_json.json() == schema


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_the_schema_is_sent_in_few_bytes(caching, client, db, schema, form):
    asked = {"Accept-Encoding": "gzip"}
    response = client.get(f"{ROOT}/schema/?format={form}", headers=asked)
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(response.content) < 100_000


def test_every_field_is_explained_where_editors_have_read_between_lines(schema):
    properties = schema["components"]["schemas"]["Initiative"]["properties"]
    for name in ("themes", "sdgs", "replicability", *Initiative.REQUIREMENTS):
        assert "editors' reading" in properties[name]["description"]
    stage = schema["components"]["schemas"]["InitiativeReplication"]
    assert "editors' reading" in stage["description"]


def test_answers_are_as_the_schema_says(client, db, schema):
    """With no field more and no field less."""
    related_records("open")
    asked = [
        *(f"{collection}/?explain=yes" for collection in ("initiatives", "forums", "themes")),
        "initiatives/?group_by=theme,year&explain=yes",
        "replications/?group_by=from_country",
        "initiatives/?q=seeds",
    ]
    for path in [*COLLECTIONS, *RECORDS, *asked]:
        operation = schema["paths"][described(path)]["get"]
        content = operation["responses"]["200"]["content"]["application/json"]
        answer = client.get(f"{ROOT}/{path}" if "?" in path else f"{ROOT}/{path}/").json()
        validator = Draft202012Validator(
            closed(content["schema"] | {"components": schema["components"]}),
            format_checker=FormatChecker(),
        )
        assert [error.message for error in validator.iter_errors(answer)] == [], path


def test_a_chosen_part_is_as_the_schema_says_but_for_what_is_left_out(client, db, schema):
    related_records("open")
    for path in [*COLLECTIONS, *RECORDS]:
        operation = schema["paths"][described(path)]["get"]
        content = operation["responses"]["200"]["content"]["application/json"]
        answer = client.get(f"{ROOT}/{path}/", {"fields": "id,modified"}).json()
        chosen = answer["results"][0] if "results" in answer else answer
        assert chosen.keys() == {"id", "modified"}
        parts = optional(content["schema"] | {"components": schema["components"]})
        assert [*Draft202012Validator(parts).iter_errors(answer)] == [], path


def optional(schema):
    """The schema with nothing required."""
    if isinstance(schema, list):
        return [optional(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    names = schema.keys() - ({"required"} if isinstance(schema.get("required"), list) else set())
    return {name: optional(schema[name]) for name in names}


def described(path):
    """The address of a record or list as the schema writes it."""
    collection, _, key = path.partition("?")[0].partition("/")
    if not key:
        return f"{ROOT}/{collection}/"
    parameter = {"countries": "iso3", "sdgs": "number"}.get(collection, "slug")
    return f"{ROOT}/{collection}/{{{parameter}}}/"


def closed(schema):
    """The schema with every object refusing what it does not name."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {name: closed(part) for name, part in schema.items()}
    if "properties" in schema and schema.get("type") == "object":
        schema.setdefault("additionalProperties", False)
    return schema
