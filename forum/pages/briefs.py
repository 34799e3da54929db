"""Two pages on paper of a forum and of a session."""

from functools import partial

from django.views.decorators.http import require_safe

from core.briefs.answers import brief_file
from core.web.addresses import moved, permanent_address, public_or_404, readable_or_404
from forum.briefs import brief_of_forum, brief_of_session
from forum.models import Forum, Session
from forum.records.forums import FORUMS
from forum.records.sessions import SESSIONS


@require_safe
@permanent_address(Forum)
def forum_brief(request, slug, form):
    """One forum, archived ones as their page is."""
    forum = readable_or_404(FORUMS, slug)
    return brief_file(request, form, slug, partial(brief_of_forum, forum))


@require_safe
@permanent_address(Session)
def session_brief(request, forum_slug, slug, form):
    """One session; under another forum's address it moves."""
    session = public_or_404(SESSIONS, Session.objects.public(), slug=slug)
    if session.forum.slug != forum_slug:
        return moved(request, session.get_absolute_url())
    forum = public_or_404(FORUMS, Forum.objects.published(), slug=forum_slug)
    return brief_file(request, form, slug, partial(brief_of_session, session, forum))
