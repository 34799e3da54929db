"""What readers would get of a record, asked of the public views themselves.

What was typed, kept or saved is put into the catalogue, the public views answer as they would
anybody, and all is taken back (`rehearsal.py`). So a preview shows what readers will see, and
nothing else that they do not see.
"""

from copy import copy
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import resolve

from core.admin import unsaved
from core.admin.opened import Opened
from core.admin.rehearsal import NotYet, make_public, owner_of, put_in, rehearsed
from core.models.drafts import DraftVersion
from core.models.unsaved import name_of_form
from core.publishing import is_public
from core.web.security import PAGES, header

OF_DRAFT = "A preview of version {} of a draft of changes. Readers see nothing of it."
NOT_FOR_OTHERS = "What it belongs to is not public."
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Content-Security-Policy": header(PAGES),
}
FORMS = {"page": "The page", "list": "As lists show it", "data": "Data (JSON)"}


@dataclass(frozen=True)
class Shown:
    """How readers see records of a kind, besides their page.

    entry: a function of a record that gives it as lists show it, in HTML; data: a function of a
    record that gives its address in the API. Where there is no such form, None.
    """

    entry: object = None
    data: object = None

    @property
    def forms(self):
        """The names of the forms in which readers have such records."""
        there = {"page": True, "list": self.entry, "data": self.data}
        return [name for name, is_there in there.items() if is_there]


kinds = {}  # a Shown by model


@dataclass(frozen=True)
class Banner:
    """What stands above a preview: what it is; ways to see it: label, address, whether now."""

    text: str
    ways: list


@dataclass(frozen=True)
class Subject:
    """What a preview is of.

    object_id: of the record, None for a new one; post: what its form sends, None for what is saved;
    text: what to say of it; version: of the draft that it is, if it is one.
    """

    object_id: str | None
    post: object
    text: str
    version: DraftVersion | None = None


def answered(desk, request, subject, form, address, *, is_for_others=False):
    """What readers would get; form: one of FORMS; address: a function that gives where each is.

    is_for_others: show it to people who do not work here, and so nothing else that is not public.

    :raises NotYet: if it cannot be shown as it is.
    """
    forms = kinds[desk.model].forms
    ways = [(FORMS[one], address(one), one == form) for one in forms if len(forms) > 1]
    banner = Banner(subject.text, ways)

    def make():
        if subject.post is None:
            record = get_object_or_404(desk.model, pk=subject.object_id)
        else:
            record = put_in(desk, request, subject.object_id, subject.post)
        owner = owner_of(record)
        if is_for_others and owner != record and not is_public(owner):
            raise NotYet([NOT_FOR_OTHERS])
        make_public(record)
        record = desk.model.objects.get(pk=record.pk)
        if form == "data":
            return as_reader(request, kinds[desk.model].data(record), banner)
        if form == "list":
            return entry_page(request, kinds[desk.model].entry(record), banner)
        return as_reader(request, record.get_absolute_url(), banner)

    response = rehearsed(make)
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def as_reader(request, address, banner):
    """What the view at a public address answers to somebody whom nobody knows."""
    match = resolve(address)
    reader = readers(request, address, banner)
    reader.resolver_match = match
    response = match.func(reader, *match.args, **match.kwargs)
    return response.render() if hasattr(response, "render") else response


def entry_page(request, entry, banner):
    """A page with nothing but what lists show of a record."""
    reader = readers(request, "/", banner)
    return render(reader, "portal/preview_entry.html", {"entry": entry})


def readers(request, address, banner):
    """A request as somebody whom nobody knows would send it."""
    reader = copy(request)
    reader.method, reader.GET, reader.POST = "GET", QueryDict(), QueryDict()
    reader.user, reader.COOKIES = AnonymousUser(), {}
    reader.path = reader.path_info = address
    reader.META = request.META | {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": "",
        "HTTP_ACCEPT": "application/json" if address.startswith("/api/") else "text/html",
    }
    reader.preview = banner
    return reader


def of_version(version, user=None):
    """The Subject that a version of a draft is."""
    draft = version.draft
    post = version.post
    form = {"user": user and user.pk, "form": name_of_form()}
    post[unsaved.OPENED] = str(Opened(**version.shown | form))
    object_id = None if draft.row_id is None else str(draft.row_id)
    return Subject(object_id, post, OF_DRAFT.format(version.number), version)
