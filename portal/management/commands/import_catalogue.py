"""Take in a catalogue from files in the exchange format."""

import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from tqdm import tqdm

from core.history import recorded
from core.models import Edit
from core.models.publication import PublicationState, Publishable
from core.publishing.report import lines
from portal.exchange.catalogue import FILES
from portal.exchange.checking import check_folder
from portal.exchange.faults import ExchangeError, counted, printable
from portal.exchange.writing import write

COLUMNS = ("created", "changed", "unchanged")


class Command(BaseCommand):
    help = (
        "Take in the files of a folder in the exchange format (docs/exchange-format.md). "
        "Everything is checked first; if there is a fault, nothing is written."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", help="the folder with the files")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )
        parser.add_argument(
            "--as-draft", action="store_true", help="new records are drafts, for review"
        )
        parser.add_argument("--reason", default="", help="why, for the history of the records")

    def handle(self, *args, path, dry_run, as_draft, reason, verbosity, **options):
        documents = self._checked(path)
        total = sum(map(len, documents.values()))
        quiet = not verbosity or not sys.stderr.isatty()
        with tqdm(total=total, unit=" records", disable=quiet, leave=False) as bar:
            try:
                with recorded(Edit.Way.IMPORT, what=f"import_catalogue {path}", reason=reason):
                    tallies = self._written(
                        documents,
                        PublicationState.DRAFT if as_draft else PublicationState.PUBLISHED,
                        bar.update,
                        dry_run,
                    )
            except DatabaseError as error:
                message = str(error).strip().splitlines()[0]
                raise CommandError(
                    f"The database refused: {message}. Nothing was written."
                ) from error
        if verbosity:
            self._report(tallies, dry_run)

    def _written(self, documents, publication, progress, dry_run):
        """Write it all, unless readers would see what the checks of publishing find wrong."""
        with transaction.atomic():
            tallies = write(documents, publication=publication, progress=progress)
            told = [line for records in touched(tallies) for line in lines(records)]
            for line in told:
                self.stderr.write(printable(str(line)))
            public = set(published(tallies))
            errors = [line for line in told if line.is_error and (line.kind, line.slug) in public]
            if errors:
                count = counted(len(errors), "error")
                hint = "--as-draft takes new records in all the same"
                raise CommandError(
                    f"{count} in what readers would see; nothing was written; {hint}"
                )
            if dry_run:
                transaction.set_rollback(True)
        return tallies

    def _checked(self, path):
        try:
            return check_folder(path)
        except OSError as error:
            raise CommandError(str(error)) from error
        except ExchangeError as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            count = counted(len(error.faults), "fault")
            raise CommandError(f"{count}; nothing was written") from error

    def _report(self, tallies, dry_run):
        self.stdout.write(f"{'':20}" + "".join(f"{name:>12}" for name in COLUMNS))
        for name, tally in tallies.items():
            numbers = (len(getattr(tally, column)) for column in COLUMNS)
            self.stdout.write(f"{name:20}" + "".join(f"{number:12,}" for number in numbers))
        if not any(tally.created or tally.touched for tally in tallies.values()):
            self.stdout.write("nothing changed")
        elif dry_run:
            self.stdout.write("a dry run: nothing was written")


def touched(tallies):
    """Querysets of the records that were created or changed, of the kinds that are published."""
    for file in FILES:
        if file.name in tallies and issubclass(file.shape.model, Publishable):
            tally = tallies[file.name]
            yield file.shape.model.objects.filter(pk__in=tally.created | tally.touched)


def published(tallies):
    """The kind and slug of each of these that readers see."""
    for records in touched(tallies):
        kind = records.model._meta.model_name
        yield from ((kind, slug) for slug in records.published().values_list("slug", flat=True))
