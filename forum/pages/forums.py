"""Pages of forums and of their sessions."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.paging import page_of
from core.records.reading import read_labels
from core.search.listing import Listing
from core.web.addresses import moved, permanent_address, public_or_404, readable_or_404
from forum.models import Forum, Session
from forum.pages.aftermath import Aftermath
from forum.records.forums import FORUMS, with_counts
from forum.records.sessions import SESSIONS
from forum.search.filters import ForumFilter
from initiatives.pages.search_page import all_html, entries, lines_of


@require_safe
def forum_list(request):
    """Forums by year, or by words, theme, place and series."""
    listing = Listing(ForumFilter(request.GET, queryset=Forum.objects.published()))
    page = page_of(request, FORUMS.over(listing.records, with_counts))
    return render(request, "forum/forum_list.html", {"listing": listing, "page": page})


@require_safe
@permanent_address(Forum)
def forum_detail(request, slug):
    """One forum: its sessions in order, who spoke, what was shown."""
    forum = readable_or_404(FORUMS, slug)
    sessions = SESSIONS.read(Session.objects.filter(forum=forum.pk).order_by("order"))
    of_sessions = (document for session in sessions for document in session.resources)
    others = Forum.objects.published().exclude(pk=forum.pk)
    aftermath = Aftermath.of_sessions(sessions)
    context = {
        "forum": forum,
        "sessions": with_lines(sessions),
        "aftermath": aftermath,
        "sources": list(dict.fromkeys([*forum.sources, *aftermath.sources])),
        "siblings": read_labels(others.of_series(forum)),
        "around": read_labels(others.around(forum)),
        "documents": list(dict.fromkeys([*forum.resources, *of_sessions])),
    }
    return render(request, "forum/forum_detail.html", context)


def with_lines(sessions):
    """Pairs of a SessionRecord and its initiatives as lines in HTML."""
    keys = {initiative.pk for session in sessions for initiative in session.initiatives}
    lines = lines_of(keys)
    return [
        (session, all_html(lines[one.pk] for one in session.initiatives if one.pk in lines))
        for session in sessions
    ]


@require_safe
@permanent_address(Session)
def session_detail(request, forum_slug, slug):
    """One session: who said what, with which figures; under another forum's address it moves."""
    session = public_or_404(SESSIONS, Session.objects.public(), slug=slug)
    if session.forum.slug != forum_slug:
        return moved(request, session.get_absolute_url())
    forum = public_or_404(FORUMS, Forum.objects.published(), slug=forum_slug)
    sessions = forum.sessions
    aftermath = Aftermath.of_sessions([session])
    context = {
        "session": session,
        "entries": entries(initiative.pk for initiative in session.initiatives),
        "forum": forum,
        "sessions": sessions,
        "aftermath": aftermath,
        "sources": list(dict.fromkeys([*forum.sources, *aftermath.sources])),
        "neighbours": neighbours(session, sessions),
    }
    return render(request, "forum/session_detail.html", context)


def neighbours(session, sessions):
    """The sessions before and after one in its forum, None at either end."""
    place = [other.slug for other in sessions].index(session.slug)
    return {
        "previous": sessions[place - 1] if place else None,
        "next": sessions[place + 1] if place + 1 < len(sessions) else None,
        "place": place + 1,
        "total": len(sessions),
    }
