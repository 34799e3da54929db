"""A server of the wild web, for tests: it hangs, redirects, loops, lies, drips and dies."""

import asyncio
import gzip
import threading
import time
from contextlib import suppress
from urllib.parse import unquote

ENDLESS = b"x" * 65_536
PAGE = b"<title>Report</title>"


def answer(status, *headers, body=PAGE):
    """The bytes of an answer, whose length is told unless a header tells another."""
    lines = [f"HTTP/1.1 {status} Whatever", *headers]
    if not any(line.lower().startswith("content-length") for line in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


class WildServer:
    """Serves any host at one port of this machine, by the path that is asked for.

    asked: when, method, host and path of each request. robots: by host, the text of robots.txt, or
    a whole answer in bytes. gone: paths that answer 410. when_asked: by path what is done then.
    most_open: how many connections there ever were at once.
    """

    def __init__(self):
        self.asked, self.robots, self.open, self.most_open = [], {}, 0, 0
        self.agents, self.gone, self.when_asked = set(), set(), {}
        self.ready = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self.serve()), daemon=True)

    def __enter__(self):
        self.thread.start()
        assert self.ready.wait(10)
        return self

    def __exit__(self, *error):
        self.loop.call_soon_threadsafe(self.stop.set)
        self.thread.join(10)

    @property
    def place(self):
        return f"127.0.0.1:{self.port}"

    def times(self, host):
        """When a host was asked."""
        return [at for at, _, whom, _ in self.asked if whom == host]

    def paths(self, *methods):
        """What was asked for, robots.txt apart."""
        return [
            path
            for _, method, _, path in self.asked
            if path != "/robots.txt" and (not methods or method in methods)
        ]

    async def serve(self):
        self.loop, self.stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self.connected, "127.0.0.1", 0, backlog=512)
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        await self.stop.wait()
        server.close()

    async def connected(self, reader, writer):
        self.open += 1
        self.most_open = max(self.open, self.most_open)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                await self.asked_for(head.split("\r\n"), writer)
        finally:
            self.open -= 1
            writer.close()

    async def asked_for(self, lines, writer):
        method, path, _ = lines[0].split(" ")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
        self.asked.append((time.monotonic(), method, headers["host"], path))
        self.agents.add(headers["user-agent"])
        self.when_asked.get(path, bool)()
        if path == "/robots.txt":
            said = self.robots.get(headers["host"], answer(404))
            writer.write(said if isinstance(said, bytes) else answer(200, body=said.encode()))
        else:
            await self.behave(path.split("?")[0].lstrip("/"), method, headers, writer)
        await writer.drain()

    async def behave(self, path, method, headers, writer):
        """Do what the path says: a status, or a misdeed."""
        misdeed = getattr(self, "do_" + path.replace("-", "_").partition("/")[0], None)
        if path in self.gone:
            writer.write(answer(410))
        elif path[:3].isdigit():
            writer.write(answer(path[:3]))
        elif misdeed:
            await misdeed(path, method, writer)
        else:
            writer.write(answer(200))

    async def do_hang(self, path, method, writer):
        await self.stop.wait()

    async def do_drip(self, path, method, writer):
        for sign in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 10_000:
            writer.write(bytes([sign]))
            await writer.drain()
            await asyncio.sleep(0.05)

    async def do_die(self, path, method, writer):
        writer.transport.abort()

    async def do_die_half_way(self, path, method, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Le")

    async def do_say_nonsense(self, path, method, writer):
        writer.write(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")

    async def do_only_get(self, path, method, writer):
        writer.write(answer(200 if method == "GET" else 405))

    async def do_only_hangs_at_head(self, path, method, writer):
        if method == "HEAD":
            await self.stop.wait()
        writer.write(answer(200))

    async def do_promise(self, path, method, writer):
        writer.write(answer(404 if method == "HEAD" else 200, "Content-Length: 99999", body=b""))

    async def do_endless(self, path, method, writer):
        writer.write(answer(405 if method == "HEAD" else 200, "Content-Length: 9999999999"))
        while not self.stop.is_set():
            writer.write(ENDLESS)
            await writer.drain()

    async def do_headers(self, path, method, writer):
        writer.write(answer(200, *(f"X-{number}: y" for number in range(500))))

    async def do_long_header(self, path, method, writer):
        writer.write(answer(200, "X: " + "y" * 1_000_000))

    async def do_loop(self, path, method, writer):
        writer.write(answer(302, f"Location: /loop/{'b' if path.endswith('a') else 'a'}"))

    async def do_cookies(self, path, method, writer):
        writer.write(answer(302, "Location: /cookies", "Set-Cookie: seen=1"))

    async def do_jar(self, path, method, writer):
        cookies = (f"Set-Cookie: c{number}=1; max-age={'9' * 400}" for number in range(100))
        writer.write(answer(200, *cookies))

    async def do_on(self, path, method, writer):
        writer.write(answer(302, f"Location: /on/{int(path.partition('/')[2] or 0) + 1}"))

    async def do_to(self, path, method, writer):
        """/to/301/https/living.example.org/new leads there."""
        _, status, scheme, where = path.split("/", 3)
        writer.write(answer(status, f"Location: {scheme}://{where.replace('@', ':')}"))

    async def do_to_text(self, path, method, writer):
        """/to-text/tel%3A1 leads to tel:1, and so does all else that is quoted."""
        writer.write(answer(301, f"Location: {unquote(path.partition('/')[2])}"))

    async def do_to_file(self, path, method, writer):
        writer.write(answer(302, "Location: file:///etc/passwd"))


def bomb():
    """A robots.txt of fifty megabytes, in fifty kilobytes."""
    packed = gzip.compress(b"User-agent: *\nDisallow: /nothing\n" + b"#" * 50_000_000)
    return answer(200, "Content-Encoding: gzip", body=packed)
