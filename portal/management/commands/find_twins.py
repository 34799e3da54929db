"""`manage.py find_twins`: which records may be of the same thing."""

from django.core.management import BaseCommand

from core.publishing.pairs import find, kinds
from portal.exchange.faults import counted


class Command(BaseCommand):
    help = (
        "Look for records that may be of the same thing, and list them at the desk until somebody"
        " says that they are two. To be run every night."
    )

    def handle(self, *, verbosity, **options):
        for found in map(find, kinds()):
            if verbosity:
                cut = " There may be more." if found.is_cut else ""
                self.stdout.write(
                    f"{found.model._meta.verbose_name_plural}: {counted(found.open, 'pair')} of"
                    f" possible twins, {found.new:,} new, {found.gone:,} gone.{cut}"
                )
