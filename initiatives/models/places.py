"""Regions (UN M49), countries (ISO 3166) and the groups that countries form."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from core.alphabet import Alphabetical
from core.dates import PartialDateField, is_partial_date
from core.models.identity import (
    Addressed,
    PublicIdModel,
    slug_is_wellformed,
)
from core.models.naming import Named
from core.models.relations import ManyToMany
from core.web.paths import path_of
from initiatives.models.sources import WebAddressField, address_is_http
from initiatives.querysets.countries import CountryQuerySet


class Region(Named, Addressed):
    """A region of the UN's M49 standard; the world is the root."""

    code = models.CharField(
        "M49 code", max_length=3, unique=True, validators=[RegexValidator(r"^\d{3}$")]
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        ordering = [Alphabetical("name"), "pk"]
        constraints = [
            slug_is_wellformed("region"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{3}$"),
                name="region_code_is_m49",
                violation_error_message="An M49 code has three digits.",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse a parent that lies within the region."""
        super().clean()
        above, seen = self.parent, set()
        while above and above.pk not in seen:
            if above.pk == self.pk:
                raise ValidationError({"parent": "A region does not lie within itself."})
            seen.add(above.pk)
            above = above.parent


class Country(Named, PublicIdModel):
    """A country or territory with its ISO 3166 and M49 codes."""

    NATURAL_KEY = ("iso3",)

    iso3 = models.CharField("ISO 3166 alpha-3", max_length=3, unique=True)
    iso2 = models.CharField("ISO 3166 alpha-2", max_length=2, unique=True)
    m49 = models.CharField("M49 code", max_length=3, unique=True)
    aliases = ArrayField(
        models.CharField(max_length=100), default=list, blank=True, help_text="Other names in use."
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="countries",
        help_text="The smallest M49 region that holds the country.",
    )
    lat = models.FloatField("latitude", validators=[MinValueValidator(-90), MaxValueValidator(90)])
    lon = models.FloatField(
        "longitude", validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("name"), "pk"]
        verbose_name_plural = "countries"
        constraints = [
            models.CheckConstraint(
                condition=Q(iso3__regex="^[A-Z]{3}$")
                & Q(iso2__regex="^[A-Z]{2}$")
                & Q(m49__regex=r"^\d{3}$"),
                name="country_codes_are_iso",
                violation_error_message=(
                    "ISO codes are two and three capitals, the M49 code three digits."
                ),
            ),
            models.CheckConstraint(
                condition=Q(lat__range=(-90, 90)) & Q(lon__range=(-180, 180)),
                name="country_lies_on_earth",
                violation_error_message=(
                    "Latitude runs from -90 to 90, longitude from -180 to 180."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_of("countries:detail", self.iso3)

    @property
    def continent(self):
        """The region right below the world that holds the country."""
        region = self.region
        while region.parent and region.parent.parent:
            region = region.parent
        return region


class CountryGroup(Named, Addressed):
    """Countries that act or are counted together: least developed countries, g7+, PALOP ..."""

    # Kinds by which countries are alike; any other is a body or a list that they belong to.
    LANGUAGE = "language"
    INCOME = "income group"

    kind = models.CharField(max_length=60)
    members = ManyToMany(Country, related_name="groups")
    as_of = PartialDateField(help_text="When the list of members was checked.")
    source_title = models.CharField(max_length=300)
    source_url = WebAddressField("source address")
    note = models.TextField(blank=True)

    class Meta:
        ordering = [Alphabetical("name"), "pk"]
        constraints = [
            slug_is_wellformed("country_group"),
            is_partial_date("as_of", name="country_group_date_is_partial_date"),
            address_is_http("source_url", name="country_group_source_is_http"),
        ]

    def __str__(self):
        return self.name


class RegionMembership(models.Model):
    """That a region below the world holds a country, at any depth. A view, not a table."""

    pk = models.CompositePrimaryKey("region_id", "country_id")
    region = models.ForeignKey(Region, models.DO_NOTHING, related_name="memberships")
    country = models.ForeignKey(Country, models.DO_NOTHING, related_name="memberships")

    class Meta:
        managed = False
        db_table = "initiatives_region_membership"

    def __str__(self):
        return f"{self.country_id} in {self.region_id}"
