"""Initiatives: what works in the world of work, and what describes it."""

from dataclasses import dataclass

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from core.alphabet import Alphabetical
from core.models.featured import Featurable
from core.models.identity import NaturalKeyModel, slug_is_wellformed
from core.models.naming import language_of_title
from core.models.publication import PERMISSIONS, Demanded, PublicationState, Publishable
from core.models.relations import ManyToMany
from core.search.full_text import CONFIGURATION
from core.web.paths import path_of
from initiatives.models.places import Country
from initiatives.models.resources import Resource
from initiatives.models.sectors import Sector
from initiatives.models.sources import (
    Citation,
    CitingModel,
    Source,
    YearField,
    year_is_plausible,
)
from initiatives.models.themes import SustainableDevelopmentGoal, Theme
from initiatives.models.vocabulary import InitiativeKind, Modality
from initiatives.querysets.initiatives import InitiativeQuerySet
from initiatives.uptake import Uptake, uptake_of


@dataclass(frozen=True, slots=True)
class Path:
    """The way of a solution in one line: countries, or whatever stands for them.

    Each country stands at the furthest that it has come; Uptake says what the three mean.
    """

    origins: tuple
    taken_up: tuple
    learnt_from: tuple
    wanted: tuple

    @classmethod
    def along(cls, origins, steps):
        """The path from countries of origin along steps: (from, to, slug of the stage) of each.

        Where no origin is known, those who gave it on stand first.
        """
        givers, takers = {}, {uptake: {} for uptake in Uptake}
        for giver, taker, stage in steps:
            givers[giver] = True
            takers[uptake_of(stage)][taker] = True
        origins = tuple(origins) or tuple(givers)
        known, parts = set(origins), []
        for uptake in Uptake:  # the furthest first
            parts.append(tuple(country for country in takers[uptake] if country not in known))
            known.update(takers[uptake])
        return cls(origins, *parts)

    def named(self, name_of):
        """The same path by names; name_of: a function from a country to its name."""
        parts = (self.origins, self.taken_up, self.learnt_from, self.wanted)
        return Path(*(tuple(map(name_of, part)) for part in parts))


def years_in_words(start, end, is_active):
    """Years as a phrase: "2012 to 2016", "since 2012", "from 2012", "until 2016" or nothing."""
    if start and end:
        return str(start) if start == end else f"{start} to {end}"
    if start:
        return f"since {start}" if is_active else f"from {start}"
    return f"until {end}" if end else ""


def requirement(question, *name):
    """A column for one part of what it takes to take an initiative up. name: if it has another."""
    return models.TextField(
        *name,
        blank=True,
        default="",
        db_default="",
        help_text=f"{question} The editors' reading. Markdown.",
    )


