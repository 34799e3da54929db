"""The reference says in words all that the schema says, and every link on it leads somewhere."""

import re
from pathlib import Path

import pytest
import yaml

from core.api.reference import is_page, reference

COMMITTED = Path(__file__).parents[3] / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def schema():
    return yaml.safe_load(COMMITTED.read_text())


def test_every_address_has_all_of_its_parameters(schema):
    told = {
        question.path: [parameter.name for parameter in question.parameters]
        for chapter in reference(schema).chapters
        for question in chapter.questions
    }
    assert told == {
        path: [parameter["name"] for parameter in operations["get"].get("parameters", [])]
        for path, operations in schema["paths"].items()
    }


def test_every_shape_has_all_of_its_fields_and_stands_there_once(schema):
    made = reference(schema)
    shapes = [shape for chapter in made.chapters for shape in chapter.shapes] + made.parts
    expected = {
        name: shape["properties"].keys()
        for name, shape in schema["components"]["schemas"].items()
        if "properties" in shape and not is_page(shape)
    }
    assert sorted(shape.name for shape in shapes) == sorted(expected)
    for shape in shapes:
        assert {field.name for field in shape.fields if "." not in field.name} == expected[
            shape.name
        ]


def test_what_stands_there_is_said_in_words(schema):
    chapters = {chapter.name: chapter for chapter in reference(schema).chapters}
    asked, one = chapters["initiatives"].questions
    parameters = {line.name: line.kind for line in asked.parameters}
    assert parameters["theme"] == "text, can be repeated"
    assert parameters["page_size"] == "whole number from 1 to 100"
    assert parameters["explain"] == "<code>no</code> or <code>yes</code>"
    assert asked.answer == 'a page of <a href="#InitiativeSummary">InitiativeSummary</a>'
    assert one.answer == '<a href="#Initiative">Initiative</a>'
    assert (asked.opens, one.opens) == (True, False)
    extra = {line.name: line.kind for line in asked.fields}
    assert extra["facets"] == 'for each key: <a href="#Facet">Facet</a>'
    parts = {shape.name: shape for shape in reference(schema).parts}
    counted = {line.name: line.kind for line in parts["FacetValue"].fields}
    assert counted["count"] == "whole number"
    shapes = {shape.name: shape for shape in chapters["initiatives"].shapes}
    fields = {line.name: line for line in shapes["Initiative"].fields}
    assert fields["start_year"].kind == "whole number or null"
    assert fields["themes"].kind == 'list of <a href="#ThemeReference">ThemeReference</a>'
    assert "<li><code>active</code> - Active</li>" in fields["status"].meaning


def test_every_link_of_the_page_leads_somewhere(client, db):
    html = client.get("/api/v1/docs/").content.decode()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    addresses = re.findall(r'<a href="([^"#]+)">Open it', html)
    assert len(addresses) > 20
    for address in addresses:
        assert client.get(address).status_code == 200, address
