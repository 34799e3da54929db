"""What templates need in order to print catalogue values."""

from functools import lru_cache
from operator import attrgetter

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import ordinal as humanize_ordinal
from django.template.loader import render_to_string
from django.utils.translation import get_language_info

from core import dates as partial_date
from core import prose
from initiatives.pages.card_html import PILLAR_CLASSES, initiative_entry, path_html, theme_html

register = template.Library()

register.filter("markdown", prose.to_html)
register.filter("as_entry", initiative_entry)
register.filter("readable_date", partial_date.readable)


@register.filter
def pillar_class(pillar):
    """The CSS class that gives a pillar its hue."""
    return PILLAR_CLASSES.get(pillar, "crosscut")


@register.filter
def as_theme(theme):
    """A Theme as a link in the hue of its pillar."""
    return theme_html(theme.slug, theme.name, theme.pillar)


@register.filter
def as_way(path):
    """A Path as HTML: "Ecuador → Colombia, Costa Rica +5 interested"."""
    return path_html(path.named(attrgetter("name")))


@register.filter
def amount(number):
    """A figure with thousands apart: 12,000; large round ones in words: 1.5 billion."""
    for size, word in ((10**9, "billion"), (10**6, "million")):
        if abs(number) >= size and (number * 100) % size == 0:
            return f"{number / size:g} {word}"
    return f"{number:,}"


@register.filter
def ordinal(number):
    """An edition in words: 3rd."""
    return humanize_ordinal(number)


@register.filter
def language_name(code):
    """The English name of a language by its code; the code where it has none."""
    try:
        return get_language_info(code)["name"]
    except KeyError:
        return code


@register.filter
def number_among(source, sources):
    """The number of a source on a page: its place in the page's list of sources, from 1."""
    return sources.index(source) + 1


@register.filter
def host(url):
    """The host of an address, for links that say where they lead."""
    return url.split("/")[2].removeprefix("www.") if "//" in url else url


@register.filter
def before(records, few):
    """The first few records of a list that unfolds."""
    return list(records)[:few]


@register.filter
def after(records, few):
    """The records that are left to unfold."""
    return list(records)[few:]


@register.filter
def address(url):
    """An address as readers say it: youtube.com/unngls."""
    return url.partition("//")[2].removeprefix("www.").rstrip("/") or url


@register.filter
def page_range(paginator, number):
    """The page numbers to show around one, with gaps."""
    return paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)


@register.simple_tag
def standing(name, here=""):
    """A part of every page, by the name of its template; here: the section that the page is in.

    It depends on nothing else, so a process renders it once: worth a tenth of a page of the search.
    """
    render = rendered_part if settings.DEBUG else rendered_once
    return render(name, here)


def rendered_part(name, here):
    return render_to_string(name, {"here": here})


rendered_once = lru_cache(100)(rendered_part)
