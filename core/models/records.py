"""What the public sees, or saw, of the catalogue; triggers write it, see `core.records`."""

from django.db import models
from django.db.models import F, Q


class PublicRecordQuerySet(models.QuerySet):
    """Public records ..."""

    def public(self):
        """... that the public sees now."""
        return self.filter(state=PublicRecord.State.PUBLIC)

    def of(self, model):
        """... of one model."""
        return self.filter(kind=model._meta.model_name)

    def withdrawn(self):
        """... that were public and are not any more."""
        return self.exclude(state=PublicRecord.State.PUBLIC)

    def known(self):
        """... that were withdrawn, and of which readers may know: not those that vanished."""
        return self.withdrawn().exclude(state=PublicRecord.State.VANISHED)

    def archived(self):
        """... that were withdrawn, and whose pages stay readable."""
        return self.filter(state=PublicRecord.State.ARCHIVED)

    def successors(self, kind, slugs):
        """The slugs of what some merged records of a kind went into, by their own."""
        merged = self.filter(kind=kind, slug__in=slugs, replaced_by__isnull=False)
        return dict(merged.values_list("slug", "replaced_by__slug"))

    def modified(self):
        """A subquery: when what the records of an outer query say last changed."""
        return models.Subquery(self.filter(row_id=models.OuterRef("pk")).values("modified")[:1])


class PublicRecord(models.Model):
    """A record that is public or once was.

    `document` is what the record says itself, empty where it is not public; `digest` stands for
    that, and `modified` is when it last changed, or came back. Names of others, counts, and what
    refers to the record are no part of it. `sequence` is the revision at which it last changed so,
    or another that it names appeared or was withdrawn. `replaced_by` is what a merged one went
    into; what had gone into that one before follows it.
    """

    class State(models.TextChoices):
        PUBLIC = "public", "Public"
        GONE = "gone", "Withdrawn: readers are told when and why"
        ARCHIVED = "archived", "Archived: its page stays readable, under a banner that says so"
        MERGED = "merged", "Merged: its address leads to the record that replaces it"
        VANISHED = "vanished", "Removed without a trace, as a person may ask"

    kind = models.CharField(max_length=30, help_text="Model name of the record.")
    public_id = models.CharField(max_length=12)
    row_id = models.BigIntegerField(help_text="The key of the record in its own table.")
    slug = models.CharField(max_length=70)
    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.CharField(
        max_length=300, blank=True, help_text="Why it was withdrawn, for readers. One sentence."
    )
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced"
    )
    digest = models.CharField(max_length=32)
    document = models.TextField(default="", db_default="", editable=False)
    first_published = models.DateTimeField()
    modified = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True)
    sequence = models.BigIntegerField()

    objects = PublicRecordQuerySet.as_manager()

    class Meta:
        ordering = ["sequence", "pk"]
        default_permissions = ("change", "view")
        verbose_name = "withdrawn record"
        constraints = [
            models.UniqueConstraint(fields=["kind", "public_id"], name="public_record_stands_once"),
            models.CheckConstraint(
                condition=Q(state="merged") ^ Q(replaced_by=None),
                name="public_record_is_merged_into_another",
            ),
            models.CheckConstraint(
                condition=~Q(replaced_by=F("id")), name="public_record_is_not_merged_into_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["sequence", "id"], name="public_record_sequence"),
            models.Index(fields=["kind", "row_id"], name="public_record_row"),
            models.Index(fields=["kind", "slug"], name="public_record_slug"),
            models.Index(
                fields=["kind", "-withdrawn"],
                name="public_record_withdrawn",
                condition=Q(withdrawn__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.slug or self.public_id}"

    @property
    def successor(self):
        """The public record that a merged one went into; None where that is public no more."""
        other = self.replaced_by
        return other if other and other.state == self.State.PUBLIC else None


class PendingRecord(models.Model):
    """A record that a transaction has touched, or all of its kind. The rows go when it ends.

    `is_told`: it has to be told of, though what it says itself may be the same.
    """

    kind = models.CharField(max_length=30)
    row_id = models.BigIntegerField(null=True)
    is_told = models.BooleanField(db_default=False)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.kind} {self.row_id}"


class RevisionMark(models.Model):
    """A revision that was, with a number by chance.

    A backup that is restored knows nothing of what came after it, though new revisions may come to
    have the same place in time: the mark tells them apart.
    """

    revision = models.BigIntegerField(primary_key=True)
    mark = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.revision)
