"""What of forums, their sessions and people can be taken away as files."""

from core.downloads.columns import (
    WHOLE,
    Column,
    Table,
    each,
    page_url,
    parts,
    place_on_page,
)
from core.downloads.geojson import feature, point
from core.downloads.offers import Offer, offer_at
from forum.api.forums import ForumViewSet
from forum.api.people import PersonViewSet
from forum.api.sessions import SessionViewSet
from forum.records.forums import FORUMS
from forum.records.people import PEOPLE
from forum.records.sessions import SESSIONS
from initiatives.downloads.columns import (
    ID,
    MODIFIED,
    SOURCE_URLS,
    cited,
    country_columns,
    source_columns,
)

FORUM_ID = Column("forum_id", "The forum, by its id.", "record.public_id", tag="#event+id")
FORUM = Column("forum", "What it is called.", "record.title", tag="#event+name", width=40)
FORUM_TABLE = Table(
    "",
    "Forums",
    "An event at which solutions were shown. Several names in one cell have “; ” between them.",
    (
        ID,
        Column("title", "What it is called.", tag="#event+name", width=40),
        Column("series", "The series or larger event.", "series.name"),
        Column("edition", "Its number within the series.", kind=WHOLE),
        Column("start_date", "When it began, as exact as the source.", tag="#date+start"),
        Column("end_date", "When it ended.", tag="#date+end"),
        Column("city", "Where it was held.", tag="#loc+city"),
        *country_columns("country", "Where it was held", "+event"),
        Column("venue", "In which place.", tag="#loc+venue"),
        Column("theme", "What it was on, in its own words.", width=40),
        Column("themes", "Themes.", each("themes", "slug"), tag="#sector+theme"),
        Column("organizers", "Who held it.", each("organizers", "name"), tag="#org", width=40),
        Column("summary", "What it was.", tag="#description", width=60),
        Column("session_count", "Sessions.", kind=WHOLE),
        Column("initiative_count", "Public initiatives that were shown.", kind=WHOLE),
        Column("person_count", "People who appeared.", kind=WHOLE),
        SOURCE_URLS,
        page_url(),
        MODIFIED,
    ),
)
PROGRAMME = Table(
    "sessions",
    "Sessions",
    "A session in the programme of a forum.",
    (
        Column("id", "Never changes.", "part.public_id", tag="#meta+id"),
        FORUM_ID,
        FORUM,
        Column("order", "Its place in the programme.", "part.order", WHOLE),
        Column("title", "What it is called.", "part.title", tag="#event+session+name", width=60),
        Column("date", "When it was held, as exact as the source.", "part.date", tag="#date"),
        page_url("part"),
    ),
    rows=parts("sessions"),
)


def where_it_was(forum, root):
    """A forum at the centre of its country; meetings online are nowhere."""
    return [
        feature(
            forum.public_id,
            point(forum.country),
            title=forum.title,
            start_date=forum.start_date,
            city=forum.city,
            country=forum.country and forum.country.iso3,
            page_url=root + forum.get_absolute_url(),
        )
    ]


offer_at(
    Offer(
        name="forums",
        one="forum",
        reader=FORUMS,
        api=ForumViewSet,
        tables=(FORUM_TABLE, PROGRAMME, cited("a forum", FORUM_ID, FORUM)),
        features=where_it_was,
    ),
    list_name="forums:list",
    record_name="forums:detail",
)

