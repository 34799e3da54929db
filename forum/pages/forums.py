"""Pages of forums and of their sessions."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.paging import page_of
from core.search.listing import Listing
from core.web.addresses import moved, permanent_address, public_or_404, readable_or_404
from forum.models import Forum, Session
from forum.search.filters import ForumFilter


@require_safe
def forum_list(request):
    """Forums by year, or by words, theme, place and series."""
    listing = Listing(ForumFilter(request.GET, queryset=Forum.objects.published()))
    page = page_of(request, listing.records.for_lists())
    return render(request, "forum/forum_list.html", {"listing": listing, "page": page})


@require_safe
@permanent_address(Forum)
def forum_detail(request, slug):
    """One forum: its sessions in order, who spoke, what was shown."""
    forum = readable_or_404(Forum.objects.for_page(), slug)
    context = {
        "forum": forum,
        "siblings": Forum.objects.published().siblings_of(forum),
        "around": Forum.objects.published().around(forum),
        "documents": forum.documents(),
        "sources": forum.numbered_sources(),
    }
    return render(request, "forum/forum_detail.html", context)


@require_safe
@permanent_address(Session)
def session_detail(request, forum_slug, slug):
    """One session: who said what, with which figures; under another forum's address it moves."""
    session = public_or_404(Session.objects.public().for_page(), slug)
    if session.forum.slug != forum_slug:
        return moved(request, session.get_absolute_url())
    forum = session.forum
    context = {
        "session": session,
        "forum": forum,
        "sources": forum.numbered_sources(),
        "neighbours": neighbours(session, list(forum.sessions.all())),
    }
    return render(request, "forum/session_detail.html", context)


def neighbours(session, sessions):
    """The sessions before and after one in its forum, None at either end."""
    place = sessions.index(session)
    return {
        "previous": sessions[place - 1] if place else None,
        "next": sessions[place + 1] if place + 1 < len(sessions) else None,
        "place": place + 1,
        "total": len(sessions),
    }
