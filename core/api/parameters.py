"""Query parameters of the API: what is not known, or not well formed, is refused by its name."""

import re

from django.http.request import MediaType
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import NotAcceptable, ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.settings import api_settings

from core import text
from core.search.fields import FacetField

FORMAT = api_settings.URL_FORMAT_OVERRIDE


def check_names(query, known):
    """Raise ValidationError for parameters that nobody knows and for signs that no text holds."""
    errors = {}
    for name, values in query.lists():
        if name not in known:
            errors[name] = [f"Unknown parameter. Known ones: {', '.join(sorted(known))}."]
        elif sign := text.OF_PROSE.search("".join(values)):
            errors[name] = [f"Holds {text.named(sign[0])}."]
    if errors:
        raise ValidationError(errors)


def check_given_once(query, names):
    """Raise ValidationError for parameters that stand several times and take one value."""
    errors = {name: ["Give it once."] for name in names if len(query.getlist(name)) > 1}
    if errors:
        raise ValidationError(errors)


def check_question(filterset, query):
    """Raise ValidationError for what a filterset does not understand of a question."""
    fields = filterset.form.fields
    check_given_once(query, [name for name in fields if not is_multiple(fields[name])])
    if not filterset.is_valid():
        raise ValidationError(messages(filterset.errors))


def whole_number(query, name, *, default, largest=None):
    """The value of a parameter that takes a whole number from 1; ValidationError otherwise."""
    text = query.get(name)
    if text is None:
        return default
    number = int(text) if re.fullmatch("[0-9]{1,9}", text) else 0
    if number < 1 or (largest and number > largest):
        allowed = f"from 1 to {largest}" if largest else "from 1"
        raise ValidationError({name: [f"Give a whole number {allowed}."]})
    return number


def yes_or_no(query, name, *, default):
    """The value of a parameter that takes yes or no; ValidationError otherwise."""
    check_given_once(query, [name])
    text = query.get(name, "yes" if default else "no")
    if text not in ("yes", "no"):
        raise ValidationError({name: ["Say yes or no."]})
    return text == "yes"


class Negotiation(DefaultContentNegotiation):
    """Chooses between JSON and HTML: by ?format= where it is given, else by the header Accept.

    Django REST framework's own does not look at the weights (q) of that header.
    """

    def select_renderer(self, request, renderers, format_suffix=None):
        check_given_once(request.query_params, [FORMAT])
        asked = request.query_params.get(FORMAT)
        if asked is None:
            return self.preferred(request, renderers)
        for renderer in renderers:
            if renderer.format == asked:
                return renderer, renderer.media_type
        known = ", ".join(dict.fromkeys(renderer.format for renderer in renderers))
        raise ValidationError({FORMAT: [f"Unknown value: {asked[:60]!r}. Known ones: {known}."]})

    def preferred(self, request, renderers):
        """The renderer that the header Accept weighs most, and the media type it is asked in.

        Among equals the one that is named more exactly, then the first.
        """
        accepted = [MediaType(token) for token in self.get_accept_list(request) or ["*/*"]]
        offers = []
        for renderer in renderers:
            matching = [one for one in accepted if one.match(renderer.media_type)]
            closest = max(matching, key=lambda one: one.specificity, default=None)
            if closest and closest.quality > 0:
                offers.append((closest, renderer))
        if not offers:
            raise NotAcceptable(available_renderers=renderers)
        closest, renderer = max(offers, key=lambda offer: (offer[0].quality, offer[0].specificity))
        return renderer, str(closest) if closest.range_params else renderer.media_type


class FilterBackend(DjangoFilterBackend):
    """Filters lists by the filterset of the view, and leaves it there as `view.filterset`."""

    def filter_queryset(self, request, queryset, view):
        view.filterset = None
        if not getattr(view, "detail", False):
            view.filterset = self.get_filterset(request, queryset, view)
        if view.filterset is None:
            return queryset
        check_question(view.filterset, request.query_params)
        return view.filterset.qs


def is_multiple(field):
    """Whether a form field takes several values."""
    return isinstance(field, FacetField)


def messages(errors):
    """The errors of a form as plain text, by field."""
    return {
        name: [error["message"] for error in listed]
        for name, listed in errors.get_json_data().items()
    }
