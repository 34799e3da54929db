"""Drafts of changes to records that readers see, each with all its versions.

For the desk alone: nothing of it is public, raises the revision, or counts as a change of a record.
"""

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils import timezone

from core.models.reviews import LONGEST_WORD, AboutRecord, AboutRecordsQuerySet

USER = settings.AUTH_USER_MODEL


class DraftQuerySet(AboutRecordsQuerySet):
    """Drafts ..."""

    def open(self):
        """... that somebody writes, or that wait for an editor."""
        return self.filter(state__in=Draft.OPEN)

    def waiting(self):
        """... that wait for an editor."""
        return self.filter(state=Draft.State.WAITING)


class Draft(AboutRecord):
    """Changes to a record that readers see, before readers see them."""

    class State(models.TextChoices):
        WRITING = "writing", "Being written"
        WAITING = "waiting", "Waits for an editor"
        PUBLISHED = "published", "Published"
        DROPPED = "dropped", "Dropped"

    OPEN = (State.WRITING, State.WAITING)

    row_id = models.BigIntegerField(
        null=True, help_text="The key of the record in its own table; none for a new one."
    )
    name = models.CharField("record", max_length=400, help_text="What it was called last.")
    state = models.CharField(max_length=10, choices=State, default=State.WRITING)
    changed_at = models.DateTimeField("changed", default=timezone.now)
    changed_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, related_name="+", verbose_name="by"
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "draft of changes"
        verbose_name_plural = "drafts of changes"
        default_permissions = ("view",)
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["kind", "row_id"], name="draft_of_record")]

    def __str__(self):
        return self.name

    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def latest(self):
        """What was kept last."""
        return self.versions.order_by("number").last()

    def add(self, user, *, state, content=None, shown=None, word=""):
        """Keep one more version, and where the draft stands with it.

        content: what its form sends; shown: what the form had shown of the record; without them
        the version says what the one before it says. word: what the user has to say of it.
        """
        before = self.latest
        version = self.versions.create(
            number=before.number + 1 if before else 1,
            content=before.content if content is None else content,
            shown=before.shown if shown is None else shown,
            state=state,
            saved_by=user,
            word=word,
        )
        self.state, self.changed_at, self.changed_by = state, version.saved_at, user
        self.save()
        return version


class DraftVersion(models.Model):
    """A draft as somebody left it."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.TextField(help_text="The fields of the form, as browsers send them.")
    shown = models.JSONField(help_text="What the form had shown of the record.")
    state = models.CharField(max_length=10, choices=Draft.State)
    word = models.CharField(max_length=LONGEST_WORD)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_version_stands_once")
        ]

    def __str__(self):
        return f"{self.draft}, version {self.number}"

    @property
    def post(self):
        """The fields of the form."""
        return QueryDict(self.content, mutable=True)
