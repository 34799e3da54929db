"""Forums: where solutions were shown, by whom, and what was said."""

from forum.models.forums import Forum, ForumCitation, ForumSeries
from forum.models.people import Person, PersonCitation
from forum.models.sessions import Appearance, Session, SessionFigure

__all__ = [
    "Appearance",
    "Forum",
    "ForumCitation",
    "ForumSeries",
    "Person",
    "PersonCitation",
    "Session",
    "SessionFigure",
]
