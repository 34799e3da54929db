"""Load the launch data."""

from django.core.management.base import BaseCommand, CommandError

from portal.exchange.fixture_loading import load_fixtures
from portal.exchange.fixtures import FIXTURES, FOLDER, REFERENCE


class Command(BaseCommand):
    help = (
        "Load the launch data: what the fixtures say becomes so, the rest stays. May run twice; "
        "does what loaddata does, and faster."
    )

    def add_arguments(self, parser):
        parser.add_argument("--folder", default=FOLDER, help="where they are (fixtures/)")
        parser.add_argument(
            "--reference",
            action="store_true",
            help="only what describes initiatives: countries, themes, goals, vocabularies",
        )

    def handle(self, *args, folder, reference, verbosity, **options):
        def done(name, rows, written):
            if verbosity:
                self.stdout.write(f"{rows:6,}  {name}{'' if written else ': nothing changed'}")

        try:
            load_fixtures(folder, names=REFERENCE if reference else FIXTURES, done=done)
        except FileNotFoundError as error:
            raise CommandError(f"{error.filename} is not there") from error
        except LookupError as error:
            raise CommandError(str(error)) from error
