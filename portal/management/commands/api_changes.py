"""Tell what has changed in the API since its last release, or release it."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.api.contract.changelog import released, renewed
from portal.api.contract import CHANGELOG, CURRENT, RELEASED, changes_since_release


class Command(BaseCommand):
    help = (
        "Compare docs/openapi.yaml with the last release, and write what changed into the section "
        "Next of docs/api-changelog.md. Fails where a change would break programs."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--release",
            action="store_true",
            help="give that section its day, and keep the document",
        )

    def handle(self, *args, release, **options):
        changes = changes_since_release()
        CHANGELOG.write_text(renewed(CHANGELOG.read_text(), changes))
        self.stdout.write(f"{len(changes)} changes since the last release.")
        if breaking := [change for change in changes if change.is_breaking]:
            told = "\n".join(f"  {change.where}: {change.says}" for change in breaking)
            raise CommandError(f"{len(breaking)} of them break programs:\n{told}")
        if release:
            day = timezone.localdate()
            CHANGELOG.write_text(released(CHANGELOG.read_text(), day))
            RELEASED.write_text(f"# Released on {day:%Y-%m-%d}\n{CURRENT.read_text()}")
            self.stdout.write(f"Released as of {day:%Y-%m-%d}.")
