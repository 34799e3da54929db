"""A value of a facet as a link, in HTML.

Written without templates: a page of the search has some seventy, and each would cost a dozen
template nodes.
"""

from html import escape

from django.utils.safestring import mark_safe


def choice_html(label, count, query, *, is_selected):
    """A link that ticks or unticks a value; query: the question that it leads to."""
    current = ' aria-current="true"' if is_selected else ""
    return mark_safe(  # noqa: S308 - escaped piecewise
        f'<li><a href="?{escape(query)}" rel="nofollow"{current}><span>{escape(label)}</span>'
        f'<span class="count">{count}</span></a></li>'
    )
