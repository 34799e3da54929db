"""`manage.py make_downloads`: the file of the whole catalogue."""

from django.core.management import BaseCommand

from portal import downloads


class Command(BaseCommand):
    help = (
        "Make the file of the whole catalogue that /data/ offers, if the catalogue has changed"
        " since. `manage.py serve` has it made by itself."
    )
    requires_system_checks = []

    def handle(self, *, verbosity, **options):
        download = downloads.make()
        if verbosity:
            self.stdout.write(f"{download.size:,} bytes, made {download.made:%Y-%m-%d %H:%M} UTC")
