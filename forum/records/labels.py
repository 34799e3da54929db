"""How other records name forums, sessions and people."""

from msgspec import Struct

from core.models import PublicRecord
from core.models.publication import PublicationState
from core.records.reading import Label, LabelSource, register_labels
from core.web.paths import path_of
from forum.models import Appearance, Forum, ForumSeries, Person, Session
from forum.models.forums import DatedForum
from initiatives.records.labels import (
    ORGANIZATIONS,
    PUBLISHED,
    REFERENCES,
    OrganizationLabel,
    TermLabel,
)

IS_PUBLISHED = f"publication = '{PublicationState.PUBLISHED}'"
IS_ARCHIVED = f"publication = '{PublicationState.ARCHIVED}'"

READABLE = f"""({PUBLISHED} OR r.{IS_ARCHIVED} AND EXISTS (SELECT FROM portal_publicrecord AS known
    WHERE known.kind = 'forum' AND known.row_id = r.id
    AND known.state = '{PublicRecord.State.ARCHIVED}'))"""  # the sessions stand on its page


class ForumLabel(DatedForum, Label, frozen=True):
    """A forum, with when and where it was held."""

    public_id: str
    slug: str
    title: str
    start_date: str
    end_date: str
    city: str


class SeriesLabel(TermLabel, frozen=True):
    """A series of forums, or the larger event that hosted one."""

    public_id: str


class PersonLabel(Label, frozen=True):
    """A person."""

    public_id: str
    slug: str
    name: str

    def get_absolute_url(self):
        return path_of("people:detail", self.slug)


class SessionLabel(Label, frozen=True):
    """A session of a forum."""

    public_id: str
    slug: str
    title: str
    order: int
    date: str
    forum: ForumLabel

    def get_absolute_url(self):
        return path_of("forums:session", self.forum.slug, self.slug)


class AppearanceRow(Struct, frozen=True):
    """A person's part in a session, with the job title and organization held at the time."""

    person: PersonLabel
    role: str
    title: str
    organization: OrganizationLabel | None
    topic: str
    points: tuple[str, ...]

    def get_role_display(self):
        return Appearance.Role(self.role).label

    @property
    def position(self):
        """The job title as it stands beside the organization, whose name it need not end with."""
        position, _, last = self.title.rpartition(", ")
        is_named = self.organization is not None and self.organization.is_called(last)
        return position if position and is_named else self.title


class AppearanceLabel(AppearanceRow, Label, frozen=True):
    """The same with the session."""

    session: SessionLabel


FORUMS = LabelSource(Forum, ForumLabel, which=READABLE)
PEOPLE = LabelSource(Person, PersonLabel, which=PUBLISHED)
SESSIONS = LabelSource(
    Session,
    SessionLabel,
    {"forum": FORUMS.one("r.forum_id")},
    which=f"EXISTS (SELECT FROM forum_forum AS f WHERE f.id = r.forum_id AND f.{IS_PUBLISHED})",
)
APPEARANCES = LabelSource(
    Appearance,
    AppearanceLabel,
    {
        "person": PEOPLE.one("r.person_id"),
        "session": SESSIONS.one("r.session_id"),
        "organization": ORGANIZATIONS.one("r.organization_id"),
    },
    which=f"EXISTS (SELECT FROM forum_person AS p WHERE p.id = r.person_id AND p.{IS_PUBLISHED})"
    " AND EXISTS (SELECT FROM forum_session AS s JOIN forum_forum AS f ON f.id = s.forum_id"
    f" WHERE s.id = r.session_id AND f.{IS_PUBLISHED})",
)

register_labels(FORUMS, PEOPLE, SESSIONS, APPEARANCES, LabelSource(ForumSeries, SeriesLabel))
REFERENCES = REFERENCES | {
    "forum_id": "forum",
    "session_id": "session",
    "person_id": "person",
    "series_id": "forumseries",
}
