"""Documents and pages: publications, declarations, agreements, videos ..."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from core.alphabet import Alphabetical
from core.dates import PartialDateField, is_partial_date
from core.models.featured import Featurable
from core.models.identity import slug_is_wellformed
from core.models.naming import language_code, language_of_title
from core.models.publication import PERMISSIONS, Demanded, Publishable
from core.models.relations import ManyToMany
from core.web.paths import path_of
from initiatives.models.covers import CoverField
from initiatives.models.organizations import Organization
from initiatives.models.sources import (
    Citation,
    CitingModel,
    WebAddressField,
    YearField,
    address_is_http,
    year_is_plausible,
)
from initiatives.querysets.resources import ResourceQuerySet


class Resource(CitingModel, Featurable, Publishable):
    """A document or page that describes initiatives or came out of a forum."""

    class Kind(models.TextChoices):
        PUBLICATION = "publication", "Publication"
        DECLARATION = "declaration", "Declaration"
        AGREEMENT = "agreement", "Agreement"
        MEMORANDUM = "memorandum", "Memorandum of understanding"
        CONCEPT_NOTE = "concept-note", "Concept note"
        PRESENTATION = "presentation", "Presentation"
        VIDEO = "video", "Video"
        WEB_PAGE = "web-page", "Web page"
        REPORT = "report", "Report"

    title = models.CharField(max_length=300)
    title_language = language_of_title()
    kind = models.CharField(max_length=15, choices=Kind.choices, blank=True)
    year = YearField()
    date = PartialDateField(blank=True, help_text="2014, 2014-11 or 2014-11-19.")
    url = WebAddressField("address", blank=True, help_text="Empty when no address is known.")
    publishers = ManyToMany(Organization, related_name="documents", blank=True)
    language = language_code(help_text="Two-letter code: en, es, fr ...")
    summary = models.TextField(blank=True)
    cover = CoverField(blank=True, help_text="First page or picture, shown where featured.")

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("title"), "pk"]
        default_permissions = PERMISSIONS
        verbose_name = "document"
        constraints = [
            slug_is_wellformed("resource"),
            Demanded(name="resource_published_is_described", texts=["title", "kind", "summary"]),
            year_is_plausible("year", name="resource_year_is_plausible"),
            is_partial_date("date", name="resource_date_is_partial_date"),
            address_is_http("url", name="resource_address_is_http", may_be_empty=True),
            models.CheckConstraint(
                condition=Q(date="")
                | Q(year__isnull=False, date__startswith=Cast("year", models.CharField())),
                name="resource_year_and_date_agree",
                violation_error_message="The year and the date do not agree.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return path_of("resources:detail", self.slug)


class ResourceCitation(Citation):
    """A source of what is said of a document."""

    NATURAL_KEY = ("resource__slug", "source__url")

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "source"],
                name="resource_cites_a_source_once",
                violation_error_message="This source stands there already.",
            ),
        ]
