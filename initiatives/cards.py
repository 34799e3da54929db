"""What lists say of initiatives, rendered once and kept while the catalogue's revision stands.

A list shows the same few hundred initiatives again and again, and rendering one costs more than
anything else on the page. What depends on the words of a question is not part of a card.
"""

import threading
from collections import OrderedDict, defaultdict
from dataclasses import dataclass

from django.urls import reverse

from initiatives.card_html import meta_html
from initiatives.models import Initiative, InitiativeTheme, Replication
from initiatives.models.initiatives import Path, years_in_words
from portal import revision

THEMES = 2  # that a card shows
MOST = 20_000  # cards in a process, about 1.5 kB each


@dataclass(frozen=True, slots=True)
class Card:
    """An initiative in a list. meta: its themes, its path and its years, as HTML."""

    pk: int
    url: str
    title: str
    summary: str
    meta: str


class Cards:
    """The cards of this process, the least recently shown leave first. Thread-safe."""

    def __init__(self):
        self._revision = None
        self._cards = OrderedDict()
        self._lock = threading.Lock()

    def of(self, keys):
        """The cards of public initiatives by primary keys, in their order; others are left out."""
        present = revision.current()
        with self._lock:
            if present != self._revision:
                self._revision = present
                self._cards = OrderedDict()
            found = {key: self._cards[key] for key in keys if key in self._cards}
            for key in found:
                self._cards.move_to_end(key)
        missing = [key for key in keys if key not in found]
        if missing:
            made = {card.pk: card for card in rendered(missing)}
            found |= made
            self._keep(present, made)
        return [found[key] for key in keys if key in found]

    def _keep(self, present, made):
        with self._lock:
            if present == self._revision:
                self._cards.update(made)
                while len(self._cards) > MOST:
                    self._cards.popitem(last=False)


def rendered(keys):
    """Read and render the cards of some public initiatives, in four queries."""
    keys = list(keys)
    themes, origins, steps = defaultdict(list), defaultdict(list), defaultdict(list)
    places = InitiativeTheme.objects.filter(initiative__in=keys, position__lt=THEMES)
    for pk, *theme in places.order_by("position", "pk").values_list(
        "initiative_id", "theme__slug", "theme__name", "theme__pillar"
    ):
        themes[pk].append(theme)
    begun = Initiative.origin_countries.through.objects.filter(initiative__in=keys)
    for pk, name in begun.order_by("country__name").values_list("initiative_id", "country__name"):
        origins[pk].append(name)
    for pk, *step in Replication.objects.filter(initiative__in=keys).values_list(
        "initiative_id", "from_country__name", "to_country__name", "stage__slug"
    ):
        steps[pk].append(step)
    rows = Initiative.objects.published().filter(pk__in=keys).order_by()
    for pk, slug, title, summary, start, end, status in rows.values_list(
        "pk", "slug", "title", "summary", "start_year", "end_year", "status"
    ):
        path = Path.along(origins[pk], steps[pk])
        years = years_in_words(start, end, status == Initiative.Status.ACTIVE)
        way = (path.origins, path.taken_up, path.wanted)
        url = reverse("initiatives:detail", args=[slug])
        yield Card(pk, url, title, summary, meta_html(themes[pk], way, years))


CARDS = Cards()
