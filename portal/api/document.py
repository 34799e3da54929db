"""What completes the schema for this portal: its lists, the meaning of fields, and examples."""

import inspect
import json
from functools import cache
from pathlib import Path

from django.conf import settings

from core.api.document import JSON, operations
from portal.api.descriptions import description
from portal.api.urls import COLLECTIONS

EXAMPLES = Path(__file__).with_name("examples.json")
TAGS = {
    "root": "Where each list is.",
    "changes": "What has changed, for those who keep a copy.",
}


@cache
def examples():
    """Answers by operation, as `manage.py api_examples` has written them."""
    return json.loads(EXAMPLES.read_text())


def complete(result, generator, request, public):
    """A hook of drf-spectacular."""
    result["info"]["contact"] = contact()
    describe_tags(result)
    describe_fields(result["components"]["schemas"])
    give_examples(result)
    return result


def contact():
    """Whom to ask, as the settings of this copy of the catalogue say."""
    known = {
        "name": settings.PUBLISHER_NAME or "The publisher of this catalogue: see /about/",
        "url": settings.PUBLISHER_URL,
        "email": settings.CONTACT_EMAIL,
    }
    return {name: value for name, value in known.items() if value}


def describe_tags(document):
    """Say what each list has, in the order of their addresses."""
    of_lists = {
        name: inspect.getdoc(viewset).partition("\n\n")[0].replace("\n", " ")
        for name, viewset in COLLECTIONS.items()
    }
    document["tags"] = [
        {"name": name, "description": meaning} for name, meaning in (TAGS | of_lists).items()
    ]


def describe_fields(schemas):
    """Give a meaning to each field that has none, and name the terms that may stand there."""
    for schema, shape in schemas.items():
        for name, field in shape.get("properties", {}).items():
            if not field.get("description"):
                terms = schemas.get(field.get("$ref", "").rpartition("/")[2], {})
                meanings = [description(schema, name)]
                meanings += [terms.get("description")] if "enum" in terms else []
                field["description"] = "\n\n".join(filter(None, meanings))


def give_examples(document):
    """Show an answer to each question."""
    for _, operation in operations(document):
        content = operation["responses"]["200"]["content"]
        content[JSON]["example"] = examples().get(operation["operationId"])
