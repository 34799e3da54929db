"""Where requests come in: whole, within bounds of size and time, and only then to Django.

A thread that waits for the rest of a request serves nobody, and whoever means harm sends no rest.
So an event loop takes requests in, and a thread gets one when there is nothing left to wait for.
Where more comes than the threads can answer, what finds none in time is refused (`line.py`), or
answered by a thread of its own if it is kept or static.
"""

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http import HTTPStatus
from io import BytesIO
from time import perf_counter

from django.conf import settings
from granian.rsgi import ProtocolClosed, ProtocolError

from core.database.outage import OUTAGE
from core.web.files import SENDS_FILES, FileResponse
from core.web.methods import takes_body
from core.web.sessions import has_session, may_send_files
from core.web.shedding import SHED, STATUS, shed
from portal.line import Full, Line
from portal.observing import request_ids

PROBE = "/healthz"
ASKED_BY_PROXIES = "/readyz"  # whether to send anybody here: not a question to be refused
ID, BEGAN = "portal.request_id", "portal.began"  # what we add to what WSGI tells of a request
FORM = "application/x-www-form-urlencoded"
LARGEST_OF_A_STRANGER = 64_000  # bytes; a proposal of the rarest signs has 62,000 at most
LARGEST = 25_000_000  # bytes; a cover has 10 MB at most, a form's fields as much again
SLOWEST = 10_000  # bytes that have to come in each second, after settings.BODY_TIMEOUT of them
AGAIN = 30  # seconds after which a form is to be sent again
PART = 65_536  # bytes of a file that are sent at once
SLOWEST_READER = 60  # seconds for a part to be taken
MOST_ASIDE = 50  # requests without a thread for which it is looked up whether an answer is kept
BETWEEN = {"HTTP_COOKIE": "; "}  # several headers of one name; else a comma


class Refused(Exception):
    """A request that Django does not get to see.

    status: an HTTPStatus. detail: a sentence for whoever sent it. is_unread: whether its body may
    still be coming.
    """

    def __init__(self, status, detail, *, is_unread=True):
        super().__init__(detail)
        self.status, self.detail, self.is_unread = status, detail, is_unread


