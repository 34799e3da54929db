"""A document or page as readers see it."""

from datetime import datetime

from msgspec import field

from core.records.peers import Related
from core.records.reading import Archived, Reader
from core.web.paths import path_of
from initiatives.models import Initiative, Resource
from initiatives.records.citing import CitingRecord
from initiatives.records.labels import REFERENCES, OrganizationLabel, SourceLabel


class ResourceRecord(CitingRecord, frozen=True):
    """All that a public document says itself."""

    pk: int = field(name="id")
    public_id: str
    slug: str
    title: str
    title_language: str
    kind: str
    year: int | None
    date: str
    url: str
    language: str
    summary: str
    cover: str
    modified: datetime | None
    archived: Archived | None
    publishers: tuple[OrganizationLabel, ...]
    citations: tuple[SourceLabel, ...]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return path_of("resources:detail", self.slug)

    def get_kind_display(self):
        return Resource.Kind(self.kind).label

    @property
    def cover_url(self):
        """The address of its cover, empty without one."""
        return Resource.cover.field.storage.url(self.cover) if self.cover else ""

    @property
    def initiatives(self):
        """Labels of the initiatives that it describes, by title. One query."""
        return RELATED["initiatives"].of(self.pk)

    @property
    def forums(self):
        """Labels of the forums that it came out of, the latest first. One query."""
        return RELATED["forums"].of(self.pk)

    @property
    def sessions(self):
        """Labels of the sessions that it came out of, the latest first. One query."""
        return RELATED["sessions"].of(self.pk)


RELATED = {
    "initiatives": Related(Initiative.objects.published, "resources"),
    "forums": Related(lambda: Resource.objects.related("forums").published(), "resources"),
    "sessions": Related(
        lambda: Resource.objects.related("sessions").public().newest_first(), "resources"
    ),
}
RESOURCES = Reader(
    Resource, ResourceRecord, REFERENCES, {"publishers": lambda one: (one.name, one.public_id)}
)
