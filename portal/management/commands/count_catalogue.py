"""Count what the catalogue holds, and compare with a folder of files."""

from django.core.management.base import BaseCommand, CommandError

from portal.exchange.checking import check_folder
from portal.exchange.counting import count_database, count_documents
from portal.exchange.faults import ExchangeError


class Command(BaseCommand):
    help = (
        "Print how many records, and entries of their lists, the database holds. With a folder "
        "of files in the exchange format, compare with theirs."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", nargs="?", help="a folder with files to compare with")

    def handle(self, *args, path, **options):
        database = count_database()
        if not path:
            for name, number in database.items():
                self.stdout.write(f"{name:34}{number:8,}")
            return
        try:
            files = count_documents(check_folder(path))
        except (NotADirectoryError, FileNotFoundError, ExchangeError) as error:
            raise CommandError(f"{error}; import_catalogue --dry-run says more") from error
        self.stdout.write(f"{'':34}{'database':>10}{'files':>10}")
        differing = 0
        for name, number in database.items():
            if name in files:
                differs = number != files[name]
                differing += differs
                mark = "  differs" if differs else ""
                self.stdout.write(f"{name:34}{number:10,}{files[name]:10,}{mark}")
        if differing:
            raise CommandError(f"{differing} of {len(files)} numbers differ")
