"""Dots that would lie on each other, moved apart, so that each leads where it seems to lead."""

import math

# CSS pixels: between two circles, for their strokes; beyond which dots never get to each other.
BETWEEN = 1.6
FAR = 24.0
ROUNDS = 80


def moves(dots, width, ratio):
    """How far right and down each dot has to move, in CSS pixels, on a map of some width or wider.

    dots: x and y in per cent of the view and the radius in CSS pixels; ratio: height to width.
    """
    places = [[x / 100 * width, y / 100 * width * ratio] for x, y, _ in dots]
    radii = [radius for *_, radius in dots]
    near = [(places[a], places[b], radii[a] + radii[b] + BETWEEN) for a, b in _near(places)]
    for _ in range(ROUNDS):
        parted = [_part(*pair) for pair in near]
        if not any(parted):
            break
    return [
        (round(x - was_x / 100 * width, 1) + 0.0, round(y - was_y / 100 * width * ratio, 1) + 0.0)
        for (x, y), (was_x, was_y, _) in zip(places, dots, strict=True)
    ]


def _near(places):
    """Pairs of the indices of places that are not far from each other."""
    by_x = sorted(range(len(places)), key=lambda index: places[index])
    pairs = []
    for place, a in enumerate(by_x):
        x, y = places[a]
        for b in by_x[place + 1 :]:
            if places[b][0] - x > FAR:
                break
            if abs(places[b][1] - y) <= FAR:
                pairs.append((a, b))
    return pairs


def _part(a, b, distance):
    """Push two places away from each other if they are closer than they may be."""
    across, down = b[0] - a[0], b[1] - a[1]
    found = math.hypot(across, down)
    if found >= distance:
        return False
    step = (distance - found) / 2 + 0.1
    bearing = math.atan2(down, across)  # due east for two in one place
    step_x, step_y = math.cos(bearing) * step, math.sin(bearing) * step
    a[0], a[1] = a[0] - step_x, a[1] - step_y
    b[0], b[1] = b[0] + step_x, b[1] + step_y
    return True
