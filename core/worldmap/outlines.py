"""Rings in the plane: area, centre, clipping, and the shortest SVG path data for them."""

from itertools import accumulate, pairwise


def area(ring):
    """Signed area of a ring of (x, y), in square units."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*ring, ring[0]])) / 2


def centre(ring):
    """Centre of gravity of a ring that has an area."""
    x0, y0 = ring[0]
    moved = [(x - x0, y - y0) for x, y in ring]
    sum_x = sum_y = 0.0
    for (ax, ay), (bx, by) in pairwise([*moved, moved[0]]):
        cross = ax * by - bx * ay
        sum_x, sum_y = sum_x + (ax + bx) * cross, sum_y + (ay + by) * cross
    six = 6 * area(moved)
    return x0 + sum_x / six, y0 + sum_y / six


def box(points):
    """Left, top, right and bottom of some points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def overlap(a, b):
    """Whether two boxes (left, top, right, bottom) share more than an edge."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def clipped(ring, bounds, reach=None):
    """What of a ring lies in a box, closed along its sides (Sutherland and Hodgman 1974).

    reach: the box of the ring, where it is known.
    """
    reach = reach or box(ring)
    for axis, side, sign in ((0, 0, 1), (0, 2, -1), (1, 1, 1), (1, 3, -1)):
        limit = bounds[side]
        if not ring:
            break
        if sign * (reach[side] - limit) >= 0:
            continue
        kept = []
        a_in = sign * (ring[0][axis] - limit) >= 0
        for a, b in pairwise([*ring, ring[0]]):
            b_in = sign * (b[axis] - limit) >= 0
            if a_in:
                kept.append(a)
            if a_in != b_in:
                share = (limit - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
            a_in = b_in
        ring = kept
    return ring


def rounded(ring):
    """A ring on whole numbers, without vertices that repeat or lie between their neighbours.

    Written out, for it is what a map takes longest for.
    """
    xs, ys = zip(*ring, strict=True) if ring else ((), ())
    points = []
    ax = ay = bx = by = None  # the last point but one, and the last
    for point in zip(map(round, xs), map(round, ys), strict=True):
        cx, cy = point
        if cx == bx and cy == by:
            continue
        while len(points) > 1 and (bx - ax) * (cy - by) == (cx - bx) * (by - ay):
            points.pop()
            (bx, by), (ax, ay) = points[-1], points[-2] if len(points) > 1 else (None, None)
        points.append(point)
        ax, ay, bx, by = bx, by, cx, cy
    while len(points) > 2 and (
        points[-1] == points[0] or _is_needless(points[-2], points[-1], points[0])
    ):
        points.pop()
    return points


def _is_needless(before, point, after):
    """Whether a point lies on the line through two others."""
    (ax, ay), (bx, by), (cx, cy) = before, point, after
    return (bx - ax) * (cy - by) == (cx - bx) * (by - ay)


def within(a, b):
    """Whether a box (left, top, right, bottom) lies in another."""
    return a[0] >= b[0] and a[1] >= b[1] and a[2] <= b[2] and a[3] <= b[3]


def path(rings):
    """Closed SVG path data of rings on whole numbers, in relative steps."""
    return "".join(closed(*ring[0], steps(ring)) for ring in rings)


def closed(x, y, steps_from_there):
    """The path data of one ring: its first point, and what `steps` says of it."""
    return f"M{x} {y}l{steps_from_there}z"


def steps(ring):
    """The relative steps along a ring, apart only where a minus sign does not part them already."""
    numbers = [number for (ax, ay), (bx, by) in pairwise(ring) for number in (bx - ax, by - ay)]
    return "".join([f"{n}" if n < 0 else f" {n}" for n in numbers]).lstrip()


def points(path_data):
    """The rings that `path` wrote, as lists of (x, y)."""
    rings = []
    for part in path_data.split("M")[1:]:
        numbers = list(map(int, part.rstrip("z").replace("l", " ").replace("-", " -").split()))
        rings.append(list(zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True)))
    return rings
