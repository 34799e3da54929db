"""What is said to whoever comes when more is asked than can be answered: at once, and cheaply.

The gateway decides it (`portal/line.py`), and lets what is kept or static be answered all the same:
to reach the middleware here costs as much as that does.
"""

import json
import secrets

from django.http import HttpResponse

from core.api.errors import MEDIA_TYPE, problem
from core.web.methods import is_for_programs

SHED = "portal.shed"  # in the environment of a request that nobody has time for
STATUS = 503
SOONEST, SPREAD = 3, 8  # seconds; all who are refused in one moment do not come back in one
SENTENCE = "More is asked of the catalogue at this moment than it can answer."
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Come back in a moment</title>
<h1>Come back in a moment</h1>
<p>{}</p>
</html>
"""
TO_READERS = PAGE.format(f'{SENTENCE} <a href="">Ask again</a> in some seconds.')
TO_SENDERS = PAGE.format(
    f"{SENTENCE} What you sent was not taken, and nothing was changed by it. Go back to your form,"
    " wait some seconds, and send it again."
)
TO_PROGRAMS = json.dumps(problem(STATUS, f"{SENTENCE} Ask again later."))


def shed(method, path):
    """Headers and body of the answer to a request that is refused."""
    if is_for_programs(path):
        kind, text = MEDIA_TYPE, TO_PROGRAMS
    else:
        kind, text = "text/html; charset=utf-8", TO_SENDERS if method == "POST" else TO_READERS
    headers = [
        ("Content-Type", kind),
        ("Retry-After", str(SOONEST + secrets.randbelow(SPREAD))),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "default-src 'none'"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    return headers, text.encode()


class SheddingMiddleware:
    """503 to a request that nobody has time for; it stands behind what answers from memory."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if SHED not in request.META:
            return self.get_response(request)
        headers, body = shed(request.method, request.path_info)
        response = HttpResponse(body, status=STATUS, headers=dict(headers))
        response._has_been_logged = True  # or Django writes an error into the log for each
        return response
