"""What of the API is to be used no more: said in answers that have to do with it, and described.

`API_DEPRECATED` of the settings is the one list of it. The header Deprecation is that of RFC 9745,
Sunset that of RFC 8594.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.utils.http import http_date

from core.api.document import JSON, add_headers, operations
from core.api.headers import OF_DEPRECATED

LEAST = 365  # days between being deprecated and being gone
GUIDE = "/api/#versions"
RELATIONS = ("deprecation", "sunset")


@dataclass(frozen=True)
class Deprecated:
    """An address, or a parameter or a field of it, that is to be used no more.

    path: as the schema writes it; since, until: days, between which it works as ever; instead: a
    sentence about what to use; parameter, field: the name of one, for the whole address neither.
    """

    path: str
    since: date
    until: date
    instead: str
    parameter: str = ""
    field: str = ""

    def __post_init__(self):
        if (self.until - self.since).days < LEAST:
            raise ValueError(f"What is deprecated stays at least {LEAST} days.")

    @property
    def what(self):
        """What it is, in words."""
        if self.parameter:
            return f"The parameter {self.parameter} of {self.path}"
        return f"The field {self.field} of {self.path}" if self.field else self.path

    @property
    def plainly(self):
        """What to use in its place, as plain text."""
        return self.instead.replace("`", "")

    def concerns(self, request, choice):
        """Whether a question for its path has to do with it.

        choice: of the fields that are answered, as core.api.choice has it; None for all.
        """
        if self.parameter:
            return self.parameter in request.query_params
        return not self.field or choice is None or self.field in dict(choice)


def headers(path, request, choice=None):
    """The headers of an answer to a question for a path that say what of it is deprecated."""
    found = [
        one for one in settings.API_DEPRECATED if one.path == path and one.concerns(request, choice)
    ]
    if not found:
        return {}
    since, until = min(one.since for one in found), min(one.until for one in found)
    links = [f'<{GUIDE}>; rel="{relation}"; type="text/html"' for relation in RELATIONS]
    return {
        "Deprecation": f"@{seconds(since)}",
        "Sunset": http_date(seconds(until)),
        "Link": ", ".join(links),
    }


def seconds(day):
    """When a day begins, in seconds since 1970."""
    return int(datetime.combine(day, time(), UTC).timestamp())


def complete(result, generator, request, public):
    """A hook of drf-spectacular: say what is deprecated, and until when it stays."""
    for path, operation in operations(result):
        found = [one for one in settings.API_DEPRECATED if one.path == path]
        for one in found:
            part = part_of(result, operation, one)
            part |= {"deprecated": True, "x-sunset": f"{one.until:%Y-%m-%d}"}
            part["description"] = f"{part.get('description', '')} Deprecated: {one.instead}".strip()
        if found:
            add_headers(result, operation["responses"]["200"], OF_DEPRECATED)
    return result


def part_of(document, operation, deprecated):
    """The part of a document that tells of what is deprecated; LookupError where none does."""
    if deprecated.parameter:
        named = {one["name"]: one for one in operation["parameters"]}
        return named[deprecated.parameter]
    if deprecated.field:
        return fields_of(document, operation)[deprecated.field]
    return operation


def fields_of(document, operation):
    """The fields of the records that an operation answers with."""
    schema = schema_of(document, operation["responses"]["200"]["content"][JSON]["schema"])
    fields = schema["properties"]
    if {"next", "results"} <= fields.keys():  # a page of them
        fields = schema_of(document, fields["results"]["items"])["properties"]
    return fields


def schema_of(document, schema):
    """What a reference stands for; any other schema as it is."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"].get(name, schema)
