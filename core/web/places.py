"""Few threads at once make what takes long; the others serve readers.

Whoever finds no place is told to come back, and does not wait: that would take a thread, too.
"""

import threading
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

AGAIN = 5  # seconds after which others have made what they ask for
PLACES = threading.BoundedSemaphore(settings.THREADS // 2)  # in this process
PLACE_OF_CARDS = threading.BoundedSemaphore(1)  # whoever asks for many hinders no other reader


class Busy(Exception):
    """As much that takes long is being made as may be at once."""


@contextmanager
def place(is_long=True, places=PLACES):
    """A place among those who make what takes long; raises Busy where there is none left."""
    if not is_long:
        yield
        return
    if not places.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        places.release()


def come_back(request):
    """The page that says that others' files are being made."""
    headers = {"Retry-After": str(AGAIN), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("busy.html", request=request), status=503, headers=headers)
