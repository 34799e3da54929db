"""`manage.py check_links`: whether the pages that the catalogue names still answer."""

import signal
from contextlib import closing, contextmanager

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection
from tqdm import tqdm

from core.links.noting import Notes
from core.links.running import answers
from initiatives.links import due, forget_unused, tell_sources

LOCK = 0x0DECC11  # of the one run that there may be
MINUTES, MOST = 120, 20_000


class Command(BaseCommand):
    help = (
        "Ask the pages that the catalogue names whether they still answer, and list at the desk"
        " what is dead, has moved, or cannot be told. To be run every night: what answers is asked"
        " once a week. Broken off, it loses nothing, and goes on another time."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--minutes",
            type=float,
            default=MINUTES,
            help=f"how long it may take; what is left waits for another night (default: {MINUTES})",
        )
        parser.add_argument(
            "--most",
            type=int,
            default=MOST,
            help=f"how many addresses are asked at most (default: {MOST:,})",
        )
        parser.add_argument(
            "--all", action="store_true", help="ask also what was asked less than a week ago"
        )

    def handle(self, *, minutes, most, verbosity, **options):
        if minutes <= 0 or most <= 0:
            raise CommandError("--minutes and --most are more than nought.")
        with alone(), ended_as_by_hand():
            self.check(minutes * 60, due(most, is_everything=options["all"]), verbosity)

    def check(self, seconds, addresses, verbosity):
        """Ask these addresses for so many seconds, note what they say, and sum it up."""
        notes = Notes(then=tell_sources)
        found = answers(addresses, seconds=seconds, pause=settings.LINK_PAUSE)
        is_whole = False
        bar = tqdm(total=len(addresses), unit=" addresses", disable=verbosity == 0 or None)
        try:
            with closing(found), bar:
                for address, answer in found:
                    notes.take(address, answer)
                    bar.update()
            is_whole = True
        except KeyboardInterrupt:
            self.stderr.write("Broken off. What was found until then is noted.")
        finally:
            notes.close()
        if is_whole:
            forget_unused()
        if verbosity:
            self.stdout.write(summary(notes.counts, len(addresses)))
        if not is_whole:
            raise CommandError("Not all addresses were asked; the others are asked next time.")


def summary(counts, wanted):
    """What a run came to, in a line."""
    asked = sum(counts[outcome] for outcome in ("answered", "failed", "unclear"))
    left = f" {wanted - asked:,} left for another time." if wanted > asked else ""
    return (
        f"{asked:,} address{'' if asked == 1 else 'es'} asked: {counts['answered']:,} answered,"
        f" {counts['failed']:,} failed, of {counts['unclear']:,} nobody can tell."
        f" {counts['died']:,} dead since, {counts['revived']:,} back, {counts['moved']:,} moved."
        f"{left}"
    )


@contextmanager
def alone():
    """Hold the lock of this command, which ends with the connection; CommandError if it is held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise CommandError("check_links is running already.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def ended_as_by_hand():
    """Have SIGTERM, by which timers and machines stop what runs, do what Ctrl+C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
