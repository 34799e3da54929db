"""Errors of the API, in one shape: that of RFC 9457, "Problem Details for HTTP APIs"."""

from http import HTTPStatus

from django.http import JsonResponse
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.views import exception_handler

from core.api.problems import type_of

MEDIA_TYPE = "application/problem+json"
NOT_UNDERSTOOD = "The question is not understood."
WITHDRAWN_STATES = ["gone", "archived", "merged"]


class ProblemSerializer(serializers.Serializer):
    """What went wrong."""

    type = serializers.CharField(help_text="The address of a page that says what kind of error.")
    title = serializers.CharField(help_text="The name of the status: Bad Request, Not Found ...")
    status = serializers.IntegerField(help_text="The status code of the answer.")
    detail = serializers.CharField(help_text="What went wrong, in a sentence.")
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="Only with 400: for each parameter that is wrong, what is wrong with it.",
    )


class TombstoneSerializer(ProblemSerializer):
    """What is known of a record that was withdrawn."""

    id = serializers.CharField(help_text="What the record was known by. Never changes.")
    state = serializers.ChoiceField(WITHDRAWN_STATES, help_text="What became of the record.")
    withdrawn = serializers.DateTimeField(help_text="When.")
    reason = serializers.CharField(help_text="Why, where somebody says so; else empty.")
    page_url = serializers.URLField(
        required=False, help_text="The page, where that of it or of its successor stays readable."
    )


class Withdrawn(APIException):
    """There was a public record at an address, and is none any more."""

    status_code = HTTPStatus.GONE
    default_detail = "This record was withdrawn."
    readable_detail = "This record was archived. Its page stays readable, for people."

    def __init__(self, record, page_url=None):
        """record: of the table of public records; page_url: where an archived one is read."""
        super().__init__(self.readable_detail if page_url else None)
        self.further = {
            "id": record.public_id,
            "state": record.state,
            "withdrawn": record.withdrawn,
            "reason": record.reason,
        }
        if page_url:
            self.further["page_url"] = page_url


def as_problem(exception, context):
    """The answer to an exception; None where it is a fault of ours."""
    response = exception_handler(exception, context)
    if response is None:
        return None
    status = response.status_code
    if isinstance(exception, ValidationError):
        response.data = problem(status, NOT_UNDERSTOOD, errors=response.data)
    else:
        further = getattr(exception, "further", {})
        if kind := getattr(exception, "kind", None):
            further = further | {"type": kind.type}
        response.data = problem(status, str(response.data["detail"]), **further)
    return response


def problem(status, detail, **further):
    """What an error with this status says."""
    return {
        "type": type_of(status),
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **further,
    }


def problem_response(status, detail, **further):
    """An error for programs, where no view of the API answers."""
    body = problem(status, detail, **further)
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)


def not_understood(error):
    """The answer to a question that raised ValidationError outside of the API."""
    return problem_response(error.status_code, NOT_UNDERSTOOD, errors=error.detail)
