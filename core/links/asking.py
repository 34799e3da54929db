"""One request: to a number that the guard has passed, within bounds of time and size."""

import asyncio
import errno
import ssl
import zlib
from dataclasses import dataclass

import httpx

from core.links import guard
from core.links.outcome import failed, unclear

MOST_HEADERS = 200
CONNECT, SILENCE = 10, 15  # seconds
OUT_OF_REACH = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}


@dataclass(frozen=True)
class Reply:
    """What a server said: status, where it sends us, whether it wants a cookie, how it begins."""

    status: int
    location: str
    wants_cookie: bool
    body: bytes

    @property
    def is_redirect(self):
        return self.status in (301, 302, 303, 307, 308) and bool(self.location)


class Budget:
    """Seconds that may be spent on asking one address; waiting for one's turn costs nothing."""

    def __init__(self, seconds):
        self.left = seconds

    async def spend(self, asking, most):
        """What a coroutine returns, if it does so in time."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(max(0, min(self.left, most))):
                return await asking
        except TimeoutError:
            raise unclear("It did not answer in time.") from None
        finally:
            self.left -= loop.time() - began


class Asker:
    """What requests are made with: no proxies, cookies, redirects and kept connections.

    It is the transport of httpx alone: its client reads what servers say of cookies and of where
    to go on, and breaks where that is nonsense. Two hosts of one number would share a connection
    that is kept.
    """

    def __init__(self, agent):
        self.transport = httpx.AsyncHTTPTransport(
            trust_env=False,
            verify=ssl.create_default_context(),
            limits=httpx.Limits(max_keepalive_connections=0),
        )
        self.headers = {
            "User-Agent": agent,
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }

    async def __aenter__(self):
        await self.transport.__aenter__()
        return self

    async def __aexit__(self, *error):
        await self.transport.__aexit__(*error)

    async def send(self, method, target, host):
        """The response to one request, of which the headers are read; whoever asks closes it."""
        request = httpx.Request(
            method,
            target,
            headers={"Host": f"[{host}]" if ":" in host else host, **self.headers},
            extensions={
                "sni_hostname": host,  # whose certificate it has to show
                "timeout": httpx.Timeout(SILENCE, connect=CONNECT).as_dict(),
            },
        )
        return await self.transport.handle_async_request(request)


async def ask(asker, method, url, most):
    """The Reply to one request; raises Answered where there is none. most: bytes that are read."""
    last = None
    for target in await guard.targets(url):
        try:
            return await send(asker, method, url, target, most)
        except httpx.ConnectError as error:
            last = error
        except httpx.TimeoutException:
            raise unclear("It did not answer in time.") from None
        except httpx.TransportError:
            raise failed("It broke off, or said what no web server says.") from None
    raise no_connection(last) from None


async def send(asker, method, url, target, most):
    response = await asker.send(method, target, url.raw_host.decode("ascii"))
    try:
        if len(response.headers.raw) > MOST_HEADERS:
            raise unclear("It sends more headers than anybody can read.")
        return Reply(
            response.status_code,
            response.headers.get("location", ""),
            "set-cookie" in response.headers,
            b"" if method == "HEAD" else await beginning(response, most),
        )
    finally:
        await response.aclose()


async def beginning(response, most):
    """The first bytes of what a server sends, unpacked as far as they go and no further."""
    read = bytearray()
    try:
        async for piece in response.aiter_raw():
            read += piece
            if len(read) >= most:
                break
    except httpx.RemoteProtocolError:
        if not read:  # it says that there is something, and then there is nothing
            raise
    if response.headers.get("content-encoding", "").lower() not in ("gzip", "x-gzip", "deflate"):
        return bytes(read[:most])
    try:
        return zlib.decompressobj(wbits=47).decompress(read[:most], most)
    except zlib.error:
        return b""


def no_connection(error):
    """What it means that no connection came about: Answered."""
    causes = list(causes_of(error))
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return unclear("Its certificate cannot be verified, or its encryption is out of date.")
    if any(getattr(cause, "errno", None) in OUT_OF_REACH for cause in causes):
        return unclear("It cannot be reached from here.")
    return failed("Nothing listens there.", is_told_by_it=False)


def causes_of(error):
    """An error, what it came from, and all that several at once consist of."""
    while error is not None:
        yield error
        yield from getattr(error, "exceptions", ())
        error = error.__cause__ or error.__context__
