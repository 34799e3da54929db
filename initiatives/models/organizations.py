"""Organizations: partners, funders, publishers, organizers."""

from django.db import models

from core.alphabet import Alphabetical
from core.models.identity import NaturalKeyModel, slug_is_wellformed
from core.models.publication import (
    PERMISSIONS,
    Demanded,
    Publishable,
)
from core.web.paths import path_of
from initiatives.models.places import Country
from initiatives.models.sources import Citation, CitingModel, WebAddressField, address_is_http
from initiatives.models.vocabulary import OrganizationKind
from initiatives.querysets.organizations import OrganizationQuerySet


class Organization(CitingModel, Publishable):
    """A body that takes part: agency, ministry, union, employers' association, cooperative ..."""

    name = models.CharField(max_length=200)
    acronym = models.CharField(max_length=40, blank=True)
    kind = models.ForeignKey(
        OrganizationKind, models.PROTECT, null=True, blank=True, related_name="organizations"
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        help_text="For national bodies and those tied to one host country.",
    )
    url = WebAddressField("web site", blank=True)
    summary = models.TextField(blank=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("name"), "pk"]
        default_permissions = PERMISSIONS
        constraints = [
            slug_is_wellformed("organization"),
            Demanded(
                name="organization_published_is_described", texts=["name"], references=["kind"]
            ),
            address_is_http("url", name="organization_site_is_http", may_be_empty=True),
        ]

    def __str__(self):
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def get_absolute_url(self):
        return path_of("organizations:detail", self.slug)

    @property
    def short_name(self):
        """The acronym where there is one, for places with little room."""
        return self.acronym or self.name


class OrganizationLink(NaturalKeyModel):
    """A channel of an organization's own."""

    NATURAL_KEY = ("organization__slug", "url")

    class Kind(models.TextChoices):
        YOUTUBE = "youtube", "YouTube"
        X = "x", "X"
        FACEBOOK = "facebook", "Facebook"
        INSTAGRAM = "instagram", "Instagram"
        LINKEDIN = "linkedin", "LinkedIn"
        FEED = "feed", "Feed"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="links")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    url = WebAddressField("address")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "url"],
                name="organization_link_stands_once",
                violation_error_message="This address stands there already.",
            ),
            address_is_http("url", name="organization_link_is_http"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.url}"


class OrganizationCitation(Citation):
    """A source of what is said of an organization."""

    NATURAL_KEY = ("organization__slug", "source__url")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "source"],
                name="organization_cites_a_source_once",
                violation_error_message="This source stands there already.",
            ),
        ]
