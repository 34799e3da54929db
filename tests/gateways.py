"""Asks a Gateway without a web server.

protocol, answering = ask(gateway, "/about/")
await answering
protocol.status, protocol.headers, protocol.body
"""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace


class Protocol:
    """What the web server would hand over and take back."""

    def __init__(self, body=b""):
        self.answered = threading.Event()
        self.sent = body
        self.times_read = 0

    async def __aiter__(self):
        self.times_read += 1
        yield self.sent

    def response_bytes(self, status, headers, body):
        self.status, self.headers, self.body = status, dict(headers), body
        self.answered.set()

    def response_stream(self, status, headers):
        self.status, self.parts = status, []
        return self

    async def send_bytes(self, part):
        self.parts.append(part)


def ask(gateway, path, method="GET", body=b"", **headers):
    """What will hold the answer, and the coroutine that answers."""
    if body:
        kind = "application/x-www-form-urlencoded"
        headers |= {"content-type": kind, "content-length": str(len(body))}
    scope = SimpleNamespace(
        method=method,
        path=path,
        query_string="",
        scheme="http",
        http_version="1.1",
        server="127.0.0.1:8000",
        client="127.0.0.1:5000",
        authority=None,
        headers=headers,
    )
    protocol = Protocol(body)
    return protocol, gateway.__rsgi__(scope, protocol)


def run(day):
    """Run a coroutine in a loop of its own: the tests of the browser have one in this thread."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, day).result()
