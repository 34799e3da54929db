"""Themes of decent work, the Sustainable Development Goals and ILO conventions."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from core.alphabet import Alphabetical
from core.models.identity import (
    Addressed,
    NaturalKeyModel,
    PublicIdModel,
    slug_is_wellformed,
)
from core.models.naming import Named
from core.models.relations import ManyToMany
from core.web.paths import path_of
from initiatives.models.sources import YearField, year_is_plausible
from initiatives.models.synonyms import Synonym
from initiatives.querysets.themes import ThemeQuerySet


class SustainableDevelopmentGoal(Named, PublicIdModel):
    """One of the seventeen goals of the 2030 Agenda."""

    NATURAL_KEY = ("number",)

    number = models.PositiveSmallIntegerField(
        unique=True, validators=[MinValueValidator(1), MaxValueValidator(17)]
    )
    color = models.CharField(max_length=7, validators=[RegexValidator("^#[0-9A-F]{6}$")])

    class Meta:
        ordering = ["number"]
        verbose_name = "Sustainable Development Goal"
        constraints = [
            models.CheckConstraint(
                condition=Q(number__range=(1, 17)),
                name="sdg_number_is_1_to_17",
                violation_error_message="The goals are numbered from 1 to 17.",
            ),
        ]

    def __str__(self):
        return f"SDG {self.number}: {self.name}"


class Target(NaturalKeyModel):
    """A target of a Sustainable Development Goal, in few words."""

    NATURAL_KEY = ("code",)

    goal = models.ForeignKey(SustainableDevelopmentGoal, models.CASCADE, related_name="targets")
    code = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["goal", "position"]

    def __str__(self):
        return f"{self.code} {self.name}"


class Convention(PublicIdModel):
    """An international labour convention of the ILO."""

    NATURAL_KEY = ("number",)

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=200)
    year = YearField(null=False, blank=False)

    class Meta:
        ordering = ["number"]
        constraints = [year_is_plausible("year", name="convention_year_is_plausible")]

    def __str__(self):
        return f"C{self.number:03d} {self.title}, {self.year}"


class Theme(Named, Addressed):
    """A subject of decent work, under one of the ILO's pillars."""

    class Pillar(models.TextChoices):
        EMPLOYMENT = "employment", "Employment"
        SOCIAL_PROTECTION = "social-protection", "Social protection"
        RIGHTS_AT_WORK = "rights-at-work", "Rights at work"
        SOCIAL_DIALOGUE = "social-dialogue", "Social dialogue"
        CROSS_CUTTING = "cross-cutting", "Cross-cutting"

    pillar = models.CharField(max_length=20, choices=Pillar.choices)
    description = models.TextField()
    targets = ManyToMany(Target, related_name="themes", blank=True, verbose_name="SDG targets")
    conventions = ManyToMany(
        Convention, related_name="themes", blank=True, verbose_name="ILO conventions"
    )

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("name"), "pk"]
        constraints = [
            slug_is_wellformed("theme"),
            models.CheckConstraint(
                condition=Q(
                    pillar__in=[
                        "employment",
                        "social-protection",
                        "rights-at-work",
                        "social-dialogue",
                        "cross-cutting",
                    ]
                ),
                name="theme_pillar_is_known",
                violation_error_message="Choose one of the pillars.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_of("themes:detail", self.slug)


class ThemeSynonym(Synonym):
    """Another word for a theme: an abbreviation, a narrower term, a name in another language."""

    NATURAL_KEY = ("theme__slug", "language", "text")

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="synonyms")

    class Meta:
        ordering = ["theme", "language", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "language", "text"],
                name="theme_synonym_stands_once",
                violation_error_message="This synonym stands there already.",
            ),
        ]
