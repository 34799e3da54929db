"""Keeps the files of the whole catalogue up to date while the portal is served."""

import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError, connection

from core import revision
from core.database.outage import OUTAGE
from portal import downloads
from portal.data import sets

logger = logging.getLogger(__name__)

LOOK = 60  # seconds after which it looks though nothing was heard
PATIENCE = 3  # seconds that a process which makes the file has to end
PAUSE = 30  # seconds that further changes have to come along
LOST = (*OUTAGE, DatabaseError, OSError)  # the last of a disk, or where no process can begin


class DownloadKeeper(threading.Thread):
    """Has the file made anew after a change, within a minute; at once if it has to be withheld.

    So are the files of the day where there are none yet, or the latest have to be withheld.

    It runs in the main process of the server. Files are made by a process of their own, which
    gives back its memory and yields to those that serve readers.
    """

    def __init__(self):
        super().__init__(name="downloads", daemon=True)
        self._stopping = threading.Event()
        self._maker = None

    def run(self):
        while not self._stopping.is_set():
            try:
                self.look()
            except LOST as error:
                logger.warning("The catalogue's file cannot be looked after: %s", error)
                self._stopping.wait(PAUSE)
            finally:
                connection.close()

    def look(self):
        """Wait for a change, and have the file made if there was one."""
        download = downloads.latest()
        if download and download.is_current():
            self.look_after_sets(download.revision)
            return
        if download and not download.is_withheld():
            self._stopping.wait(PAUSE)
        if not self._stopping.is_set() and not self.make("make_downloads"):
            self._stopping.wait(PAUSE)

    def look_after_sets(self, present):
        """Wait for another revision, and have the files of the day made before if they are due."""
        if not sets.is_due():
            revision.wait(present, LOOK)
            return
        if not sets.kept():
            self._stopping.wait(PAUSE)  # let the portal start first
        if not self._stopping.is_set() and not self.make("make_data"):
            self._stopping.wait(PAUSE)

    def make(self, command):
        """Run a command: whether it made its files."""
        self._maker = subprocess.Popen(  # noqa: S603 commands of ours
            [sys.executable, "manage.py", command, "--verbosity=0"],
            cwd=settings.BASE_DIR,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for the main process
        )
        os.setpriority(os.PRIO_PROCESS, self._maker.pid, 10)
        _, errors = self._maker.communicate()
        is_made = self._maker.returncode == 0
        if not is_made and not self._stopping.is_set():
            reason = errors.strip().rpartition("\n")[2]
            logger.warning("The catalogue's files could not be made: %s: %s", command, reason)
        return is_made

    def stop(self):
        """Have it end, and whatever it has started."""
        self._stopping.set()
        if self._maker is not None:
            self._maker.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._maker.wait(PATIENCE)
