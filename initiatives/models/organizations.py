"""Organizations: partners, funders, publishers, organizers."""

from django.apps import apps
from django.db import models
from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from core.models.identity import NaturalKeyModel, slug_is_wellformed
from core.models.publication import (
    PERMISSIONS,
    PublicationState,
    Publishable,
    PublishableQuerySet,
)
from core.search.full_text import TextSearchQuerySet
from initiatives.models.places import Country
from initiatives.models.sources import Citation, CitingModel, WebAddressField, address_is_http
from initiatives.models.vocabulary import OrganizationKind


class OrganizationQuerySet(TextSearchQuerySet, PublishableQuerySet):
    SEARCH_FIELDS = {"name": "A", "acronym": "A", "summary": "C"}

    def for_lists(self):
        """Organizations with what one line of a list says."""
        return self.select_related("kind", "country")

    def with_initiative_counts(self):
        """Organizations with `initiative_count`: in how many published ones they are partners."""
        published = Q(partnerships__initiative__publication=PublicationState.PUBLISHED)
        return self.annotate(
            initiative_count=Count("partnerships__initiative", distinct=True, filter=published)
        )

    def for_page(self):
        """Organizations with all that the page of one says."""
        model = apps.get_model
        initiatives = model("initiatives", "Initiative").objects.published().for_cards()
        appearances = model("forum", "Appearance").objects.public().newest_first()
        claims = {
            "citations": model("initiatives", "OrganizationCitation").objects.select_related(
                "source"
            ),
            "partnerships": model("initiatives", "Partnership")
            .objects.public()
            .select_related("role")
            .prefetch_related(Prefetch("initiative", initiatives))
            .order_by("role__name", "initiative__title", "pk"),
            "publications": model("initiatives", "Resource")
            .objects.published()
            .for_lists()
            .newest_first(),
            "forums_organized": model("forum", "Forum").objects.published().for_lists(),
            "appearances": appearances.select_related("person", "session__forum"),
        }
        return self.for_lists().prefetch_related(
            "links", *(Prefetch(name, queryset) for name, queryset in claims.items())
        )


class Organization(CitingModel, Publishable):
    """A body that takes part: agency, ministry, union, employers' association, cooperative ..."""

    name = models.CharField(max_length=200)
    acronym = models.CharField(max_length=40, blank=True)
    kind = models.ForeignKey(OrganizationKind, models.PROTECT, related_name="organizations")
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
        ordering = ["name", "pk"]
        default_permissions = PERMISSIONS
        constraints = [
            slug_is_wellformed("organization"),
            address_is_http("url", name="organization_site_is_http", may_be_empty=True),
        ]

    def __str__(self):
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def get_absolute_url(self):
        return reverse("organizations:detail", args=[self.slug])

    def partnerships_by_role(self):
        """Pairs of a role and its initiatives, the role that it has most often first."""
        by_role = {}
        for partnership in self.partnerships.all():
            by_role.setdefault(partnership.role, []).append(partnership.initiative)
        return sorted(by_role.items(), key=lambda pair: (-len(pair[1]), pair[0].name))

    def people_who_spoke(self):
        """Pairs of a person and the person's appearances for it, the latest first."""
        by_person = {}
        for appearance in self.appearances.all():
            by_person.setdefault(appearance.person, []).append(appearance)
        return list(by_person.items())

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
