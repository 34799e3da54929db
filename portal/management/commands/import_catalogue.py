"""Take in a catalogue from files in the exchange format."""

import sys
from functools import partial

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from tqdm import tqdm

from core.history import recorded
from core.models import Edit
from core.models.publication import Publishable
from core.publishing.report import lines
from portal.exchange.catalogue import FILES
from portal.exchange.checking import check_folder
from portal.exchange.faults import ExchangeError, counted, printable
from portal.exchange.writing import write
from portal.imports.acting import request_of
from portal.imports.arriving import Arrived, arrive

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
            "--publish",
            action="store_true",
            help="let readers see it at once; else new records are drafts, and what readers see "
            "changes by drafts of changes",
        )
        parser.add_argument("--reason", default="", help="why, for the history of the records")

    def handle(self, *args, path, dry_run, publish, reason, verbosity, **options):
        documents = self._checked(path)
        total = sum(map(len, documents.values()))
        quiet = not verbosity or not sys.stderr.isatty()
        with tqdm(total=total, unit=" records", disable=quiet, leave=False) as bar:
            try:
                with recorded(Edit.Way.IMPORT, what=f"import_catalogue {path}", reason=reason):
                    arrived = self._written(documents, publish, bar, dry_run)
            except DatabaseError as error:
                message = str(error).strip().splitlines()[0]
                raise CommandError(
                    f"The database refused: {message}. Nothing was written."
                ) from error
        if verbosity:
            self._report(arrived, dry_run)

    def _written(self, documents, publish, bar, dry_run):
        """Write it all, unless readers would see what the checks of publishing find wrong."""
        with transaction.atomic():
            if publish:
                arrived = Arrived(write(documents, progress=bar.update))
            else:
                word = "From a folder of files."
                arrived = arrive(documents, request_of(), word=word, progress=partial(told_by, bar))
            tallies = arrived.tallies
            told = [line for records in touched(tallies) for line in lines(records)]
            for line in told:
                self.stderr.write(printable(str(line)))
            public = set(published(tallies))
            errors = [line for line in told if line.is_error and (line.kind, line.slug) in public]
            if errors:
                count = counted(len(errors), "error")
                hint = "without --publish it is taken in as drafts all the same"
                raise CommandError(
                    f"{count} in what readers would see; nothing was written; {hint}"
                )
            if dry_run:
                transaction.set_rollback(True)
        return arrived

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

    def _report(self, arrived, dry_run):
        tallies = arrived.tallies
        self.stdout.write(f"{'':20}" + "".join(f"{name:>12}" for name in COLUMNS))
        for name, tally in tallies.items():
            numbers = (len(getattr(tally, column)) for column in COLUMNS)
            self.stdout.write(f"{name:20}" + "".join(f"{number:12,}" for number in numbers))
        if arrived.drafts:
            count = counted(len(arrived.drafts), "draft")
            self.stdout.write(f"{count} of changes to what an editor has decided on, for review")
        for name in arrived.gone:
            self.stdout.write(f"no file names {printable(name)}; it stays, since readers see it")
        if not (is_anything(tallies) or arrived.drafts):
            self.stdout.write("nothing changed")
        elif dry_run:
            self.stdout.write("a dry run: nothing was written")


def told_by(bar, step, done, total):
    """Let a bar say how far a step is."""
    bar.set_description(step, refresh=False)
    bar.total, bar.n = total, done
    bar.refresh()


def is_anything(tallies):
    return any(tally.created or tally.touched for tally in tallies.values())


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
