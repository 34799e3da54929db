"""What `make faults` calls a problem: each kind of harm makes its exit status 1."""

from collections import Counter

import pytest
from django.conf import settings

from benchmarks import marks
from faults.__main__ import TRIALS, is_chosen
from faults.client import NO_ANSWER, Answer
from faults.people import Ledger, is_leak, moments_without_service
from faults.records import HIDDEN, PUBLISHED, RETURNING
from faults.report import BEGIN, HEAD, table
from faults.verdict import Result, Try, exit_status, problems


def a_try(**changes):
    """A try in which all went well, but for the changes."""
    well = {"served": Counter({200: 50, 302: 3, 503: 4, NO_ANSWER: 1}), "acknowledged": 3}
    return Try(**well | {"healthz": 0.2, "back": 1.5} | changes)


def result(*tries):
    return Result("Something breaks", 10, list(tries))


def test_where_all_is_well_the_exit_status_is_0():
    assert exit_status([result(a_try(), a_try(sent=Counter({403: 9, 503: 1})))]) == 0


HARM = {
    "an edit is lost": {"lost": ["'new' is 'old'"]},
    "a draft is seen": {"leaked": ["/initiatives/draft/"]},
    "a reader gets a 500": {"served": Counter({200: 50, 500: 1})},
    "an attack gets a 500": {"sent": Counter({400: 50, 500: 1})},
    "readers are served too late": {"back": 10.1},
    "readers are never served again": {"back": None},
    "the probe of a load balancer waits": {"healthz": 5.1},
    "a reader is shown what was before an edit": {"stale": ["/initiatives/a/ has not 'new'"]},
    "a reader is shown another record": {"wrong": ["/initiatives/a/"]},
    "an attack finds something else": {"objections": ["a stranger had 300 MB written"]},
    "nobody reads": {"served": Counter()},
    "nobody edits": {"acknowledged": 0},
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_one_harm_in_one_try_makes_it_1(harm):
    results = [result(a_try()), result(a_try(), a_try(**harm), a_try())]
    assert len(problems(results)) == 1
    assert exit_status(results) == 1


def not_here():
    return Result("Something lacks", 10, why_not="no pgbouncer found")


def test_what_this_machine_cannot_try_is_told_and_is_no_problem():
    assert exit_status([result(a_try()), not_here()]) == 0
    assert "| Something lacks | 0 | not tried here: no pgbouncer found |" in table([not_here()])


@pytest.mark.parametrize("results", [[], [result()], [not_here()]], ids=["nothing", "no", "lacks"])
def test_what_was_not_tried_proves_nothing(results):
    assert exit_status(results) == 1


def test_the_edit_that_was_acknowledged_last_has_to_be_there():
    ledger = Ledger()
    ledger.acknowledge(1, "first")
    ledger.acknowledge(1, "second")
    assert ledger.lost({1: "second"}) == []
    assert ledger.lost({1: "first"}) == ["'second' is 'first'"]
    assert ledger.lost({1: "first"}) == []  # it has been told


def test_an_edit_that_was_not_acknowledged_may_be_there_or_not():
    ledger = Ledger()
    ledger.acknowledge(1, "first")
    ledger.attempt(1, "first", "second")
    ledger.attempt(2, "as it was", "other")
    assert ledger.lost({1: "first", 2: "other"}) == ledger.lost({1: "second", 2: "as it was"}) == []
    assert ledger.lost({1: "older", 2: "other"}) == ["'first' is 'older'"]


def test_hidden_words_are_found_in_what_is_said_and_published_ones_are_no_leak():
    said = "<h1>{}</h1>".format
    assert all(is_leak(said(record.title.upper()).encode()) for record in HIDDEN)
    assert not any(is_leak(said(record.title).encode()) for record in [*PUBLISHED, RETURNING])
    assert not any(is_leak(said(record.key).encode()) for record in HIDDEN)  # a question repeated


def test_a_reader_is_not_served_by_an_error_or_by_silence():
    statuses = {NO_ANSWER: 1.0, 200: 2.0, 301: 3.0, 404: 4.0, 503: 5.0, 500: 6.0}
    answers = [Answer(status, {}, b"", 0.0, ended) for status, ended in statuses.items()]
    assert moments_without_service(answers) == [1.0, 5.0, 6.0]


def test_the_table_has_a_row_for_each_thing_and_the_document_a_place_for_it():
    names = [trial.what for trial in TRIALS]
    assert len(set(names)) == len(names)
    made = table([*(Result(name, 10, [a_try()]) for name in names), not_here()])
    lines = made.splitlines()
    assert len(lines) == 3 + len(names)
    assert {line.count("|") for line in lines} == {len(HEAD) + 1}
    document = (settings.BASE_DIR / "docs" / "faults.md").read_text()
    assert made in marks.written(document, BEGIN, made)


def test_what_is_chosen_has_one_of_the_words_in_its_name():
    assert is_chosen("A worker is killed", "")
    assert is_chosen("A worker is killed", "full, Killed")
    assert not is_chosen("A worker is killed", "full,frozen")
