"""What lists say of initiatives, rendered once and kept while the catalogue's revision stands.

A list shows the same few hundred initiatives again and again, and rendering one costs more than
anything else on the page. What depends on the words of a question is not part of a card.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from django.template.loader import get_template

from initiatives.models import Initiative
from portal import revision

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
    """Read and render the cards of some public initiatives."""
    template = get_template("initiatives/_meta.html")
    for initiative in Initiative.objects.published().filter(pk__in=keys).for_cards():
        yield Card(
            pk=initiative.pk,
            url=initiative.get_absolute_url(),
            title=initiative.title,
            summary=initiative.summary,
            meta=template.render({"initiative": initiative}),
        )


CARDS = Cards()
