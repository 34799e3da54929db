"""What was changed in the catalogue, row by row; triggers write it, see `core.history`."""

import json
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q


class ExactDecoder(json.JSONDecoder):
    """Reads numbers with all their digits, as the database holds them."""

    def __init__(self, **options):
        super().__init__(parse_float=Decimal, **options)


class Edit(models.Model):
    """What one transaction changed: when, who, by which way, and why.

    `what` is what the way says of itself: the step taken, the command and its file, the program
    that wrote SQL. `name` stays when its user goes.
    """

    class Way(models.TextChoices):
        DESK = "desk", "At the desk"
        STEP = "step", "Many at once"
        BACK = "back", "Brought back"
        UNDO = "undo", "Undone"
        IMPORT = "import", "Import"
        LOAD = "load", "Loaded"
        MERGE = "merge", "Merge"
        COMMAND = "command", "Command"
        SQL = "sql", "SQL"

    at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
    )
    name = models.CharField(max_length=150)
    way = models.CharField(max_length=10, choices=Way.choices)
    what = models.CharField(max_length=300)
    reason = models.CharField(max_length=300)
    undoes = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, db_constraint=False, related_name="undone_by"
    )

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["at"], name="edit_at"),
            models.Index(fields=["undoes"], name="edit_undoes", condition=Q(undoes__isnull=False)),
        ]

    def __str__(self):
        return self.what or self.get_way_display()


class EditedRowQuerySet(models.QuerySet):
    """Edited rows ..."""

    def of(self, kind, key):
        """... of one record and of what belongs to it."""
        return self.filter(owner_kind=kind, owner_id=key)

    def deletions(self):
        """... that were deleted."""
        return self.filter(after__isnull=True)


class EditedRow(models.Model):
    """One row that an edit created, changed or deleted.

    `before` is null of a new row, `after` of one that was deleted; the other is the whole row then.
    Of one that was changed, both hold the columns that differ. Whose page shows the row is its
    owner; what is moved from one to another is deleted here and created there. Rows are in the
    order in which they were changed, whatever transactions overlapped.
    """

    # Not constrained: what is flushed with its history would be in the way of the constraint.
    edit = models.ForeignKey(Edit, models.CASCADE, db_constraint=False, related_name="rows")
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    owner_kind = models.CharField(max_length=30, help_text="Model name of the record.")
    owner_id = models.BigIntegerField()
    before = models.JSONField(null=True, decoder=ExactDecoder)
    after = models.JSONField(null=True, decoder=ExactDecoder)

    objects = EditedRowQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["owner_kind", "owner_id", "edit"], name="edited_row_owner"),
            models.Index(fields=["table_name", "row_id"], name="edited_row_row"),
            models.Index(
                fields=["table_name", "id"],
                name="edited_row_deleted",
                condition=Q(after__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.table_name} {self.row_id}"
