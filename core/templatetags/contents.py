"""The list of contents of a page, made of the headings that stand in it."""

import re

from django import template
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

register = template.Library()

PLACE = "<!--contents-->"
FEWEST = 4  # headings that are worth a list
HEADING = re.compile(r'<h2 id="([\w-]+)"[^>]*>(.*?)</h2>', re.DOTALL)
BESIDE = re.compile(r'<(a|span) class="(?:reading|count)".*?</\1>', re.DOTALL)


@register.simple_tag
def contents_here():
    """The place of the list of contents, within `{% with_contents %}`."""
    return mark_safe(PLACE)  # noqa: S308 - our own


@register.simple_block_tag
def with_contents(content):
    """A part of a page whose second headings are listed at `{% contents_here %}`.

    Each heading says its own name and has an id, so the list can't name what isn't there. A short
    page has none. It folds on narrow windows and stands beside the text on wide ones (layout.css).
    """
    headings = [
        (anchor, " ".join(strip_tags(BESIDE.sub("", heading)).split()))
        for anchor, heading in HEADING.findall(content)
    ]
    return mark_safe(content.replace(PLACE, _listed(headings), 1))  # noqa: S308 - rendered already


def _listed(headings):
    """Pairs of id and text, of HTML, as a navigation; empty if there are few."""
    if len(headings) < FEWEST:
        return ""
    lines = "".join(f'<li><a href="#{anchor}">{text}</a></li>' for anchor, text in headings)
    return (
        '<nav class="contents no-print" aria-label="On this page"><details>'
        f"<summary>On this page</summary><ol>{lines}</ol></details></nav>"
    )
