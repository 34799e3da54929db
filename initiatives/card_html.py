"""The line below an initiative's name in lists: its themes, its path, its years.

Written without templates: a list shows twenty, and each would cost a dozen template nodes.
"""

from functools import lru_cache

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe

NAMED = 3  # countries that are named before "and n more"
PILLAR_CLASSES = {
    "employment": "employment",
    "social-protection": "protection",
    "rights-at-work": "rights",
    "social-dialogue": "dialogue",
}


def meta_html(themes, path, years):
    """The whole line. themes: (slug, name, pillar) of each; path: see path_html; years: text."""
    parts = [theme_html(*theme) for theme in themes]
    parts.append(path_html(*path))
    if years:
        parts.append(f"<span>{escape(years)}</span>")
    return mark_safe(f'<div class="meta">{" ".join(parts)}</div>')  # noqa: S308 - escaped piecewise


def theme_html(slug, name, pillar):
    """A theme as a link in the hue of its pillar."""
    css = PILLAR_CLASSES.get(pillar, "crosscut")
    return mark_safe(  # noqa: S308 - escaped piecewise
        f'<a class="theme {css}" href="{theme_url(slug)}">{escape(name)}</a>'
    )


def path_html(origins, taken_up, wanted):
    """The way of a solution by names: "Ecuador → Colombia, Costa Rica +5 interested"."""
    if not (origins or taken_up or wanted):
        return ""
    html = [", ".join(f"<b>{escape(name)}</b>" for name in origins[:NAMED]), _more(origins)]
    if taken_up:
        html.append(' <span class="arrow" aria-label="taken up by">→</span> ')
        html += [escape(", ".join(taken_up[:NAMED])), _more(taken_up)]
    if wanted:
        html.append(f' <span class="wanted">+{len(wanted)} interested</span>')
    return mark_safe(f'<span class="path">{"".join(html)}</span>')  # noqa: S308 - escaped piecewise


def _more(names):
    return f" and {len(names) - NAMED} more" if len(names) > NAMED else ""


@lru_cache(1000)
def theme_url(slug):
    return reverse("themes:detail", args=[slug])
