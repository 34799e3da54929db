"""A record's way to the public, as the desk keeps it: what was done and said, and who is at it.

For the desk alone. Nothing of it is public, raises the revision, or counts as a change of a record.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

USER = settings.AUTH_USER_MODEL
LONGEST_WORD = 2_000


class AboutRecordsQuerySet(models.QuerySet):
    """What is kept ..."""

    def of(self, model):
        """... about records of one model."""
        return self.filter(kind=model._meta.model_name)

    def about(self, record):
        """... about one record."""
        return self.of(type(record)).filter(row_id=record.pk)

    def row_ids(self):
        """... as the keys of the records it is about."""
        return self.order_by().values("row_id")


class AboutRecord(models.Model):
    """Something that is kept about a record, which itself knows nothing of it."""

    kind = models.CharField(max_length=30, help_text="Model name of the record.")
    row_id = models.BigIntegerField(help_text="The key of the record in its own table.")

    objects = AboutRecordsQuerySet.as_manager()

    class Meta:
        abstract = True


class ReviewQuerySet(AboutRecordsQuerySet):
    """Reviews ..."""

    def scheduled(self):
        """... of records that are to be published at some time."""
        return self.filter(publish_at__isnull=False)

    def due(self):
        """... of records whose time has come, in its order."""
        return self.filter(publish_at__lte=timezone.now()).order_by("publish_at", "pk")


class Review(AboutRecord):
    """Who has taken a record on, and when which version of it is to be published."""

    assigned_to = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="reviews"
    )
    publish_at = models.DateTimeField(null=True)
    version = models.CharField(max_length=16, help_text="What is to be published then.")
    scheduled_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "row_id"], name="review_of_a_record_stands_once"
            )
        ]
        indexes = [models.Index(fields=["publish_at"], name="review_publish_at")]

    def __str__(self):
        return f"{self.kind} {self.row_id}"


class ReviewStep(AboutRecord):
    """One thing that was done with a record or said about it: when, by whom, in which version."""

    class Action(models.TextChoices):
        SUBMITTED = "submitted", "Submitted for review"
        READ = "read", "Read, and found right"
        SENT_BACK = "sent-back", "Sent back"
        SCHEDULED = "scheduled", "To be published later"
        UNSCHEDULED = "unscheduled", "Not to be published later"
        NOT_PUBLISHED = "not-published", "Not published at its time"
        PUBLISHED = "published", "Published"
        DRAFTED = "drafted", "Taken back to draft"
        ARCHIVED = "archived", "Archived"
        ASSIGNED = "assigned", "Given to somebody"
        SAID = "said", "Said"

    action = models.CharField(max_length=15, choices=Action.choices)
    user = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True, max_length=LONGEST_WORD)
    version = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["kind", "row_id", "at"], name="review_step_of_record"),
            models.Index(fields=["action", "at"], name="review_step_action"),
        ]

    def __str__(self):
        return self.get_action_display()


class RemarkQuerySet(models.QuerySet):
    """Remarks ..."""

    def about(self, record):
        """... on one record."""
        return self.filter(step__kind=record._meta.model_name, step__row_id=record.pk)

    def open(self):
        """... that nobody has dealt with."""
        return self.filter(dealt_with_at=None)


class Remark(models.Model):
    """What an editor asks for at one place of a record that goes back to its author."""

    step = models.ForeignKey(ReviewStep, models.CASCADE, related_name="remarks")
    place = models.CharField(
        max_length=100, help_text="A field of the form, the prefix of its rows, or with a row's id."
    )
    label = models.CharField(max_length=200, help_text="What the form called the place.")
    text = models.CharField(max_length=LONGEST_WORD)
    dealt_with_at = models.DateTimeField(null=True)
    dealt_with_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.label}: {self.text}"


class NoticeQuerySet(models.QuerySet):
    """Notices ..."""

    def new_to(self, user):
        """... that somebody has not put away, the newest first."""
        return self.filter(user=user, seen_at=None).order_by("-pk")


class Notice(models.Model):
    """That somebody is told of a step that another has taken with what concerns her."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="notices")
    step = models.ForeignKey(ReviewStep, models.CASCADE, related_name="+")
    name = models.CharField(max_length=400, help_text="What the record was called.")
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["user"], condition=models.Q(seen_at=None), name="notice_not_seen")
        ]

    def __str__(self):
        return f"{self.name}: {self.step}"


WEEKS = 26  # over which the checks of a whole catalogue are spread


class CheckQuerySet(AboutRecordsQuerySet):
    """Checks ..."""

    def count_from(self, model, keys, day):
        """Let records that came with a catalogue of this day count as checked, and fall due.

        Not all on one day: those with the number n, n modulo 26 weeks before it.
        """
        kind = model._meta.model_name
        self.bulk_create(
            self.model(kind=kind, row_id=key, checked_on=day - timedelta(weeks=key % WEEKS))
            for key in sorted(keys)
        )


class Check(AboutRecord):
    """That somebody has held a record against its sources, and found it still true.

    Without a user: a record that came with a catalogue, and is as its sources were on that day.
    """

    checked_on = models.DateField(default=timezone.localdate)
    user = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")

    objects = CheckQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "row_id", "checked_on"], name="check_of_record")]

    def __str__(self):
        return f"{self.kind} {self.row_id}: {self.checked_on}"
