"""The page on which a record's citations stand, and the files of them."""

from types import MappingProxyType
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_safe
from rest_framework.exceptions import ValidationError

from core.api.errors import not_understood
from core.api.parameters import check_names
from core.api.values import check_given_once
from core.citations.files import FORMS
from core.citations.model import Citation, Source
from core.citations.styles import STYLES, of_source
from core.web.addresses import public
from core.web.paths import register_endings

CLAIM = "claim"  # the parameter with the id of one claim of a record


class Claim(NamedTuple):
    """One claim of a record. kind: how its fragment begins; says: with the date or year of it."""

    kind: str
    says: str
    source: Source


class Cited(NamedTuple):
    """What of a page can be cited: the record, and its claims, by public id.

    source: what the record rests on, where it is one claim itself.
    """

    record: object
    claims: dict = MappingProxyType({})
    source: Source | None = None

    @property
    def title(self):
        """What the record is called: as it says itself for citations, or by its title or name."""
        for name in ("citation_title", "title", "name"):
            if title := getattr(self.record, name, ""):
                return title
        raise TypeError(f"{self.record!r} has no name to be cited by.")


cited_by = {}  # by the name of a page's address: a function of its arguments that gives Cited


def citable(name):
    """A decorator: the pages of this name can be cited.

    The function takes what their addresses say, and gives Cited, or None where none has it.
    """

    def register(function):
        cited_by[name] = function
        return function

    return register


def found(reader, model, **key):
    """What of a record that readers can open is cited, by its key; None where there is none."""
    record = reader.first(public(model).filter(**key))
    return record and Cited(record)


register_endings("citation", FORMS)


@require_safe
def cite_page(request, page):
    """How to cite a page. page: its path without the first stroke."""
    return answer(request, page, as_page)


@require_safe
def cite_file(request, page, form):
    """The citation of a page as a file, in one of FORMS."""
    return answer(request, page, lambda request, *told: as_file(form, *told))


def answer(request, page, write):
    """What `write` makes of the Cited and the Citation that are asked for."""
    try:
        match = resolve(f"/{page}")
    except Resolver404:
        raise Http404("No page has this address.") from None
    if match.view_name not in cited_by:
        raise Http404("This page has no citation.")
    try:
        check_names(request.GET, [CLAIM])
        check_given_once(request.GET, [CLAIM])
    except ValidationError as error:
        return not_understood(error)
    cited = cited_by[match.view_name](**match.kwargs)
    if cited is None:
        # Of what has moved or was withdrawn its page tells, for its files too.
        told = match.func(request, *match.args, **match.kwargs)
        if told.status_code == 200:
            raise Http404("This page has no citation.")
        return told
    claim = request.GET.get(CLAIM)
    if claim and claim not in cited.claims:
        raise Http404("This record has no such claim.")
    return write(request, cited, citation_of(request, cited, claim, timezone.localdate()))


def citation_of(request, cited, claim=None, accessed=None):
    """The Citation of a record, or of one of its claims, by the id of that.

    accessed: the day to be named as that of access. An answer that names it is kept until the day
    ends (`core.http_cache.middleware`).
    """
    address = request.build_absolute_uri(cited.record.get_absolute_url())
    title, key = cited.title, cited.record.public_id
    if claim:
        says = cited.claims[claim].says
        title, key = f"{says} In: {cited.title}", claim
        address += f"#{cited.claims[claim].kind}-{claim}"
    modified = cited.record.modified
    return Citation(
        title=title,
        address=address,
        modified=modified and timezone.localtime(modified).date(),
        site=settings.SITE_NAME,
        key=f"dws-{key}",
        accessed=accessed,
    )


def as_page(request, cited, citation):
    """The page with all forms."""
    claim = cited.claims.get(request.GET.get(CLAIM))
    source = claim.source if claim else cited.source
    context = {
        "cited": cited,
        "source": source,
        "source_in_words": source and of_source(source),
        "citation": citation,
        "styles": [(name, write(citation)) for name, write in STYLES.items()],
        "files": [(end, name, write(citation)) for end, (name, write, _) in FORMS.items()],
    }
    return render(request, "cite.html", context)


def as_file(form, cited, citation):
    """One of FORMS."""
    _, write, content_type = FORMS[form]
    headers = {
        "Content-Disposition": f'attachment; filename="{citation.key}.{form}"',
        "Link": f'<{citation.address}>; rel="canonical"',
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(write(citation), content_type=content_type, headers=headers)
