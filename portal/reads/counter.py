"""Counts what the web server of the portal answers, in memory, and writes it down every minute."""

import logging
import threading
from collections import Counter

from django.db import DatabaseError, connection
from django.utils import timezone

from core.database.outage import OUTAGE
from core.web.sessions import has_session
from portal.reads.models import ReadCount
from portal.reads.requests import read_of, reader_of

logger = logging.getLogger(__name__)

EVERY = 60  # seconds; what is not written yet is lost when the process is killed
PATIENCE = 5  # seconds that a process which ends waits for what is written last


class ReadCounter(threading.Thread):
    """Takes notes of requests, and adds them to the table in a thread of its own.

    A request waits for nothing. Whoever brings a cookie of the desk is left out, be it one that
    holds no more: this asks no database. Requests that a browser makes in advance are left out too.
    """

    def __init__(self):
        super().__init__(name="reads", daemon=True)
        self._reads = Counter()
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    def note(self, method, status, environment):
        """Count a request that was answered. environment: as WSGI tells of it."""
        purpose = environment.get("HTTP_SEC_PURPOSE", "") or environment.get("HTTP_PURPOSE", "")
        if "prefetch" in purpose or has_session(environment):
            return
        reader = reader_of(environment.get("HTTP_USER_AGENT", ""))
        read = read_of(method, status, environment["PATH_INFO"], reader)
        if read:
            with self._lock:
                self._reads[(timezone.localdate(), *read)] += 1

    def write(self):
        """Add what was counted to the table; where the database does not answer, keep it."""
        with self._lock:
            reads, self._reads = self._reads, Counter()
        try:
            if reads:
                ReadCount.objects.add(reads)
        except (*OUTAGE, DatabaseError) as error:
            logger.warning("Reads are kept for later: %s", error)
            with self._lock:
                self._reads += reads
        finally:
            connection.close()

    def run(self):
        while not self._stopping.wait(EVERY):
            self.write()
        self.write()

    def stop(self):
        """Write the rest, and end."""
        self._stopping.set()
        self.join(PATIENCE)
