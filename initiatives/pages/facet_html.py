"""A facet of the search as HTML: its values as links that tick and untick them.

Written without templates: a page has eleven facets with some seventy values, and each value would
cost a dozen template nodes.
"""

from html import escape

from django.utils.safestring import mark_safe


def box_html(box, asked):
    """A FacetBox as a part of the page that unfolds.

    asked: names and values of the whole question, which the form that finds among many carries.
    """
    fold = " open" if box.is_open else ""
    parts = [
        f'<details class="facet" id="facet-{box.name}"{fold}>\n<summary>{box.label}</summary>\n',
        within_html(box, asked) if box.is_full else "",
        "<ul>",
        *(choice_html(*choice) for choice in box.choices),
        "" if box.choices else f'<li class="soft">None of the {box.total} match.</li>',
        "</ul>\n",
    ]
    if box.query_for_all:
        address = escape(f"?{box.query_for_all}#facet-{box.name}")
        parts.append(
            f'<p class="all"><a href="{address}" rel="nofollow">All {box.total}'
            f'<span class="hidden"> for {box.label}</span></a></p>\n'
        )
    if box.query_for_any:
        address = escape(f"?{box.query_for_any}#facet-{box.name}")
        parts.append(
            f'<p class="all"><a href="{address}" rel="nofollow">Any of several {box.all_of}'
            " instead</a></p>\n"
        )
    return mark_safe(f"{''.join(parts)}</details>\n")  # noqa: S308 - escaped piecewise


def within_html(box, asked):
    """The form that finds among all values of a facet."""
    carried = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(str(value))}">'
        for name, value in [("show", box.name), *asked]
    )
    return (
        f'<form class="within" method="get" action="#facet-{box.name}">'
        f'<label class="hidden" for="within-{box.name}">Find among these</label>'
        f'<input id="within-{box.name}" name="within" dir="auto" value="{escape(box.within)}"'
        ' maxlength="60"'
        f' placeholder="find among these">{carried}'
        '<button class="button quiet">Find</button></form>\n'
    )


def choice_html(label, count, is_selected, query):
    """A value as a link; query: the question that it leads to."""
    current = ' aria-current="true"' if is_selected else ""
    return (
        f'<li><a href="?{escape(query)}" rel="nofollow"{current}><span>{escape(label)}</span>'
        f'<span class="count">{count:,}</span></a></li>'
    )
