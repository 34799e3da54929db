"""`manage.py trim_access_log`: the access log is kept for ACCESS_LOG_DAYS."""

from django.core.management import BaseCommand

from portal.accounts.trimming import trim


class Command(BaseCommand):
    help = "Forget lines of the access log that are older than ACCESS_LOG_DAYS. For every night."

    def handle(self, *, verbosity, **options):
        forgotten = trim()
        if verbosity:
            self.stdout.write(f"{forgotten} lines of the access log forgotten")
