"""A forum as readers see it."""

from datetime import datetime
from operator import attrgetter

from django.db import connection
from msgspec import field
from msgspec.structs import replace

from core.records.peers import Related
from core.records.reading import Archived, Reader
from forum.models import Forum, Session
from forum.models.forums import DatedForum
from forum.records.announcements import tells_of_announcement
from forum.records.labels import REFERENCES, SeriesLabel
from initiatives.models import Source
from initiatives.records.citing import CitingRecord
from initiatives.records.labels import (
    CountryLabel,
    OrganizationLabel,
    ResourceLabel,
    SourceLabel,
    ThemeLabel,
)

COUNTS = """
SELECT f.id,
    (SELECT count(*) FROM forum_session AS s WHERE s.forum_id = f.id),
    (SELECT count(DISTINCT i.id) FROM forum_session AS s
        JOIN forum_session_initiatives AS shown ON shown.session_id = s.id
        JOIN initiatives_initiative AS i ON i.id = shown.initiative_id
        WHERE s.forum_id = f.id AND i.publication = 'published'),
    (SELECT count(DISTINCT p.id) FROM forum_session AS s
        JOIN forum_appearance AS a ON a.session_id = s.id
        JOIN forum_person AS p ON p.id = a.person_id
        WHERE s.forum_id = f.id AND p.publication = 'published')
FROM forum_forum AS f WHERE f.id = ANY (%s)
"""


class ForumRecord(DatedForum, CitingRecord, frozen=True):
    """All that a public forum says itself.

    session_count, initiative_count, person_count: how much was shown by how many, where it was
    counted.
    """

    pk: int = field(name="id")
    public_id: str
    slug: str
    title: str
    series: SeriesLabel | None
    edition: int | None
    start_date: str
    end_date: str
    city: str
    country: CountryLabel | None
    venue: str
    theme: str
    summary: str
    modified: datetime | None
    archived: Archived | None
    organizers: tuple[OrganizationLabel, ...]
    themes: tuple[ThemeLabel, ...]
    resources: tuple[ResourceLabel, ...]
    citations: tuple[SourceLabel, ...]
    session_count: int = 0
    initiative_count: int = 0
    person_count: int = 0

    @property
    def is_announced(self):
        """Whether it is known from an announcement or programme only."""
        return tells_of_announcement(self.summary)

    @property
    def claimed_sources(self):
        """Sources of the figures given in its sessions. One query."""
        return RELATED["claimed_sources"].of(self.pk)

    @property
    def sessions(self):
        """Labels of its sessions in the order of the programme. One query."""
        return RELATED["sessions"].of(self.pk)


def with_counts(forums):
    """ForumRecords with their counts. One query."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [[forum.pk for forum in forums]])
        counts = {pk: found for pk, *found in cursor.fetchall()}
    names = ("session_count", "initiative_count", "person_count")
    return [replace(one, **dict(zip(names, counts[one.pk], strict=True))) for one in forums]


RELATED = {
    "sessions": Related(lambda: Session.objects.order_by("order"), "forum"),
    "claimed_sources": Related(
        lambda: Source.objects.order_by(
            "sessionfigures__session__order", "sessionfigures__position"
        ),
        "sessionfigures__session__forum",
    ),
}
FORUMS = Reader(
    Forum, ForumRecord, REFERENCES, {"organizers": attrgetter("name"), "themes": attrgetter("name")}
)