class Gateway:
    """A WSGI application behind the interface of the web server (RSGI).

    application: the WSGI callable. threads: how many requests it works on at once; one more
    answers the probe, whatever these do. reads: a ReadCounter that hears of what was answered.
    watchers: hear of each request: `begin()` when it waits for a thread, and `end(environment,
    status, waited, took)` with the seconds until a thread had time and in all.
    """

    def __init__(self, application, threads, reads=None, watchers=()):
        self.application = application
        self.reads = reads
        self.watchers = watchers
        self.line = Line(threads)
        self.thread_of_probe = ThreadPoolExecutor(1, "probe")
        self.thread_aside = ThreadPoolExecutor(1, "aside")
        self.aside = 0  # requests that are there

    async def __rsgi__(self, scope, protocol):
        environment = environment_of(scope)
        environment[ID] = request_ids.id_of(environment)
        request_ids.present.set(environment[ID])
        began = perf_counter()
        try:
            body = await self.body(scope.method, environment, protocol)
        except Refused as refusal:
            for watcher in self.watchers:
                watcher.begin()
                watcher.end(environment, refusal.status.value, 0.0, perf_counter() - began)
            text = f"{refusal.status.value} {refusal.status.phrase}\n\n{refusal.detail}\n"
            headers = [
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Connection", "close"),
                (request_ids.HEADER, environment[ID]),
            ]
            if refusal.status == HTTPStatus.SERVICE_UNAVAILABLE:
                headers.append(("Retry-After", str(AGAIN)))
            protocol.response_str(refusal.status.value, headers, text)
            is_unread = refusal.is_unread
        else:
            is_unread = not body
            environment["wsgi.input"] = BytesIO(body)
            status, headers, answer = await self.answered(environment)
            if self.reads:
                self.reads.note(scope.method, status, environment)
            if isinstance(answer, FileResponse):
                ends = answer.part.start, answer.part.stop
                protocol.response_file_range(status, headers, str(answer.path), *ends)
            elif isinstance(answer, bytes):
                protocol.response_bytes(status, headers, answer)
            else:
                await self.send(protocol, scope.method, status, headers, answer)
        if is_unread:
            await self.let_pass(scope.headers, protocol)

    def __rsgi_del__(self, loop):
        self.line.shutdown()
        self.thread_of_probe.shutdown()
        self.thread_aside.shutdown(cancel_futures=True)
        if self.reads:
            self.reads.stop()

    async def answered(self, environment):
        """What is answered: status, headers and body; watchers hear how long that took."""
        began = perf_counter()
        for watcher in self.watchers:
            watcher.begin()
        status = HTTPStatus.INTERNAL_SERVER_ERROR.value
        try:
            status, headers, body = await self.answered_in_time(environment)
        finally:
            took = perf_counter() - began
            waited = environment.get(BEGAN, began + took) - began
            for watcher in self.watchers:
                watcher.end(environment, status, waited, took)
        return status, headers, body

    async def answered_in_time(self, environment):
        """What the application says, or that more is asked than it can answer."""
        if environment["PATH_INFO"] == PROBE:
            return await run(self.thread_of_probe, self.answer, environment)
        is_work = is_for_the_desk(environment)
        try:
            return await self.line.run(self.answer, environment, is_work=is_work)
        except Full:
            environment[SHED] = True
        if not is_work and self.aside < MOST_ASIDE:
            self.aside += 1
            working = asyncio.ensure_future(run(self.thread_aside, self.answer, environment))
            working.add_done_callback(self._leave_aside)  # though whoever asked may have gone
            return await asyncio.shield(working)
        headers, body = shed(environment["REQUEST_METHOD"], environment["PATH_INFO"])
        return STATUS, [*headers, (request_ids.HEADER, environment[ID])], body

    def _leave_aside(self, working):
        self.aside -= 1

    @staticmethod
    async def send(protocol, method, status, headers, file):
        """Answer with an open file, part by part, as fast as the other end takes them.

        Nobody else waits meanwhile, neither a thread nor the database. Who takes nothing for
        SLOWEST_READER seconds has gone, whatever the line says.
        """
        with file:
            if method == "HEAD":
                protocol.response_empty(status, headers)
                return
            transport = protocol.response_stream(status, headers)
            with suppress(ProtocolClosed, TimeoutError):  # who has gone hears nothing more
                while part := file.read(PART):
                    async with asyncio.timeout(SLOWEST_READER):
                        await transport.send_bytes(part)

    async def body(self, method, environment, protocol):
        """The bytes that a request brings along, for the addresses that take any.

        Raises Refused where they are too many, no form, or do not come.
        """
        if not takes_body(method, environment["PATH_INFO"]):
            environment.pop("CONTENT_LENGTH", None)
            return b""
        length = await self.length_of_a_form(environment)
        try:
            async with asyncio.timeout(settings.BODY_TIMEOUT + length / SLOWEST):
                body = b"".join([chunk async for chunk in protocol])
        except TimeoutError:
            detail = "It did not come in time. Go back and send it again."
            raise Refused(HTTPStatus.REQUEST_TIMEOUT, detail, is_unread=False) from None
        if len(body) != length:
            detail = "It broke off. Go back and send it again."
            raise Refused(HTTPStatus.BAD_REQUEST, detail, is_unread=False)
        return body

    @staticmethod
    async def let_pass(headers, protocol):
        """After the answer, take in what else comes, up to the size of a form, and keep nothing.

        Whoever is still sending when the connection is closed, a browser or the proxy in front,
        hears that it broke, and not what we answered.
        """
        length = int(headers.get("content-length") or 0)
        if length > LARGEST or not (length or "transfer-encoding" in headers):
            return
        left = LARGEST
        # Who sends no more can hear us, too; who has gone, after the answer, missed nothing.
        with suppress(TimeoutError, ProtocolError):
            async with asyncio.timeout(settings.BODY_TIMEOUT):
                async for chunk in protocol:
                    left -= len(chunk)
                    if left < 0:
                        return

    async def length_of_a_form(self, environment):
        """How many bytes are to come; Refused where no form of this sender can be like that."""
        try:
            length = int(environment.get("CONTENT_LENGTH", ""))
        except ValueError:
            raise Refused(HTTPStatus.LENGTH_REQUIRED, "Say how long it is.") from None
        is_short_form = (
            length <= LARGEST_OF_A_STRANGER
            and environment.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() == FORM
        )
        if is_short_form:
            return length
        try:
            is_signed_in = await self.line.run(may_send_files, environment, is_work=True)
        except (Full, *OUTAGE) as error:
            detail = "The portal cannot answer now. Go back, and send it again in a minute."
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, detail) from error
        if not is_signed_in:
            if length > LARGEST_OF_A_STRANGER:
                raise Refused(
                    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                    "Who is not signed in may send 64 kB at most. Sign in in another window, go"
                    " back, and send it again.",
                )
            raise Refused(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                f"Who is not signed in may send {FORM} only. Sign in in another window, go back,"
                " and send it again.",
            )
        if length > LARGEST:
            raise Refused(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                "A form with its files may have 25 MB at most. Go back, and choose a smaller file.",
            )
        return length

    def answer(self, environment):
        """What the application says: status, headers and the body.

        That is bytes, a FileResponse for what stays where it is, or an open file for what does not.
        """
        environment[BEGAN] = perf_counter()
        request_ids.present.set(environment[ID])
        said = []

        def start_response(status, headers, exc_info=None):
            said[:] = int(status[:3]), [*headers, (request_ids.HEADER, environment[ID])]

        result = self.application(environment, start_response)
        try:
            if isinstance(result, FileResponse):
                body = result
            else:
                file = result.taken() if isinstance(result, OpenFile) else None
                body = b"".join(result) if file is None else file
        finally:
            result.close()
        return *said, body


