"""No client takes more than its share of the threads: whoever used it up waits a moment.

What counts is time, so that few dear requests weigh as much as many cheap ones; what is kept ready
is answered before and counts for nothing. Only where settings.TRUSTED_PROXIES says which proxies
are ours are clients told apart; else all would share the address of a proxy, and its limit.
"""

import math
import threading
from time import monotonic

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse

from core.api.errors import problem_response
from core.web.client import network
from core.web.methods import is_for_programs

WINDOW = 60  # seconds for which a share may be saved up
MOST = 10_000  # clients that are remembered; those that have used least are forgotten
EXEMPT = ("/admin/", "/healthz", "/readyz")  # whoever signs in is counted by portal.accounts.guard
SENTENCE = "Too much was asked at once from your address. Wait a moment, and try again."


class Shares:
    """How many seconds of threads each client has used, less what has come back since.

    rate: the seconds that come back in each second. Thread-safe.
    """

    def __init__(self, rate):
        self.rate = rate
        self.used = {}  # by client: seconds, and when that was so
        self._lock = threading.Lock()

    def wait_of(self, client):
        """How many seconds a client has to wait; 0 where it may ask now."""
        with self._lock:
            return max(0.0, self._left(client) / self.rate - WINDOW)

    def note(self, client, seconds):
        """A client has used a thread for some seconds."""
        with self._lock:
            self.used[client] = self._left(client) + seconds, monotonic()
            if len(self.used) > MOST:
                most_used = sorted(self.used, key=self._left)[MOST // 2 :]
                self.used = {one: self.used[one] for one in most_used}

    def _left(self, client):
        seconds, since = self.used.get(client, (0.0, 0.0))
        return max(0.0, seconds - (monotonic() - since) * self.rate)


class SharesMiddleware:
    """429 to whoever has used up its share; it stands behind what answers from memory."""

    def __init__(self, get_response):
        if not settings.TRUSTED_PROXIES or settings.CLIENT_SHARE == 100:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.shares = Shares(settings.THREADS * settings.CLIENT_SHARE / 100)

    def __call__(self, request):
        client = network(request)
        if client is None or request.path_info.startswith(EXEMPT):
            return self.get_response(request)
        if wait := self.shares.wait_of(client):
            return too_much(request, math.ceil(wait))
        began = monotonic()
        try:
            return self.get_response(request)
        finally:
            self.shares.note(client, monotonic() - began)


def too_much(request, seconds):
    """The answer that asks a client to wait."""
    if is_for_programs(request.path_info):
        response = problem_response(429, SENTENCE)
    else:
        response = HttpResponse(f"{SENTENCE}\n", "text/plain; charset=utf-8", status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
