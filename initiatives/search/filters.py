"""The one list of what can be asked of initiatives, for the page and the API."""

from copy import copy
from functools import partial
from urllib.parse import quote_plus

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.http import urlencode

from initiatives.models import Initiative
from initiatives.models.sources import FIRST_YEAR, LAST_YEAR
from initiatives.search.answer import FACETS, SORTS, answer, names_of

LONGEST_TEXT = 200
MOST_VALUES = 30  # of one facet; each link of the page carries them all


class FacetField(forms.Field):
    """Values of one facet; a value that does not exist is refused by its name.

    known: gives the names of those of some values that exist; by default as the facet does.
    """

    widget = forms.MultipleHiddenInput

    def __init__(self, facet, known=None, **kwargs):
        self.facet = facet
        self.known = known or facet.known
        super().__init__(**kwargs)

    def to_python(self, data):
        return list(dict.fromkeys(str(value).strip() for value in data or [] if str(value).strip()))

    def clean(self, data):
        values = self.to_python(data)
        if len(values) > MOST_VALUES:
            self.unknown = values[MOST_VALUES:]
            raise forms.ValidationError(
                f"At most {MOST_VALUES} values can be chosen.", code="too_many_values"
            )
        plain = [value for value in values if value.isprintable() and len(value) <= LONGEST_TEXT]
        known = self.known(plain) if plain else {}
        self.unknown = [value for value in values if value not in known]
        if self.unknown:
            raise forms.ValidationError(
                [f"Unknown value: {value[:60]!r}." for value in self.unknown], code="unknown_value"
            )
        return values


class FacetFilter(django_filters.Filter):
    """A facet as a query parameter that can be repeated."""

    field_class = FacetField


class YearFilter(django_filters.NumberFilter):
    """A calendar year as a query parameter."""

    field_class = forms.IntegerField


def year_filter(label):
    return YearFilter(label=label, min_value=FIRST_YEAR, max_value=LAST_YEAR)


class InitiativeForm(forms.Form):
    """The questions as a form: pages keep what is known of a faulty question."""

    def known_values(self):
        """The question without what could not be understood."""
        faulty = self.errors  # asking for them is what cleans the data
        known = dict(self.cleaned_data)
        for name in faulty:
            if name in FACETS:
                field = self.fields[name]
                given = field.to_python(self[name].data)
                left_out = set(field.unknown)
                kept = [value for value in given if value not in left_out][:MOST_VALUES]
                exists = field.known(kept)
                known[name] = [value for value in kept if value in exists]
        return known


def encoded(name, value):
    """A parameter as part of a query string; empty where it has no value."""
    values = value if isinstance(value, list) else [value]
    return urlencode([(name, v) for v in values if v not in (None, "")])


class Flat(dict):
    """Filters or fields by name; a request changes nothing within them, so copies are flat."""

    def __deepcopy__(self, memo):
        return {name: copy(one) for name, one in self.items()}


class InitiativeFilter(django_filters.FilterSet):
    """Questions about initiatives: words, facets, years, order. `qs` is a core.search.Results."""

    q = django_filters.CharFilter(label="Words", max_length=LONGEST_TEXT)
    year_from = year_filter("Began in or after")
    year_to = year_filter("Began in or before")
    sort = django_filters.ChoiceFilter(choices=list(SORTS.items()), label="Order")

    class Meta:
        model = Initiative
        fields = []
        form = InitiativeForm

    def get_form_class(self):
        """The form, made once: every request asks with the same fields."""
        if "_form_class" not in type(self).__dict__:
            made = super().get_form_class()
            made.base_fields = Flat(made.base_fields)
            type(self)._form_class = made
        return self._form_class

    def filter_queryset(self, queryset):
        return answer(queryset, self.question)

    @cached_property
    def question(self):
        """What is asked, by parameter: only what could be understood."""
        return self.form.known_values() if self.form.is_bound else {}

    def facets(self):
        """For each facet its declaration and its counted values, in the order of the page."""
        return [(FACETS[name], values) for name, values in self.qs.facets.items()]

    def query(self, **changes):
        """The query string of this question with some parameters changed; a page is never kept.

        A change is a list of values, one value, or None to drop the parameter.
        """
        parts = dict(self._encoded)
        parts |= {name: encoded(name, value) for name, value in changes.items()}
        return "&".join(part for part in parts.values() if part)

    def query_with(self, name):
        """A function that gives the query string with other values of one parameter."""
        names = list(self._encoded)
        place = names.index(name)
        before = [self._encoded[other] for other in names[:place] if self._encoded[other]]
        behind = [self._encoded[other] for other in names[place + 1 :] if self._encoded[other]]

        def query(values):
            own = [f"{name}={quote_plus(value)}" for value in values]
            return "&".join(before + own + behind)

        return query

    @cached_property
    def _encoded(self):
        """Each parameter of the question as its part of a query string, by name."""
        return {name: encoded(name, self.question.get(name)) for name in self.filters}


InitiativeFilter.base_filters = Flat(
    InitiativeFilter.base_filters,
    **{
        name: FacetFilter(facet=facet, known=partial(names_of, facet), label=facet.label)
        for name, facet in FACETS.items()
    },
)
