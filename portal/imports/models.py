"""What somebody has uploaded to be imported, the files, and what becomes of each row.

For the desk alone: nothing of it is public or part of the history, which tells what was written.
"""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import connection, models
from django.db.models import Count
from django.utils import timezone

from core.models.history import ExactDecoder
from core.models.reviews import LONGEST_WORD
from portal.imports.states import BUSY, OPEN, TASKS, WAITS_IN, State

CHANNEL = "imports"  # on which whoever does the work hears that there is some
USER = settings.AUTH_USER_MODEL
FAULTY_KEPT = 5  # imports of one person that are faulty: older ones are thrown away
MUTE_FOR = timedelta(seconds=60)  # after which a runner may have died


class ImportQuerySet(models.QuerySet):
    """Imports ..."""

    def seen_by(self, user, *, is_editor):
        """... that somebody may see: her own, and an editor all."""
        return self if is_editor else self.filter(user=user)

    def open_of(self, user):
        """... of somebody that are not over; what is faulty is."""
        return self.filter(user=user, state__in=OPEN)

    def throw_away(self):
        """Give these up, with their files; those that are faulty are of no use to anybody."""
        ImportFile.objects.filter(of__in=self.values("pk")).delete()
        self.update(state=State.CANCELLED, said="Thrown away.")

    def worn_out(self, user):
        """... of somebody that are faulty, but for the newest few."""
        faulty = self.filter(user=user, state=State.FAULTY)
        kept = faulty.order_by("-pk").values("pk")[:FAULTY_KEPT]
        return faulty.exclude(pk__in=list(kept.values_list("pk", flat=True)))

    def to_do(self):
        """... that wait for a runner, the first first; or whose runner is gone perhaps."""
        return self.filter(state__in=BUSY).order_by("asked_at", "pk")

    def is_work_waiting(self):
        """Whether a runner should be started."""
        mute = self.filter(state__in=WAITS_IN, alive_at__lt=timezone.now() - MUTE_FOR)
        return self.filter(state__in=TASKS).exists() or mute.exists()

    def overdue(self):
        """... whose files have been kept for as long as settings.IMPORT_DAYS says."""
        before = timezone.now() - timedelta(days=settings.IMPORT_DAYS)
        return self.filter(created_at__lt=before, files__isnull=False).exclude(state__in=BUSY)


class Import(models.Model):
    """One import: what was uploaded together, how it is to arrive, and where it stands.

    `answers` are by file and record, what somebody has chosen: "same:<slug>" of a record that it
    is, "new", "mine", "theirs". `found` counts the rows by what they are. `asked` is what the gate
    asks before they are public: sentences by check; `reasons` what an editor says to it.
    """

    user = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200, help_text="The names of the files.")
    reason = models.CharField(max_length=LONGEST_WORD, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    empties = models.BooleanField(default=False, help_text="Whether an empty cell empties.")
    publishes = models.BooleanField(default=False, help_text="Whether it arrives published.")
    leaves_out = models.BooleanField(default=False, help_text="Whether faulty rows are left out.")
    answers = models.JSONField(default=dict)
    asked = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    confirmed_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    found = models.JSONField(default=dict)
    faults = models.JSONField(default=list, help_text="The first: place, record, key, text.")
    number_of_faults = models.PositiveIntegerField(default=0)
    said = models.TextField(blank=True, help_text="What there is to say of how it ended.")
    step = models.CharField(max_length=60, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    seen = models.BigIntegerField(
        default=0, db_default=0, help_text="The last row of the history when it was checked."
    )
    edits = models.JSONField(default=list, help_text="The edits of the history that it made.")
    created_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(default=timezone.now)
    alive_at = models.DateTimeField(default=timezone.now)

    objects = ImportQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state"], name="import_state"),
            models.Index(fields=["user", "state"], name="import_user_state"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_busy(self):
        """Whether somebody has asked for something, and has no answer yet."""
        return self.state in BUSY

    @property
    def mark(self):
        """What differs as soon as somebody has asked for something, or a runner has answered.

        The forms of a page carry it, so that nobody says yes to what she has not seen.
        """
        moments = f"{self.pk} {self.asked_at.timestamp()} {self.alive_at.timestamp()}"
        return hashlib.blake2b(moments.encode(), digest_size=12).hexdigest()

    def ask(self, state):
        """Have a runner go on with it. The caller holds its row, and sees that it may be so."""
        self.state, self.step, self.done, self.total, self.attempts = state, "", 0, 0, 0
        self.said, self.asked_at = "", timezone.now()
        self.save()
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")

    def count_rows(self):
        """Keep how many rows there are of each sort."""
        rows = self.rows.order_by().values_list("what").annotate(number=Count("pk"))
        self.found = dict(rows)


class ImportFile(models.Model):
    """A file as it was uploaded. Nothing serves it; it goes after some days."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self):
        return self.name


class ImportRow(models.Model):
    """One record of the files: what it is, and what became of it.

    `changes` are triples: what, before, after. `twins` are the records that it may be: their slug
    and their name. `version` is what the catalogue held when it was checked; empty of a new one.
    `faults` are why a row is faulty, or else what keeps the record from its readers.
    """

    class What(models.TextChoices):
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        TWIN = "twin", "Twin?"
        CONFLICT = "conflict", "Changed since the export"
        FAULTY = "faulty", "Faulty"
        SKIPPED = "skipped", "Left out"
        UNCHANGED = "unchanged", "Unchanged"
        LINKED = "linked", "Changes with another"

    class Outcome(models.TextChoices):
        CREATED = "created", "Created"
        CHANGED = "changed", "Changed"
        DRAFTED = "drafted", "Draft of changes"
        PUBLISHED = "published", "Published"
        LEFT = "left", "Left as it is"

    of = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    file = models.CharField(max_length=30, help_text="The name of the file of the format.")
    record = models.CharField(max_length=200, help_text="Its slug.")
    name = models.CharField(max_length=400)
    place = models.CharField(max_length=200)
    what = models.CharField(max_length=10, choices=What.choices)
    answer = models.CharField(max_length=100, blank=True)
    changes = models.JSONField(default=list, decoder=ExactDecoder)
    twins = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    version = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    kind = models.CharField(max_length=30, blank=True, help_text="Model name of what came of it.")
    row_id = models.BigIntegerField(null=True, help_text="The key of what came of it.")
    draft_id = models.BigIntegerField(null=True, help_text="Of the draft of changes.")
    arrived_as = models.CharField(
        max_length=32, blank=True, help_text="The version of what came of it, as it came."
    )
    said = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="import_row_stands_once")
        ]
        indexes = [models.Index(fields=["of", "what", "number"], name="import_row_what")]

    def __str__(self):
        return self.name
