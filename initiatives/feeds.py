"""Feeds of initiatives."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from initiatives.filters import InitiativeFilter
from initiatives.models import Initiative

ENTRIES = 50


class InitiativeFeed(Feed):
    """Any search of initiatives as an Atom feed, what changed last first."""

    feed_type = Atom1Feed
    title = "Initiatives · Decent Work Solutions"
    subtitle = "What works in the world of work in the South, and who took it up."

    def get_object(self, request):
        filterset = InitiativeFilter(request.GET, queryset=Initiative.objects.published())
        return filterset

    def link(self, filterset):
        query = filterset.query()
        return reverse("initiatives:list") + (f"?{query}" if query else "")

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
