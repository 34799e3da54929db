"""The other forms of a page at its own address: by `?format=`, else by the header Accept.

Each form has an address of its own, which says what it is; a request for the page in another form
is taken here for one for that address.
"""

from functools import cache
from http import HTTPStatus

from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import NotAcceptable

from core.api.errors import NOT_UNDERSTOOD, problem_response
from core.api.nearest import did_you_mean
from core.api.negotiation import Negotiation
from core.downloads.forms import Form
from core.downloads.offers import other_pages, pages

FORMAT = "format"
METHODS = ("GET", "HEAD", "OPTIONS")
HTML = Form("html", "text/html", "Page", "for people")
FOR_PEOPLE = ("", "*/*", "text/html")  # how the header Accept begins in browsers, or is in tools


class FormsMiddleware:
    """Lead a request for a page in another form to the address of that form.

    It stands before all others, so that for them, and for what they keep, forms are addresses. Web
    pages elsewhere ask beforehand what they may do there (OPTIONS), by `?format=` alone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS or not may_be_offered(request.path_info):
            return self.get_response(request)
        query = request.META.get("QUERY_STRING", "")
        if request.method == "OPTIONS" and f"{FORMAT}=" not in query:
            return self.get_response(request)
        accepted = request.META.get("HTTP_ACCEPT", "").partition(",")[0].strip()
        if f"{FORMAT}=" in query or accepted not in FOR_PEOPLE:
            forms = forms_at(request.path_info)
            if forms and (refusal := choose(request, forms, QueryDict(query).getlist(FORMAT))):
                return refusal
        response = self.get_response(request)
        patch_vary_headers(response, ["Accept"])
        return response


@cache
def beginnings():
    """How the paths of pages begin that may be offered in other forms."""
    lists = [name for name, page in pages.items() if page.is_list]
    return tuple({reverse(name) for name in (*lists, *other_pages)})


def may_be_offered(path):
    """Whether a path may be that of a page in other forms; it costs next to nothing."""
    return path.endswith("/") and path.startswith(beginnings())


def forms_at(path):
    """The other Forms of the page at a path; nothing where it has none."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return []
    return pages[name].offer.forms if name in pages else other_pages.get(name, [])


def choose(request, offered, asked):
    """Lead a request to the form that it asks for; the answer that refuses it, or None.

    offered: its Forms; asked: the values of `format`.
    """
    forms = {form.ending: form for form in (HTML, *offered)}
    if asked:
        form = forms.get(asked[0])
        if len(asked) > 1:
            return refused("Give it once.")
        if form is None:
            return refused(f"Unknown value: {asked[0][:60]!r}. {did_you_mean(asked[0], forms)}")
    else:
        try:
            form, _ = Negotiation().preferred(request, list(forms.values()))
        except NotAcceptable as error:
            return problem_response(HTTPStatus.NOT_ACCEPTABLE, str(error.detail))
    if form is not HTML:
        lead_to(request, form)
    return None


def refused(said):
    """The answer to a format that there is not."""
    return problem_response(HTTPStatus.BAD_REQUEST, NOT_UNDERSTOOD, errors={FORMAT: [said]})


def lead_to(request, form):
    """Have a request for a page be one for a form of it."""
    path = f"{request.path_info.rstrip('/')}.{form.ending}"
    request.path = request.path_info = request.META["PATH_INFO"] = path
    parts = request.META.get("QUERY_STRING", "").split("&")
    kept = [part for part in parts if not part.startswith(f"{FORMAT}=")]
    request.META["QUERY_STRING"] = "&".join(kept)
