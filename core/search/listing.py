"""Lists that readers narrow down: words, one value for each facet, an order.

Knows no app: the apps declare which facets and orders their lists have.
"""

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.contrib.postgres.lookups import Unaccent
from django.db.models.functions import Lower
from django.utils.http import urlencode

from core.search import Facet
from core.search.directory import DIRECTORY

LONGEST_TEXT = 200


class WordsForm(forms.Form):
    """What a reader typed into a search box."""

    q = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        error_messages={
            "max_length": f"These are too many words: a search takes {LONGEST_TEXT} characters.",
            "null_characters_not_allowed": "Some characters in there are no text.",
        },
    )

    @property
    def words(self):
        """The words, or an empty text where there are none or they could not be understood."""
        return self.cleaned_data.get("q", "") if self.is_valid() else ""

    @property
    def found_for(self):
        """The words as they are searched for, mended where nobody has written them so."""
        return DIRECTORY.meant(self.words) if self.words else ""

    @property
    def typed(self):
        """What stands in the box: the words as they came, if not too long."""
        return self.data.get("q", "")[:LONGEST_TEXT].replace("\x00", "")

    @property
    def problem(self):
        """Why the words could not be searched for; empty where they could."""
        return " ".join(self.errors.get("q", []))


def folded(text):
    """A text without case and accents, for putting names in order: Élise before Maria."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def alphabetical(field):
    """The same for a field in a query, whatever order the database gives to letters."""
    return Lower(Unaccent(field))


@dataclass(frozen=True)
class ByName(Facet):
    """A facet whose values stand in the order of the alphabet."""

    def in_order(self, values):
        return sorted(values, key=lambda value: (folded(value.label), value.label))


@dataclass(frozen=True)
class ByYear(Facet):
    """A facet of years, the last one first."""

    def in_order(self, values):
        return sorted(values, key=lambda value: int(value.value), reverse=True)


@dataclass(frozen=True)
class Order:
    """An order that a reader may choose; `fields` as order_by takes them."""

    label: str
    fields: tuple


@dataclass(frozen=True)
class Select:
    """A facet with its counted values, as one control of the form."""

    facet: Facet
    values: list

    @property
    def chosen(self):
        """The value that narrows the list, or None."""
        return next((value for value in self.values if value.selected), None)

    @property
    def is_useful(self):
        """Whether a choice would change anything."""
        return bool(self.chosen) or len(self.values) > 1


class Listing:
    """The answer to one question about a kind of records.

    query: the request's GET; records: a queryset of those that may be shown, with matching_text;
    orders: Order by name, the first one is the default where no words are given. What cannot be
    understood is ignored; `problem` says so of the words.
    """

    RELEVANCE = "relevance"

    def __init__(self, query, records, *, facets=(), orders=None):
        form = WordsForm(query)
        self.text = form.words
        self.found_for = form.found_for
        self.problem = form.problem
        self.typed = form.typed
        self.facets = facets
        self.orders = orders or {}
        self._found = records.matching_text(self.text) if self.text else records
        self.chosen = {facet.name: known_value(facet, query) for facet in facets}
        self.sort = query.get("sort", "")
        if self.sort not in self.orders:
            self.sort = self.RELEVANCE if self.text else next(iter(self.orders), "")

    @cached_property
    def records(self):
        """The records found, in the order asked for."""
        records = self._narrowed()
        if self.sort in self.orders:
            records = records.order_by(*self.orders[self.sort].fields)
        return records

    @cached_property
    def selects(self):
        """The facets, each counted under every other choice, so that a number tells the truth."""
        selects = []
        for facet in self.facets:
            chosen = self.chosen[facet.name]
            values = facet.count(self._narrowed(but=facet.name), [chosen] if chosen else [])
            selects.append(Select(facet, values))
        return selects

    @property
    def sorts(self):
        """The orders on offer: name, label, whether it is the present one."""
        offered = {self.RELEVANCE: "Best match"} if self.text else {}
        offered |= {name: order.label for name, order in self.orders.items()}
        return [(name, label, name == self.sort) for name, label in offered.items()]

    @property
    def is_partial(self):
        """Whether no record has all the words, so that those with some of them are shown."""
        found = DIRECTORY.found(self._found.model, self.text) if self.text else None
        return bool(found and found.is_partial)

    @property
    def is_narrowed(self):
        """Whether less than everything was asked for."""
        return bool(self.text or any(self.chosen.values()))

    @property
    def chips(self):
        """What narrows the list: each value in words, and the question without it."""
        chips = [(f"“{self.text}”", self.query_without("q"))] if self.text else []
        return chips + [
            (select.chosen.label, self.query_without(select.facet.name))
            for select in self.selects
            if select.chosen
        ]

    def query_without(self, name):
        """The query string of this question without one of its parameters, on the first page."""
        asked = {"q": self.text, **self.chosen}
        if self.sort in self.orders and self.sort != next(iter(self.orders)):
            asked["sort"] = self.sort
        return urlencode({key: value for key, value in asked.items() if value and key != name})

    def _narrowed(self, but=None):
        records = self._found
        for facet in self.facets:
            if facet.name != but and self.chosen[facet.name]:
                records = facet.narrow(records, [self.chosen[facet.name]])
        return records


def known_value(facet, query):
    """The value asked for of a facet, or an empty text where none is, or nobody knows it."""
    value = query.get(facet.name, "").strip()
    if not value or len(value) > LONGEST_TEXT or not value.isprintable():
        return ""
    return value if value in facet.known([value]) else ""
