"""What templates need in order to print values of any kind."""

from functools import lru_cache
from html import escape

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import ordinal as humanize_ordinal
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from core import dates, prose
from core.models.naming import language_name
from core.web.languages import language_attributes

register = template.Library()

register.filter("markdown", prose.to_html)
register.filter("readable_date", dates.readable)
register.filter("language_name", language_name)
register.filter("in_language", language_attributes)


@register.filter
def rounded(number):
    """A figure for people: 6.9 million, 254,000, 14,500; below ten thousand as it is.

    The exact value belongs beside it, in the `value` of a `data` element.
    """
    if abs(number) < 10_000:
        return f"{number:,}"
    number = float(f"{number:.3g}") if abs(number) < 10**6 else number
    for large, word in ((10**9, "billion"), (10**6, "million")):
        if round(abs(number) / large, 4) >= 1:  # else it would be a thousand of the smaller word
            return f"{number / large:,.1f}".removesuffix(".0") + f" {word}"
    return f"{number:,.0f}"


@register.filter
def grouped(number):
    """A count as people write it: 1,169."""
    return f"{number:,}"


@register.filter
def ordinal(number):
    """An edition in words: 3rd."""
    return humanize_ordinal(number)


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
def as_options(values):
    """FacetValues as the options of a select.

    Written without a template: of two hundred countries each would cost half a dozen nodes.
    """
    options = [
        f'<option value="{escape(one.value)}"{" selected" if one.selected else ""}>'
        f"{escape(one.label)} ({one.count:,})</option>"
        for one in values
    ]
    return mark_safe("".join(options))  # noqa: S308 - escaped piecewise


@register.filter
def page_range(paginator, number):
    """The page numbers to show around one, with gaps."""
    return paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)


@register.simple_tag
def cached_include(name, here=""):
    """A part of every page, by the name of its template; here: the section that the page is in.

    It depends on nothing else but settings, so a process renders it once: worth a tenth of a page
    of the search.
    """
    render = rendered_part if settings.DEBUG else rendered_once
    return render(name, here)


def rendered_part(name, here):
    context = {"here": here, "publisher": settings.PUBLISHER_NAME}
    return render_to_string(name, context)


rendered_once = lru_cache(100)(rendered_part)
