"""One request to a server on this machine, as the proxy in front would pass it on."""

import contextlib
import http.client
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass

HOST = "127.0.0.1"  # no other machine is ever asked
PATIENCE = 10  # seconds
NO_ANSWER = 0  # the status of what was refused, broken off, or not answered in time
FORM = "application/x-www-form-urlencoded"
OF_THE_PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.1"}


@dataclass(frozen=True)
class Answer:
    """What came of a request; began and ended: by the monotonic clock."""

    status: int
    headers: Mapping
    body: bytes
    began: float
    ended: float

    @property
    def seconds(self):
        return self.ended - self.began

    def cookie(self, name):
        """The value of a cookie that the answer sets; None where it sets none of this name."""
        for line in self.headers.get_all("Set-Cookie", []) if self.headers else []:
            found, _, value = line.partition(";")[0].partition("=")
            if found == name:
                return value
        return None


def ask(port, path, *, method="GET", headers=None, body=b"", patience=PATIENCE):
    """The answer to one request; see `exchange`."""
    sent = request(port, path, method=method, headers=headers, body=body)
    return exchange(port, sent, method=method, patience=patience)


def request(port, path, *, method="GET", headers=None, body=b""):
    """The bytes of a request. Headers that are given win; None leaves one out."""
    known = {"Host": f"{HOST}:{port}", "Connection": "close", **OF_THE_PROXY}
    if body:
        known |= {"Content-Type": FORM, "Content-Length": str(len(body))}
    lines = [f"{name}: {value}" for name, value in (known | (headers or {})).items() if value]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode("latin-1") + body


def plainly(port, patience):
    """A connection without HTTPS."""
    return socket.create_connection((HOST, port), timeout=patience)


def exchange(port, sent, *, method="GET", patience=PATIENCE, connect=plainly):
    """The answer to these bytes, on a connection of its own. Never raises: see NO_ANSWER."""
    began = time.monotonic()
    status, headers, body = NO_ANSWER, {}, b""
    with contextlib.suppress(OSError, http.client.HTTPException):
        with connect(port, patience) as connection:
            with contextlib.suppress(ConnectionError):  # it may answer before it has heard all
                connection.sendall(sent)
            answer = received(connection, method)
        status, headers, body = answer
    return Answer(status, headers, body, began, time.monotonic())


def received(connection, method="GET"):
    """Status, headers and body of the answer on a connection; OSError or HTTPException without."""
    response = http.client.HTTPResponse(connection, method=method)
    try:
        response.begin()
        return response.status, response.headers, response.read()
    finally:
        response.close()
