"""Feeds of initiatives."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from initiatives.models import Initiative
from initiatives.pages.search_page import SearchPage
from initiatives.search.filters import InitiativeFilter

ENTRIES = 50


class InitiativeFeed(Feed):
    """Any search of initiatives as an Atom feed, what changed last first."""

    feed_type = Atom1Feed
    subtitle = "What works in the world of work in the South, and who took it up."

    def get_object(self, request):
        filterset = InitiativeFilter(request.GET, queryset=Initiative.objects.published())
        return filterset

    def title(self, filterset):
        """What it holds, in words: somebody may subscribe to several."""
        text = filterset.question.get("q")
        words = [f"“{text}”" if text else "", SearchPage(filterset).sentence]
        return " ".join(filter(None, ["Initiatives", *words])) + " · Decent Work Solutions"

    def link(self, filterset):
        return asking("initiatives:list", filterset)

    def feed_url(self, filterset):
        """The address of this very feed: a reader that subscribes to it keeps the question."""
        return asking("initiatives:feed", filterset)

    def items(self, filterset):
        found = Initiative.objects.published().filter(pk__in=filterset.qs.ids)
        return found.order_by("-updated_at", "pk")[:ENTRIES]

    def item_title(self, initiative):
        return initiative.title

    def item_description(self, initiative):
        return initiative.summary

    def item_pubdate(self, initiative):
        return initiative.created_at

    def item_updateddate(self, initiative):
        return initiative.updated_at


def asking(name, filterset):
    """The address of a page by its name, with the question of a filterset."""
    query = filterset.query()
    return reverse(name) + (f"?{query}" if query else "")
