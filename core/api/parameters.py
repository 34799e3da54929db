"""Query parameters of the API: what is not known, or not well formed, is refused by its name."""

from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.settings import api_settings

from core import text
from core.api.nearest import did_you_mean, known_ones
from core.api.selection import drawn, keys_of_ids, sample_of
from core.api.values import check_given_once
from core.search.fields import FacetField
from core.search.full_text import is_one_of

FORMAT = api_settings.URL_FORMAT_OVERRIDE
UNDECODED = "\ufffd"  # what stands for bytes that are not UTF-8
MOST_GUESSED = 5  # unknown names for which a known one is sought


def check_names(query, known):
    """Raise ValidationError for parameters that nobody knows and for what is no text."""
    errors, unknown = {}, 0
    for name, values in query.lists():
        given = "".join(values)
        if name not in known:
            unknown += 1
            offered = did_you_mean(name, known) if unknown <= MOST_GUESSED else known_ones(known)
            errors[name] = [f"Unknown parameter. {offered}"]
        elif UNDECODED in given:
            errors[name] = ["Holds bytes that are not UTF-8."]
        elif sign := text.OF_PROSE.search(given):
            errors[name] = [f"Holds {text.named(sign[0])}."]
    if errors:
        raise ValidationError(errors)


def check_question(filterset, query):
    """Raise ValidationError for what a filterset does not understand of a question."""
    fields = filterset.form.fields
    check_given_once(query, [name for name in fields if not is_multiple(fields[name])])
    if not filterset.is_valid():
        raise ValidationError(messages(filterset.errors))


class FilterBackend(DjangoFilterBackend):
    """Filters lists by the filterset of the view, and leaves it there as `view.filterset`.

    What is asked by `ids` or `sample` is asked among the records that these choose.
    """

    def filter_queryset(self, request, queryset, view):
        view.filterset = None
        if getattr(view, "detail", False):
            return queryset
        found, view.filterset = answered(view, queryset, request.query_params)
        return found


def answered(view, queryset, query):
    """What a query asks a list for, and the filterset that found it, or None."""
    sample = sample_of(query)
    among = keys_of_ids(queryset, view.lookup_field, query)
    found = answered_among(view, queryset, query, among)
    if sample:
        chosen = drawn(queryset.model, keys_in(found[0]), *sample)
        found = answered_among(view, queryset, query, chosen)
    return found


def answered_among(view, queryset, query, among):
    """The same of the records with some primary keys alone, or of all for None."""
    if view.filterset_class is None:
        return queryset if among is None else queryset.filter(is_one_of(among)), None
    filterset = view.filterset_class(query, queryset=queryset, among=among)
    check_question(filterset, query)
    return filterset.qs, filterset


def keys_in(found):
    """The primary keys of what a filterset finds."""
    if hasattr(found, "ids"):
        return list(found.ids)
    return list(found.order_by().values_list("pk", flat=True))


def is_multiple(field):
    """Whether a form field takes several values."""
    return isinstance(field, FacetField)


def messages(errors):
    """The errors of a form as plain text, by field."""
    return {
        name: [error["message"] for error in listed]
        for name, listed in errors.get_json_data().items()
    }
