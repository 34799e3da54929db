"""The committed outlines, read once: land for the overview, countries by M49 code."""

import json
from functools import cache, lru_cache
from pathlib import Path

from core.worldmap.outlines import area, box, centre, clipped, overlap, path, points, rounded
from core.worldmap.projection import project

DATA = Path(__file__).parent / "data" / "shapes.json"

# Above this many view units to a map unit, coarse outlines begin to look coarse.
FINE_FROM = 4

# A country whose outline is smaller than this square of view units is drawn as a dot instead.
SMALLEST = 2.0 * 2.0

# Views of parts of the world whose land a process keeps: some 20 kB each.
KEPT = 300

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
    return _in_overview(code) if frame.is_overview else _path(_in_frame(frame, code))


def _path(rings):
    """Rings as path data, or None where they are too small to see."""
    seen = sum(abs(area(ring)) for ring in rings)
    return path(rings) if seen >= SMALLEST else None


@lru_cache(KEPT)
def neighbourhood(frame):
    """All that is land in a frame, country by country, as one path.

    Kept: an edit has pages made anew, and nearly all of them show what they showed before.
    """
    return path(ring for code in _data()["countries"] for ring in _in_frame(frame, code))


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
    grid = _data()["grids"]["coarse"]
    rings = (
        rounded([(x / grid, y / grid) for x, y in outline])
        for _, outline in _outlines(code, "coarse")
    )
    return _path([ring for ring in rings if len(ring) >= 3])


def _in_frame(frame, code):
    """A country's rings in view units, clipped to the frame."""
    level = "fine" if frame.scale >= FINE_FROM else "coarse"
    grid = _data()["grids"][level]
    left, top, right, bottom = frame.bounds(BLEED)
    seen = (left * grid, top * grid, right * grid, bottom * grid)
    rings = []
    for ring_box, outline in _outlines(code, level):
        if overlap(ring_box, seen):
            ring = clipped(outline, seen)
            ring = rounded(frame.view_all(ring, grid))
            if len(ring) >= 3:
                rings.append(ring)
    return rings
