"""The query parameters that filtersets are made of; each finds records, and describes itself."""

import django_filters
from django import forms
from django.utils.text import get_text_list

from core.dates import FIRST_YEAR, LAST_YEAR
from core.search.facets import ALL, ANY
from core.search.fields import AddressField, FacetField, NamedChoiceField, WordsField
from core.search.orders import BEST_MATCH, RELEVANCE

WORDS_HELP = (
    "Spelling is mended and words for the same count too; what has all of them comes first. "
    '"Quotes" take words as they stand and make phrases, a minus excludes.'
)


def excluding(name):
    """The name of the parameter that leaves out what has a value of a facet."""
    return f"exclude_{name}"


class WordsFilter(django_filters.CharFilter):
    """Words as a query parameter; they put the best match first."""

    field_class = WordsField

    def __init__(self, help_text=WORDS_HELP):
        super().__init__(label="Words", help_text=help_text)

    def filter(self, records, words):
        return records.matching_text(words) if words else records


class AddressFilter(django_filters.CharFilter):
    """The address of a page elsewhere as a query parameter."""

    field_class = AddressField


class FacetFilter(django_filters.Filter):
    """A facet as a query parameter that can be repeated."""

    field_class = FacetField

    def __init__(self, facet, known):
        self.facet = facet
        repeated = "Can be repeated: see match." if facet.all_of else "Can be repeated."
        help_text = f"{facet.help} {repeated}".lstrip()
        super().__init__(label=facet.label, facet=facet, known=known, help_text=help_text)

    def filter(self, records, values):
        return self.facet.narrow(records, values, self.parent.match) if values else records


class ExcludeFilter(django_filters.Filter):
    """What records must not have of a facet, as a query parameter that can be repeated."""

    field_class = FacetField

    def __init__(self, facet, known):
        self.facet = facet
        super().__init__(
            label=f"Without {facet.label}",
            facet=facet,
            known=known,
            parameter=excluding(facet.name),
            help_text=f"Leaves out the records with any of these. {facet.help}".rstrip(),
        )

    def filter(self, records, values):
        return self.facet.without(records, values) if values else records


class MatchFilter(django_filters.ChoiceFilter):
    """Whether all of several values are asked for, or any; the filterset follows it.

    facets: those that have `all_of`.
    """

    field_class = NamedChoiceField

    def __init__(self, facets):
        names = get_text_list([facet.name for facet in facets], "or")
        super().__init__(
            label="Match",
            choices=[(ALL, "All of them"), (ANY, "Any of them")],
            help_text=f"Of several values of {names}: {ALL} of them, as by default, or {ANY}.",
        )

    def filter(self, records, name):
        return records


class YearFilter(django_filters.NumberFilter):
    """A calendar year as a query parameter."""

    field_class = forms.IntegerField

    def __init__(self, label, **kwargs):
        bounds = f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}."
        super().__init__(
            label=label,
            min_value=FIRST_YEAR,
            max_value=LAST_YEAR,
            error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], bounds),
            **kwargs,
        )


class OrderFilter(django_filters.ChoiceFilter):
    """The order of a list as a query parameter; the filterset follows it, the words known."""

    field_class = NamedChoiceField

    def __init__(self, orders, words_rank):
        labels = {name: order.label for name, order in orders.items()}
        default = f"“{next(iter(labels.values()))}”"
        if words_rank:
            labels = {RELEVANCE: BEST_MATCH} | labels
            default = f"“{BEST_MATCH}” where there are words, else {default}"
        super().__init__(
            label="Order", choices=list(labels.items()), help_text=f"By default {default}."
        )

    def filter(self, records, name):
        return records
