"""Feeds of initiatives."""

from typing import NamedTuple

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Max
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from rest_framework.exceptions import ValidationError

from core.api.errors import not_understood
from core.api.parameters import check_names, check_question
from core.models import PublicRecord
from core.search.worker import worker
from core.text import tidied
from core.web.addresses import tag, tag_of
from initiatives.models import Initiative
from initiatives.pages.card_html import initiative_url
from initiatives.pages.search_page import SearchPage
from initiatives.search.answer import cards
from initiatives.search.cards import Card
from initiatives.search.filters import InitiativeFilter

ENTRIES = 50
TOMBSTONES = 50
TOMBSTONES_NAMESPACE = "http://purl.org/atompub/tombstones/1.0"


class Atom(Atom1Feed):
    """Atom whose summaries are plain text; Django's says that they are HTML.

    Whatever was stored, it is well formed: XML has no place for some signs. It tells of entries
    that are no more (RFC 6721): those of the public records that a Feed gives as `withdrawn`.
    """

    def write(self, outfile, encoding):
        self.feed = readable(self.feed)
        self.items = [readable(item) for item in self.items]
        super().write(outfile, encoding)

    def root_attributes(self):
        return super().root_attributes() | {"xmlns:at": TOMBSTONES_NAMESPACE}

    def latest_post_date(self):
        """When the feed last changed, be it by a withdrawal; an empty one, with the catalogue."""
        latest = [super().latest_post_date()] if self.items else []
        latest += [record.withdrawn for record in self.feed["withdrawn"]]
        return max(latest, default=self.feed["latest"]) or super().latest_post_date()

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        for record in self.feed["withdrawn"]:
            name = tag_of(record)
            when = rfc3339_date(record.withdrawn)
            handler.startElement("at:deleted-entry", {"ref": name, "when": when})
            if record.reason:
                reason = tidied(record.reason, is_line=True)
                handler.addQuickElement("at:comment", reason, {"type": "text"})
            handler.endElement("at:deleted-entry")

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("summary", item["description"], {"type": "text"})


def readable(values):
    """Values of a feed or an entry by name, their texts without what XML cannot carry."""
    return {
        name: tidied(value, is_line=False) if isinstance(value, str) else value
        for name, value in values.items()
    }


class Entry(NamedTuple):
    """An initiative: its Card, and its row in the table of public records."""

    card: Card
    record: PublicRecord


class InitiativeFeed(Feed):
    """Any search of initiatives as an Atom feed, what changed last first.

    It tells of the latest initiatives that were withdrawn, whatever the search: which ones each
    would have answered to, nobody knows any more.

    A question that is not understood is refused, as by the API: who subscribes to a misspelt one
    would else get everything, and never know.
    """

    feed_type = Atom
    author_name = settings.SITE_NAME
    subtitle = "Initiatives for decent work from countries of the South, and who took them up."

    def __call__(self, request):
        try:
            return super().__call__(request)
        except ValidationError as error:
            return not_understood(error)

    def get_object(self, request):
        check_names(request.GET, InitiativeFilter.base_filters)
        filterset = InitiativeFilter(request.GET, queryset=Initiative.objects.published())
        check_question(filterset, request.GET)
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

    def feed_guid(self, filterset):
        return tag(f"initiatives?{filterset.query()}")

    def feed_extra_kwargs(self, filterset):
        records = PublicRecord.objects.of(Initiative)
        withdrawn = records.withdrawn().order_by("-withdrawn", "pk")
        return {
            "withdrawn": list(withdrawn[:TOMBSTONES]),
            "latest": records.public().aggregate(latest=Max("modified"))["latest"],
        }

    def items(self, filterset):
        records = PublicRecord.objects.of(Initiative).public()
        if filterset.is_narrowed:
            records = records.filter(row_id__in=list(filterset.qs.ids))
        latest = records.order_by("-modified", "row_id")[:ENTRIES]
        latest = {record.row_id: record for record in latest}
        found, _ = cards(latest, worker.catalogue())
        return [Entry(card, latest[card.pk]) for card in found]

    def item_title(self, entry):
        return entry.card.title

    def item_description(self, entry):
        return entry.card.summary

    def item_link(self, entry):
        return initiative_url(entry.card.slug)

    def item_guid(self, entry):
        return tag_of(entry.record)

    def item_pubdate(self, entry):
        return entry.record.first_published

    def item_updateddate(self, entry):
        return entry.record.modified


def asking(name, filterset):
    """The address of a page by its name, with the question of a filterset."""
    query = filterset.query()
    return reverse(name) + (f"?{query}" if query else "")
