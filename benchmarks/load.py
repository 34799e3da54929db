"""Asks a server on this machine for pages, one after another or several at a time.

A loop over non-blocking sockets: it knows of HTTP/1.1 what it needs, checks the status of every
answer, asks for an address once where each may be asked for once, and spends about a tenth of a
Python web framework's time on a request, so that it does not become what is measured.
"""

import selectors
import socket
import time
from collections import Counter
from dataclasses import dataclass, field

HOST = "127.0.0.1"  # no other machine is ever asked
LONGEST = 60  # seconds that one answer may take


@dataclass
class Outcome:
    """What came of some requests: seconds that each took, and what went wrong."""

    seconds: list = field(default_factory=list)
    elapsed: float = 0.0
    size: int = 0  # bytes of all bodies
    errors: Counter = field(default_factory=Counter)

    @property
    def count(self):
        return len(self.seconds)

    @property
    def per_second(self):
        return self.count / self.elapsed if self.elapsed else 0.0

    def milliseconds(self, share):
        """The time that this share of the requests stayed within; None without a request."""
        return percentile(self.seconds, share) * 1000 if self.seconds else None


def percentile(values, share):
    """The smallest value that is not below `share` (above 0, at most 1) of the values."""
    return sorted(values)[max(-int(-share * len(values) // 1), 1) - 1]


def request_for(path, headers=None):
    """The bytes that ask for a path."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}", "User-Agent: bench", "Accept: */*"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


class Answer:
    """One answer of a server, while it comes in."""

    def __init__(self):
        self.received = bytearray()
        self.status = None
        self.body_start = self.length = 0
        self.is_chunked = self.closes = False
        self.headers = {}

    def feed(self, received):
        """Take some bytes; whether the answer is whole."""
        self.received += received
        if self.status is None and not self._read_head():
            return False
        if self.is_chunked:
            return self.received.endswith(b"0\r\n\r\n") and self._has_last_chunk()
        return len(self.received) - self.body_start >= self.length

    @property
    def body(self):
        """The body; chunks are put together."""
        if not self.is_chunked:
            return bytes(self.received[self.body_start : self.body_start + self.length])
        return b"".join(self._chunks())

    def _read_head(self):
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return False
        first, *lines = self.received[:end].decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        self.headers = {name.lower(): value.strip() for name, _, value in pairs}
        self.status = int(first.split()[1])
        self.body_start = end + 4
        self.closes = self.headers.get("connection", "").lower() == "close"
        if self.status not in (204, 304):
            self.is_chunked = self.headers.get("transfer-encoding", "").lower() == "chunked"
            self.length = int(self.headers.get("content-length", 0))
        return True

    def _chunks(self):
        """Yield the chunks that are there; the last one is empty."""
        position = self.body_start
        while (end := self.received.find(b"\r\n", position)) >= 0:
            length = int(self.received[position:end].split(b";")[0], 16)
            start, position = end + 2, end + 4 + length
            if position > len(self.received):
                return
            yield bytes(self.received[start : start + length])
            if not length:
                return

    def _has_last_chunk(self):
        chunk = None
        for chunk in self._chunks():  # noqa: B007 the last one tells
            pass
        return chunk == b""


class Visitor:
    """One connection, and the request that is under way on it."""

    def __init__(self, port, selector):
        self.port = port
        self.selector = selector
        self.socket = None

    def ask(self, request):
        """Send a request, on a new connection where there is none."""
        self.request = request
        self.answer = Answer()
        self.is_reused = self.socket is not None
        if not self.is_reused:
            self.socket = socket.create_connection((HOST, self.port), timeout=LONGEST)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.setblocking(False)
            self.selector.register(self.socket, selectors.EVENT_READ, self)
        self.begun = time.perf_counter()
        self.socket.send(request)

    def hear(self):
        """Read what has come: whether the answer is whole. ConnectionError if it never will be."""
        received = self.socket.recv(1 << 20)
        if received:
            return self.answer.feed(received)
        raise ConnectionResetError("The server hung up.")

    def hang_up(self):
        """Close the connection."""
        if self.socket:
            self.selector.unregister(self.socket)
            self.socket.close()
            self.socket = None


def ask(port, path, headers=None, *, patience=LONGEST):
    """One answer to one request. OSError where there is none."""
    with selectors.DefaultSelector() as selector:
        visitor = Visitor(port, selector)
        try:
            visitor.ask(request_for(path, headers))
            deadline = time.monotonic() + patience
            while selector.select(max(deadline - time.monotonic(), 0)):
                if visitor.hear():
                    return visitor.answer
            raise TimeoutError(f"{path}: no answer in {patience} s.")
        finally:
            visitor.hang_up()


def load(port, requests, *, connections, seconds, at_least=0, at_most=30, expected=200):
    """Send requests until `seconds` are over, and they are all answered: the Outcome.

    requests: an iterator of bytes, see request_for; it may end before the time. connections: how
    many requests are under way at a time. at_least: requests, for the sake of which it may take
    up to `at_most` seconds. expected: the status of every answer.
    """
    with selectors.DefaultSelector() as selector:
        visitors = [Visitor(port, selector) for _ in range(connections)]
        return Crowd(requests, seconds, at_least, at_most, expected).visit(visitors, selector)


class Crowd:
    """Visitors who share one list of requests, and what becomes of these; see `load`."""

    def __init__(self, requests, seconds, at_least, at_most, expected):
        self.requests = iter(requests)
        self.seconds, self.at_least, self.at_most = seconds, at_least, at_most
        self.expected = expected
        self.outcome = Outcome()
        self.busy = set()

    def visit(self, visitors, selector):
        """Have the visitors ask until it is time to stop; the Outcome."""
        self.begun = self.last = time.perf_counter()
        for visitor in visitors:
            self._send_next(visitor)
        while self.busy:
            for key, _ in selector.select(1):
                self._listen(key.data)
            now = time.perf_counter()
            for visitor in [slow for slow in self.busy if now - slow.begun > LONGEST]:
                self._fail(visitor, TimeoutError())
        for visitor in visitors:
            visitor.hang_up()
        self.outcome.elapsed = self.last - self.begun
        return self.outcome

    def _send_next(self, visitor):
        passed = time.perf_counter() - self.begun
        is_enough = self.outcome.count + len(self.busy) >= self.at_least or passed > self.at_most
        if passed > self.seconds and is_enough:
            return
        request = next(self.requests, None)
        if request is not None:
            self._send(visitor, request)

    def _send(self, visitor, request):
        self.busy.add(visitor)
        try:
            visitor.ask(request)
        except OSError as error:
            self._fail(visitor, error)

    def _fail(self, visitor, error):
        self.busy.discard(visitor)
        visitor.hang_up()
        self.outcome.errors[type(error).__name__] += 1

    def _listen(self, visitor):
        try:
            if not visitor.hear():
                return
        except BlockingIOError:
            return
        except OSError as error:
            # A server may end an idle connection at any time; on a new one it has to answer.
            if visitor.is_reused and not visitor.answer.received:
                visitor.hang_up()
                self._send(visitor, visitor.request)
                return
            self._fail(visitor, error)
        else:
            self.busy.discard(visitor)
            self._note(visitor)
        self._send_next(visitor)

    def _note(self, visitor):
        answer, self.last = visitor.answer, time.perf_counter()
        self.outcome.seconds.append(self.last - visitor.begun)
        self.outcome.size += len(answer.received) - answer.body_start
        if answer.status != self.expected:
            self.outcome.errors[f"status {answer.status}"] += 1
        if answer.closes:
            visitor.hang_up()
