"""When `make faults` takes an answer for stale, or for one to another question."""

import json
from email.message import Message

import pytest

from faults.client import Answer
from faults.watching import Beat, Edit, Stale, is_wrong, stale_though_it_answered

EDIT = Edit("seeds", "Seeds & soil (2)", at=10.0)
PAGE, API = EDIT.paths


def answer(body, kind="text/html", *, status=200, began=12.0):
    headers = Message()
    headers["Content-Type"] = f"{kind}; charset=utf-8"
    return Answer(status, headers, body.encode(), began, began + 0.1)


def page(title, **changes):
    return answer(f'<h1>{title}</h1><a href="{PAGE}cite.html">Cite</a></html>', **changes)


def record(title, slug="seeds", **changes):
    said = json.dumps({"slug": slug, "title": title})
    return answer(said, "application/json", **changes)


def test_an_answer_is_stale_that_says_a_second_later_what_was_before():
    assert EDIT.is_missing_in(PAGE, page("Seeds &amp; soil (1)"))
    assert EDIT.is_missing_in(API, record("Seeds & soil (1)"))
    assert not EDIT.is_missing_in(PAGE, page("Seeds &amp; soil (2)"))
    assert not EDIT.is_missing_in(API, record("Seeds & soil (2)"))


def test_it_is_not_where_it_was_asked_for_at_once_or_says_nothing():
    assert not EDIT.is_missing_in(PAGE, page("Seeds &amp; soil (1)", began=10.9))
    assert not EDIT.is_missing_in(PAGE, answer("Try again.", status=503))


@pytest.mark.parametrize(
    ("beats", "is_told"),
    [
        ([Beat(11.2, 11.3, True), Beat(11.9, 12.0, True)], True),
        ([Beat(11.2, 11.3, True), Beat(11.9, 12.0, False)], False),
        ([Beat(11.2, 11.3, True), Beat(11.9, 13.0, True)], False),
        ([Beat(9.0, 9.1, False), Beat(11.9, 12.0, True), Beat(12.5, 15.0, False)], True),
        ([], False),
    ],
    ids=["it answers", "it refuses", "it hangs", "it answers by then", "nobody asked"],
)
def test_it_counts_where_the_database_answered(beats, is_told):
    stale = Stale(EDIT, PAGE, page("Seeds &amp; soil (1)"))
    assert stale_though_it_answered([stale], beats) == ([stale] if is_told else [])


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (PAGE, page("Seeds")),
        (API, record("Seeds")),
        ("/initiatives/?q=a", answer("<p>None</p></html>\n")),
        ("/initiatives/feed.atom", answer("<feed></feed>", "application/atom+xml")),
        ("/suggest/?q=coop", answer('{"suggestions": []}', "application/json")),
        (PAGE, answer("Try again.", status=503)),
    ],
)
def test_what_was_asked_for_is_not_wrong(path, said):
    assert not is_wrong(path, said)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (PAGE, answer("<h1>Seeds")),
        (PAGE, answer('<h1>Mills</h1><a href="/initiatives/mills/cite.html">Cite</a></html>')),
        (API, record("Mills", slug="mills")),
        (API, answer('{"slug": "seeds", ', "application/json")),
        (PAGE, answer("hello", "text/plain")),
    ],
    ids=["broken off", "another page", "another record", "no JSON", "another kind"],
)
def test_what_is_broken_or_about_another_record_is(path, said):
    assert is_wrong(path, said)
