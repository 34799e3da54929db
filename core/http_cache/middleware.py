"""The middleware that keeps public answers; the first of all, so that a kept one costs little."""

import re
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import cc_delim_re
from django.utils.http import parse_etags

from core import http_cache, revision
from core.database.outage import OUTAGE
from core.http_cache.encodings import IDENTITY, choose, is_compressible
from core.http_cache.kept import KeptResponse
from core.http_cache.pages import Pages, digest_of
from core.web.sessions import is_signed_in

LEFT_ALONE = (
    "/admin/",
    "/preview/",
    "/static/",
    "/media/",
    "/data/catalogue.zip",
    "/data/latest/",
    "/data/2",  # the files of a day, 2026-11-29
    "/healthz",
    "/readyz",
)
NEGOTIATED = "/api/"  # where an answer depends on Accept
OF_THE_DAY = re.compile(r"/cite\.[a-z]+$")  # what names the day on which it was asked for
KEPT = (200, 301)
PUBLIC = (*KEPT, 404, 410)  # statuses that caches in front may keep for a second
# Browsers ask each time, and a 304 is what they mostly get. Caches in front ask once a second.
CACHE_CONTROL = "public, max-age=0, s-maxage=1, must-revalidate"
PRIVATE = "private, no-store"
LONGEST_ADDRESS = 2000  # characters of path and query; a longer one is answered, not kept
# Headers that we write ourselves; and Last-Modified, which nobody goes by: a view's guess at it
# goes back in time when something is withdrawn.
NOT_OF_THE_VIEW = {
    "content-length",
    "content-encoding",
    "etag",
    "vary",
    "cache-control",
    "last-modified",
}
# What others append to our addresses to follow people. No page of ours depends on it.
TRACKING = re.compile(r"(?:^|&)(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id)=[^&]*")
STROKES = re.compile("&{2,}")


class HttpCacheMiddleware:
    """Answer GET and HEAD of people not signed in from what is kept for the present revision.

    What is kept depends on all that `name_of` is given, and on nothing else: answers that vary
    on more, set cookies, or say themselves how they may be cached pass through.
    """

    def __init__(self, get_response):
        if not settings.HTTP_CACHE_BYTES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.pages = Pages()

    def __call__(self, request):
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(LEFT_ALONE):
            return self.get_response(request)
        if is_known(request):
            return self.answer_privately(request)
        # What is kept for everyone was made for somebody whom nobody knows, whatever is sent.
        request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.answer_publicly(request)

    def answer_publicly(self, request):
        """304, what is kept, or else what the rest of the portal answers, kept if it may be."""
        meta = request.META
        drop_tracking(meta)
        try:
            present = revision.current()
        except OUTAGE:  # since this process began: nothing is kept
            response = self.get_response(request)
            response.headers.setdefault("Cache-Control", "no-store")
            return response
        name = self.name_of(request)
        encoding = choose(meta.get("HTTP_ACCEPT_ENCODING", ""))
        answer = self.pages.get(present, name, encoding)
        meta[http_cache.WAS_KEPT] = answer is not None
        if answer is None:
            response = self.render(request, present)
            answer = self.answer_from(request, response)
            if answer is None:
                return response
            if http_cache.is_provisional():
                return as_response(request, answer.encoded(encoding))
            if answer.status in KEPT and len(request.get_full_path()) <= LONGEST_ADDRESS:
                answer = self.pages.put(present, name, encoding, answer)
        if answer.status != 200:
            return as_response(request, answer.encoded(encoding))
        etag = f'"{answer.digest}-{encoding}"'
        if lists(meta.get("HTTP_IF_NONE_MATCH", ""), etag):
            return not_modified(request, etag)
        return as_response(request, answer.encoded(encoding), etag)

    def answer_privately(self, request):
        """Who is signed in sees at once what they have just changed, and leaves it nowhere."""
        with suppress(*OUTAGE):  # whatever asks the database next says so
            revision.current(fresh=True)
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", PRIVATE)
        return response

    def name_of(self, request):
        """A short text that differs wherever, at one revision, the answer may."""
        meta = request.META
        parts = (
            request.scheme,
            meta.get("HTTP_HOST") or meta["SERVER_NAME"],
            request.path,
            meta.get("QUERY_STRING"),
        )
        if request.path_info.startswith(NEGOTIATED):
            parts += (meta.get("HTTP_ACCEPT"),)
        if OF_THE_DAY.search(request.path_info):
            parts += (timezone.localdate().isoformat(),)
        return digest_of(parts)

    def render(self, request, present):
        """The answer of the rest of the portal at a revision, with its body even to HEAD."""
        method = request.method
        request.method = request.META["REQUEST_METHOD"] = "GET"
        try:
            with revision.at_a_replica(present):
                return self.get_response(request)
        finally:
            request.method = request.META["REQUEST_METHOD"] = method

    def answer_from(self, request, response):
        """A response as a KeptResponse, or None if it is not for everyone and passes as it is."""
        varies = {
            header.lower() for header in cc_delim_re.split(response.get("Vary", "")) if header
        }
        covered = {"accept", "accept-encoding"}
        if not request.path_info.startswith(NEGOTIATED):
            covered = {"accept-encoding"}
        if response.cookies:
            response.headers.setdefault("Cache-Control", PRIVATE)
            return None
        if response.status_code >= 500:
            response.headers.setdefault("Cache-Control", "no-store")
            return None
        if (
            response.streaming
            or response.status_code not in PUBLIC
            or not varies <= covered
            or response.has_header("Cache-Control")
            or response.has_header("ETag")
            or response.has_header("Content-Encoding")
        ):
            return None
        headers = tuple(
            (name, value) for name, value in response.items() if name.lower() not in NOT_OF_THE_VIEW
        )
        headers += (("Cache-Control", CACHE_CONTROL), ("Vary", varying(request)))
        body = response.content
        return KeptResponse(
            response.status_code,
            headers,
            body,
            # The headers, too: a browser goes on with those it has, and one may have become
            # stricter. It is made once, when the answer is.
            digest_of(headers, body),
            is_compressible=is_compressible(response.get("Content-Type", ""), body),
        )


