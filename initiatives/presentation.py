"""What the search page says: applied filters, links that change the question, a sentence."""

from dataclasses import dataclass

from initiatives.cards import CARDS
from initiatives.models import Initiative
from initiatives.search import FACETS, SORTS
from initiatives.wording import sentence
from portal.search.language import words_of
from portal.search.snippets import marked, snippet

SHOWN = 6  # values of a facet before "show all"
PROSE = ("challenge", "approach", "results", "lessons", "replicability")


@dataclass(frozen=True)
class Choice:
    """A facet's value as a link that ticks or unticks it."""

    label: str
    count: int
    is_selected: bool
    query: str


@dataclass(frozen=True)
class FacetBox:
    """A facet with the choices that are shown; `total` tells how many there are.

    is_full: all are shown, or those whose label has the words of `within`.
    """

    name: str
    label: str
    choices: list
    total: int
    is_open: bool
    is_full: bool
    within: str
    query_for_all: str


@dataclass(frozen=True)
class Chip:
    """An applied filter and the question without it."""

    label: str
    query: str


@dataclass(frozen=True)
class Entry:
    """An initiative in a list of answers, with what matches marked."""

    url: str
    title: str
    summary: str
    passage: str
    meta: str
    is_first_partial: bool


class SearchPage:
    """A question about initiatives, ready for the template.

    full: the name of the facet that shows all its values; within: words to find among them.
    """

    def __init__(self, filterset, full="", within=""):
        self.filterset = filterset
        self.question = filterset.question
        self.results = filterset.qs
        self.full = full if full in FACETS else ""
        self.within = within[:60]
        self.values = {
            facet.name: [v for v in values if v.count or v.selected]
            for facet, values in filterset.facets()
        }

    @property
    def boxes(self):
        """The facets in the order of their declaration, those that could not narrow left out."""
        return [self._box(FACETS[name], values) for name, values in self.values.items() if values]

    def _box(self, facet, values):
        is_full = facet.name == self.full
        ahead = [value for value in values if value.selected]
        if is_full:
            wanted = set(words_of(self.within))
            shown = [v for v in values if v.selected or _has(v.label, wanted)]
        elif facet.order == "number":
            shown = values
        else:
            rest = [value for value in values if not value.selected]
            shown = ahead + rest[: max(SHOWN - len(ahead), 0)]
        return FacetBox(
            name=facet.name,
            label=facet.label,
            choices=[self._choice(facet.name, value) for value in shown],
            total=len(values),
            is_open=is_full or not facet.folds or bool(ahead),
            is_full=is_full,
            within=self.within if is_full else "",
            query_for_all=f"{self.query}&show={facet.name}".lstrip("&")
            if len(values) > len(shown) and not is_full
            else "",
        )

    def _choice(self, name, value):
        return Choice(value.label, value.count, value.selected, self._toggled(name, value))

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
        for name, values in self.values.items():
            chips += [
                Chip(value.label, self._toggled(name, value)) for value in values if value.selected
            ]
        for name, words in (("year_from", "since"), ("year_to", "until")):
            if year := self.question.get(name):
                chips.append(Chip(f"began {words} {year}", self.filterset.query(**{name: None})))
        return chips

    @property
    def sentence(self):
        """In words what is shown: "on child labour, involving Ecuador"."""
        labels = {
            name: [value.label for value in values if value.selected]
            for name, values in self.values.items()
        }
        return sentence(self.question, labels)

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
        """The facets and the order of the question, which forms of words or years carry along."""
        return [
            (name, value)
            for name in [*FACETS, "sort"]
            for value in self._as_list(self.question.get(name))
        ]

    @property
    def asked(self):
        """Every part of the question, as names and values."""
        own = [
            (name, value)
            for name in ("q", "year_from", "year_to")
            for value in self._as_list(self.question.get(name))
        ]
        return own + self.hidden

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

    @property
    def understood(self):
        """How the words were understood, or None where there were none."""
        return self.results.matches and self.results.matches.understood

    @property
    def complete_count(self):
        """How many of the results have all of the words."""
        return len(self.results.ids) - self.partial_count

    @property
    def partial_count(self):
        """How many of the results have most of the words; 0 where they are not ranked by them."""
        return len(getattr(self.results.ids, "partial", ()))

    def entries(self, keys):
        """The initiatives with these keys as entries, the first partial match told apart."""
        matches = self.results.matches
        stems = matches.understood.stems if matches else set()
        partial = set(matches.partial) if matches else set()
        is_by_match = matches and self.question.get("sort") in ("", None, "relevance")
        cards = CARDS.of(keys)
        first = next((card.pk for card in cards if is_by_match and card.pk in partial), None)
        if not stems:
            return [Entry(c.url, c.title, c.summary, "", c.meta, c.pk == first) for c in cards]
        return _marked(cards, stems, first)

    @staticmethod
    def _as_list(value):
        values = value if isinstance(value, list) else [value]
        return [one for one in values if one not in (None, "")]


def _has(label, wanted):
    """Whether each of the words begins a word of the label."""
    words = words_of(label)
    return all(any(word.startswith(one) for word in words) for one in wanted)


def _marked(cards, stems, first_partial):
    """Cards as entries with the words marked; where the summary has none, with a passage."""
    titles = {card.pk: marked(card.title, stems) for card in cards}
    summaries = {card.pk: marked(card.summary, stems) for card in cards}
    bare = [pk for pk, summary in summaries.items() if "<mark>" not in summary]
    prose = Initiative.objects.filter(pk__in=bare).values_list("pk", *PROSE) if bare else ()
    passages = {pk: snippet(texts, stems) or "" for pk, *texts in prose}
    return [
        Entry(
            url=card.url,
            title=titles[card.pk],
            summary=summaries[card.pk],
            passage=passages.get(card.pk, ""),
            meta=card.meta,
            is_first_partial=card.pk == first_partial,
        )
        for card in cards
    ]
