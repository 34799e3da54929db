"""The loop that asks a server: what it counts, and that it counts right."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.load import Answer, Outcome, ask, load, percentile, request_for


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50), (0.95, 95), (0.951, 96), (1, 100), (0.001, 1)]
)
def test_a_percentile_is_a_value_that_so_many_stay_within(share, expected):
    assert percentile(list(range(100, 0, -1)), share) == expected


def test_percentiles_of_few_values():
    assert percentile([3, 1], 0.5) == 1
    assert percentile([3, 1, 2], 0.5) == 2
    assert percentile([7], 0.95) == 7
    assert Outcome().milliseconds(0.5) is None


@pytest.mark.parametrize(
    ("received", "body"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", b"hello"),
        (
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
            b"7\r\nhe\r\n0\r\n\r\n3\r\nllo\r\n0\r\n\r\n",
            b"he\r\n0\r\nllo",
        ),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", b""),
    ],
)
def test_an_answer_is_whole_with_its_last_byte(received, body):
    answer = Answer()
    complete = [answer.feed(bytes([byte])) for byte in received]
    assert complete.index(True) == len(received) - 1
    assert answer.body == body


class Site(BaseHTTPRequestHandler):
    """Answers 404 below /missing/, ends each third connection after its answer, else is there."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(404 if self.path.startswith("/missing/") else 200)
        self.send_header("Content-Length", "4")
        if len(self.server.asked) % 3 == 0:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"page")

    def log_message(self, *arguments):
        pass


@pytest.fixture
def site():
    """A small server on this machine; `asked` lists the paths."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.asked = []
        server.daemon_threads = False
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        yield server
        server.shutdown()
        serving.join()


def test_every_address_is_asked_for_once(site):
    requests = [request_for(f"/{number}") for number in range(50)]
    outcome = load(site.server_port, requests, connections=4, seconds=20)
    assert sorted(site.asked) == sorted(f"/{number}" for number in range(50))
    assert (outcome.count, outcome.size, outcome.errors) == (50, 200, {})
    assert 0 < outcome.milliseconds(0.5) <= outcome.milliseconds(0.95)


def test_an_answer_with_another_status_is_an_error(site):
    requests = [request_for("/here"), request_for("/missing/1"), request_for("/missing/2")]
    outcome = load(site.server_port, requests, connections=1, seconds=20)
    assert outcome.errors == {"status 404": 2}


def test_it_stops_in_time_but_not_before_it_has_enough(site):
    endless = iter(lambda: request_for("/"), None)
    outcome = load(site.server_port, endless, connections=1, seconds=0, at_least=7)
    assert outcome.count == 7


def test_nobody_there_is_an_error():
    outcome = load(1, [request_for("/")], connections=1, seconds=1)
    assert outcome.errors == {"ConnectionRefusedError": 1}
    with pytest.raises(ConnectionRefusedError):
        ask(1, "/")