class Initiative(CitingModel, Featurable, Publishable):
    """A solution that one country has tried and another can take up."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        COMPLETED = "completed", "Completed"
        UNKNOWN = "unknown", "Not known"

    REQUIREMENTS = (  # the parts of what it takes, in the order of page, comparison and form
        "law_and_mandate",
        "body_in_charge",
        "partners_needed",
        "money_needed",
        "time_needed",
        "people_and_skills",
        "failed_elsewhere",
    )
    PROSE = ("challenge", "approach", "results", "lessons", "replicability", *REQUIREMENTS)

    title = models.CharField(max_length=250)
    acronym = models.CharField(max_length=40, blank=True)
    local_title = models.CharField("title in the local language", max_length=250, blank=True)
    local_title_language = language_of_title("local title")
    kind = models.ForeignKey(
        InitiativeKind, models.PROTECT, null=True, blank=True, related_name="initiatives"
    )
    summary = models.TextField(
        max_length=300, blank=True, help_text="One or two sentences, at most 300 characters."
    )
    challenge = models.TextField(blank=True, help_text="What it answers. Markdown.")
    approach = models.TextField(
        blank=True, help_text="How it works, one or two paragraphs. Markdown."
    )
    results = models.TextField(blank=True, help_text="What came of it. Markdown.")
    lessons = models.TextField(blank=True, help_text="What those involved learned. Markdown.")
    replicability = models.TextField(
        blank=True,
        help_text="What another country needs to take it up, beyond the single parts: the editors' "
        "reading. Markdown.",
    )
    law_and_mandate = requirement("Which law, decree, agreement or mandate does it rest on?")
    body_in_charge = requirement("Which body runs it, and what must that body be able to do?")
    partners_needed = requirement("Who else has to take part?")
    money_needed = requirement("What does it cost, per head too, and who pays?", "money")
    time_needed = requirement("How long until it begins, works and stands by itself?", "time")
    people_and_skills = requirement("Who does the work, and what must they know?")
    failed_elsewhere = requirement(
        "What went wrong where others tried it?", "what failed elsewhere"
    )
    start_year = YearField()
    end_year = YearField()
    status = models.CharField(
        max_length=10,
        choices=Status.choices,
        default=Status.UNKNOWN,
        help_text="By the sources read; not known where none says whether the work goes on.",
    )
    status_note = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="Why this status, where a source was looked for. With that source.",
    )
    status_source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives_settled",
        help_text="The source that settles the status; it stands among the initiative's sources.",
    )
    modalities = ManyToMany(
        Modality, related_name="initiatives", blank=True, verbose_name="cooperation"
    )
    themes = models.ManyToManyField(Theme, through="InitiativeTheme", related_name="initiatives")
    sectors = models.ManyToManyField(Sector, through="InitiativeSector", related_name="initiatives")
    sdgs = ManyToMany(
        SustainableDevelopmentGoal, related_name="initiatives", blank=True, verbose_name="SDGs"
    )
    origin_countries = ManyToMany(
        Country,
        related_name="initiatives_begun",
        blank=True,
        help_text="Where the solution comes from; each takes part too.",
    )
    participating_countries = ManyToMany(Country, related_name="initiatives_joined", blank=True)
    resources = ManyToMany(
        Resource, related_name="initiatives", blank=True, verbose_name="documents"
    )
    search_vector = models.GeneratedField(
        expression=(
            SearchVector("title", "acronym", "local_title", weight="A", config=CONFIGURATION)
            + SearchVector("summary", weight="B", config=CONFIGURATION)
            + SearchVector("challenge", "approach", "results", weight="C", config=CONFIGURATION)
            + SearchVector(
                "lessons", "replicability", *REQUIREMENTS, weight="D", config=CONFIGURATION
            )
        ),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("title"), "pk"]
        default_permissions = PERMISSIONS
        indexes = [
            GinIndex(fields=["search_vector"], name="initiative_search"),
            # What counts rows of initiatives asks which are public, and reads nothing else of them.
            models.Index(
                fields=["id"],
                condition=Q(publication=PublicationState.PUBLISHED),
                name="initiative_published",
            ),
        ]
        constraints = [
            slug_is_wellformed("initiative"),
            year_is_plausible("start_year", name="initiative_start_year_is_plausible"),
            year_is_plausible("end_year", name="initiative_end_year_is_plausible"),
            models.CheckConstraint(
                condition=Q(end_year__isnull=True)
                | Q(start_year__isnull=True)
                | Q(end_year__gte=F("start_year")),
                name="initiative_years_are_in_order",
                violation_error_message="It ends before it starts.",
            ),
            Demanded(
                name="initiative_published_is_described",
                texts=["title", "summary", "approach"],
                references=["kind"],
            ),
            models.CheckConstraint(
                condition=Q(status_note="", status_source__isnull=True)
                | (~Q(status_note="") & Q(status_source__isnull=False)),
                name="initiative_status_note_has_a_source",
                violation_error_message="A note on the status and its source stand together.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return path_of("initiatives:detail", self.slug)

    def claimed_sources(self):
        """Sources of figures, milestones, replications and the status, in this order."""
        claims = [*self.figures.all(), *self.milestones.all(), *self.replications.all()]
        settled_by = [self.status_source] if self.status_source else []
        return [*(claim.source for claim in claims if claim.source), *settled_by]


class InitiativeTheme(NaturalKeyModel):
    """A theme of an initiative; the first one leads and gives the initiative its colour."""

    NATURAL_KEY = ("initiative__slug", "theme__slug")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="initiative_links")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "theme"
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "theme"],
                name="initiative_has_a_theme_once",
                violation_error_message="This theme stands there already.",
            ),
        ]

    def __str__(self):
        return str(self.theme)


class InitiativeSector(NaturalKeyModel):
    """A sector of the economy that an initiative really means; the first one leads."""

    NATURAL_KEY = ("initiative__slug", "sector__slug")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="sector_links")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="initiative_links")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "sector"
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "sector"],
                name="initiative_has_a_sector_once",
                violation_error_message="This sector stands there already.",
            ),
        ]

    def __str__(self):
        return str(self.sector)


class InitiativeCitation(Citation):
    """A source of what is said of an initiative."""

    NATURAL_KEY = ("initiative__slug", "source__url")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "source"],
                name="initiative_cites_a_source_once",
                violation_error_message="This source stands there already.",
            ),
        ]


class Involvement(models.Model):
    """That a country has to do with an initiative. A view of the database, not a table.

    A country is involved where the initiative began, where it takes part, and at either end of
    a replication, whatever that comes to.
    """

    pk = models.CompositePrimaryKey("initiative_id", "country_id")
    initiative = models.ForeignKey(Initiative, models.DO_NOTHING, related_name="involvements")
    country = models.ForeignKey(Country, models.DO_NOTHING, related_name="involvements")

    class Meta:
        managed = False
        db_table = "initiatives_involvement"

    def __str__(self):
        return f"{self.country_id} in {self.initiative_id}"


class CountryTotals(models.Model):
    """In how many public initiatives a country has which part. A view of the database.

    Those that began there; in which it takes part; that others took up from it, or no more than
    learnt from; that it took up itself, that it no more than learnt from, and that it has no more
    than said it wants. A country without any has no row.
    """

    country = models.OneToOneField(
        Country, models.DO_NOTHING, primary_key=True, related_name="totals"
    )
    begun = models.IntegerField()
    joined = models.IntegerField()
    given = models.IntegerField()
    shown = models.IntegerField()
    taken_up = models.IntegerField()
    learnt_from = models.IntegerField()
    wanted = models.IntegerField()

    class Meta:
        managed = False
        db_table = "initiatives_country_totals"

    def __str__(self):
        return f"Totals of {self.country_id}"
