"""Texts in other languages than the page's: marked, so that they are read aloud in their own.

As WCAG 2.2 wants it of all but names (3.1.2). Nothing is guessed: the records say it.
"""

from functools import lru_cache
from html import escape

from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info

OF_THE_PAGE = "en"


@lru_cache(200)
def language_attributes(code):
    """Attributes for an element that holds such a text; empty for English, and without a code."""
    if code in ("", OF_THE_PAGE):
        return ""
    direction = ' dir="rtl"' if runs_from_the_right(code) else ""
    return mark_safe(f' lang="{escape(code)}"{direction}')  # noqa: S308 - escaped


def runs_from_the_right(code):
    """Whether a language is written from right to left."""
    try:
        return get_language_info(code)["bidi"]
    except KeyError:
        return False
