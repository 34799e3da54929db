"""Write the fixtures anew from the database."""

from django.core.management.base import BaseCommand

from portal.exchange.fixtures import FOLDER, write_fixtures


class Command(BaseCommand):
    help = "Write the fixtures anew from the published records of the database."

    def add_arguments(self, parser):
        parser.add_argument("--folder", default=FOLDER, help="where to write them (fixtures/)")

    def handle(self, *args, folder, **options):
        for name, count in write_fixtures(folder).items():
            self.stdout.write(f"{count:6,}  {name}")
