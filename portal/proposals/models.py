"""Proposals of readers, what they were answered, and from where they came in the last day."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from core.models import Draft
from core.models.identity import PUBLIC_ID
from core.models.text import ReadableText
from initiatives.models import Country, Stage
from initiatives.models.sources import WebAddressField, address_is_http
from portal.proposals.passages import LONGEST_NAME, owner_of, passage_of
from portal.proposals.records import INITIATIVE, RECORDS, REPLICATION, find

LONGEST_TEXT = 2_000
KEPT_WHEN_DECIDED = timedelta(days=183)  # readers are told: 6 months
KEPT_AT_MOST = timedelta(days=731)  # readers are told: 2 years
SUSPECTED_KEPT = timedelta(days=30)
USER = settings.AUTH_USER_MODEL
A_DAY = timedelta(days=1)


class ProposalQuerySet(models.QuerySet):
    """Proposals ..."""

    def new(self):
        """... that nobody has looked at."""
        return self.filter(state=Proposal.State.NEW)

    def open(self):
        """... that nobody has decided on."""
        return self.filter(state__in=Proposal.OPEN)

    def suspected(self):
        """... that look like spam."""
        return self.filter(state=Proposal.State.SUSPECTED)

    def about(self, kind, public_id):
        """... about a record; about an initiative also those on its replications."""
        condition = Q(record_kind=kind, record_id=public_id)
        if kind == INITIATIVE:
            rows = RECORDS[REPLICATION].filter(initiative__public_id=public_id)
            condition |= Q(record_kind=REPLICATION, record_id__in=rows.values("public_id"))
        return self.filter(condition)

    def to_forget(self):
        """... that have been kept for as long as readers were told."""
        now = timezone.now()
        return self.filter(
            Q(decided_at__lt=now - KEPT_WHEN_DECIDED)
            | Q(created_at__lt=now - KEPT_AT_MOST)
            | Q(created_at__lt=now - SUSPECTED_KEPT, state=Proposal.State.SUSPECTED)
            | Q(decided_at__lt=now - SUSPECTED_KEPT, reason=Proposal.Reason.SPAM)
        )

    def with_senders_to_forget(self):
        """... that were decided on so long ago that nobody needs to know who sent them."""
        before = timezone.now() - timedelta(days=settings.FORGET_SENDERS_AFTER)
        nameless = Q(name="", contact="", thanks_as="")
        return self.filter(decided_at__lt=before).exclude(nameless)


class Proposal(models.Model):
    """What a reader has sent about a page, for curators alone."""

    class Kind(models.TextChoices):
        WRONG = "wrong", "Something is wrong or missing"
        WANTED = "wanted", "We want this"
        TAKEN_UP = "taken-up", "We took this up"

    class State(models.TextChoices):
        NEW = "new", "New"
        TAKEN_ON = "taken-on", "Taken on"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        SUSPECTED = "suspected", "Suspected spam"

    class Reason(models.TextChoices):
        """Why it was decided so."""

        CORRECTED = "corrected", "Corrected, or added"
        REPLICATION = "replication", "Stands as a replication"
        KNOWN = "known", "It stood there already"
        NO_SOURCE = "no-source", "No source says so"
        NOT_SO = "not-so", "The sources say otherwise"
        OUTSIDE = "outside", "Outside of what the catalogue keeps"
        AGAIN = "again", "Sent twice"
        SPAM = "spam", "Spam"
        OTHER = "other", "Another reason, as the remark says"

    OPEN = (State.NEW, State.TAKEN_ON)

    kind = models.CharField(max_length=10, choices=Kind.choices)
    record_kind = models.CharField(max_length=30, help_text="Model name of the record.")
    record_id = models.CharField(max_length=12, help_text="The public_id of the record.")
    passage = models.CharField(max_length=LONGEST_NAME, blank=True)
    text = models.CharField(max_length=LONGEST_TEXT)
    suggestion = models.CharField(max_length=LONGEST_TEXT, blank=True)
    who = models.CharField(max_length=200, blank=True)
    stage = models.ForeignKey(Stage, models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    source = WebAddressField(blank=True)
    name = models.CharField(max_length=200, blank=True, help_text="Who says so. Never public.")
    contact = models.CharField(
        max_length=200, blank=True, help_text="How to reach who says so. Never public."
    )
    thanks_as = models.CharField(
        max_length=100, blank=True, help_text="The name to be thanked by, if somebody wants that."
    )
    suspicion = models.CharField(
        max_length=200, blank=True, help_text="Why it looks like spam, if it does."
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    assigned_to = models.ForeignKey(
        USER,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="who works on it",
        limit_choices_to={"is_staff": True, "is_active": True},
    )
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="+", editable=False)
    remark = models.TextField(
        blank=True,
        max_length=LONGEST_TEXT,
        help_text="For your colleagues: what you found, what was changed, why it was refused.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        default_permissions = ("change", "delete", "view")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="wrong") | Q(record_kind="initiative", country__isnull=False),
                name="proposal_of_uptake_names_initiative_and_country",
            ),
            models.CheckConstraint(
                condition=~Q(kind="taken-up") | ~Q(source=""),
                name="proposal_of_what_was_taken_up_has_a_source",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="proposal_has_a_text"),
            models.CheckConstraint(
                condition=Q(record_id__regex=f"^{PUBLIC_ID}$"), name="proposal_is_about_a_record"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) ^ Q(state__in=["done", "refused"]),
                name="proposal_is_decided_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) ^ ~Q(reason=""),
                name="proposal_is_decided_for_a_reason",
            ),
            address_is_http("source", name="proposal_source_is_http", may_be_empty=True),
            ReadableText(
                name="proposal_text_is_readable",
                lines=["source", "name", "contact", "who", "thanks_as", "passage", "suspicion"],
                prose=["text", "suggestion", "remark"],
            ),
        ]
        indexes = [
            models.Index(fields=["record_kind", "record_id"], name="proposal_record"),
            models.Index(fields=["state"], name="proposal_state"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.created_at:%Y-%m-%d}"

    def save(self, *args, **kwargs):
        is_decided = self.state in (self.State.DONE, self.State.REFUSED)
        self.decided_at = (self.decided_at or timezone.now()) if is_decided else None
        self.reason = self.reason if is_decided else ""
        super().save(*args, **kwargs)

    @cached_property
    def record(self):
        """What it is about, whether readers see that or not; None where it has been deleted."""
        return find(self.record_kind, self.record_id)

    @property
    def is_open(self):
        """Whether it waits for somebody to decide on it."""
        return self.state in self.OPEN

    @property
    def about(self):
        """The Passage that it is about, or None: the page as a whole."""
        return passage_of(self.record_kind, self.passage)

    @property
    def owner(self):
        """The record whose form at the desk has what it is about; None where it was deleted."""
        return self.record and owner_of(self.record)


class SenderQuerySet(models.QuerySet):
    def past(self):
        """Those that count no more."""
        return self.filter(sent_at__lt=timezone.now() - A_DAY)


class Sender(models.Model):
    """That a proposal came from somewhere, or by some form, within the last day.

    The digest stands for a network address or the stamp of a form, which are not kept; nothing
    leads from it to what came.
    """

    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField(default=timezone.now)

    objects = SenderQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["digest", "sent_at"], name="sender_of_proposals")]

    def __str__(self):
        return self.digest