def is_known(request):
    """Whether somebody is signed in. A cookie that anybody could send opens no way round the cache.

    Where the database cannot tell, it could a moment later: then nothing is kept. Where there are
    replicas, everybody is answered as a reader while the primary is away.
    """
    try:
        return is_signed_in(request.COOKIES)
    except OUTAGE:
        return not settings.DATABASE_REPLICAS


def drop_tracking(meta):
    """Take what asks nothing out of the query, for us and for the views: parameters that only
    follow people, and strokes between no parameters, of which each number would be kept anew.
    """
    query = meta.get("QUERY_STRING", "")
    if "utm_" in query or "clid=" in query or "mc_" in query:
        query = TRACKING.sub("", query)
    meta["QUERY_STRING"] = STROKES.sub("&", query).strip("&")


def lists(asked, etag):
    """Whether an If-None-Match lists an ETag, or all; a cache in front may have weakened it."""
    asked = asked.strip()
    return asked == "*" or any(one.removeprefix("W/") == etag for one in parse_etags(asked))


def varying(request):
    """The header Vary for an address of the portal."""
    if request.path_info.startswith(NEGOTIATED):
        return "Accept, Accept-Encoding"
    return "Accept-Encoding"


def not_modified(request, etag):
    """304, with the headers that keep a stored answer fresh."""
    headers = {"ETag": etag, "Cache-Control": CACHE_CONTROL, "Vary": varying(request)}
    return HttpResponseNotModified(headers=headers)


def as_response(request, answer, etag=None):
    """A KeptResponse as a response; without its body to HEAD."""
    body = b"" if request.method == "HEAD" else answer.body
    headers = dict(answer.headers)
    headers["Content-Length"] = str(len(answer.body))
    if answer.encoding != IDENTITY:
        headers["Content-Encoding"] = answer.encoding
    if etag:
        headers["ETag"] = etag
    return HttpResponse(body, status=answer.status, headers=headers)
