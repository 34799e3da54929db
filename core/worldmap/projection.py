"""Equal Earth: from degrees to the units of our maps.

Source: Šavrič, B., Patterson, T. and Jenny, B. (2018), "The Equal Earth map projection",
International Journal of Geographical Information Science 33(3), 454-465,
https://doi.org/10.1080/13658816.2018.1504949. The projection keeps areas, so that the South has
its true size.

One unit is a thousandth of the whole world's width at the equator (about 40 km there). x grows
to the east from 0 to 1000, y grows to the south from 0 (North Pole) to about 487 (South Pole).
"""

import math

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
ROOT_3 = math.sqrt(3)

# Degrees east in the middle. The map is then cut at 169 degrees west, in the Bering Strait:
# Asia and America stay whole, and Samoa, Tonga, Niue and Tokelau stay beside Fiji.
CENTRE = 11.0
CUT = CENTRE - 180.0

WIDTH = 1000.0
HALF_WIDTH_RADII = 2 * ROOT_3 * math.pi / (3 * A1)
UNITS_PER_RADIUS = WIDTH / 2 / HALF_WIDTH_RADII


def equal_earth(lon, lat):
    """Radians on the unit sphere to the plane, in sphere radii, y to the north."""
    theta = math.asin(ROOT_3 / 2 * math.sin(lat))
    square = theta * theta
    sixth = square**3
    slope = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    x = 2 * ROOT_3 * lon * math.cos(theta) / (3 * slope)
    y = theta * (A1 + A2 * square + sixth * (A3 + A4 * square))
    return x, y


HEIGHT_RADII = 2 * equal_earth(0, math.pi / 2)[1]
HEIGHT = HEIGHT_RADII * UNITS_PER_RADIUS


def unwrap(lon):
    """The same meridian, counted from the cut eastwards: from -169 up to 191 degrees."""
    return CUT + (lon - CUT) % 360


def project(lon, lat):
    """Degrees (longitude in any turn) to map units, y to the south."""
    return project_unwrapped(unwrap(lon), lat)


def project_unwrapped(lon, lat):
    """As `project`, for a longitude that may lie on the cut itself, at either edge."""
    x, y = equal_earth(math.radians(lon - CENTRE), math.radians(lat))
    return WIDTH / 2 + x * UNITS_PER_RADIUS, HEIGHT / 2 - y * UNITS_PER_RADIUS
