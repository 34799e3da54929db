"""What can be asked of a list, declared once for its page and for the API.

Knows no app: each app has one filterset for each kind of its records.
"""

from functools import cache
from urllib.parse import quote_plus

import django_filters
from django.core.validators import EMPTY_VALUES
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import capfirst, get_text_list
from pyroaring import BitMap

from core.search.facets import ALL, ANY
from core.search.fields import FacetField
from core.search.full_text import is_one_of
from core.search.orders import BEST_MATCH, RELEVANCE
from core.search.parameters import (
    ExcludeFilter,
    FacetFilter,
    MatchFilter,
    OrderFilter,
    excluding,
)
from core.search.questions import Flat, QuestionForm

NEVER_NARROW = {"sort", "match"}  # parameters that find no less by themselves


def encoded(name, value):
    """A parameter as part of a query string; empty where it has no value."""
    values = value if isinstance(value, list) else [value]
    return urlencode([(name, v) for v in values if v not in EMPTY_VALUES])


class RecordFilter(django_filters.FilterSet):
    """What can be asked about one kind of records; `qs` is the answer, in the order asked for.

    FACETS: the facets, each of them a parameter; ORDERS: each Order by its name, the first one is
    that of a list without words; WORDS_RANK: whether words put the best match first. Other
    parameters are declared as filters. among: the primary keys of those records that are asked
    about, None for all of the queryset.
    """

    FACETS = ()
    ORDERS = {}
    WORDS_RANK = True

    class Meta:
        form = QuestionForm

    def __init__(self, data=None, queryset=None, *, among=None, **further):
        if among is not None:
            queryset = queryset.filter(is_one_of(among))
        self.base_filters = type(self).base_filters.needed(self.rare(), data or {})
        super().__init__(data, queryset, **further)
        self.among = among

    @classmethod
    @cache
    def rare(cls):
        """The names of the parameters that no page leads to."""
        uncounted = [facet.name for facet in cls.FACETS if not facet.is_counted]
        return frozenset([*uncounted, *(excluding(facet.name) for facet in cls.FACETS)])

    @classmethod
    def get_filters(cls):
        filters = Flat(super().get_filters())
        if cls.ORDERS:
            filters["sort"] = OrderFilter(cls.ORDERS, cls.WORDS_RANK)
        if of_all := [facet for facet in cls.FACETS if facet.all_of]:
            filters["match"] = MatchFilter(of_all)
        for facet in cls.FACETS:
            filters[facet.name] = FacetFilter(facet, cls.known(facet))
        for facet in cls.FACETS:
            filters[excluding(facet.name)] = ExcludeFilter(facet, cls.known(facet))
        return filters

    @classmethod
    def known(cls, facet):
        """The function that gives the names of those of some values of a facet that exist."""
        return facet.known

    def get_form_class(self):
        """The form, made once: every request asks with the same fields."""
        return self._form_class()

    @classmethod
    @cache
    def _form_class(cls):
        fields = {name: one.field for name, one in cls.base_filters.items()}
        return type(f"{cls.__name__}Form", (cls._meta.form,), fields | {"rare": cls.rare()})

    @cached_property
    def question(self):
        """What is asked, by parameter: only what could be understood."""
        return self.form.known_values() if self.form.is_bound else {}

    @property
    def words(self):
        """The words of the question; empty where there are none."""
        return self.question.get("q") or ""

    @property
    def sort(self):
        """The name of the order that the list stands in; empty where nothing can be chosen."""
        asked = self.question.get("sort")
        if asked in self.ORDERS:
            return asked
        return RELEVANCE if self.words and self.WORDS_RANK else next(iter(self.ORDERS), "")

    @property
    def sorts(self):
        """The orders on offer: name, label, whether it is the present one."""
        is_ranked = self.words and self.ORDERS and self.WORDS_RANK
        offered = {RELEVANCE: BEST_MATCH} if is_ranked else {}
        offered |= {name: order.label for name, order in self.ORDERS.items()}
        return [(name, label, name == self.sort) for name, label in offered.items()]

    @property
    def is_narrowed(self):
        """Whether less than everything was asked for."""
        return any(value for name, value in self.question.items() if name not in NEVER_NARROW)

    @property
    def match(self):
        """Whether ALL of several values are asked for, or ANY, of facets that have `all_of`."""
        return self.question.get("match") or ALL

    @property
    def matches(self):
        """What `match` can be: label, query, whether it is the present one; else empty.

        On offer where several values are chosen, and where any is asked for: one can go back.
        """
        asked = [facet for facet in self.FACETS if facet.all_of and self.question.get(facet.name)]
        several = [facet for facet in asked if len(self.question[facet.name]) > 1]
        named = several or (asked if self.match == ANY else [])
        if not named:
            return []

        def label(match):
            parts = [f"{match} of these {facet.all_of}" for facet in named]
            return capfirst(get_text_list(parts, "and"))

        return [
            (label(ALL), self.query(match=None), self.match == ALL),
            (label(ANY), self.query(match=ANY), self.match == ANY),
        ]

    def filter_queryset(self, queryset):
        records = self.narrowed(queryset)
        order = self.ORDERS.get(self.sort)
        return records.order_by(*order.fields) if order else records

    def narrowed(self, records, but=None):
        """Those of the records that are asked for, by every parameter but one."""
        for name, value in self.question.items():
            if name != but:
                records = self.filters[name].filter(records, value)
        return records

    def facets(self):
        """The facets that pages offer, in their order, each with its counted values.

        They are counted under every other choice, so that a number tells the truth: in a control
        that has one value, another one takes its place. Where all of several are asked for, a
        further one narrows. What is found under all choices is looked up once.
        """
        records = everything = self.queryset.all()
        if self.is_narrowed:
            found = self.narrowed(records).order_by().values_list("pk", flat=True)
            everything = records.filter(is_one_of(list(found)))
        return [
            (facet, facet.count(self.narrowed(records, but=facet.name), chosen))
            if (chosen := self.question.get(facet.name) or []) and not self.adds_up(facet)
            else (facet, facet.count(everything, chosen))
            for facet in self.FACETS
            if facet.is_offered
        ]

    def adds_up(self, facet):
        """Whether several values of a facet are chosen, and all of them asked for."""
        return facet.wants_all(self.match) and len(self.question.get(facet.name) or []) > 1

    def chosen(self, facet):
        """The values that are asked for of a facet: name by value."""
        field = self.form.fields.get(facet.name)
        return field.names if field else {}

    @property
    def keys(self):
        """The primary keys of what is found."""
        return BitMap(list(self.qs.order_by().values_list("pk", flat=True)))

    def keys_by(self, name):
        """By value of a facet, the primary keys of what has it: of what is found at least."""
        return self._facet(name).keys(self.qs)

    def names_by(self, name, values):
        """The names of some values of a facet that records have, by these."""
        return self._facet(name).names_of(list(values))

    def _facet(self, name):
        return next(facet for facet in self.FACETS if facet.name == name)

    def in_words(self, name):
        """What one parameter of the question asks, in words; empty where it asks nothing."""
        value = self.question.get(name)
        if value in EMPTY_VALUES:
            return ""
        field = self.form.fields[name]
        if isinstance(field, FacetField):
            value = get_text_list(list(field.names.values()), "or")
        return f"{field.label}: {value}"

    @property
    def sentence(self):
        """All that the question asks, in words; empty where it asks for everything."""
        asked = (name for name in self.question if name not in NEVER_NARROW)
        return "; ".join(filter(None, map(self.in_words, asked)))

    @property
    def excluded(self):
        """What is left out: pairs of a facet and the names of some of its values, by value."""
        fields = self.form.fields
        asked = [facet for facet in self.FACETS if excluding(facet.name) in fields]
        return [(facet, fields[excluding(facet.name)].names) for facet in asked]

    @property
    def carried_exclusions(self):
        """Names and values of what is left out, which forms carry along."""
        return [(excluding(facet.name), value) for facet, names in self.excluded for value in names]

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
