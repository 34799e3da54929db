"""The briefs of a forum and of a session: who said what, what was shown, what came after."""

from operator import attrgetter

from django.conf import settings

from core.briefs.model import Brief, Words, line
from core.dates import readable
from core.search.worker import worker
from forum.models import Session
from forum.pages.aftermath import Aftermath
from forum.records.sessions import SESSIONS
from initiatives.briefs.wording import (
    Wording,
    archived_in_words,
    documents,
    facts,
    hint,
    initiative_line,
    points,
    section,
    stage,
    tiles,
    told_of,
)
from initiatives.search.answer import cards

ANNOUNCED = "Known only from an announcement or programme. Plans may have changed."
LATER = "Dated after the forum. This does not mean that the forum led to it."
SPEAKERS = 8  # of a session that the brief of its forum names


def brief_of_session(session, forum, root):
    """The Brief of a SessionRecord; forum: its ForumRecord."""
    aftermath = Aftermath.of_sessions([session])
    sources = dict.fromkeys([*forum.sources, *aftermath.sources])
    say = Wording(root, session.get_absolute_url(), sources)
    when = readable(session.date) if session.date else forum.dates
    return Brief(
        kind="Session of a forum",
        title=session.title,
        subtitle="",
        summary=line(session.summary),
        route=(),
        facts=facts(
            {
                "Forum": line(say.named(forum, forum.title)),
                "When": line(", ".join(filter(None, [when, session.times]))),
                "Where": place_of(forum),
                "Themes": say.themes(session.themes),
            }
        ),
        asked=(),
        sections=told_of(
            section("Figures presented", tiles(map(say.figure, session.figures[:3])), rank=2),
            section("Key messages", points(map(line, session.key_messages)), rank=1),
            section(
                "Who spoke and what was said",
                points(spoke(appearance, say) for appearance in session.appearances),
                rank=2,
            ),
            shown([session], say, rank=3),
            later(aftermath, say, rank=4),
            documents(session.resources, say, rank=6),
        ),
        notes=say.notes,
        address=say.address,
        date=session.modified,
        notice=ANNOUNCED if session.is_announced or forum.is_announced else "",
        publisher=settings.PUBLISHER_NAME,
    )


def brief_of_forum(forum, root):
    """The Brief of a ForumRecord, with its sessions."""
    sessions = SESSIONS.read(Session.objects.filter(forum=forum.pk).order_by("order"))
    aftermath = Aftermath.of_sessions(sessions)
    sources = dict.fromkeys([*forum.sources, *aftermath.sources])
    say = Wording(root, forum.get_absolute_url(), sources)
    series = forum.series.name if forum.series else ""
    of_sessions = [document for session in sessions for document in session.resources]
    return Brief(
        kind="Forum",
        title=forum.title,
        subtitle=f"“{forum.theme}”" if forum.theme else "",
        summary=line(forum.summary),
        route=(),
        facts=facts(
            {
                "When": line(forum.dates),
                "Where": place_of(forum),
                "Part of": line(series),
                "Organized by": say.listed(map(say.named, forum.organizers)),
                "Themes": say.themes(forum.themes),
            }
        ),
        asked=(),
        sections=told_of(
            section("Sessions", points(told(session, forum, say) for session in sessions), rank=1),
            shown(sessions, say, rank=2),
            later(aftermath, say, rank=3),
            documents(dict.fromkeys([*forum.resources, *of_sessions]), say, rank=5),
        ),
        notes=say.notes,
        address=say.address,
        date=max(
            filter(None, [forum.modified, *map(attrgetter("modified"), sessions)]), default=None
        ),
        notice=archived_in_words(forum.archived) or (ANNOUNCED if forum.is_announced else ""),
        publisher=settings.PUBLISHER_NAME,
    )


def place_of(forum):
    """Where it was held."""
    country = forum.country.short_name if forum.country else ""
    return line(", ".join(filter(None, [forum.venue, forum.city, country])))


def spoke(appearance, say):
    """One person: in which post, on what, and the points made."""
    person, organization = appearance.person, appearance.organization
    post = [f", {appearance.position}"] if appearance.position else []
    body = [", ", organization.name] if organization else []
    topic = appearance.topic
    ends = topic.endswith((".", "?", "!", "”"))
    said = [topic if ends or not topic else f"{topic}.", *appearance.points]
    return line(
        say.named(person, is_strong=True),
        Words(f" ({appearance.get_role_display().lower()})", is_soft=True),
        *(Words(part, is_soft=True) for part in (*post, *body)),
        ". " if any(said) else "",
        " ".join(filter(None, said)),
    )


def told(session, forum, say):
    """A session in a few lines: what it was about, what it said, who spoke."""
    names = list(dict.fromkeys(appearance.person.name for appearance in session.appearances))
    more = len(names) - SPEAKERS
    listed = ", ".join(names[:SPEAKERS]) + (f" and {more} more on its page" if more > 0 else "")
    title = Words(session.title, is_strong=True)
    return line(
        title if forum.archived else say.named(session, session.title, is_strong=True),
        f". {session.summary}",
        Words(f" Who spoke: {listed}." if names else "", is_soft=True),
    )


def shown(sessions, say, rank):
    """The initiatives that were shown, with their ways."""
    keys = dict.fromkeys(one.pk for session in sessions for one in session.initiatives)
    found, names = cards(keys, worker.catalogue())
    return section(
        "Initiatives shown",
        points(initiative_line(card, names["country"], say) for card in found),
        rank=rank,
    )


def later(aftermath, say, rank):
    """What is dated later of the initiatives shown."""
    happened = points(came_later(one, say) for one in aftermath.later)
    return section("What came after", hint(LATER) if happened else None, happened, rank=rank)


def came_later(one, say):
    """A replication or milestone as a line."""
    day = Words(readable(one.date), is_strong=True)
    cite = say.cite(one.source)
    if one.milestone:
        initiative = one.milestone.initiative
        return line(
            day, "  ", say.named(initiative, initiative.title), f": {one.milestone.text}", cite
        )
    replication = one.replication
    return line(
        day,
        "  ",
        say.named(replication.initiative, replication.initiative.title),
        f", from {replication.from_country.short_name} to {replication.to_country.short_name} ",
        stage(replication.stage),
        cite,
    )
