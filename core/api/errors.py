"""Errors of the API, in one shape: that of RFC 9457, "Problem Details for HTTP APIs"."""

from http import HTTPStatus

from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"


class Problem(serializers.Serializer):
    """What went wrong."""

    title = serializers.CharField(help_text="The name of the status: Bad Request, Not Found ...")
    status = serializers.IntegerField(help_text="The status code of the answer.")
    detail = serializers.CharField(help_text="What went wrong, in a sentence.")
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="Only with 400: for each parameter that is wrong, what is wrong with it.",
    )


def as_problem(exception, context):
    """The answer to an exception; None where it is a fault of ours."""
    response = exception_handler(exception, context)
    if response is None:
        return None
    status = response.status_code
    problem = {"title": HTTPStatus(status).phrase, "status": status}
    if isinstance(exception, ValidationError):
        problem["detail"] = "The question is not understood."
        problem["errors"] = response.data
    else:
        problem["detail"] = str(response.data["detail"])
    response.data = problem
    return response
