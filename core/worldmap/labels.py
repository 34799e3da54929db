"""Names beside dots, where there is room, in pixels that hold from a phone to a desk.

Text keeps its size in CSS pixels while the map grows, so boxes are tried at several widths of the
map: a label that is free at a phone's width is always shown, one that is free at a desk's width
only where the map is that wide.
"""

import unicodedata
from dataclasses import dataclass

from core.worldmap.model import Label
from core.worldmap.outlines import overlap

# Widths of the map in CSS pixels; the template's container query shows roomy labels from ROOMY on.
NARROW = (300, 420, 640, 1200)
ROOMY = (640, 900, 1200)

# CSS pixels: as in static/css/map.css.
FONT_SIZE = 12.5
HALF_HEIGHT = 8.0
GAP = 4.0
HALO = 4.0
EDGE = 2.0


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels around a point that is given as a share of the view."""

    x: float
    y: float
    left: float
    top: float
    right: float
    bottom: float

    def at(self, width, ratio):
        """Left, top, right, bottom in pixels on a map so wide; ratio is height to width."""
        x, y = self.x / 100 * width, self.y / 100 * width * ratio
        return x + self.left, y + self.top, x + self.right, y + self.bottom


def text_width(text):
    """No less than its width in pixels: no server knows the reader's letters, DejaVu's are wide."""
    ems = 0.0
    for character in text:
        if unicodedata.combining(character):
            continue
        if unicodedata.east_asian_width(character) in "WF":
            ems += 1.0
        elif character in "mwMW":
            ems += 1.1
        elif character.isupper():
            ems += 0.85
        elif character in "iljI'":
            ems += 0.37
        elif character in "tfr .,-()":
            ems += 0.5
        else:
            ems += 0.72
    return ems * FONT_SIZE


def placed(dots, ratio, others=(), leftward=(), roomy_only=False):
    """Labels for as many dots as find room, the first first; none covers one of `others`.

    The codes in `leftward` are better named on their left: their flows are on the right.
    """
    obstacles = [Box(dot.x, dot.y, *_around(dot)) for dot in (*dots, *others)]
    labels, waiting = [], list(dots)
    for widths, is_roomy in ((NARROW, False), (ROOMY, True)):
        if roomy_only and not is_roomy:
            continue
        left_over = []
        for dot in waiting:
            found = _first_free(dot, obstacles, widths, ratio, dot.code in leftward)
            if found is None:
                left_over.append(dot)
                continue
            box, dx, dy, anchor = found
            obstacles.append(box)
            labels.append(Label(short(dot.label), dot.url, dot.x, dot.y, dx, dy, anchor, is_roomy))
        waiting = left_over
    return tuple(labels)


def short(name):
    """A country's name as maps write it: Bolivia (Plurinational State of) is Bolivia."""
    return name.split(" (")[0]


def box_of(label):
    """The box that a label was given."""
    width = text_width(label.text)
    left = {"start": label.dx, "end": label.dx - width, "middle": label.dx - width / 2}
    return _box(label, left[label.anchor], label.dy, width)


def _box(point, left, dy, width):
    middle = dy - FONT_SIZE * 0.35
    return Box(point.x, point.y, left, middle - HALF_HEIGHT, left + width, middle + HALF_HEIGHT)


def _around(dot):
    reach = _reach(dot) + 1
    return -reach, -reach, reach, reach


def _reach(dot):
    return dot.radius + (HALO if dot.is_highlighted else 0)


def _first_free(dot, obstacles, widths, ratio, is_leftward):
    width = text_width(short(dot.label))
    beside, above = _reach(dot) + GAP, _reach(dot) + GAP + FONT_SIZE * 0.2
    aslant = _reach(dot) * 0.7 + GAP * 0.6
    centre, up, down = FONT_SIZE * 0.35, -above, above + FONT_SIZE * 0.75
    places = [
        (beside, centre, "start"),
        (0.0, up, "middle"),
        (0.0, down, "middle"),
        (-beside, centre, "end"),
        (aslant, up + 2, "start"),
        (aslant, down - 2, "start"),
        (-aslant, up + 2, "end"),
        (-aslant, down - 2, "end"),
    ]
    if is_leftward:
        places = [places[i] for i in (3, 1, 2, 0, 6, 7, 4, 5)]
    for dx, dy, anchor in places:
        left = {"start": dx, "end": dx - width, "middle": dx - width / 2}[anchor]
        box = _box(dot, left, dy, width)
        if all(_is_free(box, obstacles, pixels, ratio) for pixels in widths):
            return box, round(dx, 1), round(dy, 1), anchor
    return None


def _is_free(box, obstacles, pixels, ratio):
    left, top, right, bottom = here = box.at(pixels, ratio)
    inside = left >= EDGE and top >= EDGE and right <= pixels - EDGE
    if not inside or bottom > pixels * ratio - EDGE:
        return False
    return not any(overlap(here, other.at(pixels, ratio)) for other in obstacles)
