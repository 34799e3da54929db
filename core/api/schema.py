"""How the API describes itself: parameters from the forms that check them, errors everywhere."""

import inspect
from http import HTTPStatus

from django import forms
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_parameter_type
from drf_spectacular.utils import OpenApiResponse

from core.api.errors import MEDIA_TYPE, ProblemSerializer, TombstoneSerializer
from core.api.explaining import EXPLANATION_SCHEMA
from core.api.grouping import GROUP_SCHEMA
from core.api.parameters import is_multiple
from core.search.fields import FacetField


class OperationSchema(AutoSchema):
    """An operation, with the errors that every operation can answer."""

    def get_response_serializers(self):
        answers = super().get_response_serializers()
        if not isinstance(answers, dict):
            answers = {200: OpenApiResponse(answers, "As asked.")}
        if self.is_of_one_record:
            answers[301] = OpenApiResponse(
                None, "The slug is a former one, or was that of a merged record: see `Location`."
            )
        return answers | {
            (status, MEDIA_TYPE): OpenApiResponse(SHAPES.get(status, ProblemSerializer), described)
            for status, described in self.problems.items()
        }

    def get_override_parameters(self):
        described = getattr(self.view, "described_parameters", list)
        return described()

    @property
    def is_of_one_record(self):
        return bool(getattr(self.view, "detail", False))

    @property
    def problems(self):
        """Status and meaning of the errors that this operation can answer."""
        return PROBLEMS if self.is_of_one_record else PROBLEMS_OF_LISTS

    def get_summary(self):
        title = getattr(self.view, "title", None)
        return title and (f"One of the {title.lower()}" if self.is_of_one_record else title)

    def get_description(self):
        described = self.view.get_serializer_class() if self.is_of_one_record else self.view
        return inspect.getdoc(described) or ""


PROBLEMS_OF_LISTS = {
    400: "A parameter is unknown or its value is wrong; `errors` names it.",
    406: "The header Accept asks for something else than JSON or HTML.",
}
PROBLEMS = PROBLEMS_OF_LISTS | {
    404: "No public record has this address.",
    410: "The record that had this address was withdrawn; it says when, and why.",
}
SHAPES = {410: TombstoneSerializer}  # of the errors that say more than others


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
        described = build_parameter_type(
            name=name,
            location="query",
            description=". ".join(filter(None, [field.label, field.help_text])),
            schema={"type": "array", "items": schema} if several else schema,
            explode=True if several else None,
            style="form" if several else None,
        )
        return described | {"allowEmptyValue": True}  # forms send fields that nobody filled in


def value_schema(field):
    """What one value of a form field looks like."""
    if isinstance(field, FacetField):
        return field.facet.value_schema
    if isinstance(field, forms.IntegerField):
        limits = {"minimum": field.min_value, "maximum": field.max_value}
        return {"type": "integer"} | {k: v for k, v in limits.items() if v is not None}
    if isinstance(field, forms.ChoiceField):
        return {"type": "string", "enum": [value for value, _ in field.choices if value]}
    longest = getattr(field, "max_length", None)
    return {"type": "string"} | ({"maxLength": longest} if longest else {})


def tidy(result, generator, request, public):
    """Say once what every operation repeats, and not that a read-only API is read only."""
    shared = result["components"].setdefault("responses", {})
    for operations in result["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if said := response.get("content", {}).get(MEDIA_TYPE):
                    shape = said["schema"]["$ref"].split("/")[-1]
                    phrase = HTTPStatus(int(status)).phrase.replace(" ", "")
                    name = phrase if shape == "Problem" else shape
                    shared[name] = response
                    operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
    schemas = result["components"]["schemas"]
    schemas |= {"Explanation": EXPLANATION_SCHEMA, "Group": GROUP_SCHEMA}
    for component in schemas.values():
        for name, field in component.get("properties", {}).items():
            field.pop("readOnly", None)
            if field.keys() == {"allOf"} and len(field["allOf"]) == 1:
                component["properties"][name] = field["allOf"][0]
    return result
