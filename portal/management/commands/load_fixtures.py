"""Load the launch data."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from portal.exchange.fixtures import FIXTURES, FOLDER


class Command(BaseCommand):
    help = "Load the launch data from fixtures/; may run twice."

    def add_arguments(self, parser):
        parser.add_argument("--folder", default=FOLDER, help="where they are (fixtures/)")

    @transaction.atomic
    def handle(self, *args, folder, **options):
        for name in FIXTURES:
            call_command("loaddata", str(Path(folder) / f"{name}.json"), verbosity=0)
            self.stdout.write(f"loaded {name}")
