"""A database that does not answer: no fault of ours, and no reason to fill the log."""

import logging
from time import monotonic

import psycopg
from django.db import InterfaceError, OperationalError

from core.environment import StartError

# StartError: the private server of a demonstration cannot be started again.
OUTAGE = (OperationalError, InterfaceError, StartError)
QUIET = 60  # seconds without such an error end an outage


def why_nobody_gets_in(error):
    """What keeps us from connecting, as a sentence; None where an error has another reason.

    Errors that PostgreSQL gives to a question carry its code, those of connecting do not.
    """
    cause = error.__cause__
    if not isinstance(cause, psycopg.OperationalError) or cause.sqlstate:
        return None
    reason, *_ = str(cause).splitlines()
    return (
        f"The database cannot be reached: {reason}\n"
        "Check user, password, host, port and name in DATABASE_URL, and that PostgreSQL runs there"
        " and lets this machine in."
    )


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
