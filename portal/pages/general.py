"""Pages of the whole portal: the search over everything, about, robots, and what went wrong."""

import re
import sys
from dataclasses import replace
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from django.views.defaults import bad_request as bad_request_page

from core.api.errors import problem_response
from core.database.outage import OUTAGE
from core.paging import page_of
from core.records.reading import read_labels
from core.search.questions import WordsForm, understood_among_all
from core.search.typed import unread
from core.web.methods import is_for_programs
from forum.models import Person, Session
from initiatives.models import Initiative, Source, Stage
from initiatives.pages.evidence import STRONG, definitions
from initiatives.search.answer import readings_of
from portal.pages.everything import KINDS, find, shorter
from portal.proposals.pages import forgotten

RETRY_AFTER = 5  # seconds
TRY_AGAIN = "Sorry, the catalogue is unavailable. Try again in a few seconds."


@require_safe
def search(request):
    """The best of each kind for some words, or with ?in= all that was found of one kind."""
    form = WordsForm(request.GET)
    words = form.words
    kind = KINDS.get(request.GET.get("in", ""))
    readings = readings_of(words) if words and (kind is None or kind.reads) else []
    plain = unread(words, readings)
    understood = replace(understood_among_all(plain), readings=readings, text=words)
    context = {"form": form, "words": words, "kind": kind, "understood": understood}
    if words and kind:
        context["page"] = page_of(request, kind.search(words))
    elif words:
        context["groups"] = find(words, plain)
        context["total"] = sum(group.count for group in context["groups"])
        context["shorter"] = shorter(words)
    return render(request, "portal/search.html", context)


@require_safe
def about(request):
    """What the portal is, how far it can be trusted, and whom to write to."""
    initiatives = Initiative.objects.published()
    context = {
        "stages": read_labels(Stage.objects.order_by("order")),
        "evidence": definitions(),
        "contact": settings.CONTACT_EMAIL,
        "forgotten": forgotten(),
        "publisher": {"name": settings.PUBLISHER_NAME, "url": settings.PUBLISHER_URL},
        "numbers": {
            "initiatives": initiatives.count(),
            "unknown": initiatives.filter(status=Initiative.Status.UNKNOWN).count(),
            "placeless": initiatives.filter(participating_countries=None).count(),
            "sessions": Session.objects.public().count(),
            "silent": Session.objects.public().naming_nobody().count(),
            "sources": Source.objects.public().count(),
            "evaluated": Source.objects.public().filter(type__in=STRONG).count(),
            "unheard": Person.objects.published().without_appearance().count(),
        },
    }
    return render(request, "portal/about.html", context)


@require_safe
def privacy(request):
    """What is kept of readers, senders, people named and curators; how long, and who erases it."""
    context = {
        "contact": settings.CONTACT_EMAIL,
        "forgotten": forgotten(),
        "publisher": settings.PUBLISHER_NAME,
        "log_days": settings.ACCESS_LOG_DAYS,
        "session_hours": settings.SESSION_LONGEST // 3600,
        "import_days": settings.IMPORT_DAYS,
    }
    return render(request, "portal/privacy.html", context)


@require_safe
def robots(request):
    """What crawlers may read, and where the list of pages is."""
    sitemap = request.build_absolute_uri("/sitemap.xml")
    closed = [f"Disallow: /{path}/" for path in ("admin", "search", "proposals")]
    lines = ["User-agent: *", *closed, f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def bad_request(request, exception):
    """400: to programs in the shape of all errors of the API."""
    if is_for_programs(request.path_info):
        return problem_response(400, "The request is not understood.")
    return bad_request_page(request, exception)


def page_not_found(request, exception):
    """404: what there is not, and a search for the words of the address."""
    reason = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    if is_for_programs(request.path_info):
        return problem_response(404, reason or "Nothing is here.")
    context = {"reason": reason, "words": words_of(request.path)}
    return render(request, "404.html", context, status=404)


def server_error(request):
    """503 where the database does not answer, else 500: said in our look, or in that of the API."""
    if isinstance(sys.exc_info()[1], OUTAGE):
        response = error_page(request, 503, TRY_AGAIN)
        response["Retry-After"] = str(RETRY_AFTER)
        return response
    return error_page(request, 500, "Sorry, something went wrong.")


def error_page(request, status, sentence):
    """A page for what is our fault, in plain words where not even that page can be made."""
    if is_for_programs(request.path_info):
        return problem_response(status, sentence)
    try:
        content = render_to_string(f"{status}.html")
    except Exception:  # whatever broke may have broken this page too
        content = f"<!doctype html><title>{sentence}</title><h1>{sentence}</h1>"
    return HttpResponse(content, status=status)


def words_of(path):
    """The last part of an address as words to search for: "child labour" of /child-labour/."""
    last = unquote(path).strip("/").rpartition("/")[2]
    return " ".join(re.findall(r"\w+", last.replace("_", " ")))[:60].strip()
