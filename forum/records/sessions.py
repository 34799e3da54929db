"""A session of a forum as readers see it, with who appeared in it."""

from datetime import datetime, time

from msgspec import Struct, field

from core.records.reading import Archived, Reader
from core.web.paths import path_of
from forum.models import Session
from forum.records.announcements import tells_of_announcement
from forum.records.labels import REFERENCES, AppearanceRow, ForumLabel
from initiatives.records.claims import FigureRow
from initiatives.records.labels import (
    InitiativeLabel,
    ResourceLabel,
    ThemeLabel,
)


class SessionRecord(Struct, frozen=True):
    """All that a public session says itself."""

    pk: int = field(name="id")
    public_id: str
    slug: str
    forum: ForumLabel
    order: int
    title: str
    date: str
    start_time: time | None
    end_time: time | None
    summary: str
    key_messages: tuple[str, ...]
    modified: datetime | None
    archived: Archived | None
    themes: tuple[ThemeLabel, ...]
    initiatives: tuple[InitiativeLabel, ...]
    resources: tuple[ResourceLabel, ...]
    figures: tuple[FigureRow, ...]
    appearances: tuple[AppearanceRow, ...]

    @property
    def citation_title(self):
        """What it is called where it is cited."""
        return f"{self.title}. Session of {self.forum.title}"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return path_of("forums:session", self.forum.slug, self.slug)

    @property
    def is_announced(self):
        """Whether it is known from an announcement or programme only."""
        topics = [appearance.topic for appearance in self.appearances]
        return any(tells_of_announcement(text) for text in [self.summary, *topics])

    @property
    def point_count(self):
        """How many points were made."""
        return sum(len(appearance.points) for appearance in self.appearances)

    @property
    def times(self):
        """From when to when: "09:00 to 10:30", "from 09:00"; empty where no source says."""
        start, end = (f"{time:%H:%M}" if time else "" for time in (self.start_time, self.end_time))
        if start and end:
            return f"{start} to {end}"
        return f"from {start}" if start else (end and f"until {end}")


SESSIONS = Reader(Session, SessionRecord, REFERENCES)
