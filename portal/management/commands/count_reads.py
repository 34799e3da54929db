"""`manage.py count_reads`: how often records are read, from the log of the server in front."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from portal.reads.logs import Unreadable, count


class Command(BaseCommand):
    help = "Count reads of records in logs of the server in front, each line once."

    def add_arguments(self, parser):
        parser.add_argument("logs", nargs="+", metavar="LOG", help="a log, packed by gzip or not")

    def handle(self, *, logs, verbosity, **options):
        if settings.COUNT_READS != "LOG":
            raise CommandError(
                "Reads are not counted from logs here, or they would count twice: set"
                " COUNT_READS=log, and start the portal anew."
            )
        failed = 0
        for log in logs:
            try:
                counted = count(log)
            except Unreadable as error:
                failed += 1
                self.stderr.write(f"{log}: nothing was counted, {error}.")
                continue
            if counted.odd:
                self.stderr.write(
                    f"{log}: {counted.odd} lines are not understood and left out, the first are"
                    f" {', '.join(map(str, counted.first_odd))}."
                )
            if verbosity:
                self.stdout.write(f"{log}: {counted.lines} new lines, {counted.reads} reads.")
        if failed:
            raise CommandError(f"{failed} of {len(logs)} logs could not be counted.")
