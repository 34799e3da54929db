"""The committed outlines, read once: land for the overview, countries by M49 code."""

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from core.worldmap.outlines import (
    area,
    box,
    centre,
    clipped,
    closed,
    overlap,
    points,
    rounded,
    steps,
    within,
)
from core.worldmap.projection import project

DATA = Path(__file__).parent / "data" / "shapes.json"

# Above this many view units to a map unit, coarse outlines begin to look coarse.
FINE_FROM = 4

# A country whose outline is smaller than this square of view units is drawn as a dot instead.
SMALLEST = 2.0 * 2.0

# Views of parts of the world whose land a process keeps: some 30 kB each.
KEPT = 100

# Beyond the view's edge, so that strokes along a clipped outline stay out of sight.
BLEED = 12


@cache
def _data():
    return json.loads(DATA.read_text(encoding="utf-8"))


def land():
    """The coast of the inhabited world, as path data in map units."""
    return _data()["land"]


def codes():
    """The M49 codes that have an outline."""
    return _data()["countries"].keys() - {""}


def centre_of(code):
    """Map coordinates of a country's largest part, or None where we know none."""
    if code in _data()["points"]:
        return project(*_data()["points"][code])
    largest = _largest(code)
    return largest and centre(largest)


def extent(code):
    """The box of a country's largest part in map units, or None where it has no outline."""
    largest = _largest(code)
    return largest and box(largest)


@cache
def _largest(code):
    """In map units; islands far away would make a view of the country a view of an ocean."""
    rings = _data()["countries"].get(code, {}).get("fine")
    if not rings:
        return None
    grid = _data()["grids"]["fine"]
    largest = max(
        rings, key=lambda ring: abs((ring[2] - ring[0]) * (ring[3] - ring[1])), default=None
    )
    return [(x / grid, y / grid) for x, y in points(largest[4])[0]]


def drawn(frame, code):
    """One country's outline in a frame as path data, or None where it is too small to see."""
    return _in_overview(code) if frame.is_overview else _seen(list(_pieces(frame, code)))


def _seen(pieces):
    """Pairs of an area and path data as one path, or None where they are too small to see."""
    is_seen = sum(size for size, _ in pieces) >= SMALLEST
    return "".join(d for _, d in pieces) if is_seen else None


@lru_cache(KEPT)
def neighbourhood(frame):
    """All that is land in a frame, country by country, as one path.

    Kept: an edit has pages made anew, and nearly all of them show what they showed before.
    """
    return "".join(d for _, d in _pieces(frame, *_data()["countries"]))


@cache
def _outlines(code, level):
    """A country's rings at a level, each with its box before it, in steps of the level's grid.

    Kept: to read them is half the work of a map.
    """
    rings = _data()["countries"].get(code, {}).get(level, ())
    return [(ring_box, points(d)[0]) for *ring_box, d in rings]


@cache
def _in_overview(code):
    """A country's outline as every overview shows it: its units are the map's own."""
    return _seen([(ring.size, ring.path()) for ring in _scaled(1.0, "coarse", code) if ring])


class Scaled(NamedTuple):
    """A ring in view units from the corner of the map: its size, first point, and steps."""

    size: float
    x: int
    y: int
    steps: str

    @classmethod
    def of(cls, outline, scale):
        """A ring in steps of a grid; scale: view units to a step. None where it is no area."""
        ring = rounded([(x * scale, y * scale) for x, y in outline])
        return cls(abs(area(ring)), *ring[0], steps(ring)) if len(ring) >= 3 else None

    def path(self, left=0, top=0):
        """Its path data in a view that begins there."""
        return closed(self.x - left, self.y - top, self.steps)


@cache
def _scaled(scale, level, code):
    """A country's rings at one of the scales that views have."""
    grid = _data()["grids"][level]
    return [Scaled.of(outline, scale / grid) for _, outline in _outlines(code, level)]


def _pieces(frame, *codes):
    """Of each ring of some countries that a frame shows: its size and its path, in view units.

    A ring that lies in the frame as a whole looks like in any other frame of the same scale.
    """
    scale, shift = frame.scale, frame.shift
    level = "fine" if scale >= FINE_FROM else "coarse"
    grid = _data()["grids"][level]
    seen = tuple(edge * grid for edge in frame.bounds(BLEED))
    for code in codes:
        rings = _outlines(code, level)
        for number, (ring_box, outline) in enumerate(rings):
            if not overlap(ring_box, seen):
                continue
            if within(ring_box, seen):
                ring = _scaled(scale, level, code)[number]
            else:
                ring = Scaled.of(clipped(outline, seen, ring_box), scale / grid)
            if ring:
                yield ring.size, ring.path(*shift)
