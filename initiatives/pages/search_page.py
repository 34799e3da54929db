"""What the search page says: applied filters, links that change the question, a sentence."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from core.search.facets import ANY
from core.search.language import words_of
from core.search.listing import exclusion_chips, facet_chips
from core.search.snippets import marked, snippet
from core.search.typed import BESIDE, telling, without
from core.search.words import Tag
from core.search.worker import worker
from initiatives.models import Initiative, Sector
from initiatives.pages.card_html import card_entry, card_line, partly_html
from initiatives.pages.facet_html import box_html
from initiatives.search.answer import answer, cards
from initiatives.search.facets import FACETS
from initiatives.search.wording import left_out, lowered, sentence

SHOWN = 6  # values of a facet before "show all"


@dataclass(frozen=True)
class FacetBox:
    """A facet of the page.

    choices: label, count, whether it is selected, and the question with it changed, of each value
    that is shown; total: how many values there are; is_full: all are shown, or those whose label
    has the words of `within`; query_for_any: where one value is chosen that further ones narrow,
    the question for any of them; all_of: what several are called there.
    """

    name: str
    label: str
    choices: list
    total: int
    is_open: bool
    is_full: bool
    within: str
    query_for_all: str
    query_for_any: str
    all_of: str


@dataclass(frozen=True)
class Chip:
    """An applied filter and the question without it."""

    label: str
    query: str


@dataclass(frozen=True)
class Nothing:
    """A subject of which there is nothing yet: its word, and what is nearest to it.

    nearest: the name of the sector that it lies in; count, query: of initiatives in that which have
    the rest of what was asked.
    """

    word: str
    nearest: str
    count: int
    query: str


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
    def facets(self):
        """The facets as HTML, in the order of their declaration; what cannot narrow is left out."""
        asked = self.asked
        return all_html(
            box_html(self._box(FACETS[name], values), asked)
            for name, values in self.values.items()
            if values and FACETS[name].is_offered
        )

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
        toggled = self._toggle(facet.name)
        return FacetBox(
            name=facet.name,
            label=facet.label,
            choices=[(v.label, v.count, v.selected, toggled(v)) for v in shown],
            total=len(values),
            is_open=is_full or not facet.folds or bool(ahead),
            is_full=is_full,
            within=self.within if is_full else "",
            query_for_all=f"{self.query}&show={facet.name}".lstrip("&")
            if len(values) > len(shown) and not is_full
            else "",
            query_for_any=self.filterset.query(match=ANY)
            if len(ahead) == 1 and facet.wants_all(self.filterset.match)
            else "",
            all_of=facet.all_of,
        )

    @property
    def _uncounted(self):
        """The facets that are asked for and that the page does not count."""
        return [
            FACETS[name] for name in FACETS if name not in self.values and self.question.get(name)
        ]

    def _toggle(self, name):
        """A function that gives the question with a value of a facet ticked or unticked."""
        chosen = self.question.get(name) or []
        query = self.filterset.query_with(name)

        def toggled(value):
            if value.selected:
                return query([other for other in chosen if other != value.value])
            return query([*chosen, value.value])

        return toggled

    @property
    def chips(self):
        """Every applied filter, words included, each with the question that drops it."""
        chips = []
        chips += self._chips_of_words
        for name, values in self.values.items():
            toggled = self._toggle(name)
            chips += [Chip(value.label, toggled(value)) for value in values if value.selected]
        chips += [Chip(*chip) for chip in facet_chips(self.filterset, self._uncounted)]
        chips += [Chip(*chip) for chip in exclusion_chips(self.filterset)]
        for name, words in (("year_from", "or later"), ("year_to", "or earlier")):
            if year := self.question.get(name):
                chips.append(Chip(f"began in {year} {words}", self.filterset.query(**{name: None})))
        return chips

    @property
    def _chips_of_words(self):
        """What was read of the words, each by itself, and the words that are left."""
        text = self.question.get("q")
        if not text:
            return []
        readings = self.understood.readings if self.understood else []
        left = text = self.understood.searched_for if readings else text
        chips = []
        for reading in readings:
            left = without(left, reading.typed)
            without_it = without(text, reading.typed)
            chips.append(Chip(reading.said, self.filterset.query(q=telling(without_it) or None)))
        if words := telling(left):
            others = text
            for word in left.split():
                others = without(others, words_of(word))
            chips.insert(
                0, Chip(f"“{words.strip(BESIDE)}”", self.filterset.query(q=others or None))
            )
        return chips

    @property
    def nothing(self):
        """Sectors that were asked for and have no initiative yet, each as a Nothing."""
        left_out = self.understood.left_out if self.understood else []
        words = {
            way.value: concept.shown
            for concept in left_out
            for way in concept.alternatives
            if isinstance(way, Tag) and way.name == "sector"
        }
        rows = Sector.objects.filter(slug__in=words, parent__isnull=False)
        found = []
        for slug, parent, name in rows.values_list("slug", "parent__slug", "parent__name"):
            word = words[slug]
            rest = telling(without(self.understood.searched_for, words_of(word)))
            asked = {"q": rest or None, "sector": [parent]}
            count = len(answer(Initiative.objects.published(), asked))
            if count:
                query = self.filterset.query(**asked)
                found.append(
                    Nothing(word, f"{rest}, {lowered('sector', name)}".lstrip(", "), count, query)
                )
        return found

    @cached_property
    def sentence(self):
        """In words what is shown: "on child labour, involving Ecuador"."""
        labels = {
            name: [value.label for value in values if value.selected]
            for name, values in self.values.items()
        }
        labels |= {one.name: [*self.filterset.chosen(one).values()] for one in self._uncounted}
        told = [sentence(self.question, labels), left_out(self.filterset.excluded)]
        return ", ".join(filter(None, told))

    @property
    def is_narrowed(self):
        """Whether less than everything was asked for."""
        return self.filterset.is_narrowed

    @property
    def asks_for(self):
        """The words and the sentence, as they stand behind the number of what is found."""
        words = f"for “{self.filterset.words}”" if self.filterset.words else ""
        told = ", ".join(filter(None, [words, self.sentence]))
        return f" {told}" if told else ""

    @property
    def sorts(self):
        """The orders on offer: label, query, and whether it is the present one."""
        return [
            (label, self.filterset.query(sort=name), is_present)
            for name, label, is_present in self.filterset.sorts
        ]

    @property
    def hidden(self):
        """The facets, order and match of the question, which forms of words or years carry."""
        return [
            (name, value)
            for name in [*FACETS, "sort", "match"]
            for value in self._as_list(self.question.get(name))
        ] + self.filterset.carried_exclusions

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
        return self.filterset.form.faults

    @property
    def query(self):
        """The question as a query string, for feeds and the API."""
        return self.filterset.query()

    @property
    def understood(self):
        """How the words were understood, or None where there were none."""
        return self.results.matches and self.results.matches.understood

    @property
    def meanings(self):
        """What stood for the words, as sentences."""
        return self.results.meanings

    @property
    def complete_count(self):
        """How many of the results have all of the words."""
        return len(self.results.ids) - self.partial_count

    @property
    def partial_count(self):
        """How many of the results have most of the words; 0 where they are not ranked by them."""
        return len(self._partial)

    @property
    def _partial(self):
        return getattr(self.results.ids, "partial", ())

    def entries(self, keys):
        """The initiatives with these keys as entries in HTML, with what matches marked."""
        shown, names = self.results.show(keys)
        marks = _marks(shown, self.understood.stems) if self.understood else {}
        return all_html(
            all_html([over, card_entry(card, names, **marks.get(card.pk, {}), can_compare=True)])
            for over, card in divided(shown, self.results)
        )

    @staticmethod
    def _as_list(value):
        values = value if isinstance(value, list) else [value]
        return [one for one in values if one not in (None, "")]


def divided(cards, results):
    """Pairs of HTML and a Card of some Results: what stands over those that lack something.

    It is empty over others, and over all but the first that lack the same.
    """
    lacking = {}
    if getattr(results.ids, "partial", ()):
        lacking = {key: what for what, keys in results.matches.lacking.items() for key in keys}
    before = None
    for card in cards:
        lacks = lacking.get(card.pk)
        is_first, before = lacks != before, lacks
        yield (partly_html(lacks, results.matches.understood.places) if is_first else ""), card


def entries(keys, *, can_compare=False):
    """Public initiatives with these keys as entries of a list, in HTML; can_compare: see those."""
    found, names = cards(keys, worker.catalogue())
    return all_html(card_entry(card, names, can_compare=can_compare) for card in found)


def lines_of(keys, *, can_compare=False):
    """Public initiatives with these keys as lines of a list, in HTML, by key, in this order."""
    found, names = cards(keys, worker.catalogue())
    return {card.pk: card_line(card, names, can_compare=can_compare) for card in found}


def all_html(pieces):
    """Pieces of HTML as one; what is not marked as safe is escaped."""
    return mark_safe("".join(map(conditional_escape, pieces)))  # noqa: S308


def _has(label, wanted):
    """Whether each of the words begins a word of the label."""
    words = words_of(label)
    return all(any(word.startswith(one) for word in words) for one in wanted)


def _marks(cards, stems):
    """By primary key title and summary with the words marked; where it has none, a passage too."""
    marks = {
        card.pk: {"title": marked(card.title, stems), "summary": marked(card.summary, stems)}
        for card in cards
    }
    bare = [pk for pk, mark in marks.items() if "<mark>" not in mark["summary"]]
    prose = Initiative.objects.filter(pk__in=bare).values_list("pk", *Initiative.PROSE)
    for pk, *texts in prose:
        marks[pk]["passage"] = snippet(texts, stems) or ""
    return marks
