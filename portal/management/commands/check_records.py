"""Prove that the table of public records says what the catalogue says."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.records.checking import differences, publish_all


class Command(BaseCommand):
    help = "Compare the table of public records with the catalogue; with --rebuild, mend it."

    def add_arguments(self, parser):
        parser.add_argument("--rebuild", action="store_true", help="have it follow all anew")

    def handle(self, *, rebuild, **options):
        if rebuild:
            with transaction.atomic():
                publish_all()
        found = differences()
        for kind, ids in found.items():
            self.stdout.write(f"{kind}: {', '.join(ids[:20])}{' ...' if ids[20:] else ''}")
        if found:
            number = sum(map(len, found.values()))
            raise CommandError(f"Records that differ: {number}. --rebuild mends them.")
        self.stdout.write("nothing differs")
