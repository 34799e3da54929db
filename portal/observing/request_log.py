"""A line of the log for each request, where operators want one: settings.LOG_REQUESTS."""

import logging

logger = logging.getLogger("portal.requests")


class RequestLog:
    """A watcher of the gateway. Neither who asked nor what was searched for is written down."""

    def begin(self):
        """Nothing is to be said before the answer."""

    def end(self, environment, status, waited, took):
        method = environment["REQUEST_METHOD"]
        path = environment["PATH_INFO"].encode("latin-1").decode(errors="backslashreplace")
        milliseconds = round(took * 1000)
        logger.info(
            "%s %r %d in %d ms",
            method,
            path,
            status,
            milliseconds,
            extra={
                "method": method,
                "path": path,
                "status": status,
                "milliseconds": milliseconds,
                "waited_milliseconds": round(waited * 1000),
            },
        )
