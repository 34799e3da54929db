"""A server at work for long: how it is asked, and how what comes of it is judged."""

import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat

import pytest

from benchmarks import marks
from benchmarks.endurance import report, verdict
from benchmarks.endurance.arrivals import Answered, Arrivals
from benchmarks.endurance.mix import PAGE, Asked
from benchmarks.endurance.watching import slope
from benchmarks.load import request_for
from benchmarks.paths import BASE_DIR


class Slow(BaseHTTPRequestHandler):
    """Answers nobody until five have asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.together.wait(30)
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"page")

    def log_message(self, *arguments):
        pass


class Pages:
    """A Mix of one page."""

    def __init__(self):
        self.requests = repeat(Asked(PAGE, request_for("/")))
        self.heard = []

    def __next__(self):
        return next(self.requests)

    def hear(self, asked, answer):
        self.heard.append(answer.status)


@pytest.fixture
def port():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.together = threading.Barrier(5)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_requests_come_whether_or_not_those_before_were_answered(port):
    mix, answered = Pages(), []
    arrivals = Arrivals(port, mix)
    arrivals.rng.expovariate = lambda rate: 0.01  # five in the time, and no sixth
    arrivals.at_rate(100, 0.055, answered.append)
    assert [one.status for one in answered] == [200] * 5 == mix.heard
    last = max(one.due for one in answered)
    assert all(one.due + one.took >= last for one in answered)


def test_what_rises_by_the_hour():
    minutes = [60.0 * n for n in range(5)]
    rise, error = slope(minutes, [100 + n for n in range(5)])
    assert (rise, error) == pytest.approx((60, 0), abs=1e-6)
    assert slope(minutes[:2], [1, 2]) == (None, None)


@pytest.mark.parametrize(
    ("rise", "error", "is_flat"), [(50, 1, False), (50, 30, True), (4, 1, True), (-50, 1, True)]
)
def test_flat_is_what_chance_may_be_or_next_to_nothing(rise, error, is_flat):
    assert verdict.Trend("memory", "MB", 100, rise, error).is_flat is is_flat


def crowd(**other):
    answered = [Answered(PAGE, 0.0, 0.1, status) for status in [200] * 10 + [503] * 10]
    after = [Answered(PAGE, 1.0, 0.1, 503), Answered(PAGE, 2.0, 0.1, 200)]
    heard = verdict.Heard(answered, after, [], [])
    return verdict.of_crowd(2, 10, 1, heard, slow=1) | other


def test_beyond_capacity_what_is_served_and_how_long_it_takes_to_be_normal_are_told():
    found = crowd()
    assert (found["served"], found["share_of_capacity"], found["until_normal"]) == (10, 1, 1)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({}, ""),
        ({"share_of_capacity": 0.5}, "only 50%"),
        ({"statuses": Counter({200: 5, 0: 1})}, "other than 200 and 503"),
        ({"desk": {503: 1}}, "the curator was not served"),
        ({"probe": 3.0}, "/healthz took up to 3.0 s"),
        ({"until_normal": 9.0}, "9 s afterwards"),
    ],
)
def test_what_is_not_as_it_should_be_is_said(other, said):
    result = {"statuses": {200: 9}, "desk": {302: 1}, "edits": 1, "trends": [], "share": 0.7}
    assert said in " ".join(verdict.problems(result | {"crowds": [crowd(**other)]}))
    if not said:
        assert not list(verdict.problems(result | {"crowds": [crowd(**other)]}))


def test_the_document_has_a_place_for_it():
    text = (BASE_DIR / "docs" / "performance.md").read_text()
    assert "made" in marks.written(text, report.BEGIN, "made")
