"""An organization as readers see it."""

from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from core.records.peers import Related
from core.records.reading import Archived, Reader, read_labels
from core.web.paths import path_of
from initiatives.models import Organization, OrganizationLink
from initiatives.records.citing import CitingRecord
from initiatives.records.labels import REFERENCES, CountryLabel, SourceLabel, TermLabel
from initiatives.search.answer import counts_of


class LinkRow(Struct, frozen=True):
    """A channel of an organization's own."""

    kind: str
    url: str

    def get_kind_display(self):
        return OrganizationLink.Kind(self.kind).label


class OrganizationRecord(CitingRecord, frozen=True):
    """All that a public organization says itself.

    initiative_count: of public initiatives that it is a partner of, where it was counted.
    """

    pk: int = field(name="id")
    public_id: str
    slug: str
    name: str
    acronym: str
    kind: TermLabel
    country: CountryLabel | None
    url: str
    summary: str
    modified: datetime | None
    archived: Archived | None
    links: tuple[LinkRow, ...]
    citations: tuple[SourceLabel, ...]
    initiative_count: int = 0

    def __str__(self):
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def get_absolute_url(self):
        return path_of("organizations:detail", self.slug)

    @property
    def documents(self):
        """Labels of what it published, the newest first. One query."""
        return RELATED["documents"].of(self.pk)

    @property
    def forums_organized(self):
        """Labels of the forums that it organized, the latest first. One query."""
        return RELATED["forums_organized"].of(self.pk)


def appearances_for(organizations):
    """Labels of the appearances for some organizations, by their keys, the latest first."""
    appearances = Organization.objects.related("appearances").public()
    return read_labels(appearances.filter(organization__in=organizations).newest_first())


def with_counts(organizations):
    """OrganizationRecords with their initiative_count."""
    counts = counts_of("organization")
    return [replace(one, initiative_count=counts.get(one.slug, 0)) for one in organizations]


RELATED = {
    "documents": Related(
        lambda: Organization.objects.related("documents").published().newest_first(), "publishers"
    ),
    "forums_organized": Related(
        lambda: Organization.objects.related("forums_organized").published(), "organizers"
    ),
}
ORGANIZATIONS = Reader(
    Organization, OrganizationRecord, REFERENCES | {"kind_id": "organizationkind"}
)
