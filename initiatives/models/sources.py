"""Sources, and how records cite them."""

from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
    URLValidator,
)
from django.db import models
from django.db.models import Q

from core.alphabet import Alphabetical
from core.dates import FIRST_YEAR, LAST_YEAR
from core.models.identity import NaturalKeyModel, PublicIdModel
from core.models.naming import language_of_title
from initiatives.querysets.sources import SourceQuerySet


class YearField(models.PositiveSmallIntegerField):
    """A calendar year between FIRST_YEAR and LAST_YEAR; empty where no source gives one."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.validators.extend([MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)])


def year_is_plausible(field, *, name):
    """A check constraint: the year lies between FIRST_YEAR and LAST_YEAR, or is empty."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True})
        | Q(**{f"{field}__range": (FIRST_YEAR, LAST_YEAR)}),
        name=name,
        violation_error_message=f"A year lies between {FIRST_YEAR} and {LAST_YEAR}.",
    )


class WebAddressField(models.CharField):
    """An http or https address; long ones of document hosts included."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 500)
        super().__init__(*args, **kwargs)
        self.validators.append(URLValidator(schemes=["http", "https"]))


class ArchivedAddressField(models.CharField):
    """The address of a copy that the Internet Archive has of a page.

    As readers are shown it: flags behind the date, as in 2026id_, have it show what was stored
    without its banner, and two dots, however written, lead out of the copy.
    """

    PATTERN = (
        r"^https?://web\.archive\.org/web/[0-9]{4,14}/"
        r"(?!.*/(\.|%2[eE]){2}([/?#]|$))https?://[^\s\\]+$"
    )
    FORM = "Paste the address of a copy: https://web.archive.org/web/20261103120000/https://..."

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 600)
        super().__init__(*args, **kwargs)
        self.validators.append(RegexValidator(self.PATTERN, self.FORM))


def address_is_http(field, *, name, may_be_empty=False):
    """A check constraint: the column holds an http or https address."""
    condition = Q(**{f"{field}__regex": r"^https?://"})
    if may_be_empty:
        condition |= Q(**{field: ""})
    return models.CheckConstraint(
        condition=condition,
        name=name,
        violation_error_message="An address begins with http:// or https://.",
    )


class Source(PublicIdModel):
    """A page or document that was read, with who published it and when."""

    NATURAL_KEY = ("url",)

    class Type(models.TextChoices):
        EVALUATION = "evaluation", "Evaluation"
        STATISTICS = "statistics", "Statistics"
        LAW = "law", "Law"
        AGREEMENT = "agreement", "Agreement"
        AGENCY_REPORT = "agency-report", "Agency report"
        ACADEMIC = "academic", "Academic work"
        PRESS = "press", "Press"
        ANNOUNCEMENT = "announcement", "Announcement"
        WEB_PAGE = "web-page", "Web page"
        PRESENTATION = "presentation", "Presentation"
        OTHER = "other", "Other"

    title = models.CharField(max_length=300, help_text="As it stands on the page or document.")
    title_language = language_of_title()
    publisher = models.CharField(
        max_length=200, help_text="Who published it; the host of a copy in brackets."
    )
    year = YearField(help_text="Year of publication.")
    url = WebAddressField("address", unique=True)
    type = models.CharField(
        max_length=15,
        choices=Type.choices,
        default=Type.OTHER,
        db_default=Type.OTHER,
        help_text="What sort of evidence it is, by its title, publisher and address.",
    )
    copy = models.BooleanField(
        default=False,
        db_default=False,
        help_text="The address is a copy on a document host, not the publisher's own.",
    )
    accessed_on = models.DateField(null=True, blank=True, help_text="When it was last read.")
    archived_url = ArchivedAddressField(
        "archived copy",
        blank=True,
        default="",
        db_default="",
        help_text="The page as the Internet Archive keeps it: "
        "https://web.archive.org/web/20261103120000/https://...",
    )
    # What `manage.py check_links` has found. A trigger forgets both where the address changes.
    dead_since = models.DateField(
        null=True, editable=False, help_text="Since when nothing answers at its address."
    )
    moved_to = models.CharField(
        max_length=500,
        default="",
        db_default="",
        editable=False,
        help_text="Where its site says that the page is now.",
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("title"), "pk"]
        constraints = [
            year_is_plausible("year", name="source_year_is_plausible"),
            address_is_http("url", name="source_address_is_http"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(publisher=""),
                name="source_has_title_and_publisher",
                violation_error_message="A source has a title and a publisher.",
            ),
            models.CheckConstraint(
                condition=Q(archived_url="") | Q(archived_url__regex=ArchivedAddressField.PATTERN),
                name="source_archived_at_internet_archive",
                violation_error_message=ArchivedAddressField.FORM,
            ),
            models.CheckConstraint(
                condition=Q(moved_to="") | Q(moved_to__regex=r"^https?://[!-~]+$"),
                name="source_moved_to_is_http",
                violation_error_message="An address begins with http:// or https://.",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.publisher}{f', {self.year}' if self.year else ''})"


class Citation(NaturalKeyModel):
    """That a record rests on a source; the position is its number on the page."""

    position = models.PositiveSmallIntegerField(default=0)
    source = models.ForeignKey(Source, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return str(self.source)


class CitingModel(models.Model):
    """A record that rests on sources. Subclasses have `citations`, a reverse relation."""

    class Meta:
        abstract = True

    def numbered_sources(self):
        """The record's sources in the order of its page, those of its claims included."""
        sources = [citation.source for citation in self.citations.all()]
        return list(dict.fromkeys([*sources, *self.claimed_sources()]))

    def claimed_sources(self):
        """Sources that single claims of the record cite; a model with claims overrides this."""
        return []

    def cite_claims(self):
        """Add to the record's citations what its claims cite and it does not list yet."""
        citations = list(self.citations.all())
        last = max((citation.position for citation in citations), default=-1)
        claimed = self.numbered_sources()[len(citations) :]
        for position, source in enumerate(claimed, last + 1):
            self.citations.create(source=source, position=position)
