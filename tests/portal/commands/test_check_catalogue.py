"""`manage.py check_catalogue` tells what the checks of publishing find in the whole catalogue."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.models import KeptReason
from core.publishing import findings_of
from tests.factories import InitiativeFactory, PersonFactory

pytestmark = pytest.mark.django_db


def made(**values):
    sound = {"themes": ["cooperatives"], "origins": ["BRA"], "sources": ["https://www.ilo.org/a"]}
    return InitiativeFactory(**sound | values)


def told(*options):
    """The lines of the command, and what it ends with if it fails."""
    out = StringIO()
    try:
        call_command("check_catalogue", *options, stdout=out)
    except CommandError as error:
        return out.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), None


def test_an_error_in_what_is_public_is_told_and_the_command_fails():
    made(slug="seeds", results="Write to ana@ministry.org.")
    made(publication="draft", results="Write to ana@ministry.org.")
    lines, failure = told()
    text = "Results: no e-mail addresses. It has “ana@ministry.org”."
    assert lines == [f"error: initiative seeds, no-mail-address: {text}"]
    assert failure == "1 error and 0 warnings in 1 record"
    assert len(told("--all")[0]) == 2


def test_warnings_fail_nothing_and_are_silent_once_they_are_answered():
    record = made(origins=[])
    lines, failure = told()
    assert failure is None
    assert lines[-1] == "0 errors and 1 warning in 1 record"
    assert told("--errors-only")[0] == ["0 errors and 0 warnings in 1 record"]
    (finding,) = findings_of(record)
    KeptReason.objects.create(
        kind="initiative", row_id=record.pk, digest=finding.digest, reason="A network."
    )
    assert told()[0] == ["0 errors and 0 warnings in 1 record"]


def test_programs_get_one_object_a_line_of_the_kinds_they_ask_for():
    made(origins=[])
    PersonFactory(slug="ana", name="Ana <b>Lima</b>")
    lines, failure = told("--format", "json", "--kind", "person")
    assert list(map(json.loads, lines)) == [
        {
            "kind": "person",
            "slug": "ana",
            "check": "markdown-is-whole",
            "level": "error",
            "field": "name",
            "text": "Name: readers would see the HTML “<b>”.",
            "reason": "",
        }
    ]
    assert failure == "1 error and 0 warnings in 1 record"


@pytest.mark.parametrize("how_many", [1, 3])
def test_three_records_take_no_more_queries_than_one(how_many, django_assert_max_num_queries):
    for _ in range(how_many):
        made()
    with django_assert_max_num_queries(36):
        told("--kind", "initiative")
