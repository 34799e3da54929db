"""Reads TopoJSON and mends its rings: whole across the 180th meridian, cut where our maps are.

The format: https://github.com/topojson/topojson-specification. A ring is a list of vertices
(longitude, latitude, weight), in degrees and square map units, without the repeated last one.
The weight is how much area a vertex holds (Visvalingam and Whyatt 1993, "Line generalisation by
repeated elimination of points"): it is the same for both neighbours of a border, so that a
threshold simplifies both alike and no gap opens between them.
"""

import heapq
import math
from itertools import pairwise

from core.worldmap.projection import CUT, project_unwrapped, unwrap

END = CUT + 360.0


def weighed_arcs(topology):
    """The topology's arcs as lists of vertices; ends of arcs are never simplified away."""
    (scale_x, scale_y), (left, bottom) = (topology["transform"][k] for k in ("scale", "translate"))
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + left, y * scale_y + bottom))
        weights = _weights([project_unwrapped(unwrap(lon), lat) for lon, lat in points])
        yield [(*point, weight) for point, weight in zip(points, weights, strict=True)]


def _weights(points):
    """Effective area of each point; infinite at both ends, and growing with each removal."""
    weights = [math.inf] * len(points)
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))

    def area(i):
        (ax, ay), (bx, by), (cx, cy) = points[before[i]], points[i], points[after[i]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    current = {i: area(i) for i in range(1, len(points) - 1)}
    heap = [(value, i) for i, value in current.items()]
    heapq.heapify(heap)
    reached = 0.0
    while heap:
        value, i = heapq.heappop(heap)
        if current.get(i) != value:
            continue
        del current[i]
        reached = max(reached, value)
        weights[i] = reached
        after[before[i]], before[after[i]] = after[i], before[i]
        for neighbour in (before[i], after[i]):
            if neighbour in current:
                current[neighbour] = area(neighbour)
                heapq.heappush(heap, (current[neighbour], neighbour))
    return weights


def rings_of(geometry, arcs):
    """All rings of a polygon or a multipolygon, holes among them, in the order of the file."""
    if geometry["type"] == "GeometryCollection":
        return [ring for part in geometry["geometries"] for ring in rings_of(part, arcs)]
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = []
    for polygon in polygons:
        for indices in polygon:
            ring = []
            for index in indices:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                ring += arc[:-1]
            rings.append(ring)
    return rings


def mended(rings):
    """The rings in unwrapped longitudes, cut where the map is cut and nowhere else."""
    return [part for ring in rings for part in _cut(_continuous(ring))]


def _continuous(ring):
    """A ring whose longitudes do not jump where it crosses the 180th meridian."""
    turned = [ring[0]]
    for lon, lat, weight in ring[1:]:
        previous = turned[-1][0]
        turned.append((lon + 360 * round((previous - lon) / 360), lat, weight))
    turns = 360 * math.floor((min(lon for lon, _, _ in turned) - CUT) / 360)
    return [(lon - turns, lat, weight) for lon, lat, weight in turned]


def _cut(ring):
    """One ring or, where it lies across the cut, what is before it and what is beyond it."""
    if max(lon for lon, _, _ in ring) <= END:
        return [ring]
    before = _beside(ring, lambda lon: lon <= END)
    beyond = _beside(ring, lambda lon: lon >= END)
    return [before, [(lon - 360, lat, weight) for lon, lat, weight in beyond]]


def _beside(ring, is_kept):
    """What of a ring lies on one side of the cut, closed along it (Sutherland and Hodgman)."""
    kept = []
    for (lon, lat, weight), (next_lon, next_lat, _) in pairwise([*ring, ring[0]]):
        if is_kept(lon):
            kept.append((lon, lat, weight))
        if is_kept(lon) != is_kept(next_lon):
            share = (END - lon) / (next_lon - lon)
            kept.append((END, lat + share * (next_lat - lat), math.inf))
    return kept
