"""Names beside dots, where there is room, in pixels that hold from a phone to a desk.

Text keeps its size in CSS pixels while the map grows, so boxes are tried at several widths of the
map: a label that is free at a phone's width is always shown, others only where the map is wide
enough. What matters most is named first; where it is crowded, its name stands aside at the end of a
line.
"""

import math
import unicodedata
from itertools import chain
from typing import NamedTuple

from core.worldmap.model import Label
from core.worldmap.outlines import overlap

WIDE = 760  # CSS pixels


class Tier(NamedTuple):
    """Labels that are shown on maps of some width in CSS pixels, or wider.

    name: what the style sheet calls it, empty if they are always shown; widths: at which they have
    to be free; most: how many labels a crowded map has, with those of the tiers before; among: of
    how many dots, those that matter most; is_led: whether a name may stand aside.
    """

    name: str
    widths: tuple[int, ...]
    most: int
    among: int
    is_led: bool = False


TIERS = (
    Tier("", (300, 420, 640, 950), 5, 8),
    Tier("roomy", (640, 760, 950, 1200), 16, 20, is_led=True),
    Tier("wide", (WIDE, 830, 950, 1200), 24, 28, is_led=True),
    Tier("widest", (950, 1080, 1200), 30, 36, is_led=True),
)
WIDTHS = sorted({width for tier in TIERS for width in tier.widths})
LED = 14  # of the first so many dots, a name may stand aside
ASIDE = (9.0, 17.0, 28.0)  # CSS pixels from the dot's edge
DIRECTIONS = [math.radians(angle) for angle in (-30, 30, -150, 150, -60, 60, -120, 120, -90, 90)]

# CSS pixels: as in static/css/map.css.
FONT_SIZE = 12.5
HALF_HEIGHT = 8.0
GAP = 4.0
HALO = 4.0
EDGE = 2.0


class Box(NamedTuple):
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


class Taken:
    """What is on a map already: boxes in pixels, at each width.

    Dots count from some width on; narrower maps have more dots than room, and a few names matter
    more.
    """

    def __init__(self, dots, ratio, count_from):
        self.ratio = ratio
        around = [_around(dot) for dot in dots]
        self.boxes = {
            width: [box.at(width, ratio) for box in around] if width >= count_from else []
            for width in WIDTHS
        }

    def add(self, box):
        for width, boxes in self.boxes.items():
            boxes.append(box.at(width, self.ratio))

    def near(self, box, width):
        """The boxes that share something with this one at a width."""
        left, top, right, bottom = box.at(width, self.ratio)
        return [
            other
            for other in self.boxes[width]
            if other[1] < bottom and top < other[3] and other[0] < right and left < other[2]
        ]


def placed(dots, ratio, others=(), leftward=(), is_crowded=False):
    """Labels for as many dots as find room, the first first; none covers one of `others`.

    The codes in `leftward` are better named on their left: their flows are on the right.
    """
    taken = Taken((*dots, *others), ratio, count_from=WIDE if is_crowded else 0)
    labels, waiting = [], list(enumerate(dots))
    for tier in TIERS:
        left_over = []
        for rank, dot in waiting:
            is_left = is_crowded and (rank >= tier.among or len(labels) >= tier.most)
            is_led = tier.is_led and rank < LED
            spot = None if is_left else _spot(dot, taken, tier.widths, dot.code in leftward, is_led)
            if spot is None:
                left_over.append((rank, dot))
                continue
            for box in spot.boxes:
                taken.add(box)
            labels.append(
                Label(
                    short(dot.label),
                    dot.url,
                    dot.x,
                    dot.y,
                    spot.dx,
                    spot.dy,
                    spot.anchor,
                    tier.name,
                    spot.leader,
                )
            )
        waiting = left_over
    return tuple(labels)


def short(name):
    """A country's name as maps write it: Bolivia (Plurinational State of) is Bolivia."""
    return name.split(" (")[0]


def box_of(label):
    """The box that a label was given."""
    return _text_box(label, text_width(label.text), label.dx, label.dy, label.anchor)


def _text_box(point, width, dx, dy, anchor):
    left = {"start": dx, "end": dx - width, "middle": dx - width / 2}[anchor]
    middle = dy - FONT_SIZE * 0.35
    return Box(point.x, point.y, left, middle - HALF_HEIGHT, left + width, middle + HALF_HEIGHT)


def _around(dot):
    reach = _reach(dot) + 1
    return Box(
        dot.x, dot.y, dot.right - reach, dot.down - reach, dot.right + reach, dot.down + reach
    )


def _reach(dot):
    return dot.radius + (HALO if dot.is_highlighted else 0)


class Spot(NamedTuple):
    """Where a label stands, the line that leads to it, and the boxes that both take up."""

    dx: float
    dy: float
    anchor: str
    leader: str
    boxes: tuple[Box, ...]


def _spot(dot, taken, widths, is_leftward, is_led):
    """The first free place for the name of a dot, or None."""
    width = text_width(short(dot.label))
    farthest = _reach(dot) + max(ASIDE) + GAP
    around = Box(
        dot.x,
        dot.y,
        dot.right - farthest - width,
        dot.down - farthest - 2 * HALF_HEIGHT,
        dot.right + farthest + width,
        dot.down + farthest + 2 * HALF_HEIGHT,
    )
    near = {}
    spots = _beside(dot, width, is_leftward)
    for spot in chain(spots, _aside(dot, width)) if is_led else spots:
        for pixels in widths:
            if pixels not in near:
                near[pixels] = taken.near(around, pixels)
            if not _is_free(spot, near[pixels], pixels, taken.ratio):
                break
        else:
            return spot
    return None


def _beside(dot, width, is_leftward):
    """The places right beside a dot, the best first."""
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
    for right, down, anchor in places:
        dx, dy = dot.right + right, dot.down + down
        yield Spot(round(dx, 1), round(dy, 1), anchor, "", (_text_box(dot, width, dx, dy, anchor),))


def _aside(dot, width):
    """Places further off, each at the end of a line from the dot."""
    start = _reach(dot) + 1
    for length in ASIDE:
        for direction in DIRECTIONS:
            right, down = math.cos(direction), math.sin(direction)
            steps = [
                (
                    dot.right + right * (start + share * length),
                    dot.down + down * (start + share * length),
                )
                for share in (0, 0.3, 0.6, 0.9, 1)
            ]
            (from_x, from_y), *between, (to_x, to_y) = steps
            if abs(right) < 0.4:
                anchor, dx = "middle", to_x
                dy = to_y + FONT_SIZE * (-0.2 if down < 0 else 0.9)
            else:
                anchor, dx = "start" if right > 0 else "end", to_x + math.copysign(2, right)
                dy = to_y + FONT_SIZE * 0.35
            line = f"M{from_x:.0f} {from_y:.0f}L{to_x:.0f} {to_y:.0f}"
            crumbs = (Box(dot.x, dot.y, x - 1, y - 1, x + 1, y + 1) for x, y in between)
            text = _text_box(dot, width, dx, dy, anchor)
            yield Spot(round(dx, 1), round(dy, 1), anchor, line, (text, *crumbs))


def _is_free(spot, others, width, ratio):
    """Whether nothing else is where a label would be on a map so wide, and that inside of it."""
    for box in spot.boxes:
        left, top, right, bottom = here = box.at(width, ratio)
        if left < EDGE or top < EDGE or right > width - EDGE or bottom > width * ratio - EDGE:
            return False
        for other in others:
            if overlap(here, other):
                return False
    return True
