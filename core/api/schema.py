"""How the API describes itself: parameters from the forms that check them, errors everywhere.

core.api.document completes what comes of it: headers, examples, what is deprecated.
"""

import inspect
from http import HTTPStatus

from django import forms
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_parameter_type
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from core.api.errors import MEDIA_TYPE, ProblemSerializer, TombstoneSerializer
from core.api.explaining import EXPLANATION_SCHEMA
from core.api.grouping import GROUP_SCHEMA
from core.api.parameters import FORMAT, is_multiple
from core.search.fields import (
    ADDRESS_PATTERN,
    MOST_VALUES,
    TEXT_PATTERN,
    FacetField,
    WordsField,
)


class OperationSchema(AutoSchema):
    """An operation, with the errors that every operation can answer."""

    def get_response_serializers(self):
        said = getattr(self.view, "answer", None) or super().get_response_serializers()
        answers = {
            200: OpenApiResponse(said, AS_ASKED),
            304: OpenApiResponse(None, "It is still as it was: see `ETag`."),
        }
        if self.is_of_one_record:
            answers[301] = OpenApiResponse(
                None, "The slug is a former one, or was that of a merged record: see `Location`."
            )
        return answers | {
            (status, MEDIA_TYPE): OpenApiResponse(self.shape(status), described)
            for status, described in self.problems.items()
        }

    def shape(self, status):
        """The serializer of an error; that of a withdrawn record says more than others."""
        is_withdrawn = status == HTTPStatus.GONE and self.is_of_one_record
        return TombstoneSerializer if is_withdrawn else ProblemSerializer

    def get_override_parameters(self):
        described = getattr(self.view, "described_parameters", list)
        return [*described(), self.form]

    @property
    def form(self):
        """The parameter that says in which form the answer is given."""
        said = "`json` whatever the header Accept says, which browsers need."
        return OpenApiParameter(FORMAT, enum=["json"], description=said)

    @property
    def is_of_one_record(self):
        return bool(getattr(self.view, "detail", False))

    @property
    def problems(self):
        """Status and meaning of the errors that this operation can answer."""
        if self.is_of_one_record:
            return PROBLEMS
        return PROBLEMS_OF_LISTS | getattr(self.view, "own_problems", {})

    def get_summary(self):
        title = getattr(self.view, "title", None) or self.view.name
        return f"One of the {title.lower()}" if self.is_of_one_record else title

    def get_description(self):
        described = self.view.get_serializer_class() if self.is_of_one_record else self.view
        return inspect.getdoc(described) or ""


AS_ASKED = "As asked."
PROBLEMS_OF_LISTS = {
    400: "A parameter is unknown or its value is wrong; `errors` names it.",
    405: "The answer to any other method than GET, HEAD and OPTIONS, at any address.",
    406: "The header Accept asks for something else than JSON or HTML.",
    429: "The server in front of the portal takes no more from where you are at this moment.",
    503: "The database does not answer at this moment, or more is asked than can be answered.",
}
PROBLEMS = PROBLEMS_OF_LISTS | {
    404: "No public record has this address.",
    410: "The record that had this address was withdrawn; it says when, and why.",
}
NAMES_OF_RESPONSES = {"Tombstone": "Withdrawn"}  # by schema, of those that have one of their own


class FormParameters(DjangoFilterExtension):
    """The parameters of a filterset, described by the fields of its form."""

    target_class = "core.api.parameters.FilterBackend"
    priority = 1

    def get_schema_operation_parameters(self, auto_schema, *args, **kwargs):
        filterset_class = getattr(auto_schema.view, "filterset_class", None)
        if filterset_class is None:
            return []
        return [
            self.parameter(name, declared.field)
            for name, declared in filterset_class.base_filters.items()
        ]

    def parameter(self, name, field):
        several = is_multiple(field)
        schema = value_schema(field)
        return build_parameter_type(
            name=name,
            location="query",
            description=". ".join(filter(None, [field.label, field.help_text])),
            schema={"type": "array", "items": schema, "maxItems": MOST_VALUES}
            if several
            else schema,
            explode=True if several else None,
            style="form" if several else None,
        )


def value_schema(field):
    """What one value of a form field looks like."""
    if isinstance(field, FacetField):
        return field.facet.value_schema
    if isinstance(field, forms.IntegerField):
        limits = {"minimum": field.min_value, "maximum": field.max_value}
        return {"type": "integer"} | {k: v for k, v in limits.items() if v is not None}
    if isinstance(field, forms.ChoiceField):
        return {"type": "string", "enum": [value for value, _ in field.choices if value]}
    pattern = TEXT_PATTERN if isinstance(field, WordsField) else ADDRESS_PATTERN
    return {"type": "string", "pattern": pattern, "maxLength": field.max_length}


def tidy(result, generator, request, public):
    """Say once what every operation repeats, and not that a read-only API is read only."""
    shared = result["components"].setdefault("responses", {})
    for operations in result["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if said := response.get("content", {}).get(MEDIA_TYPE):
                    shape = said["schema"]["$ref"].split("/")[-1]
                    phrase = HTTPStatus(int(status)).phrase.replace(" ", "")
                    name = NAMES_OF_RESPONSES.get(shape) or phrase
                    shared[name] = response
                    operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
    schemas = result["components"]["schemas"]
    schemas |= {"Explanation": EXPLANATION_SCHEMA, "Group": GROUP_SCHEMA}
    for component in schemas.values():
        for name, field in component.get("properties", {}).items():
            field.pop("readOnly", None)
            if len(field.get("allOf", [])) == 1:
                component["properties"][name] = field.pop("allOf")[0] | field
    return result
