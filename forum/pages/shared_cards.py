"""The cards of forums and of their sessions: when and where, and how much was shown."""

from core.dates import readable
from core.sharing.answers import has_card
from core.sharing.chart import MAP_RATIO
from core.sharing.model import SharedCard
from core.web.addresses import public
from core.worldmap import world_map
from forum.models import Forum, Session
from forum.records.forums import FORUMS, with_counts
from forum.records.sessions import SESSIONS
from initiatives.pages.flows import place


@has_card("forums:detail")
def forum(slug):
    """When and where it took place, and how much was shown."""
    found = with_counts(FORUMS.read(public(Forum).filter(slug=slug)))
    if not found:
        return None
    (record,) = found
    return SharedCard(
        kind="Forum",
        title=record.title,
        map=map_of(record.country),
        facts=(
            *(["Archived"] if record.archived else []),
            record.dates,
            place_of(record),
            *(
                f"{count} {name}{'' if count == 1 else 's'}"
                for name, count in (
                    ("session", record.session_count),
                    ("initiative", record.initiative_count),
                )
                if count
            ),
        ),
    )


@has_card("forums:session")
def session(forum_slug, slug):
    """At which forum, and when."""
    sessions = Session.objects.public().filter(slug=slug, forum__slug=forum_slug)
    record = SESSIONS.first(sessions)
    whole = record and FORUMS.first(Forum.objects.published().filter(slug=forum_slug))
    if whole is None:
        return None
    return SharedCard(
        kind="Session of a forum",
        title=record.title,
        map=map_of(whole.country),
        facts=(whole.title, readable(record.date) if record.date else whole.dates),
    )


def place_of(forum):
    """The city and the country of a ForumRecord."""
    country = forum.country.short_name if forum.country else ""
    return ", ".join(filter(None, [forum.city, country]))


def map_of(country):
    """The country in which it took place; the world where none is known."""
    if country is None:
        return world_map([], ratio=MAP_RATIO)
    return world_map([], [place(country)], highlight=[country.m49], ratio=MAP_RATIO)
