"""Cards over HTTP: the picture of a page at its address and `card.png`; `/card.png` of all others.

The page of what has moved or was withdrawn tells of it for its card, too.
"""

from django.http import Http404, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_safe
from rest_framework.exceptions import ValidationError

from core.api.errors import not_understood
from core.api.parameters import check_names
from core.sharing import picture
from core.web.places import PLACE_OF_CARDS, Busy, come_back, place

FILE = "card.png"
shared_by = {}  # by the name of a page's address: a function of its arguments that gives the card


def has_card(name):
    """A decorator: the pages of this name have a card of their own.

    The function takes what their addresses say, and gives a SharedCard, or None where none has it.
    """

    def register(function):
        shared_by[name] = function
        return function

    return register


def card_address(match, path):
    """The path of the card of a page. match: what its path resolves to."""
    return f"{path}{FILE}" if match.view_name in shared_by else reverse("card")


@require_safe
def card(request, page):
    """The card of a page. page: its path without the first stroke."""
    try:
        match = resolve(f"/{page}")
    except Resolver404:
        raise Http404("No page has this address.") from None
    if match.view_name not in shared_by:
        raise Http404("This page has no card of its own.")
    try:
        check_names(request.GET, ())
    except ValidationError as error:
        return not_understood(error)
    shared = shared_by[match.view_name](**match.kwargs)
    if shared is None:
        told = match.func(request, *match.args, **match.kwargs)
        if told.status_code == 200:
            raise Http404("This page has no card.")
        return told
    try:
        with place(places=PLACE_OF_CARDS):
            drawn = picture.png(shared)
    except Busy:
        return come_back(request)
    headers = {"X-Robots-Tag": "noindex"}  # the page is what shall be found
    return HttpResponse(drawn, content_type="image/png", headers=headers)
