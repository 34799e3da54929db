"""`manage.py make_data`: the files of the whole catalogue, for those who keep a copy."""

from datetime import date

from django.core.management import BaseCommand

from portal.data import sets
from portal.data.making import KEPT_DAYS, disk_use, make

OVER_THE_LINE = "\r\033[K"  # of a terminal


class Command(BaseCommand):
    help = (
        "Make the files of the whole catalogue that /data/ offers: JSON Lines, CSV, SQLite, the"
        " exchange format, and what changed since the day before. Once a day; run it every night."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--again", action="store_true", help="though today's have been made already"
        )
        parser.add_argument(
            "--day", type=date.fromisoformat, help="whose files these are, as 2026-11-29: today"
        )
        parser.add_argument(
            "--days",
            type=int,
            default=KEPT_DAYS,
            help=f"how many days are kept ({KEPT_DAYS}); 1 removes all files of former days",
        )

    def handle(self, *, again, day, days, verbosity, **options):
        shows_progress = bool(verbosity) and self.stdout.isatty()
        made = make(day=day, days=days, again=again, tell=self.tell if shows_progress else nothing)
        if shows_progress:
            self.stdout.write(OVER_THE_LINE, ending="")
        if verbosity:
            count = len(sets.kept())
            self.stdout.write(
                f"{made.day}: {len(made.files)} files, {made.size:,} bytes, made"
                f" {made.made:%Y-%m-%d %H:%M} UTC; {disk_use():,} bytes on disk for"
                f" {count} day{'s' if count > 1 else ''}"
            )

    def tell(self, sentence):
        """Say how far it is, in the place of the line before."""
        self.stdout.write(f"{OVER_THE_LINE}{sentence} ...", ending="")
        self.stdout.flush()


def nothing(sentence):
    """Say nothing: nobody watches."""
