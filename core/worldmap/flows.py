"""From many arcs to few flows, and their curves.

- What went from one country to another in one hue is one flow; its width is the count.
- A flow leaves to the left of its way, whoever travels: what goes east passes in the north, what
  goes west in the south, so that a way there and a way back never coincide.
- Flows from one country towards the same quarter leave along a common tangent and part later, as
  in a hand-drawn flow map; between the same two countries, hues run side by side.
- A flow is broad where it begins and thin where it arrives, if its kind of line tapers. Others are
  of one width: nothing has moved there, or not yet.
"""

import math
from dataclasses import dataclass, field

from core.worldmap.labels import short
from core.worldmap.model import Flow, FlowGroup, Hue, Line, MapPoint

# Radians between a flow's tangent and the straight way: short flows bend more.
BEND, BEND_LESS = 0.46, 0.16
SIDE_BY_SIDE = 0.13
# Flows within this angle of each other, seen from where they begin, leave together.
FAN_GAP, FAN_WIDTH = 0.2, 0.62
# Length of a curve's handle, as a share of the straight way.
HANDLE = 0.54
# In view units. Where flows are many they are thinner, and long ones faint.
MANY = 24
LONG = 330.0
BROAD_OF_FEW, BROAD_OF_MANY, BROADER, BROADEST = 4.4, 2.2, 1.6, 7.5
MOST_LABELS, LONGEST_LABEL = 2, 56


@dataclass
class Route:
    """Arcs to be drawn as one."""

    origin: MapPoint
    target: MapPoint
    hue: Hue
    line: Line
    count: int = 0
    labels: list[str] = field(default_factory=list)
    urls: set[str] = field(default_factory=set)


def routes(arcs):
    """One route for each way, hue and kind of line, in an order that never varies."""
    merged = {}
    for arc in arcs:
        if arc.origin.code == arc.target.code:
            continue
        key = (arc.origin.code, arc.target.code, arc.hue.name, arc.line.rank)
        route = merged.setdefault(key, Route(arc.origin, arc.target, arc.hue, arc.line))
        route.count += arc.count
        if arc.label and arc.label not in route.labels:
            route.labels.append(arc.label)
        if arc.url:
            route.urls.add(arc.url)
    return [merged[key] for key in sorted(merged)]


def groups(all_routes, position, around=0):
    """The routes as flows, alike ones together; `position` gives a code's view coordinates.

    around: of the whole world, its width, where ways that are shorter that way leave at one side
    and come in at the other.
    """
    leaving = _leaving(all_routes, position)
    are_many = len(all_routes) > MANY
    broad = BROAD_OF_MANY if are_many else BROAD_OF_FEW
    alike, slots = {}, {}
    for index, route in enumerate(all_routes):
        way = (route.origin.code, route.target.code)
        slots[way] = slots.get(way, -1) + 1
        start, end = position(way[0]), position(way[1])
        aside = slots[way] * SIDE_BY_SIDE
        curves = [_curve(start, end, leaving[index], aside)]
        if around and abs(end[0] - start[0]) > around / 2:
            curves = _around(start, end, math.copysign(around, start[0] - end[0]), aside)
        length = math.dist(start, end)
        is_long = are_many and length > LONG
        key = (not is_long, -route.line.rank, route.hue.rank, route.hue, route.line)
        alike.setdefault(key, []).append((-length, _flow(route, curves, broad)))
    for key in sorted(alike, key=lambda key: key[:3]):
        is_short, *_, hue, line = key
        ordered = sorted(alike[key], key=lambda flow: flow[0])
        alike_flows = tuple(flow for _, flow in ordered)
        yield FlowGroup(hue, line, not is_short, alike_flows)


def middle(start, end):
    """Where a single flow is furthest from the straight way; a fitted view must hold it."""
    handle = _curve(start, end, _bearing(start, end), 0)[1]
    return tuple((s + 2 * h + e) / 4 for s, h, e in zip(start, handle, end, strict=True))


def _flow(route, curves, broad):
    breadth = min(broad + BROADER * (math.sqrt(route.count) - 1), BROADEST)
    shown = [_trimmed(label) for label in route.labels[:MOST_LABELS]]
    hidden = len(route.labels) > MOST_LABELS
    return Flow(
        origin=short(route.origin.label),
        target=short(route.target.label),
        label="; ".join(shown) + ("; …" if hidden else ""),
        count=route.count,
        url=_url(route),
        d="".join(
            _taper(*curve, breadth) if route.line.is_tapered else _line(*curve) for curve in curves
        ),
    )


def _url(route):
    """The one page that tells of a flow; of several things, the page of where they went."""
    if len(route.urls) > 1:
        return route.target.url
    return next(iter(route.urls), None)


def _trimmed(label):
    if len(label) <= LONGEST_LABEL:
        return label
    return label[:LONGEST_LABEL].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _bearing(start, end):
    return math.atan2(end[1] - start[1], end[0] - start[0])


def _leaving(all_routes, position):
    """For each route's index, the straight bearing that it and its neighbours share."""
    by_origin = {}
    for index, route in enumerate(all_routes):
        start, end = position(route.origin.code), position(route.target.code)
        by_origin.setdefault(route.origin.code, []).append((_bearing(start, end), index))
    shared = {}
    for bearings in by_origin.values():
        for fan in _fans(sorted(bearings)):
            common = sum(bearing for bearing, _ in fan) / len(fan)
            shared.update((index, common) for _, index in fan)
    return shared


def _fans(bearings):
    """Sorted (bearing, index) in runs that are close enough to leave as one."""
    fan = []
    for bearing, index in bearings:
        if fan and (bearing - fan[-1][0] > FAN_GAP or bearing - fan[0][0] > FAN_WIDTH):
            yield fan
            fan = []
        fan.append((bearing, index))
    yield fan


def _curve(start, end, leaving, aside):
    """The three points of a quadratic Bézier curve that bends to the left of its way."""
    length = math.dist(start, end)
    bend = BEND - BEND_LESS * min(1, length / 600) + aside
    return start, _step(start, leaving - bend, HANDLE * length), end


def _around(start, end, shift, aside):
    """Two curves of a way round the back of the world: where it goes out, and where it comes in."""
    ends = ((start, (end[0] + shift, end[1])), ((start[0] - shift, start[1]), end))
    return [_curve(a, b, _bearing(a, b), aside) for a, b in ends]


def _step(point, angle, length):
    return point[0] + math.cos(angle) * length, point[1] + math.sin(angle) * length


def _line(start, handle, end):
    return f"M{_numbers(*start)}q{_from(start, handle, end)}"


def _taper(start, handle, end, breadth):
    """The outline of a flow: two curves from its broad beginning to a common end."""
    half = breadth / 2
    across = _bearing(start, handle) + math.pi / 2
    left, right = _step(start, across, -half), _step(start, across, half)
    along = _bearing(start, end) + math.pi / 2
    left_handle, right_handle = (_step(handle, along, side * half * 0.6) for side in (-1, 1))
    there = _from(left, left_handle, end)
    return f"M{_numbers(*left)}q{there}q{_from(end, right_handle, right)}z"


def _from(start, *points):
    """The points as steps from the first one."""
    return _numbers(*(number - origin for p in points for number, origin in zip(p, start)))  # noqa: B905


def _numbers(*numbers):
    """With one decimal where it is needed, apart only where no sign parts them."""
    text = ""
    for number in numbers:
        short = f"{number:.1f}".removesuffix(".0").replace("-0.", "-.")
        short = "0" if short == "-0" else short.removeprefix("0") or "0"
        text += short if not text or short.startswith("-") else f" {short}"
    return text
