"""From results to the table in the docs."""

import pytest

from benchmarks.agreement import differing
from benchmarks.marks import END, written
from benchmarks.report import BEGIN, problems, ratios, short, table
from benchmarks.workload import Question


def row(server, page="search page", state="cold", **changes):
    """One row of results."""
    return {
        "server": server,
        "page": page,
        "state": state,
        "workers": 1,
        "requests": 100,
        "median": 10.0,
        "p95": 20.0,
        "per_second": 100.0,
        "loaded_p95": 90.0,
        "cpu": 5.0,
        "kilobytes": 30.4,
        "errors": {},
    } | changes


def carried(what, memory=11.2):
    """One way in which all was carried away."""
    return {"what": what, "seconds": 2.5, "megabytes": 134.0, "memory": memory}


@pytest.fixture
def results():
    """What a run of one size leaves."""
    return {
        "date": "2026-02-03",
        "machine": {
            "processor": "Some CPU",
            "cores": 2,
            "memory_gb": 8,
            "system": "Linux 6.1",
            "versions": {"Django": "5.2"},
        },
        "sizes": {
            "1000": {
                "rows": [
                    row("constant", "20 kB", "warm", per_second=3000.0),
                    row("portal"),
                    row("portal", state="warm", median=0.5, per_second=2000.0, cpu=1.0),
                    row("textbook", median=345.6, per_second=2.5, cpu=60.0),
                ],
                "memory": {"portal": [80], "portal, 2 workers": [70, 71]},
                "ready": {"index": 1.25},
                "freshness": {"edits": [0.1, 0.2, 0.6], "withdrawals": [0.1, 0.1, 0.2]},
                "sweep": {"rounds": 5, "medians": {"/": 12.3, "/data/": 61.0}, "wrong": {}},
                "harvest": {
                    "made in": 12.34,
                    "portal": [carried("/initiatives.jsonl"), carried("/initiatives.csv")],
                    "datasette": [carried("/db/initiatives.json", memory=-0.5)],
                },
                "agreement": {"questions": 40, "peers": ["textbook"], "differences": []},
                "failures": [],
                "wrk": 3100.0,
            }
        },
    }


def test_a_ratio_says_how_much_faster_the_portal_is(results):
    found = ratios(results["sizes"]["1000"]["rows"])
    assert found == {
        "search page, cold, against textbook": {"median": 34.6, "per_second": 40.0, "cpu": 12.0},
        "search page, warm, against textbook": {"median": 691.2, "per_second": 800.0, "cpu": 60.0},
    }


def test_the_table_stands_between_its_marks_and_nowhere_else(results):
    document = f"Before.\n\n{BEGIN}\nold\n{END}\n\nAfter.\n"
    text = written(document, BEGIN, table(results))
    assert text == f"Before.\n\n{BEGIN}\n\n{table(results)}\n\n{END}\n\nAfter.\n"
    assert written(text, BEGIN, table(results)) == text
    assert (
        "| Textbook Django | search page | cold | 346 ms | 20.0 ms | 2.50 | 60.0 ms | 30 kB |"
        in text
    )
    assert "- The constant page by wrk: 3,100 per second; here 3,000." in text
    assert (
        "- 2 addresses, of every kind and the records with the most relations, were asked 5 times,"
        " each time right after an edit: 1 took more than 60 ms by the median; the slowest:"
        " `/data/` 61.0 ms, `/` 12.3 ms." in text
    )
    assert (
        "- All initiatives carried away from Portal: `/initiatives.jsonl` 2.50 s (134 MB, the"
        " server up to 11.2 MB larger); `/initiatives.csv` 2.50 s" in text
    )
    assert "from Datasette: `/db/initiatives.json` 2.50 s (134 MB, the server up to 0.00" in text
    assert "- The files of the day were made in 12.3 s." in text


def test_a_document_without_marks_is_refused():
    with pytest.raises(ValueError, match="0 places"):
        written("No marks.", BEGIN, "A table.")


def test_what_another_program_has_made_stays_in_the_same_document():
    others = f"<!-- Another. -->\nold\n{END}\n"
    document = f"{BEGIN}\nold\n{END}\n{others}After.\n"
    assert written(document, BEGIN, "new") == f"{BEGIN}\n\nnew\n\n{END}\n{others}After.\n"


def test_errors_and_differences_are_told(results):
    assert list(problems(results)) == []
    size = results["sizes"]["1000"]
    size["rows"][1]["errors"] = {"status 500": 1}
    size["agreement"]["differences"] = ["kind=project: facet theme"]
    assert list(problems(results)) == [
        "1000: portal, search page, cold: {'status 500': 1}",
        "1000: the answers differ: kind=project: facet theme",
    ]


def test_answers_are_compared_count_by_count():
    ours = {"count": 3, "facets": {"kind": {"project": 3, "law": 0}, "sdg": {"8": 2}}}
    theirs = {"count": 3, "facets": {"kind": {"project": 3}, "sdg": {"8": 2}}}
    assert list(differing(ours, theirs, 3)) == []
    assert list(differing(ours, theirs, 4)) == ["3 results, Datasette 4"]
    assert list(differing(ours, None, None)) == []
    theirs["facets"]["sdg"]["8"] = 1
    assert list(differing(ours, theirs, 3)) == ["facet sdg"]


def test_a_peer_may_be_slow_but_the_portal_may_not(results):
    errors = {"TimeoutError": 7, "ConnectionResetError": 1}
    textbook = row("textbook", errors=errors, median=None, p95=None, requests=0)
    rows = results["sizes"]["1000"]["rows"]
    rows[3] = textbook
    assert list(problems(results)) == []
    assert ratios(rows) == {}
    assert "| search page (8 not answered within 60 s) | cold |  |  |" in table(results)
    rows[1]["errors"] = {"TimeoutError": 1}
    assert list(problems(results)) == ["1000: portal, search page, cold: {'TimeoutError': 1}"]


@pytest.mark.parametrize(
    ("number", "text"), [(1234.5, "1,234"), (99.94, "99.9"), (10, "10.0"), (1.234, "1.23")]
)
def test_numbers_have_three_digits(number, text):
    assert short(number) == text


def test_a_question_is_put_to_each_server_in_its_own_words():
    question = Question("wages rural", (("theme", "a-b"), ("kind", "law")))
    assert question.portal() == "q=wages+rural&theme=a-b&kind=law"
    address = question.datasette("db", ".json", counts_facets=False)
    assert address.startswith(
        "/db/initiatives.json?_search=wages+rural&theme__arraycontains=a-b&kind=law&_col=slug"
    )
