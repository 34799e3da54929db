"""A database that does not answer: no fault of ours, and no reason to fill the log."""

import logging
from time import monotonic

from django.db import InterfaceError, OperationalError

from core.environment import StartError

# StartError: the private server of a demonstration cannot be started again.
OUTAGE = (OperationalError, InterfaceError, StartError)
QUIET = 60  # seconds without such an error end an outage


class ShortOfOutages(logging.Filter):
    """Keeps one traceback of an outage; after that, each failure is one line with its reason."""

    def __init__(self):
        super().__init__()
        self._known_until = 0.0  # by the monotonic clock

    def filter(self, record):
        error = record.exc_info and record.exc_info[1]
        if isinstance(error, OUTAGE):
            now = monotonic()
            if now < self._known_until:
                reason = str(error).strip().partition("\n")[0]
                record.msg, record.args = f"{record.getMessage()} ({reason})", None
                record.exc_info = record.exc_text = None
            self._known_until = now + QUIET
        return True
