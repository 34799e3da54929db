"""Claims about initiatives, each with its source: partners, figures, milestones, replications."""

from decimal import Decimal

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from core.dates import PartialDateField, is_partial_date
from core.models.identity import NaturalKeyModel, PublicIdModel
from core.web.paths import path_of
from initiatives.models.initiatives import Initiative
from initiatives.models.organizations import Organization
from initiatives.models.places import Country
from initiatives.models.sources import Source, WebAddressField, YearField, year_is_plausible
from initiatives.models.vocabulary import PartnerRole, Stage
from initiatives.querysets.claims import (
    NOTE,
    MilestoneQuerySet,
    PartnershipQuerySet,
    ReplicationQuerySet,
)


class Partnership(NaturalKeyModel):
    """What an organization does in an initiative."""

    NATURAL_KEY = ("initiative__slug", "organization__slug", "role__slug")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="partnerships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="partnerships")
    role = models.ForeignKey(PartnerRole, models.PROTECT, related_name="partnerships")
    position = models.PositiveSmallIntegerField(default=0)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "organization", "role"],
                name="partnership_stands_once",
                violation_error_message="This organization has this role already.",
            ),
        ]

    def __str__(self):
        return f"{self.organization} ({self.role})"


def number_of(value):
    """A Decimal without superfluous decimals: an int where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


class FigureBase(PublicIdModel):
    """A number that a source gives. "More than" and "about" stand in the label."""

    class Kind(models.TextChoices):
        RESULT = "result", "Result"
        SCALE = "scale", "Scale"
        COST = "cost", "Cost"
        CONTEXT = "context", "Context"

    kind = models.CharField(
        max_length=10,
        choices=Kind.choices,
        blank=True,
        default="",
        db_default="",
        help_text="Result: what changed for people or institutions because of it. Scale: how large "
        "it is. Cost: money put in or planned. Context: the size of the problem or the country.",
    )
    value = models.DecimalField(max_digits=18, decimal_places=2)
    unit = models.CharField(max_length=60, blank=True, help_text="US dollars, people, per cent ...")
    label = models.CharField(max_length=200, blank=True, help_text="What is counted.")
    year = YearField()
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return f"{self.number:,} {self.unit} {self.label}".strip()

    @property
    def number(self):
        """The value without superfluous decimals: an int where it is whole."""
        return number_of(Decimal(self.value))


def figure_has_unit_or_label(name):
    """A check constraint: a bare number says nothing."""
    return models.CheckConstraint(
        condition=~Q(unit="") | ~Q(label=""),
        name=name,
        violation_error_message="A figure needs a unit or a label.",
    )


class Figure(FigureBase):
    """A figure of an initiative. Where sources differ, each figure stands with its own."""

    NATURAL_KEY = ("initiative__slug", "position")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="figures")

    class Meta(FigureBase.Meta):
        constraints = [
            figure_has_unit_or_label("figure_has_unit_or_label"),
            year_is_plausible("year", name="figure_year_is_plausible"),
            models.UniqueConstraint(
                fields=["initiative", "position"],
                name="figure_place_is_taken_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Another figure has this place.",
            ),
        ]


class Milestone(PublicIdModel):
    """What happened on a day, in a month or in a year."""

    NATURAL_KEY = ("initiative__slug", "position")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="milestones")
    date = PartialDateField(help_text="2014, 2014-11 or 2014-11-19.")
    text = models.TextField(help_text="One sentence.")
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["date", "position", "pk"]
        constraints = [
            is_partial_date("date", name="milestone_date_is_partial_date"),
            models.CheckConstraint(
                condition=~Q(date="") & ~Q(text=""),
                name="milestone_has_date_and_text",
                violation_error_message="A milestone has a date and a text.",
            ),
            models.UniqueConstraint(
                fields=["initiative", "position"],
                name="milestone_place_is_taken_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Another milestone has this place.",
            ),
        ]

    def __str__(self):
        return f"{self.date}: {self.text}"


class Reply(NaturalKeyModel):
    """What a ministry or an organization has to say of what stands here, in its own words."""

    NATURAL_KEY = ("initiative__slug", "position")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="replies")
    author = models.CharField(
        "reply of",
        max_length=200,
        help_text="As it reads behind it: the Ministry of Labour of Brazil.",
    )
    date = PartialDateField(help_text="2014, 2014-11 or 2014-11-19.")
    text = models.TextField(help_text="In full, as it was written. Markdown.")
    url = WebAddressField("address", blank=True, help_text="Where it is published, if it is.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "replies"
        ordering = ["date", "position", "pk"]
        constraints = [
            is_partial_date("date", name="reply_date_is_partial_date"),
            models.CheckConstraint(
                condition=~Q(author="") & ~Q(date="") & ~Q(text=""),
                name="reply_has_author_date_and_text",
                violation_error_message="A reply has an author, a date and a text.",
            ),
            models.UniqueConstraint(
                fields=["initiative", "position"],
                name="reply_place_is_taken_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Another reply has this place.",
            ),
        ]

    def __str__(self):
        return f"{self.author}, {self.date}"


class Replication(PublicIdModel):
    """That one country takes up from another what an initiative began, and how far it has come.

    The stage is the editors' reading of the source.
    """

    NATURAL_KEY = ("initiative__slug", "from_country__iso3", "to_country__iso3", "stage__slug")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="replications")
    from_country = models.ForeignKey(
        Country, models.PROTECT, related_name="replications_given", verbose_name="from"
    )
    to_country = models.ForeignKey(
        Country, models.PROTECT, related_name="replications_received", verbose_name="to"
    )
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="replications")
    year = YearField()
    note = models.TextField(blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="replications"
    )

    objects = ReplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-stage__order", "year", "pk"]
        indexes = [
            models.Index(F("year").desc(nulls_last=True), name="replication_newest_first"),
            GinIndex(NOTE, name="replication_note"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_country=F("to_country")),
                name="replication_is_not_to_oneself",
                violation_error_message="A country cannot replicate its own solution.",
            ),
            year_is_plausible("year", name="replication_year_is_plausible"),
            models.UniqueConstraint(
                fields=["initiative", "from_country", "to_country", "stage"],
                name="replication_stands_once",
                violation_error_message="This replication stands there already.",
            ),
        ]

    def __str__(self):
        return f"{self.from_country} → {self.to_country} ({self.stage})"

    def get_absolute_url(self):
        return path_of("replications:detail", self.public_id)
