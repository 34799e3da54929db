"""Briefs over HTTP: files of a page, at its address and `brief.pdf`, `brief.docx`, `brief.odt`.

A question that is not understood is refused, as by the API: who keeps the address of a misspelt one
would else get another file, and never know.
"""

from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe
from rest_framework.exceptions import ValidationError

from core.api.errors import not_understood
from core.api.fields import root_of
from core.api.parameters import check_names
from core.api.values import check_given_once
from core.briefs import docx, odt, pdf, qr
from core.web.paths import register_endings
from core.web.places import Busy, come_back, place

PAPER = "paper"
PAPERS = ("a4", "letter")
LONGEST = 1000  # letters of an address that phones still read from paper


class Form(NamedTuple):
    """How a kind of file is written, and sent. disposition: browsers show it, or keep it."""

    write: object
    content_type: str
    disposition: str


FORMS = {
    "pdf": Form(pdf.write, "application/pdf", "inline"),
    "docx": Form(
        docx.write,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "attachment",
    ),
    "odt": Form(odt.write, "application/vnd.oasis.opendocument.text", "attachment"),
}


register_endings("brief", FORMS)


def brief_file(request, form, name, build, known=()):
    """The answer to a request for a brief.

    form: one of FORMS; name: of the file, without its ending; build: a function of root_of() that
    gives the Brief; known: parameters that the view reads.
    """
    try:
        check_names(request.GET, (PAPER, *known))
        paper = paper_of(request.GET)
    except ValidationError as error:
        return not_understood(error)
    write, content_type, disposition = FORMS[form]
    try:
        with place():
            brief = build(root_of(request))
            content = write(brief, paper)
    except Busy:
        return come_back(request)
    headers = {
        "Content-Disposition": f'{disposition}; filename="{name}.{form}"',
        "Link": f'<{brief.address}>; rel="canonical"',
        "X-Robots-Tag": "noindex",  # the page is what shall be found
    }
    return HttpResponse(content, content_type=content_type, headers=headers)


def paper_of(query):
    """The size of paper that is asked for; ValidationError for one that nobody knows."""
    check_given_once(query, [PAPER])
    paper = query.get(PAPER, PAPERS[0])
    if paper not in PAPERS:
        raise ValidationError({PAPER: [f"Unknown value. Known ones: {', '.join(PAPERS)}."]})
    return paper


@require_safe
def page_qr(request, page):
    """The address of a page, with its question, as a QR code: browsers ask for it when they print.

    page: its path without the first stroke.
    """
    try:
        resolve(f"/{page}")
    except Resolver404:
        raise Http404("No page has this address.") from None
    query = request.META.get("QUERY_STRING", "")
    address = f"{root_of(request)}/{page}" + (f"?{query}" if query else "")
    if len(address) > LONGEST:
        raise Http404("This address is too long for a QR code.")
    return HttpResponse(qr.svg(address), content_type="image/svg+xml")
