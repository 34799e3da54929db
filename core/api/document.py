"""What completes the schema that drf-spectacular makes: headers, examples of errors, keys of paths.

Each function is a step that changes the document, a dict as OpenAPI has it, in its place.
"""

import re

from drf_spectacular.renderers import SafeDumper

from core.api.errors import MEDIA_TYPE, NOT_UNDERSTOOD, problem
from core.api.headers import HEADERS, SENT
from core.api.problems import TOKEN

JSON = "application/json"
COMPONENTS = "#/components"
NOT_HERE = "No public record has this address."
EXAMPLES = {  # of errors, by the name of their response
    "BadRequest": problem(
        400,
        NOT_UNDERSTOOD,
        errors={"thme": ["Unknown parameter. Did you mean theme? Known ones: country, q, theme."]},
    ),
    "NotFound": problem(404, NOT_HERE),
    "MethodNotAllowed": problem(405, 'Method "POST" not allowed.'),
    "NotAcceptable": problem(
        406,
        "The header Accept takes none of the forms that there are here: "
        "application/json, text/html.",
    ),
    "Withdrawn": problem(
        410,
        "This record was withdrawn.",
        id="5d3c0f9a1b72",
        state="gone",
        withdrawn="2026-11-02T09:30:00Z",
        reason="The source has taken it back.",
    ),
    "Gone": problem(
        410,
        "This token is of a history that is no more. Start again without `since`.",
        type=TOKEN.type,
    ),
    "TooManyRequests": problem(
        429, "Too much was asked at once from your address. Wait a moment, and try again."
    ),
    "ServiceUnavailable": problem(
        503, "Sorry, the catalogue is unavailable. Try again in a few seconds."
    ),
}
KEYS = {  # what stands in the paths of records: what it looks like, and its meaning
    "slug": ({"maxLength": 200}, "Its slug. A former one leads to the present address."),
    "iso3": ({"maxLength": 3}, "Its ISO 3166 alpha-3 code, as ECU."),
    "number": ({"type": "integer", "minimum": 1, "maximum": 17}, "Its number, from 1 to 17."),
    "public_id": ({"maxLength": 12}, "Its id, which never changes."),
}


# YAML 1.2, as most programs read it, takes the id 4812e9305117 for a number: it has to be quoted.
SafeDumper.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[0-9]+[eE][0-9]+$"), "0123456789"
)


def operations(document):
    """Each operation with its path."""
    for path, methods in document["paths"].items():
        for operation in methods.values():
            yield path, operation


def complete(result, generator, request, public):
    """A hook of drf-spectacular: all steps, in their order."""
    result["security"] = []  # no key is needed
    describe_keys(result)
    allow_empty_values(result)
    describe_headers(result)
    give_examples_of_errors(result)
    return result


def describe_keys(document):
    """Say what stands in the paths of records."""
    for _, operation in operations(document):
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path":
                bounds, meaning = KEYS[parameter["name"]]
                known = {} if "type" in bounds else parameter["schema"]
                parameter |= {"schema": known | bounds, "description": meaning}


def allow_empty_values(document):
    """Say that an empty parameter asks nothing: forms send fields that nobody filled in."""
    for _, operation in operations(document):
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "query":
                parameter["allowEmptyValue"] = True


def describe_headers(document):
    """Name the headers of each answer, and describe each of them once."""
    answers = document["components"]["responses"]
    for _, operation in operations(document):
        for status, response in sorted(operation["responses"].items()):
            name = response.get("$ref", "").rpartition("/")[2]
            add_headers(document, answers.get(name, response), SENT[status])


def add_headers(document, response, names):
    """Have a response tell of headers, by their names."""
    described = document["components"].setdefault("headers", {})
    for name in names:
        described[name] = HEADERS[name]
        response.setdefault("headers", {})[name] = {"$ref": f"{COMPONENTS}/headers/{name}"}


def give_examples_of_errors(document):
    """Show each error as it is answered."""
    for name, response in document["components"]["responses"].items():
        response["content"][MEDIA_TYPE]["example"] = EXAMPLES[name]
