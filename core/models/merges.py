"""Which record went into which; for the desk alone."""

from django.db import models

from core.models.history import Edit


class MergeQuerySet(models.QuerySet):
    """Merges ..."""

    def into(self, kind, keys):
        """... of what went into records of a kind, or into what did."""
        merges = self.filter(kind=kind)
        known, found = set(), set(merges.filter(into_id__in=keys).values_list("row_id", flat=True))
        while found - known:
            known |= found
            found = set(merges.filter(into_id__in=known).values_list("row_id", flat=True))
        return merges.filter(row_id__in=known)


class Merge(models.Model):
    """That a record went into another of its kind, by an edit.

    What readers find at its address stands in the table of public records, where what went into a
    merged record follows it; this says where it follows back to when a merge is undone.
    """

    # Not constrained, as that of the rows of an edit.
    edit = models.ForeignKey(Edit, models.CASCADE, db_constraint=False, related_name="merges")
    kind = models.CharField(max_length=30, help_text="Model name of both records.")
    row_id = models.BigIntegerField(help_text="The key of the record that went.")
    into_id = models.BigIntegerField(help_text="The key of the record that it went into.")

    objects = MergeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "row_id"], name="record_is_merged_once"),
            models.CheckConstraint(
                condition=~models.Q(row_id=models.F("into_id")), name="record_is_merged_elsewhere"
            ),
        ]
        indexes = [models.Index(fields=["kind", "into_id"], name="merge_into")]

    def __str__(self):
        return f"{self.kind} {self.row_id} into {self.into_id}"
