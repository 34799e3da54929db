"""What can be asked of a list, declared once for its page and for the API.

Knows no app: each app has one filterset for each kind of its records.
"""

from copy import copy
from urllib.parse import quote_plus

import django_filters
from django import forms
from django.core.validators import EMPTY_VALUES
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import capfirst, get_text_list

from core import text
from core.dates import FIRST_YEAR, LAST_YEAR
from core.models.identity import FormerSlug
from core.models.records import PublicRecord
from core.search.facets import ALL, ANY
from core.search.full_text import is_one_of
from core.search.orders import BEST_MATCH, RELEVANCE
from core.search.words import not_understood
from core.search.worker import worker

LONGEST_TEXT = 200
MOST_VALUES = 30  # of one facet; each link of a page carries them all
NEVER_NARROW = {"sort", "match"}  # parameters that find no less by themselves
WORDS_HELP = (
    "Spelling is mended and words for the same count too; what has all of them comes first. "
    '"Quotes" take words as they stand and make phrases, a minus excludes.'
)


class WordsField(forms.CharField):
    """What a reader typed into a search box."""

    def __init__(self, **kwargs):
        super().__init__(
            max_length=LONGEST_TEXT,
            error_messages={
                "max_length": f"Your search is too long: use at most {LONGEST_TEXT} characters.",
            },
            **kwargs,
        )

    def to_python(self, value):
        words = super().to_python(value)
        if sign := text.OF_PROSE.search(words):
            raise forms.ValidationError(f"{capfirst(text.named(sign[0]))} is not text.")
        return words


def present_slugs(kind, slugs):
    """By slugs that records of a kind once had, or that were merged: the slug to go on with."""
    renamed = FormerSlug.objects.present(kind, slugs)
    merged = PublicRecord.objects.successors(kind, [*slugs, *renamed.values()])
    steps = {slug: renamed.get(slug, slug) for slug in slugs}
    present = {slug: merged.get(step, step) for slug, step in steps.items()}
    return {slug: now for slug, now in present.items() if now != slug}


class FacetField(forms.Field):
    """Values of one facet; a value that does not exist is refused by its name.

    known: gives the names of those of some values that exist. Once it is cleaned, `names` holds
    those of the values given, by value.
    """

    widget = forms.MultipleHiddenInput

    def __init__(self, facet, known, **kwargs):
        self.facet = facet
        self.known = known
        self.names = {}
        super().__init__(**kwargs)

    def to_python(self, data):
        return list(dict.fromkeys(str(value).strip() for value in data or [] if str(value).strip()))

    def clean(self, data):
        values = self.to_python(data)
        looked_up = values[:MOST_VALUES]
        plain = [v for v in looked_up if v.isprintable() and len(v) <= LONGEST_TEXT]
        known = self.known(plain) if plain else {}
        former = [value for value in plain if value not in known]
        if former and self.facet.kind:
            present = present_slugs(self.facet.kind, former)
            known |= self.known(list(present.values())) if present else {}
            # Where a record is that is not public is nobody's business.
            public = {old: slug for old, slug in present.items() if slug in known}
            values = list(dict.fromkeys(public.get(value, value) for value in values))
            plain = [public.get(value, value) for value in plain]
        self.names = {value: known[value] for value in plain if value in known}
        if len(values) > MOST_VALUES:
            raise forms.ValidationError(
                f"At most {MOST_VALUES} values can be chosen.", code="too_many_values"
            )
        unknown = [value for value in values if value not in known]
        if unknown:
            raise forms.ValidationError(
                [f"Unknown value: {value[:60]!r}." for value in unknown], code="unknown_value"
            )
        return values


class WordsFilter(django_filters.CharFilter):
    """Words as a query parameter; they put the best match first."""

    field_class = WordsField

    def __init__(self, help_text=WORDS_HELP):
        super().__init__(label="Words", help_text=help_text)

    def filter(self, records, words):
        return records.matching_text(words) if words else records


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


class MatchFilter(django_filters.ChoiceFilter):
    """Whether all of several values are asked for, or any; the filterset follows it.

    facets: those that have `all_of`.
    """

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


def understood_among_all(words):
    """How words are understood by all kinds of records; by none while there is no index."""
    others = worker.others() if words else None
    return others.understood(words) if others else not_understood(words)


class QuestionForm(forms.Form):
    """A question as a form, of which pages keep what they understand."""

    def known_values(self):
        """The question without what could not be understood, by parameter."""
        faulty = self.errors  # asking for them is what cleans the data
        kept = {
            name: list(self.fields[name].names)
            for name in faulty
            if isinstance(self.fields[name], FacetField)
        }
        return {**self.cleaned_data, **kept}

    @property
    def words(self):
        """The words, or an empty text where there are none or they could not be understood."""
        return self.known_values().get("q") or ""

    @property
    def understood(self):
        """How the words were understood, as a ParsedQuery."""
        return understood_among_all(self.words)

    @property
    def typed(self):
        """What stands in the box: the words as they came, if not too long."""
        return text.tidied(self.data.get("q", "")[:LONGEST_TEXT], is_line=True)

    @property
    def problem(self):
        """Why the words could not be searched for; empty where they could."""
        return " ".join(self.errors.get("q", []))

    @property
    def faults(self):
        """What of the question could not be understood, as sentences."""
        return [
            f"{self.fields[name].label}: {message}"
            for name, messages in self.errors.items()
            for message in messages
        ]


class WordsForm(QuestionForm):
    """A search box of its own."""

    q = WordsField(required=False)


def encoded(name, value):
    """A parameter as part of a query string; empty where it has no value."""
    values = value if isinstance(value, list) else [value]
    return urlencode([(name, v) for v in values if v not in EMPTY_VALUES])


class Flat(dict):
    """Filters or fields by name; a request changes nothing within them, so copies are flat."""

    def __deepcopy__(self, memo):
        return {name: copy(one) for name, one in self.items()}


class RecordFilter(django_filters.FilterSet):
    """What can be asked about one kind of records; `qs` is the answer, in the order asked for.

    FACETS: the facets, each of them a parameter; ORDERS: each Order by its name, the first one is
    that of a list without words; WORDS_RANK: whether words put the best match first. Other
    parameters are declared as filters.
    """

    FACETS = ()
    ORDERS = {}
    WORDS_RANK = True

    class Meta:
        form = QuestionForm

    @classmethod
    def get_filters(cls):
        filters = Flat(super().get_filters())
        if cls.ORDERS:
            filters["sort"] = OrderFilter(cls.ORDERS, cls.WORDS_RANK)
        if of_all := [facet for facet in cls.FACETS if facet.all_of]:
            filters["match"] = MatchFilter(of_all)
        for facet in cls.FACETS:
            filters[facet.name] = FacetFilter(facet, cls.known(facet))
        return filters

    @classmethod
    def known(cls, facet):
        """The function that gives the names of those of some values of a facet that exist."""
        return facet.known

    def get_form_class(self):
        """The form, made once: every request asks with the same fields."""
        if "_form_class" not in type(self).__dict__:
            made = super().get_form_class()
            made.base_fields = Flat(made.base_fields)
            type(self)._form_class = made
        return self._form_class

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
        return self.form.fields[facet.name].names

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
