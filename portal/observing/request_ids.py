"""The id of a request: one word that the proxy in front, the log and the answer share."""

import re
import secrets
from contextvars import ContextVar

from core.web.client import is_trusted, parsed

HEADER = "X-Request-Id"
WELL_FORMED = re.compile(r"[A-Za-z0-9._:-]{8,64}")
NONE = "-"  # where no request is worked on

present = ContextVar("request_id", default=NONE)


def id_of(environment):
    """The id that a proxy of ours gave to a request, or else a new one.

    environment: as WSGI tells of the request. What strangers send is not believed: they could have
    the log tell of two requests as of one.
    """
    given = environment.get("HTTP_X_REQUEST_ID", "")
    sender = parsed(environment.get("REMOTE_ADDR", ""))
    if sender and is_trusted(sender) and WELL_FORMED.fullmatch(given):
        return given
    return secrets.token_hex(8)


class WithRequestId:
    """A filter of the log that keeps all records, and adds `request_id` to each.

    `of_request` is the same for people to read, and empty where there is no request.
    """

    def filter(self, record):
        record.request_id = present.get()
        record.of_request = "" if record.request_id == NONE else f" [{record.request_id}]"
        return True
