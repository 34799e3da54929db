"""An initiative in a list, as HTML.

Written without templates: a list shows twenty, and each would cost two dozen template nodes.
"""

from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.safestring import mark_safe

THEMES = 2  # that an entry shows
NAMED = 3  # countries that are named before "and n more"
PILLAR_CLASSES = {
    "employment": "employment",
    "social-protection": "protection",
    "rights-at-work": "rights",
    "social-dialogue": "dialogue",
}
PARTLY = mark_safe('<li class="partly"><p>Not all of the words, but most of them:</p></li>')


def entry_html(card, labels, *, title="", summary="", passage=""):
    """A Card as an entry of a list.

    labels: the names of themes and countries, as portal.search.Results has them; title, summary:
    the same in HTML, where words are marked in them; passage: HTML of a text that has the words.
    """
    if passage:
        passage = f'<p class="passage">{passage}</p>'
    html = (
        f'<li class="entry"><h3><a href="{initiative_url(card.slug)}">'
        f"{title or escape(card.title)}</a></h3>"
        f"<p>{summary or escape(card.summary)}</p>{passage}{meta_html(card, labels)}</li>\n"
    )
    return mark_safe(html)  # noqa: S308 - escaped piecewise


def meta_html(card, labels):
    """The line below its name: its themes, its path, its years."""
    names = labels["theme"]
    themes = card.themes[:THEMES]
    parts = [theme_html(slug, names.get(slug, slug), pillar) for slug, pillar in themes]
    names = labels["country"]
    parts.append(path_html(card.path.named(lambda code: names.get(code, code))))
    if card.years:
        parts.append(f"<span>{escape(card.years)}</span>")
    return mark_safe(f'<div class="meta">{" ".join(parts)}</div>')  # noqa: S308 - escaped piecewise


@lru_cache(1000)
def theme_html(slug, name, pillar):
    """A theme as a link in the hue of its pillar."""
    css, url = PILLAR_CLASSES.get(pillar, "crosscut"), reverse("themes:detail", args=[slug])
    return mark_safe(  # noqa: S308 - escaped piecewise
        f'<a class="theme {css}" href="{url}">{escape(name)}</a>'
    )


def path_html(path):
    """The way of a solution by names: "Ecuador → Colombia, Costa Rica +5 interested"."""
    if not (path.origins or path.taken_up or path.wanted):
        return ""
    html = [", ".join(f"<b>{_escaped(name)}</b>" for name in path.origins[:NAMED])]
    html.append(_more(path.origins))
    if path.taken_up:
        html.append(' <span class="arrow" aria-label="taken up by">→</span> ')
        html += [", ".join(map(_escaped, path.taken_up[:NAMED])), _more(path.taken_up)]
    if path.wanted:
        html.append(f' <span class="wanted">+{len(path.wanted)} interested</span>')
    return mark_safe(f'<span class="path">{"".join(html)}</span>')  # noqa: S308 - escaped piecewise


def _more(names):
    return f" and {len(names) - NAMED} more" if len(names) > NAMED else ""


_escaped = lru_cache(1000)(escape)  # names of countries, which come again and again


@lru_cache(1)
def _address():
    """What stands before and behind the slug in the address of an initiative."""
    return reverse("initiatives:detail", args=["slug"]).split("slug")


def initiative_url(slug):
    """The address of an initiative's page."""
    before, behind = _address()
    return f"{before}{slug}{behind}"
