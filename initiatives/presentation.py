"""What the search page says: applied filters, links that change the question, a sentence."""

from dataclasses import dataclass

from initiatives.search import FACETS, SORTS

SHOWN = 6  # values of a facet before "show all"


@dataclass(frozen=True)
class Choice:
    """A facet's value as a link that ticks or unticks it."""

    label: str
    count: int
    is_selected: bool
    query: str


@dataclass(frozen=True)
class FacetBox:
    """A facet with the choices that are shown and those that unfold."""

    name: str
    label: str
    shown: list
    more: list
    is_open: bool


@dataclass(frozen=True)
class Chip:
    """An applied filter and the question without it."""

    label: str
    query: str


class SearchPage:
    """A question about initiatives, ready for the template."""

    def __init__(self, filterset):
        self.filterset = filterset
        self.question = filterset.question
        self.results = filterset.qs

    @property
    def boxes(self):
        """The facets in the order of their declaration, those that could not narrow left out."""
        boxes = []
        for facet, values in self.filterset.facets():
            choices = [
                Choice(value.label, value.count, value.selected, self._toggled(facet.name, value))
                for value in values
                if value.count or value.selected
            ]
            if not choices:
                continue
            ahead = [choice for choice in choices if choice.is_selected]
            rest = [choice for choice in choices if not choice.is_selected]
            room = max(SHOWN - len(ahead), 0)
            keeps_order = facet.order == "number"
            boxes.append(
                FacetBox(
                    name=facet.name,
                    label=facet.label,
                    shown=choices if keeps_order else ahead + rest[:room],
                    more=[] if keeps_order else rest[room:],
                    is_open=not facet.folds or bool(ahead),
                )
            )
        return boxes

    def _toggled(self, name, value):
        chosen = self.question.get(name) or []
        if value.selected:
            values = [other for other in chosen if other != value.value]
        else:
            values = [*chosen, value.value]
        return self.filterset.query(**{name: values})

    @property
    def chips(self):
        """Every applied filter, words included, each with the question that drops it."""
        chips = []
        if self.question.get("q"):
            chips.append(Chip(f"“{self.question['q']}”", self.filterset.query(q=None)))
        for facet, values in self.filterset.facets():
            chips += [
                Chip(value.label, self._toggled(facet.name, value))
                for value in values
                if value.selected
            ]
        for name, words in (("year_from", "since"), ("year_to", "until")):
            if year := self.question.get(name):
                chips.append(Chip(f"began {words} {year}", self.filterset.query(**{name: None})))
        return chips

    @property
    def sorts(self):
        """The orders on offer: label, query, and whether it is the present one."""
        has_words = bool(self.question.get("q"))
        present = self.question.get("sort") or ("relevance" if has_words else "replicated")
        return [
            (label, self.filterset.query(sort=name), name == present)
            for name, label in SORTS.items()
            if name != "relevance" or has_words
        ]

    @property
    def hidden(self):
        """The parts of the question that a form of words or years has to carry along."""
        return [
            (name, value)
            for name in [*FACETS, "sort"]
            for value in self._as_list(self.question.get(name))
        ]

    @property
    def faults(self):
        """What of the question could not be understood, as sentences."""
        form = self.filterset.form
        return [
            f"{form.fields[name].label}: {message}"
            for name, messages in form.errors.items()
            for message in messages
        ]

    @property
    def query(self):
        """The question as a query string, for feeds and the API."""
        return self.filterset.query()

    @staticmethod
    def _as_list(value):
        values = value if isinstance(value, list) else [value]
        return [one for one in values if one not in (None, "")]