async def run(threads, function, environment):
    """What a function says of a request, in a thread of a pool that nobody waits for."""
    return await asyncio.get_running_loop().run_in_executor(threads, function, environment)


def is_for_the_desk(environment):
    """Whether a request is a form, comes from somebody who is signed in, as it says, or from the
    proxy: those that wait longest, and go first.
    """
    path = environment["PATH_INFO"]
    return (
        takes_body(environment["REQUEST_METHOD"], path)
        or path == ASKED_BY_PROXIES
        or has_session(environment)
    )


class OpenFile:
    """An answer that is a file (`wsgi.file_wrapper` of PEP 3333)."""

    def __init__(self, file, size=PART):
        self.file, self.size = file, size

    def __iter__(self):
        return iter(lambda: self.file.read(self.size), b"")

    def taken(self):
        """The same file, which stays open when this one is closed; None for what is none."""
        try:
            return os.fdopen(os.dup(self.file.fileno()), "rb")
        except (AttributeError, OSError):
            return None

    def close(self):
        self.file.close()


def environment_of(scope):
    """A request as WSGI tells it (PEP 3333), without what a sender could use to deceive.

    There a header is named by capitals and underscores, so that `X_Forwarded_For` would pass for
    the `X-Forwarded-For` of a proxy: names with underscores are left out.
    """
    server, _, port = scope.server.rpartition(":")
    environment = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.file_wrapper": OpenFile,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        SENDS_FILES: True,
    }
    if scope.authority:  # where the request itself names a host, its header counts no more
        environment["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        if "_" in name or (name == "host" and scope.authority):
            continue
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        before = f"{environment[key]}{BETWEEN.get(key, ',')}" if key in environment else ""
        environment[key] = before + value
    return environment
