"""The portal's tables, and those of tables.sql, as a textbook site would describe them."""

from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Named(models.Model):
    """What has a slug and a name."""

    slug = models.CharField(max_length=70)
    name = models.CharField(max_length=200)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name


class Theme(Named):
    class Meta:
        managed = False
        db_table = "initiatives_theme"


class Sector(Named):
    within = models.ManyToManyField("self", symmetrical=False, through="SectorWithin")

    class Meta:
        managed = False
        db_table = "initiatives_sector"


class SectorWithin(models.Model):
    sector = models.ForeignKey(Sector, models.CASCADE, related_name="+")
    within = models.ForeignKey(Sector, models.CASCADE, related_name="+")

    class Meta:
        managed = False
        db_table = "textbook_sector_within"

    def __str__(self):
        return f"{self.sector_id} in {self.within_id}"


class Kind(Named):
    class Meta:
        managed = False
        db_table = "initiatives_initiativekind"


class Modality(Named):
    class Meta:
        managed = False
        db_table = "initiatives_modality"


class Stage(Named):
    class Meta:
        managed = False
        db_table = "initiatives_stage"


class Region(Named):
    class Meta:
        managed = False
        db_table = "initiatives_region"


class Organization(Named):
    publication = models.CharField(max_length=10)

    class Meta:
        managed = False
        db_table = "initiatives_organization"


class Goal(models.Model):
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)

    class Meta:
        managed = False
        db_table = "initiatives_sustainabledevelopmentgoal"

    def __str__(self):
        return self.name


class Country(models.Model):
    iso3 = models.CharField(max_length=3)
    name = models.CharField(max_length=100)
    regions = models.ManyToManyField(Region, db_table="textbook_membership")

    class Meta:
        managed = False
        db_table = "initiatives_country"

    def __str__(self):
        return self.name


class CountryGroup(Named):
    members = models.ManyToManyField(
        Country, related_name="groups", db_table="initiatives_countrygroup_members"
    )

    class Meta:
        managed = False
        db_table = "initiatives_countrygroup"


class Initiative(models.Model):
    """What the page lists."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        COMPLETED = "completed", "Completed"
        UNKNOWN = "unknown", "Not known"

    slug = models.CharField(max_length=70)
    title = models.CharField(max_length=250)
    summary = models.TextField()
    start_year = models.PositiveSmallIntegerField(null=True)
    end_year = models.PositiveSmallIntegerField(null=True)
    status = models.CharField(max_length=10, choices=Status.choices)
    publication = models.CharField(max_length=10)
    kind = models.ForeignKey(Kind, models.PROTECT)
    themes = models.ManyToManyField(Theme, db_table="initiatives_initiativetheme")
    sectors = models.ManyToManyField(Sector, db_table="initiatives_initiativesector")
    countries = models.ManyToManyField(Country, db_table="textbook_involvement")
    modalities = models.ManyToManyField(Modality, db_table="initiatives_initiative_modalities")
    goals = models.ManyToManyField(Goal, through="GoalOfInitiative")
    stages = models.ManyToManyField(Stage, db_table="initiatives_replication")
    organizations = models.ManyToManyField(Organization, db_table="initiatives_partnership")

    class Meta:
        managed = False
        db_table = "initiatives_initiative"

    def __str__(self):
        return self.title


class GoalOfInitiative(models.Model):
    initiative = models.ForeignKey(Initiative, models.CASCADE)
    goal = models.ForeignKey(
        Goal, models.CASCADE, db_column="sustainabledevelopmentgoal_id", related_name="+"
    )

    class Meta:
        managed = False
        db_table = "initiatives_initiative_sdgs"

    def __str__(self):
        return f"{self.goal_id} of {self.initiative_id}"


class Document(models.Model):
    """The words of an initiative."""

    initiative = models.OneToOneField(Initiative, models.CASCADE, primary_key=True)
    vector = SearchVectorField()

    class Meta:
        managed = False
        db_table = "textbook_document"

    def __str__(self):
        return str(self.initiative_id)
