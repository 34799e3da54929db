"""Questions to the database: which are slow, and how many there are."""

import logging
from time import perf_counter

from django.conf import settings
from django.db.backends.signals import connection_created

logger = logging.getLogger("portal.slow")
LONGEST = 2000  # characters of a question in the log


class Watch:
    """Times each question (an execute wrapper of Django's).

    slow: milliseconds from which on it is told in the log, without its values; 0 tells of none.
    count: called with the seconds of each, where given.
    """

    def __init__(self, slow=0, count=None):
        self.slow, self.count = slow, count

    def __call__(self, execute, question, values, is_many, context):
        began = perf_counter()
        try:
            return execute(question, values, is_many, context)
        finally:
            seconds = perf_counter() - began
            if self.count:
                self.count(seconds)
            if self.slow and seconds * 1000 >= self.slow:
                logger.warning(
                    "%d ms: %s",
                    seconds * 1000,
                    " ".join(str(question).split())[:LONGEST],
                    extra={"milliseconds": round(seconds * 1000)},
                )


def watch(count=None):
    """Have each connection of this process watched, where settings.SLOW_QUERY_MS or `count` ask."""
    if not (settings.SLOW_QUERY_MS or count):
        return
    wrapper = Watch(settings.SLOW_QUERY_MS, count)

    def follow(connection, **kwargs):
        if wrapper not in connection.execute_wrappers:
            connection.execute_wrappers.append(wrapper)

    connection_created.connect(follow, weak=False, dispatch_uid="watched questions")