SESSION_ID = Column("session_id", "The session, by its id.", "record.public_id", tag="#event+id")
SESSION = Column("session", "What it is called.", "record.title", tag="#event+name", width=40)
SESSION_TABLE = Table(
    "",
    "Sessions",
    "A session of a forum. Several names in one cell have “; ” between them.",
    (
        ID,
        Column("title", "What it is called.", tag="#event+session+name", width=40),
        Column("forum", "Of which forum it is.", "forum.title", tag="#event+name", width=40),
        Column("order", "Its place in the programme.", kind=WHOLE),
        Column("date", "When it was held, as exact as the source.", tag="#date"),
        Column("times", "From when to when, in local time."),
        Column("summary", "What it was on.", tag="#description", width=60),
        Column("key_messages", "What came out of it.", lambda row: "; ".join(row.key_messages)),
        Column("themes", "Themes.", each("themes", "slug"), tag="#sector+theme"),
        Column(
            "initiatives",
            "Initiatives that were shown.",
            each("initiatives", "title"),
            tag="#activity+name",
            width=40,
        ),
        page_url(),
        MODIFIED,
    ),
)
APPEARANCES = Table(
    "appearances",
    "Appearances",
    "A person's part in a session, with the job title and organization held at the time.",
    (
        SESSION_ID,
        SESSION,
        Column("person_id", "The person, by id.", "part.person.public_id", tag="#contact+id"),
        Column("person", "The name.", "part.person.name", tag="#contact+name"),
        Column("role", "What the person did there.", "part.role", tag="#contact+role"),
        Column("title", "The job title at the time.", "part.title", tag="#contact+title", width=40),
        Column("organization", "That of the time.", "part.organization.name", tag="#org+name"),
        Column("topic", "What it was on.", "part.topic", tag="#description", width=40),
        page_url("part.person", says="The page of the person."),
    ),
    key=("session_id", "person_id", "role"),
    rows=parts("appearances"),
)
FIGURES = Table(
    "figures",
    "Figures",
    "A number that was given in a session.",
    (
        Column("id", "Never changes.", "part.public_id", tag="#meta+id"),
        SESSION_ID,
        SESSION,
        Column(
            "value", "The number, written out.", "part.number", "number", "#indicator+value+num"
        ),
        Column("unit", "What is counted.", "part.unit", tag="#indicator+unit"),
        Column("label", "What it says.", "part.label", tag="#indicator+name", width=60),
        Column("year", "Of which year it is.", "part.year", WHOLE, "#date+year"),
        *source_columns("part.source."),
        place_on_page("figure", "The figure on the page of the session: what to cite."),
    ),
    rows=parts("figures"),
)
offer_at(
    Offer(
        name="sessions",
        one="session",
        reader=SESSIONS,
        api=SessionViewSet,
        tables=(SESSION_TABLE, APPEARANCES, FIGURES),
    ),
    record_name="forums:session",
    lookups={"forum_slug": "forum__slug", "slug": "slug"},
)

PERSON_ID = Column("person_id", "The person, by id.", "record.public_id", tag="#contact+id")
PERSON = Column("person", "The name.", "record.name", tag="#contact+name", width=30)
PERSON_TABLE = Table(
    "",
    "People",
    "Someone named in a public role.",
    (
        ID,
        Column("name", "The name.", tag="#contact+name", width=30),
        Column("appearance_count", "Parts in sessions of public forums.", kind=WHOLE),
        SOURCE_URLS,
        page_url(),
        MODIFIED,
    ),
)
THEIR_APPEARANCES = Table(
    "appearances",
    "Appearances",
    APPEARANCES.says,
    (
        PERSON_ID,
        PERSON,
        Column("session_id", "The session, by its id.", "part.session.public_id", tag="#event+id"),
        Column("session", "Its title.", "part.session.title", tag="#event+session", width=40),
        Column("forum", "Of which forum it is.", "part.session.forum.title", width=40),
        Column("date", "When it was held.", "part.session.date", tag="#date"),
        Column("role", "What the person did there.", "part.role", tag="#contact+role"),
        Column("title", "The job title at the time.", "part.title", tag="#contact+title", width=40),
        Column("organization", "That of the time.", "part.organization.name", tag="#org+name"),
        Column("topic", "What it was on.", "part.topic", tag="#description", width=40),
        page_url("part.session", says="The page of the session."),
    ),
    key=("person_id", "session_id", "role"),
    rows=parts("appearances"),
)
offer_at(
    Offer(
        name="people",
        one="person",
        reader=PEOPLE,
        api=PersonViewSet,
        tables=(PERSON_TABLE, THEIR_APPEARANCES, cited("a person", PERSON_ID, PERSON)),
    ),
    list_name="people:list",
    record_name="people:detail",
)
