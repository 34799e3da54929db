"""What is indexed of forums, sessions and people."""

from core.models.expressions import array_text
from core.models.publication import PublicationState
from core.search.others import OtherRecord
from core.search.reads import Rows
from core.search.worker import worker
from forum.models import Appearance, Forum, ForumSeries, Person, Session
from initiatives.models import Country, Organization, Theme
from initiatives.search.others import gathered, tagged

OF_PUBLIC_BODIES = {"organization__publication": PublicationState.PUBLISHED}


def forums():
    """Forums: found by title and series, by place, organizers and themes."""
    organizers = gathered(
        Forum.organizers.through.objects.filter(**OF_PUBLIC_BODIES),
        "forum_id",
        "organization__name",
        "organization__acronym",
    )
    themes = gathered(Forum.themes.through.objects.all(), "forum_id", "theme__slug")
    for forum in Forum.objects.published().select_related("series", "country").order_by("pk"):
        country = forum.country
        names = [
            forum.series.name if forum.series else "",
            forum.city,
            country.name if country else "",
            *organizers[forum.pk],
        ]
        yield OtherRecord(
            forum.pk,
            [forum.title, forum.title_with_year],
            {
                "title": forum.title,
                "names": " ".join(names),
                "summary": f"{forum.theme} {forum.summary}",
            },
            [
                *tagged("theme", themes[forum.pk]),
                *tagged("country", [country.iso3] if country else []),
            ],
        )


def sessions():
    """Sessions: found by title, by who spoke and what was said, by forum and themes."""
    appearances = Appearance.objects.public()
    speakers = gathered(appearances, "session_id", "person__name")
    topics = gathered(appearances, "session_id", "topic")
    points = gathered(appearances, "session_id", array_text("points"))
    themes = gathered(Session.themes.through.objects.all(), "session_id", "theme__slug")
    for session in Session.objects.public().select_related("forum").order_by("pk"):
        said = [*session.key_messages, *topics[session.pk], *points[session.pk]]
        yield OtherRecord(
            session.pk,
            [session.title],
            {
                "title": session.title,
                "names": " ".join([session.forum.title, *speakers[session.pk]]),
                "summary": session.summary,
                "body": " ".join(said),
            },
            tagged("theme", themes[session.pk]),
        )


def people():
    """People: found by name, by their posts, topics and organizations at the time."""
    appearances = Appearance.objects.public()
    bodies = gathered(
        appearances.filter(**OF_PUBLIC_BODIES),
        "person_id",
        "organization__name",
        "organization__acronym",
    )
    countries = gathered(
        appearances.filter(**OF_PUBLIC_BODIES), "person_id", "organization__country__iso3"
    )
    posts = gathered(appearances, "person_id", "title", "topic")
    for person in Person.objects.published().order_by("pk"):
        yield OtherRecord(
            person.pk,
            [person.name],
            {
                "title": person.name,
                "names": " ".join(bodies[person.pk]),
                "body": " ".join(posts[person.pk]),
            },
            tagged("country", countries[person.pk]),
        )


worker.register_others(
    Forum,
    forums,
    [
        *map(Rows, (Forum, ForumSeries, Country, Forum.organizers.through, Organization)),
        *map(Rows, (Forum.themes.through, Theme)),
    ],
)
worker.register_others(
    Session,
    sessions,
    [*map(Rows, (Session, Forum, Appearance, Person, Session.themes.through, Theme))],
)
worker.register_others(
    Person, people, [*map(Rows, (Person, Appearance, Session, Forum, Organization, Country))]
)
