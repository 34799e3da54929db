"""Has imports done while the portal is served."""

import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection

from core.database.outage import OUTAGE
from portal.imports.models import CHANNEL, Import

logger = logging.getLogger(__name__)

LOOK = 30  # seconds after which it looks for files that are old enough to go
WAKE = 1  # seconds after which it sees that it is to stop
PAUSE = 10  # seconds before it tries again
PATIENCE = 3  # seconds that a process has to end
# psycopg's where LISTEN asks past Django; that of the system where no process can begin.
LOST = (*OUTAGE, DatabaseError, psycopg.Error, OSError)


class ImportKeeper(threading.Thread):
    """Starts `manage.py run_imports` as soon as somebody has asked for something.

    It runs in the main process of the server. The work is done by a process of its own, which
    gives back its memory and yields to those that serve readers; if it is killed, another one takes
    up what it left.
    """

    def __init__(self):
        super().__init__(name="imports", daemon=True)
        self._stopping = threading.Event()
        self._runner = None

    def run(self):
        is_work = True  # files that are old enough go, and what was left undone is taken up
        while not self._stopping.is_set():
            try:
                if is_work:
                    self.start_runner()
                    is_work = False  # also where the next line fails
                is_work = self.hears_of_work()
            except LOST as error:
                if not self._stopping.is_set():
                    logger.warning("Imports cannot be looked after: %s", error)
                self._stopping.wait(PAUSE)
            finally:
                connection.close()

    def hears_of_work(self):
        """Wait for a while: whether there is something to do."""
        connection.ensure_connection()
        listening = connection.connection
        listening.execute(f"LISTEN {CHANNEL}")
        for _ in range(LOOK // WAKE):
            if Import.objects.is_work_waiting():
                return True
            if self._stopping.is_set() or any(listening.notifies(timeout=WAKE, stop_after=1)):
                return not self._stopping.is_set()
        return Import.objects.overdue().exists()

    def start_runner(self):
        """Have all that waits done; again, if whoever did it was killed."""
        code = -1
        while code < 0 and not self._stopping.is_set():
            self._runner = subprocess.Popen(
                [sys.executable, "manage.py", "run_imports", "--verbosity=0"],
                cwd=settings.BASE_DIR,
                start_new_session=True,  # Ctrl-C is for the main process
            )
            os.setpriority(os.PRIO_PROCESS, self._runner.pid, 10)
            code = self._runner.wait()
        if code > 0 and not self._stopping.is_set():
            logger.warning("Imports were not done: the process ended with %s", code)
            self._stopping.wait(PAUSE)

    def stop(self):
        """Have it end, and whatever it has started; the next start takes that up."""
        self._stopping.set()
        if self._runner is not None:
            self._runner.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._runner.wait(PATIENCE)
