"""`manage.py make_data`: the files of the whole catalogue, for those who keep a copy."""

from datetime import date

from django.core.management import BaseCommand

from portal.data import sets
from portal.data.making import KEPT_DAYS, disk_use, make


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
        made = make(day=day, days=days, again=again, tell=self.progress(verbosity))
        if verbosity:
            count = len(sets.kept())
            self.stdout.write(
                f"{made.day}: {len(made.files)} files, {made.size:,} bytes, made"
                f" {made.made:%Y-%m-%d %H:%M} UTC; {disk_use():,} bytes on disk for"
                f" {count} day{'s' if count > 1 else ''}"
            )

    def progress(self, verbosity):
        """What tells a person at a terminal how far it is."""
        if not verbosity or not self.stdout.isatty():
            return lambda sentence: None

        def tell(sentence):
            self.stdout.write(f"\r\033[K{sentence} ...", ending="")
            self.stdout.flush()

        return tell
