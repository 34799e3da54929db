"""A list as its page shows it: the records that a filterset finds, and what narrows them down."""

from dataclasses import dataclass
from functools import cached_property

from core.search import Facet
from core.search.parameters import excluding

YEARS = {"year_from": "since", "year_to": "until"}


@dataclass(frozen=True)
class Select:
    """A facet with its counted values, as one control of the form."""

    facet: Facet
    values: list

    @property
    def chosen(self):
        """The values that narrow the list."""
        return [value for value in self.values if value.selected]

    @property
    def is_useful(self):
        """Whether a choice would change anything."""
        return bool(self.chosen) or len(self.values) > 1


def facet_chips(filterset, facets):
    """What a question asks of some facets: each value in words, and the question without it."""
    return [
        (
            facet.phrase.format(name),
            filterset.query(**{facet.name: [one for one in names if one != value]}),
        )
        for facet in facets
        for names in [filterset.chosen(facet)]
        for value, name in names.items()
    ]


def exclusion_chips(filterset):
    """What a question leaves out: each value in words, and the question without it."""
    return [
        (
            f"Not: {name}",
            filterset.query(**{excluding(facet.name): [one for one in names if one != value]}),
        )
        for facet, names in filterset.excluded
        for value, name in names.items()
    ]


class Listing:
    """The answer to one question about a kind of records, ready for the template."""

    def __init__(self, filterset):
        self.filterset = filterset
        self.form = filterset.form
        self.text = filterset.words
        self.sort = filterset.sort
        self.sorts = filterset.sorts
        self.is_narrowed = filterset.is_narrowed

    @property
    def records(self):
        """The records found, in the order asked for."""
        return self.filterset.qs

    @property
    def takes_words(self):
        """Whether words can be looked for."""
        return "q" in self.filterset.filters

    @property
    def years(self):
        """The boxes for the first and the last year, where a list can be asked for such."""
        return [self.form[name] for name in YEARS if name in self.filterset.filters]

    @cached_property
    def selects(self):
        """The facets on offer."""
        return [Select(facet, values) for facet, values in self.filterset.facets()]

    @property
    def carried(self):
        """Names and values of what is asked without being on offer, which forms carry along."""
        match = self.filterset.question.get("match")
        return [
            *(
                (facet.name, value)
                for facet in self.filterset.FACETS
                if not facet.is_offered
                for value in self.filterset.chosen(facet)
            ),
            *([("match", match)] if match else []),
            *self.filterset.carried_exclusions,
        ]

    @property
    def is_partial(self):
        """Whether no record has all the words, so that those with some of them are shown."""
        records = self.filterset.queryset
        found = records.found_by_readers(self.text) if self.text else None
        return bool(found and found.is_partial)

    @property
    def chips(self):
        """What narrows the list: each value in words, and the question without it."""
        query = self.filterset.query
        chips = [(f"“{self.text}”", query(q=None))] if self.text else []
        chips += facet_chips(self.filterset, self.filterset.FACETS)
        chips += exclusion_chips(self.filterset)
        for name, words in YEARS.items():
            if year := self.filterset.question.get(name):
                chips.append((f"{words} {year}", query(**{name: None})))
        return chips

    @property
    def asks_for(self):
        """What narrows the list, as it stands behind the number of what is found."""
        return f": {', '.join(label for label, _ in self.chips)}"
