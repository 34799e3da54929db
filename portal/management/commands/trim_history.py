"""`manage.py trim_history`: the history is kept for as long as it is of use."""

from datetime import timedelta

from django.core.management import BaseCommand
from django.utils import timezone

from core.history.erasing import trim

DAYS = 1825  # five years


class Command(BaseCommand):
    help = "Forget what was changed longer ago than this. To be run every night."

    def add_arguments(self, parser):
        parser.add_argument(
            "--older-than",
            type=int,
            default=DAYS,
            metavar="DAYS",
            help=f"in days, {DAYS} by default",
        )

    def handle(self, *, older_than, verbosity, **options):
        forgotten = trim(timezone.now() - timedelta(days=older_than))
        if verbosity:
            self.stdout.write(f"{forgotten} rows of the history forgotten")
