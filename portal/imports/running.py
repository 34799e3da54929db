"""Doing what was asked of imports, one after the other, outside any request.

A runner holds a lock of the database on the import that it works on, for as long as it lives. So
nobody else takes it up meanwhile; and whoever finds one that is said to be worked on, and free,
knows that its runner is gone, and begins again: what is written is written in one transaction,
together with the state that follows, or not at all.
"""

import logging
from time import monotonic

from django.db import connection, transaction
from django.utils import timezone

from portal.imports.checking import check
from portal.imports.importing import take_in
from portal.imports.letting import let_through, submit
from portal.imports.models import Import, ImportFile, ImportRow
from portal.imports.states import TASKS, WAITS_IN, State, failed
from portal.imports.undoing import undo

logger = logging.getLogger(__name__)

LOCK = 0x1A9  # the class of the locks of runners, by imports
MOST_ATTEMPTS = 3
PAUSE = 0.5  # seconds from one word on the progress to the next
WORK = {
    State.CHECKING: check,
    State.IMPORTING: take_in,
    State.SUBMITTING: submit,
    State.PUBLISHING: let_through,
    State.UNDOING: undo,
}
DIED = "Whatever worked on it ended {} times before it was done: nothing of it was kept."
NO_ROOM = "It takes more memory than it may have here: divide the file, and import its parts."
BROKE = "Something is wrong with the portal itself, and is noted in its log: nothing was kept."


class Cancelled(Exception):
    """Somebody has cancelled what is being done."""


def run_all():
    """Do all that waits; how many tasks that were."""
    forget_files()
    number = 0
    while (job := claim()) is not None:
        try:
            run(job)
        finally:
            unlock(job)
        number += 1
    return number


def claim():
    """The next import to work on, in the state in which it is worked on, or None."""
    with transaction.atomic():
        for job in Import.objects.to_do().select_for_update(skip_locked=True, of=["self"]):
            if not lock(job):
                continue
            if job.state in WAITS_IN:  # its runner is gone
                job.attempts += 1
                job.state = WAITS_IN[job.state]
            if job.attempts >= MOST_ATTEMPTS:
                job.said, job.state = DIED.format(job.attempts), failed(job.state)
                job.save()
                unlock(job)
                continue
            job.state, job.alive_at = TASKS[job.state], timezone.now()
            job.save()
            return job
    return None


def lock(job):
    """Hold an import for as long as this connection lives: whether nobody else does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, job.pk % 2**31])
        return cursor.fetchone()[0]


def unlock(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, job.pk % 2**31])


def run(job):
    """Do what was asked of one import, and keep how it ended."""
    running = job.state
    try:
        with Progress(job) as progress, transaction.atomic():
            following = WORK[running](job, progress)
            finish(job, running, following)
    except Cancelled:
        return
    except MemoryError:
        give_up(job, running, NO_ROOM)
    except Exception:  # whatever it is, whoever asked is to know that it will not be done
        logger.exception("An import (%s) could not be finished", job.pk)
        give_up(job, running, BROKE)


def finish(job, running, following):
    """Keep what a task came to, in its own transaction, unless it was cancelled meanwhile."""
    now = Import.objects.select_for_update().filter(pk=job.pk, state=running)
    if not now.exists():
        raise Cancelled
    job.state, job.step, job.alive_at = following, "", timezone.now()
    job.save()


def give_up(job, running, said):
    Import.objects.filter(pk=job.pk, state=running).update(
        state=failed(running), said=said, step="", alive_at=timezone.now()
    )


def forget_files():
    """Delete files, and what rows say, that have been kept long enough."""
    overdue = list(Import.objects.overdue().values_list("pk", flat=True))
    ImportFile.objects.filter(of__in=overdue).delete()
    ImportRow.objects.filter(of__in=overdue).update(changes=[])
    unfinished = Import.objects.filter(pk__in=overdue, state__in=[State.FAULTY, State.READY])
    unfinished.update(state=State.CANCELLED, said="Its files were not kept any longer.")


class Progress:
    """Tells how far a task is, at once and to everybody, and ends it if it was cancelled.

    The task is a transaction that nobody sees yet, so this speaks by a connection of its own.
    """

    def __init__(self, job):
        self.job = job
        self.told_at = 0.0
        # Whoever calls us within a transaction sees it there alone, and so has to be told there.
        self.is_within = connection.in_atomic_block
        self.connection = None

    def __enter__(self):
        if not self.is_within:
            self.connection = connection.copy()
        return self

    def __exit__(self, *error):
        if self.connection is not None:
            self.connection.close()

    def __call__(self, step, done, total):
        if monotonic() - self.told_at < PAUSE:
            return
        self.told_at = monotonic()
        speaking = self.connection or connection
        with speaking.cursor() as cursor:
            cursor.execute(
                "UPDATE roof_import SET step = %s, done = %s, total = %s, alive_at = now()"
                " WHERE id = %s AND state = %s",
                [step, done, total, self.job.pk, self.job.state],
            )
            if not cursor.rowcount:
                raise Cancelled
