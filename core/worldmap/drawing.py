"""Puts a map together: frame, land, highlighted countries, flows, dots, labels."""

import math
from collections import Counter
from dataclasses import replace

from core.worldmap import apart, flows, labels, shapes
from core.worldmap.frame import band, fitted, overview
from core.worldmap.model import Dot, Map, Shape
from core.worldmap.projection import WIDTH, project, project_unwrapped

FIT = "fit"

# With more places, only what matters most is named, and dots are parted for a wide map alone.
FEW = 14

# CSS pixels.
SMALLEST_DOT, LARGEST_DOT, GROWTH = 2.6, 6.5, 0.7
NARROWEST = 300

TROPIC = 23.436


def world_map(arcs, places=(), title="", highlight=None, focus=None, *, ratio=None):
    """The map of some arcs and places; with `focus="fit"`, no more of the world than they need.

    With a ratio, width to height, it has this form and shows what they need and what is around;
    of the whole world, a way across the Pacific is then cut where the map is.

    `highlight` names the countries, by M49 code, that the page is about. Without it a fitted map
    tints the countries of its arcs.
    """
    routes = flows.routes(arcs)
    known = _known(routes, places)
    points = {code: project(place.lon, place.lat) for code, place in known.items()}
    for code in highlight or ():
        if code not in points and (centre := shapes.centre_of(code)):
            points[code] = centre
    if highlight is not None:
        tinted = tuple(dict.fromkeys(highlight))
    else:
        tinted = tuple(known) if focus == FIT else ()

    if ratio:
        frame = band(_concerned(routes, points, tinted), ratio)
    elif focus == FIT:
        frame = fitted(_concerned(routes, points, tinted))
    else:
        frame = overview(points.values())
    outlines = {code: shapes.drawn(frame, code) for code in tinted}
    dotted = [*known, *(code for code in tinted if not outlines[code] and code in points)]
    width, height = frame.size
    dots = _dots(frame, routes, known, {code: points[code] for code in dotted}, highlight or ())
    is_crowded = len(dots) > FEW
    dots = _parted(dots, labels.WIDE if is_crowded else NARROWEST, height / width)
    given = _given(routes, known)
    around = WIDTH * frame.scale if ratio and frame.is_overview else 0
    groups = tuple(flows.groups(routes, lambda code: frame.view(*points[code]), around))
    hues = sorted({group.hue for group in groups}, key=lambda hue: hue.rank)
    return Map(
        title=title,
        view_box=frame.view_box,
        width=width,
        height=height,
        is_overview=frame.is_overview,
        is_crowded=is_crowded,
        land=shapes.land() if frame.is_overview else shapes.neighbourhood(frame),
        parallels=_parallels(frame),
        hue=hues[0] if len(hues) == 1 else None,
        shapes=tuple(
            Shape(code, d, is_strong=highlight is not None or code in given)
            for code, d in outlines.items()
            if d
        ),
        groups=groups,
        targets=tuple(dot for dot in dots if dot.code not in given),
        origins=tuple(dot for dot in dots if dot.code in given),
        labels=labels.placed(
            _by_importance(dots, given),
            height / width,
            others=[dot for dot in dots if not dot.label],
            leftward=_leftward(routes, points, around),
            is_crowded=is_crowded,
        ),
        legend=tuple(hues),
        lines=tuple(sorted({group.line for group in groups}, key=lambda line: line.rank)),
    )


def _known(routes, places):
    """Each place once, by code; what was given as a place comes before what arcs mention."""
    known = {}
    ends = [end for route in routes for end in (route.origin, route.target)]
    for place in (*places, *ends):
        known.setdefault(place.code, place)
    return known


def _given(routes, known):
    """How much went from each place from which something did, by code."""
    given = Counter()
    for route in routes:
        given[route.origin.code] += route.count
    return given | Counter({code: place.given for code, place in known.items() if place.given})


def _concerned(routes, points, tinted):
    """Map coordinates that a fitted view must hold."""
    concerned = list(points.values())
    for route in routes:
        concerned.append(flows.middle(points[route.origin.code], points[route.target.code]))
    origins = {route.origin.code for route in routes}
    for code in tinted:
        if (code in origins or len(tinted) == 1) and (extent := shapes.extent(code)):
            left, top, right, bottom = extent
            concerned += [(left, top), (right, bottom)]
    return concerned


def _dots(frame, routes, known, points, highlight):
    """A dot for each point, the largest first, so that the small lie on top."""
    counts = Counter()
    for route in routes:
        for code in (route.origin.code, route.target.code):
            counts[code] += route.count
    weights = {
        code: max(1, (known[code].weight if code in known else 0) or counts[code])
        for code in points
    }
    most = math.sqrt(max(weights.values(), default=1))
    growth = min(GROWTH, (LARGEST_DOT - SMALLEST_DOT) / max(most - 1, 1))
    dots = []
    for code, point in points.items():
        place = known.get(code)
        x, y = (round(share, 2) for share in frame.share(*point))
        dots.append(
            Dot(
                code=code,
                label=place.label if place else "",
                url=place.url if place else None,
                x=x,
                y=y,
                radius=round(SMALLEST_DOT + growth * (math.sqrt(weights[code]) - 1), 1),
                is_highlighted=code in highlight,
            )
        )
    return sorted(dots, key=lambda dot: (-dot.radius, dot.code))


def _parted(dots, width, ratio):
    """The dots, none on another on maps of some width or wider."""
    moves = apart.moves([(dot.x, dot.y, dot.radius) for dot in dots], width, ratio)
    return [
        replace(dot, right=right, down=down) for dot, (right, down) in zip(dots, moves, strict=True)
    ]


def _leftward(routes, points, around=0):
    """The codes whose flows lie more to their right than to their left; around: see `groups`."""
    balance = {}
    for route in routes:
        start, end = points[route.origin.code], points[route.target.code]
        eastward = (end[0] - start[0]) / (math.dist(start, end) or 1)
        if around and abs(end[0] - start[0]) > around / 2:
            eastward = -eastward
        for code, share in ((route.origin.code, eastward), (route.target.code, -eastward)):
            balance[code] = balance.get(code, 0) + share
    return {code for code, share in balance.items() if share > 0.2}


def _by_importance(dots, given):
    """Those dots that have names: the highlighted first, then those from which most went."""
    return sorted(
        (dot for dot in dots if dot.label),
        key=lambda dot: (not dot.is_highlighted, -given[dot.code], -dot.radius, dot.code),
    )


def _parallels(frame):
    """The equator and the tropics: in Equal Earth, parallels are straight."""
    lines = []
    for lat in (TROPIC, 0, -TROPIC):
        ends = [frame.view(*project_unwrapped(lon, lat)) for lon in (-169, 191)]
        (left, y), (right, _) = ends
        view_left, view_top = frame.origin
        left, right = max(left, view_left), min(right, view_left + frame.size[0])
        if view_top < y < view_top + frame.size[1]:
            lines.append(f"M{round(left)} {round(y)}H{round(right)}")
    return "".join(lines)
