"""The map of a card as SVG, in the colours that the site has by day."""

from html import escape

WIDTH, HEIGHT = 1200, 320
MAP_RATIO = WIDTH / HEIGHT
FADE = 34  # pixels in which the land begins
READ_AT = 640  # pixels of the width at which the map's dots and names have their size ...
LARGER = WIDTH / READ_AT  # ... and how much larger they are drawn, for a card is seen in small
FONT_SIZE = 12.5
PAPER, LAND, RULE, INK = "#fbf8f2", "#ece6d9", "#e2dbcd", "#1c2530"
HUES = {  # by the names that the map's hues have
    "employment": "#0e6b64",
    "social-protection": "#2a4f93",
    "rights-at-work": "#a8432a",
    "social-dialogue": "#805a00",
    "cross-cutting": "#5b4b7a",
}
SHOWN = ("", "roomy")  # names that a map so wide has room for
LINES = {  # how the lines look that are not tapered: width in pixels, dashes
    "learnt-from": (3.2, ""),
    "wanted": (4.2, ' stroke-dasharray="0.1 11" stroke-linecap="round"'),
}


def hue(name):
    """A colour by the name that the map's hues have."""
    return HUES.get(name, HUES["cross-cutting"])


def svg(drawn, tint):
    """A Map as SVG. tint: the hue of the countries that it is about."""
    unit = drawn.width / WIDTH  # of the view, to a pixel
    left, top = map(int, drawn.view_box.split()[:2])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="{drawn.view_box}" preserveAspectRatio="xMidYMid slice">',
        f'<path d="{drawn.parallels}" fill="none" stroke="{RULE}" stroke-width="{1.5 * unit:.3f}"'
        f' stroke-dasharray="{2 * unit:.3f} {7 * unit:.3f}"/>',
        f'<path d="{drawn.land}" fill="{LAND}" stroke="{RULE}" stroke-width="{1.4 * unit:.3f}"'
        ' stroke-linejoin="round"/>',
    ]
    for shape in drawn.shapes:
        strength = 0.36 if shape.is_strong else 0.19
        parts.append(
            f'<path d="{shape.d}" fill="{hue(tint)}" fill-opacity="{strength}" stroke="{PAPER}"'
            f' stroke-width="{1.4 * unit:.3f}"/>'
        )
    for group in drawn.groups:
        colour = hue(group.hue.name)
        breadth, dashes = LINES.get(group.line.name, (1.5, ""))
        fill = colour if group.line.is_tapered else "none"
        parts.append(
            f'<g fill="{fill}" stroke="{colour}" stroke-width="{breadth * unit:.3f}"{dashes}'
            f' stroke-opacity=".85" fill-opacity=".85" stroke-linejoin="round">'
        )
        parts += [f'<path d="{flow.d}"/>' for flow in group.flows]
        parts.append("</g>")
    scale = LARGER * unit

    def at(share_x, share_y, right=0.0, down=0.0):
        x = left + share_x / 100 * drawn.width + right * scale
        y = top + share_y / 100 * drawn.height + down * scale
        return f"{x:.2f}", f"{y:.2f}"

    for dots, fill, edge in ((drawn.targets, PAPER, INK), (drawn.origins, INK, PAPER)):
        for dot in dots:
            x, y = at(dot.x, dot.y, dot.right, dot.down)
            parts.append(
                f'<circle cx="{x}" cy="{y}" r="{dot.radius * scale:.2f}" fill="{fill}"'
                f' stroke="{edge}" stroke-width="{1.3 * scale:.2f}"/>'
            )
    for label in drawn.labels:
        if label.shown not in SHOWN or label.leader:
            continue
        x, y = at(label.x, label.y, label.dx, label.dy)
        parts.append(
            f'<text x="{x}" y="{y}" text-anchor="{label.anchor}" font-family="Libertinus Serif"'
            f' font-weight="600" font-size="{(FONT_SIZE + 1) * scale:.2f}" fill="{INK}"'
            f' stroke="{PAPER}" stroke-width="{3.2 * scale:.2f}" stroke-linejoin="round"'
            f' paint-order="stroke">{escape(label.text)}</text>'
        )
    parts.append(
        f'<linearGradient id="fade" x1="0" y1="0" x2="0" y2="1"><stop stop-color="{PAPER}"/>'
        f'<stop offset="1" stop-color="{PAPER}" stop-opacity="0"/></linearGradient>'
        f'<rect x="{left}" y="{top}" width="{drawn.width}" height="{FADE * unit:.2f}"'
        ' fill="url(#fade)"/></svg>'
    )
    return "".join(parts)
