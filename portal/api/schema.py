"""How the API describes itself: parameters from the forms that check them, errors everywhere."""

from django import forms
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_parameter_type
from drf_spectacular.utils import OpenApiResponse

from portal.api.errors import MEDIA_TYPE, Problem
from portal.api.parameters import is_multiple


class OperationSchema(AutoSchema):
    """An operation, with the errors that every operation can answer."""

    def get_response_serializers(self):
        answers = super().get_response_serializers()
        if not isinstance(answers, dict):
            answers = {200: answers}
        return answers | {
            (status, MEDIA_TYPE): OpenApiResponse(Problem, description)
            for status, description in self.problems().items()
        }

    def problems(self):
        """Status and meaning of the errors that this operation can answer."""
        problems = {
            400: "A parameter is unknown or its value is wrong; `errors` names it.",
            406: "The header Accept asks for something else than JSON or HTML.",
        }
        if getattr(self.view, "detail", False):
            problems[404] = "No public record has this address."
        return problems

    def get_override_parameters(self):
        return [*super().get_override_parameters(), *getattr(self.view, "further_parameters", [])]


class FormParameters(DjangoFilterExtension):
    """The parameters of a filterset, described by the fields of its form."""

    target_class = "portal.api.parameters.FilterBackend"
    priority = 1

    def get_schema_operation_parameters(self, auto_schema, *args, **kwargs):
        filterset_class = getattr(auto_schema.view, "filterset_class", None)
        if filterset_class is None:
            return []
        return [
            self.parameter(name, declared.label, declared.field)
            for name, declared in filterset_class.base_filters.items()
        ]

    def parameter(self, name, label, field):
        several = is_multiple(field)
        schema = value_schema(field)
        return build_parameter_type(
            name=name,
            location="query",
            description=". ".join(filter(None, [label, field.help_text])),
            schema={"type": "array", "items": schema} if several else schema,
            explode=True if several else None,
            style="form" if several else None,
        )


def value_schema(field):
    """What one value of a form field looks like."""
    if isinstance(field, forms.IntegerField):
        limits = {"minimum": field.min_value, "maximum": field.max_value}
        return {"type": "integer"} | {k: v for k, v in limits.items() if v is not None}
    if isinstance(field, forms.ChoiceField):
        return {"type": "string", "enum": [value for value, _ in field.choices if value]}
    longest = getattr(field, "max_length", None)
    return {"type": "string"} | ({"maxLength": longest} if longest else {})
