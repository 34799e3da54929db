"""Forums and the series or larger events they belong to."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from core.alphabet import Alphabetical
from core.dates import (
    PartialDateField,
    in_order,
    is_partial_date,
    readable_range,
)
from core.models.featured import Featurable
from core.models.identity import Addressed, slug_is_wellformed
from core.models.publication import PERMISSIONS, Demanded, Publishable
from core.models.relations import ManyToMany
from core.web.paths import path_of
from forum.querysets.forums import ForumQuerySet
from initiatives.models import Country, Organization, Resource, Theme
from initiatives.models.sources import Citation, CitingModel


class ForumSeries(Addressed):
    """A series of forums, or the larger event that hosted one: GSSD Expo, ILO Academy ..."""

    name = models.CharField(max_length=150, unique=True)

    class Meta:
        ordering = [Alphabetical("name"), "pk"]
        verbose_name = "series of forums"
        verbose_name_plural = "series of forums"
        constraints = [slug_is_wellformed("forum_series")]

    def __str__(self):
        return self.name


class DatedForum:
    """What follows from the slug, title and dates of a forum."""

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return path_of("forums:detail", self.slug)

    @property
    def dates(self):
        """When it took place, in words: "17 to 21 November 2014"."""
        return readable_range(self.start_date, self.end_date)

    @property
    def title_with_year(self):
        """Its title, and the year where the title does not say it."""
        year = self.start_date[:4]
        return self.title if year in self.title else f"{self.title}, {year}"


class Forum(DatedForum, CitingModel, Featurable, Publishable):
    """An event at which solutions were shown."""

    title = models.CharField(max_length=250)
    series = models.ForeignKey(
        ForumSeries,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="forums",
        verbose_name="series or host event",
    )
    edition = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)]
    )
    start_date = PartialDateField(blank=True, help_text="2014, 2014-11 or 2014-11-19.")
    end_date = PartialDateField(blank=True, help_text="Only where a source gives it.")
    city = models.CharField(max_length=100, blank=True)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="forums"
    )
    venue = models.CharField(max_length=200, blank=True)
    theme = models.CharField("official theme", max_length=300, blank=True)
    summary = models.TextField(blank=True)
    organizers = ManyToMany(Organization, related_name="forums_organized", blank=True)
    themes = ManyToMany(Theme, related_name="forums", blank=True)
    resources = ManyToMany(Resource, related_name="forums", blank=True, verbose_name="documents")

    objects = ForumQuerySet.as_manager()

    class Meta:
        ordering = ["-start_date", Alphabetical("title"), "pk"]
        default_permissions = PERMISSIONS
        constraints = [
            slug_is_wellformed("forum"),
            Demanded(name="forum_published_is_described", texts=["title", "start_date", "summary"]),
            is_partial_date("start_date", name="forum_start_is_partial_date"),
            is_partial_date("end_date", name="forum_end_is_partial_date"),
            in_order("start_date", "end_date", name="forum_dates_are_in_order"),
        ]

    def clean(self):
        """Refuse dates that leave a session out; the database holds the same rule in a trigger."""
        super().clean()
        sessions = self.sessions.all() if self.pk else []
        strays = [str(session) for session in sessions if not session.lies_within(self)]
        if strays:
            named = "; ".join([*strays[:3], "and others"] if strays[3:] else strays)
            raise ValidationError({"start_date": f"Sessions lie outside of it: {named}."})

    def claimed_sources(self):
        """Sources of the figures given in its sessions."""
        return [
            figure.source
            for session in self.sessions.all()
            for figure in session.figures.all()
            if figure.source
        ]


class ForumCitation(Citation):
    """A source of what is said of a forum and its sessions."""

    NATURAL_KEY = ("forum__slug", "source__url")

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "source"],
                name="forum_cites_a_source_once",
                violation_error_message="This source stands there already.",
            ),
        ]
