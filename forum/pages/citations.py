"""What of pages of forums, their sessions and people can be cited."""

from core.citations.answers import citable, found
from forum.models import Forum, Person, Session
from forum.records.forums import FORUMS
from forum.records.people import PEOPLE
from forum.records.sessions import SESSIONS


@citable("forums:detail")
def forum(slug):
    """A forum."""
    return found(FORUMS, Forum, slug=slug)


@citable("forums:session")
def session(forum_slug, slug):
    """A session, under the address of its forum."""
    return found(SESSIONS, Session, slug=slug, forum__slug=forum_slug)


@citable("people:detail")
def person(slug):
    """Our page about a person."""
    return found(PEOPLE, Person, slug=slug)
