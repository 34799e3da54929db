"""What the catalogue knows of one theme in one country: here, wanted, learnt from, not here yet."""

from functools import cached_property

from initiatives.models import Initiative
from initiatives.pages.country_profile import Coming, CountryProfile, Entries, whom_to_ask
from initiatives.search.answer import answer
from initiatives.search.wording import within_sentence
from initiatives.uptake import Uptake

ENTRIES_SHOWN = 24
NOT_HERE_SHOWN = 60
IN_FULL = 12  # of these; the others are folded
OTHERS_ASKED = 8  # from elsewhere: on one theme few initiatives lead to them, and each may matter


class CountryTheme(Coming):
    """The page of a theme in a country."""

    @cached_property
    def _cards(self):
        """Cards of the theme's public initiatives, most taken up first, and the names on them."""
        found = answer(Initiative.objects.published(), {"theme": [self.theme.slug]})
        return found.show(found.ids[:])

    @cached_property
    def _parts(self):
        """The same cards by what the country has to do with each, each once, at the furthest."""
        here = self.country.iso3
        parts = {name: [] for name in ("begun", "joined", *Uptake, "elsewhere")}
        for card in self._cards[0]:
            ways = {
                "begun": card.origins,
                Uptake.TAKEN_UP: card.path.taken_up,
                Uptake.LEARNT_FROM: card.path.learnt_from,
                Uptake.WANTED: card.path.wanted,
                "joined": (*card.participants, *card.path.origins),
            }
            name = next((name for name, countries in ways.items() if here in countries), None)
            parts[name or "elsewhere"].append(card)
        return parts

    @cached_property
    def counts(self):
        """How many initiatives each part has, by name; `here` are those that run here."""
        counts = {name: len(cards) for name, cards in self._parts.items()}
        return {
            "here": counts["begun"] + counts[Uptake.TAKEN_UP] + counts["joined"],
            "begun": counts["begun"],
            "taken_up": counts[Uptake.TAKEN_UP],
            "joined": counts["joined"],
            "learnt_from": counts[Uptake.LEARNT_FROM],
            "wanted": counts[Uptake.WANTED],
            "elsewhere": counts["elsewhere"],
        }

    @property
    def sentence(self):
        """The counts in words."""
        counts = self.counts
        here = [
            f"{counts[name]} {said}"
            for name, said in (
                ("begun", "began here"),
                ("taken_up", "taken up from others"),
                ("joined", f"that {self.country.name_in_text} takes part in"),
            )
            if counts[name]
        ]
        parts = [
            f"{counts['here'] or 'none'} {_be(counts['here'])} here already"
            + (f" ({', '.join(here)})" if here else ""),
            *([f"{counts['wanted']} {_be(counts['wanted'])} wanted"] if counts["wanted"] else []),
            *([f"{counts['learnt_from']} it learnt from"] if counts["learnt_from"] else []),
            f"{counts['elsewhere'] or 'none'} {_be(counts['elsewhere'])} not here yet",
        ]
        total = len(self._cards[0])
        initiatives = "initiative" if total == 1 else "initiatives"
        return (
            f"Of {total} {initiatives} on {within_sentence(self.theme.name)}, "
            f"{', '.join(parts[:-1])} and {parts[-1]}."
        )

    @cached_property
    def to_ask(self):
        """Who to ask about the theme there."""
        known = [card for part in self._parts if part != "elsewhere" for card in self._parts[part]]
        return whom_to_ask(self.country, [card.pk for card in known], OTHERS_ASKED)

    @cached_property
    def begun(self):
        return self._entries("begun")

    @cached_property
    def joined(self):
        return self._entries("joined")

    def _entries(self, part):
        return Entries(self._parts[part], self._cards[1], ENTRIES_SHOWN)

    @cached_property
    def sources(self):
        """Sources of the replications shown, numbered as the page cites them."""
        cited = [*self.taken_up.shown, *self.wanted.shown, *self.learnt_from.shown]
        return list(dict.fromkeys(replication.source for replication in cited))

    @cached_property
    def not_here(self):
        """What it has no part in, the closest to it first."""
        closeness = CountryProfile(self.country).closeness(but=[self.theme.slug])
        return closeness.closest(self._parts["elsewhere"], self._cards[1], NOT_HERE_SHOWN)

    @property
    def closest(self):
        """Those shown in full."""
        return self.not_here[:IN_FULL]

    @property
    def further(self):
        """Those folded below them."""
        return self.not_here[IN_FULL:]


def _be(count):
    return "is" if count == 1 else "are"
