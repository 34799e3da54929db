"""What templates need so that a page can be cited, and shown where its address is shared."""

import re
from html import unescape

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from core.citations.answers import Cited, citation_of, cited_by
from core.citations.styles import apa
from core.sharing import picture
from core.sharing.answers import card_address

register = template.Library()

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
DESCRIPTION = re.compile(r'<meta name="description" content="(.*?)">', re.DOTALL)


@register.simple_tag(takes_context=True)
def in_words(context, record):
    """The citation of a record in the words of APA style."""
    return apa(citation_of(context["request"], Cited(record)))


@register.inclusion_tag("components/citable.html", takes_context=True)
def citable_head(context, record):
    """In the head of a record's page: what reference managers read of it, and its files."""
    return {"citation": citation_of(context["request"], Cited(record))}


@register.simple_block_tag(takes_context=True)
def shared_as(context, content):
    """The title and the description of a page, and the same as messengers read them (Open Graph).

    The answer to a question has no canonical address: it may be asked in many ways. An error has
    none either, and a preview is for nobody else.
    """
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if match is None or getattr(request, "preview", None) or getattr(request, "as_it_was", None):
        return content
    said = {
        "title": unescape(TITLE.search(content)[1]).removesuffix(f" · {settings.SITE_NAME}"),
        "description": unescape(DESCRIPTION.search(content)[1]),
        "address": "" if request.META.get("QUERY_STRING") else request.build_absolute_uri(),
        "site": settings.SITE_NAME,
        "type": "article" if match.view_name in cited_by else "website",
        "card": request.build_absolute_uri(card_address(match, request.path)),
        "picture": picture,
    }
    more = render_to_string("components/shared_as.html", said)
    return mark_safe(content + more)  # noqa: S308 - rendered already
