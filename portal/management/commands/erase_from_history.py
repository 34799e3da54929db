"""`manage.py erase_from_history`: what somebody asked to have erased goes from the history."""

from django.core.management import BaseCommand, CommandError

from core.history.erasing import erase_record, erase_text
from core.history.tables import models_by_kind
from core.models import EditedRow
from portal.proposals.forgetting import erase_sender

SHORTEST = 4  # characters of a text: a shorter one stands in the midst of other words


class Command(BaseCommand):
    help = (
        "Erase from the history, for good, all that it has of a record, or a text wherever it"
        " stands, in what readers proposed and were answered too. Records themselves stay as they"
        " are: change or delete them first. Backups keep"
        " what they have."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--record",
            nargs=2,
            metavar=("KIND", "KEY"),
            help="a record, deleted or not, by its kind (person) and its id or address",
        )
        parser.add_argument("--text", help="a text, such as a name or an address, as it is written")

    def handle(self, *, record, text, **options):
        if not record and not text:
            raise CommandError("Name a --record, or a --text.")
        if record:
            model, key = self.record(*record)
            number = erase_record(model, key)
            self.stdout.write(
                f"{number} rows of the history erased: {model._meta.verbose_name} {key}"
            )
        if text:
            if len(text) < SHORTEST:
                raise CommandError(f"A text has at least {SHORTEST} characters.")
            self.stdout.write(f"{erase_text(text)} rows of the history had the text")
            self.stdout.write(f"{erase_sender(text)} proposals, answers and thanks had it")

    def record(self, kind, key):
        """The model and the id of a record that is there, or was."""
        model = models_by_kind().get(kind)
        if model is None:
            raise CommandError(f"There is no kind {kind!r}: {', '.join(sorted(models_by_kind()))}")
        if key.isascii() and key.isdigit():
            return model, int(key)
        rows = EditedRow.objects.filter(table_name=model._meta.db_table)
        known = rows.filter(before__slug=key) | rows.filter(after__slug=key)
        found = set(known.values_list("row_id", flat=True))
        if any(field.name == "slug" for field in model._meta.fields):
            found |= set(model._base_manager.filter(slug=key).values_list("pk", flat=True))
        if len(found) != 1:
            raise CommandError(f"{len(found)} records have or had the address {key!r}: give the id")
        return model, found.pop()
