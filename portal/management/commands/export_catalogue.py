"""Write the published catalogue as files in the exchange format."""

from django.core.management.base import BaseCommand, CommandError

from portal.exchange.catalogue import FILES
from portal.exchange.exporting import export


class Command(BaseCommand):
    help = (
        "Write the published records as files in the exchange format (docs/exchange-format.md). "
        "Drafts, and references to them, stay out."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", help="the folder to write; made if it is not there")
        parser.add_argument(
            "--only",
            nargs="+",
            metavar="FILE",
            choices=[file.name for file in FILES],
            help="write these files alone, named without .json",
        )

    def handle(self, *args, path, only, verbosity, **options):
        try:
            counts, faults = export(path, only)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        for fault in faults:
            self.stderr.write(f"{fault}; an import will ask for it")
        if verbosity:
            for name, count in counts.items():
                self.stdout.write(f"{count:6,}  {name}")
