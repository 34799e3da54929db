"""Sessions of forums, and who appeared in them."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from core.dates import (
    PartialDateField,
    first_day,
    is_partial,
    is_partial_date,
    last_day,
)
from core.models.identity import (
    Addressed,
    NaturalKeyModel,
    slug_is_wellformed,
)
from core.models.relations import ManyToMany
from core.web.paths import path_of
from forum.models.forums import Forum
from forum.models.people import Person
from forum.querysets.sessions import AppearanceQuerySet, SessionQuerySet
from initiatives.models import FigureBase, Initiative, Organization, Resource, Theme
from initiatives.models.claims import figure_has_unit_or_label
from initiatives.models.sources import year_is_plausible

DAY = datetime.timedelta(days=1)


class Session(Addressed):
    """A part of a forum. It is public when its forum is."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="sessions")
    order = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    title = models.CharField(max_length=250)
    date = PartialDateField(
        blank=True, help_text="Within the dates of the forum, or a day before or after."
    )
    start_time = models.TimeField(null=True, blank=True)
    end_time = models.TimeField(null=True, blank=True)
    summary = models.TextField(blank=True)
    key_messages = ArrayField(models.TextField(), default=list, blank=True)
    themes = ManyToMany(Theme, related_name="sessions", blank=True)
    initiatives = ManyToMany(
        Initiative, related_name="sessions", blank=True, verbose_name="initiatives shown"
    )
    resources = ManyToMany(Resource, related_name="sessions", blank=True, verbose_name="documents")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["forum", "order", "pk"]
        constraints = [
            slug_is_wellformed("session"),
            is_partial_date("date", name="session_date_is_partial_date"),
            models.UniqueConstraint(
                fields=["forum", "order"],
                name="session_place_is_taken_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Another session has this place.",
            ),
            models.CheckConstraint(
                condition=Q(start_time__isnull=True)
                | Q(end_time__isnull=True)
                | Q(end_time__gt=F("start_time")),
                name="session_times_are_in_order",
                violation_error_message="It ends before it starts.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return path_of("forums:session", self.forum.slug, self.slug)

    def clean(self):
        """Refuse a date outside the forum; the database holds the same rule in a trigger."""
        super().clean()
        if self.forum_id and not self.lies_within(self.forum):
            raise ValidationError(
                {"date": f"The forum is dated {self.forum.dates}; a session may lie a day around."}
            )

    def lies_within(self, forum):
        """Whether the session's date can fall on the forum's days, one day around included.

        Dates that are none, or that are in the wrong order, are for the checks of the fields.
        """
        end = forum.end_date or forum.start_date
        if not all(is_partial(date) for date in (self.date, forum.start_date, end)):
            return True
        first, last = first_day(forum.start_date), last_day(end)
        is_after_start = last_day(self.date) >= first - DAY
        is_before_end = first_day(self.date) <= last + DAY
        return last < first or (is_after_start and is_before_end)


class SessionFigure(FigureBase):
    """A figure given in a session."""

    NATURAL_KEY = ("session__slug", "position")

    session = models.ForeignKey(Session, models.CASCADE, related_name="figures")

    class Meta(FigureBase.Meta):
        constraints = [
            figure_has_unit_or_label("session_figure_has_unit_or_label"),
            year_is_plausible("year", name="session_figure_year_is_plausible"),
            models.UniqueConstraint(
                fields=["session", "position"],
                name="session_figure_place_is_taken_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Another figure has this place.",
            ),
        ]


class Appearance(NaturalKeyModel):
    """A person's part in a session, with the job title and organization held at the time."""

    NATURAL_KEY = ("session__slug", "person__slug", "role")

    class Role(models.TextChoices):
        MODERATOR = "moderator", "Moderator"
        OPENING = "opening", "Opening"
        SPEAKER = "speaker", "Speaker"
        PANELLIST = "panellist", "Panellist"
        CLOSING = "closing", "Closing"

    session = models.ForeignKey(Session, models.CASCADE, related_name="appearances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="appearances")
    role = models.CharField(max_length=10, choices=Role.choices)
    title = models.CharField("job title at the time", max_length=250, blank=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appearances",
        verbose_name="organization at the time",
    )
    topic = models.CharField(max_length=300, blank=True)
    points = ArrayField(
        models.TextField(), default=list, blank=True, help_text="What was said, in our words."
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person", "role"],
                name="appearance_stands_once",
                violation_error_message="This person has this role already.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["moderator", "opening", "speaker", "panellist", "closing"]),
                name="appearance_role_is_known",
                violation_error_message="Choose one of the roles.",
            ),
        ]

    def __str__(self):
        return f"{self.person} ({self.get_role_display()})"
