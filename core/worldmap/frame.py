"""Which part of the world a map shows, and how map units become view units."""

from bisect import bisect_left
from dataclasses import dataclass

from core.worldmap.projection import HEIGHT, WIDTH, project

# The overview, in map units: from the Arctic coasts to Cape Horn, and in the west no more of the
# empty Pacific than the places on the map ask for.
OVERVIEW_TOP = project(0, 67)[1]
OVERVIEW_BOTTOM = project(0, -57)[1]
OVERVIEW_LEFT = 92.0
EDGE = 10.0

# The narrowest view in map units: below it, a country fills the map and has no neighbours.
NARROWEST = 92.0
# A view wider than this is the overview.
WIDEST = 640.0
# The widths that views have. With few scales, most of the land in a view has been drawn before.
WIDTHS = [NARROWEST * 1.1**step for step in range(22)]
# Share of the view that is left free on each side of what is shown.
MARGIN = 0.13
TALLEST, FLATTEST = 1.35, 2.3
# A band, wide and low, shows more around; that of the whole world, its inhabited middle.
BAND_NARROWEST, BAND_TOP, BAND_BOTTOM = 300.0, project(0, 48)[1], project(0, -41)[1]


@dataclass(frozen=True)
class Frame:
    """A rectangle of the map, in map units, shown at `scale` view units to the map unit."""

    left: float
    top: float
    width: float
    height: float
    is_overview: bool = False

    @property
    def scale(self):
        return 1.0 if self.is_overview else 1000 / self.width

    @property
    def origin(self):
        """View coordinates of the top left corner: the overview keeps map units as they are."""
        return (self.left, self.top) if self.is_overview else (0, 0)

    @property
    def shift(self):
        """Where the view begins, in view units from the corner of the map; whole numbers."""
        return round(self.left * self.scale), round(self.top * self.scale)

    @property
    def size(self):
        return round(self.width * self.scale), round(self.height * self.scale)

    @property
    def view_box(self):
        return " ".join(str(round(number)) for number in (*self.origin, *self.size))

    def view(self, x, y):
        """Map units to view units."""
        return self.view_all([(x, y)])[0]

    def view_all(self, points, grid=1):
        """Map units to view units, of many points. grid: how many of their steps a map unit has."""
        (left, top), scale = self.origin, self.scale / grid
        left, top = left - self.left * self.scale, top - self.top * self.scale
        return [(x * scale + left, y * scale + top) for x, y in points]

    def share(self, x, y):
        """Map units to per cent of the view's width and height."""
        return 100 * (x - self.left) / self.width, 100 * (y - self.top) / self.height

    def bounds(self, bleed=0):
        """Left, top, right and bottom in map units, some view units beyond the edges."""
        more = bleed / self.scale
        return (
            self.left - more,
            self.top - more,
            self.left + self.width + more,
            self.top + self.height + more,
        )


def overview(points):
    """The inhabited world, with more of the ocean where a place lies out there."""
    left = max(0, min([OVERVIEW_LEFT, *(x - EDGE for x, _ in points)]))
    top = max(0, min([OVERVIEW_TOP, *(y - EDGE for _, y in points)]))
    left, top = int(left), int(top)
    return Frame(left, top, WIDTH - left, round(OVERVIEW_BOTTOM) - top, is_overview=True)


def fitted(points):
    """The smallest pleasant view of some points in map units, or the overview if it is wide."""
    if not points:
        return overview(points)
    xs, ys = zip(*points, strict=True)
    width = max((max(xs) - min(xs)) / (1 - 2 * MARGIN), NARROWEST)
    height = max((max(ys) - min(ys)) / (1 - 2 * MARGIN), NARROWEST / FLATTEST)
    width, height = max(width, height * TALLEST), max(height, width / FLATTEST)
    if width > WIDEST or height > HEIGHT:
        return overview(points)
    width = WIDTHS[bisect_left(WIDTHS, width)]
    height = max(height, width / FLATTEST)
    left = min(max((max(xs) + min(xs) - width) / 2, 0), WIDTH - width)
    top = min(max((max(ys) + min(ys) - height) / 2, 0), HEIGHT - height)
    step = width / 1000  # a view unit, on which the land is drawn
    return Frame(round(left / step) * step, round(top / step) * step, width, height)


def band(points, ratio):
    """The same in a form that is given, so many times as wide as high."""
    xs, ys = zip(*points, strict=True) if points else ((), ())
    height = (max(ys) - min(ys)) / (1 - 2 * MARGIN) if points else HEIGHT
    width = max(height * ratio, BAND_NARROWEST)
    if points:
        width = max(width, (max(xs) - min(xs)) / (1 - 2 * MARGIN))
    if width > WIDEST:
        top = round(min([BAND_TOP, *(y - 2 * EDGE for y in ys)]))
        bottom = round(max([BAND_BOTTOM, *(y + EDGE for y in ys)]))
        width = max(WIDTH, (bottom - top) * ratio)
        height = width / ratio
        left = (WIDTH + OVERVIEW_LEFT - width) / 2
        return Frame(round(left), top, round(width), round(height), is_overview=True)
    width = WIDTHS[bisect_left(WIDTHS, width)]
    height = width / ratio
    left, top = (max(xs) + min(xs) - width) / 2, (max(ys) + min(ys) - height) / 2
    left = min(max(left, 0), WIDTH - width)
    step = width / 1000
    return Frame(round(left / step) * step, round(top / step) * step, width, height)
