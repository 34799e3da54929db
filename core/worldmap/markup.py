"""Flows, dots and labels as SVG.

Written without templates: a map of all replications has hundreds, and each would cost ten nodes.
"""

from html import escape

from django.utils.safestring import mark_safe
from django.utils.translation import get_language_bidi


def flows_markup(flows):
    """Flows that look alike, each a line of its own."""
    arrow = "←" if get_language_bidi() else "→"
    lines = []
    for flow in flows:
        count = f" ({flow.count})" if flow.count > 1 else ""
        label = f": {flow.label}" if flow.label else ""
        title = escape(f"{flow.origin} {arrow} {flow.target}{count}{label}")
        lines.append(linked(f'<path d="{flow.d}"><title>{title}</title></path>', flow.url))
    return mark_safe("".join(lines))  # noqa: S308 - escaped piecewise


def dots_markup(dots):
    """Dots, each a line of its own."""
    lines = []
    for dot in dots:
        chosen = ' class="map-chosen"' if dot.is_highlighted else ""
        title = f"<title>{escape(dot.label)}</title>" if dot.label else ""
        is_aside = dot.right or dot.down
        aside = f' transform="translate({dot.right:g} {dot.down:g})"' if is_aside else ""
        circle = f'<circle{chosen} cx="{dot.x}%" cy="{dot.y}%" r="{dot.radius}"{aside}>'
        lines.append(linked(f"{circle}{title}</circle>", dot.url))
    return mark_safe("".join(lines))  # noqa: S308 - escaped piecewise


def labels_markup(labels):
    """Labels, each a line of its own."""
    lines = []
    for label in labels:
        shown = f' class="map-{label.shown}"' if label.shown else ""
        anchor = f' text-anchor="{label.anchor}"' if label.anchor != "start" else ""
        place = f'x="{label.x}%" y="{label.y}%"'
        text = f'dx="{label.dx:g}" dy="{label.dy:g}"{anchor}>{escape(label.text)}</text>'
        if label.leader:
            line = f'<path d="{label.leader}"/>'
            text = f"<svg{shown} {place}>{line}<text {text}</svg>"
        else:
            text = f"<text{shown} {place} {text}"
        lines.append(linked(text, label.url))
    return mark_safe("".join(lines))  # noqa: S308 - escaped piecewise


def linked(shape, url):
    """A shape that leads somewhere, if it does; the keyboard passes it by, for the list says it."""
    if not url:
        return f"{shape}\n"
    followed = ' rel="nofollow"' if "?" in url else ""
    return f'<a href="{escape(url)}"{followed} tabindex="-1">{shape}</a>\n'
