"""The schema in words: what can be asked, and what the answers hold. Made from the schema alone.

Plain tuples, which a template prints: chapters of questions with their parameters, and the shapes
of the records that they answer with.
"""

from html import escape
from typing import NamedTuple

from django.utils.safestring import mark_safe

from core import prose

JSON = "application/json"
OBJECT = "object"
WORDS = {  # by type and format
    ("string", None): "text",
    ("string", "date"): "date",
    ("string", "date-time"): "date and time",
    ("string", "uri"): "address",
    ("string", "iri"): "address",
    ("integer", None): "whole number",
    ("number", "double"): "number",
    ("boolean", None): "true or false",
    ("object", None): OBJECT,
}


class Line(NamedTuple):
    """A parameter, field or status: its name, and as HTML what stands there and what it means."""

    name: str
    kind: str
    meaning: str


class Question(NamedTuple):
    """An address that can be asked, and what answers. opens: whether it is complete as it stands.

    fields: of the answer, where it is no record of its own.
    """

    path: str
    opens: bool
    meaning: str
    parameters: list[Line]
    answer: str
    fields: list[Line]


class Shape(NamedTuple):
    """What a record, or a part of one, holds."""

    name: str
    meaning: str
    fields: list[Line]


class Chapter(NamedTuple):
    """A list of the API: what it can be asked, and the shapes of its records."""

    name: str
    questions: list[Question]
    shapes: list[Shape]


class Reference(NamedTuple):
    """All of the schema. parts: shapes that are no records; others: answers to any question."""

    meaning: str
    chapters: list[Chapter]
    parts: list[Shape]
    others: list[Line]


def reference(schema):
    """An OpenAPI schema as a Reference."""
    return Schema(schema).reference()


class Schema:
    """An OpenAPI schema that is put into words."""

    def __init__(self, schema):
        self.description = schema["info"]["description"]
        self.operations = {path: one["get"] for path, one in schema["paths"].items()}
        self.shapes = schema["components"]["schemas"]
        self.responses = schema["components"]["responses"]

    def reference(self):
        paths = {}  # by tag
        for path, operation in self.operations.items():
            paths.setdefault(operation["tags"][0], []).append(path)
        chapters = [self.chapter(*one) for one in paths.items()]
        told = {shape.name for chapter in chapters for shape in chapter.shapes}
        parts = [
            self.shape(name)
            for name, shape in self.shapes.items()
            if "properties" in shape and not is_page(shape) and name not in told
        ]
        return Reference(prose.to_html(self.description), chapters, parts, self.others())

    def chapter(self, tag, paths):
        answers = [self.record(answer_of(self.operations[path])) for path in paths]
        names = dict.fromkeys(last(one) for one in answers if "properties" in self.named(one))
        return Chapter(tag, [*map(self.question, paths)], [*map(self.shape, names)])

    def question(self, path):
        operation = self.operations[path]
        parameters = operation.get("parameters", [])
        answer = answer_of(operation)
        record, answered = self.record(answer), self.named(answer)
        kind, fields = self.kind(record), {} if "properties" in answered else answered
        if is_page(answered):
            kind, fields = f"a page of {kind}", page_fields(answered)
        return Question(
            path,
            opens=not any(parameter["in"] == "path" for parameter in parameters),
            meaning=prose.to_html(operation["description"]),
            parameters=[*map(self.parameter, parameters)],
            answer=safe(kind),
            fields=self.fields(fields),
        )

    def parameter(self, parameter):
        schema = parameter["schema"]
        kind = self.kind(self.named(schema.get("items", schema)))
        if "items" in schema:
            kind += ", can be repeated"
        if "default" in schema:
            kind += f", by default {escape(str(schema['default']))}"
        said = parameter.get("description", "").removesuffix(" Can be repeated.")
        return Line(parameter["name"], safe(kind), prose.to_html(said))

    def others(self):
        """What else may be answered, by status."""
        found = {}
        for operation in self.operations.values():
            for status, response in operation["responses"].items():
                if status != "200":
                    other = self.responses[last(response)] if "$ref" in response else response
                    found.setdefault((status, other["description"]), other)
        lines = []
        for (status, said), response in sorted(found.items()):
            kinds = [self.kind(media["schema"]) for media in response.get("content", {}).values()]
            lines.append(Line(status, safe("".join(kinds)), prose.to_html(said)))
        return lines

    def shape(self, name):
        schema = self.shapes[name]
        return Shape(name, prose.to_html(schema.get("description")), self.fields(schema))

    def fields(self, schema, before=""):
        """The fields of an object, and those of objects within it by their whole names.

        A star stands for any key.
        """
        lines = []
        for name, field in schema.get("properties", {}).items():
            target = self.named(field)
            of_terms = None if "properties" in target else target.get("description")
            said = field.get("description") or of_terms or field.get("title")
            lines.append(Line(before + name, safe(self.kind(field)), prose.to_html(said)))
            lines += self.fields(field.get("items", field), f"{before}{name}.")
        if isinstance(values := schema.get("additionalProperties"), dict):
            lines += self.fields(values, f"{before}*.")
        return lines

    def kind(self, schema):
        """What stands there, in words, as HTML: a shape as a link to it."""
        if "$ref" in schema:
            name, target = last(schema), self.named(schema)
            if "properties" in target:
                return f'<a href="#{name}">{name}</a>'
            if "enum" not in target:
                return self.kind(target)
            return "text" if any(target["enum"]) else "empty"  # the meaning names the terms
        choices = schema.get("oneOf") or schema.get("allOf")
        if choices:
            return " or ".join(dict.fromkeys(map(self.kind, choices)))
        if values := schema.get("enum"):
            return " or ".join(f"<code>{escape(one)}</code>" for one in values)
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return " or ".join(self.simple(one, schema) for one in types)

    def simple(self, kind, schema):
        """What stands there where it is of one of JSON's own types."""
        if kind == "null":
            return kind
        if kind == "array":
            return f"list of {self.kind(schema['items'])}"
        values = schema.get("additionalProperties")
        if kind == OBJECT and isinstance(values, dict):
            return f"for each key: {self.kind(values)}"
        if "maximum" in schema:
            return f"{WORDS[kind, None]} from {schema['minimum']} to {schema['maximum']}"
        return WORDS[kind, schema.get("format")]

    def named(self, schema):
        """What a reference stands for; any other schema as it is."""
        return self.shapes[last(schema)] if "$ref" in schema else schema

    def record(self, answer):
        """The schema of the records on a page; any other answer as it is."""
        answered = self.named(answer)
        return answered["properties"]["results"]["items"] if is_page(answered) else answer


def answer_of(operation):
    """The schema of what was asked for."""
    return operation["responses"]["200"]["content"][JSON]["schema"]


def is_page(schema):
    """Whether this is a page of a list."""
    return {"previous", "results"} <= schema.get("properties", {}).keys()


def page_fields(page):
    """What a page says besides its records and where the next ones are."""
    others = page["properties"].keys() - {"count", "next", "previous", "results"}
    return {"properties": {name: page["properties"][name] for name in sorted(others)}}


def last(reference):
    """The name that a reference ends with."""
    return reference["$ref"].rpartition("/")[2]


def safe(html):
    return mark_safe(html)  # noqa: S308 - escaped piecewise
