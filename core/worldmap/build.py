"""Makes the committed shapes from the npm package `world-atlas`, with the standard library alone.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python -m core.worldmap.build package

`world-atlas` (https://github.com/topojson/world-atlas, ISC) is Natural Earth, which is in the
public domain, as TopoJSON; its ids are ISO 3166 numeric codes, the same as M49.

Written to data/shapes.json:
- `land`: the coast of the inhabited world as one path, whole map units, for the overview;
- `countries`: by code, `coarse` and `fine` rings for maps of a region and of a country, in
  quarters and twentieths of a map unit. Areas without a code share the key "";
- `points`: longitude and latitude of what has no outline at this scale.
"""

import json
import sys
from pathlib import Path

from core.worldmap.outlines import area, box, centre, clipped, path, rounded
from core.worldmap.projection import WIDTH, project, project_unwrapped
from core.worldmap.topology import mended, rings_of, weighed_arcs

OUTPUT = Path(__file__).parent / "data" / "shapes.json"
ABOUT = (
    "Outlines of countries in Equal Earth, made by core/worldmap/build.py from Natural Earth "
    "1:50m (public domain, naturalearthdata.com) as packaged by world-atlas 2.0.2. Boundaries "
    "imply no opinion on the status of any territory."
)
ANTARCTICA = "010"
FRANCE = "250"

# Parts of France with an M49 code of their own: where they are (degrees), how far they reach.
OVERSEAS = {
    "254": (-53.2, 4.0, 4.0),
    "312": (-61.5, 16.2, 0.7),
    "474": (-61.0, 14.65, 0.6),
    "175": (45.15, -12.8, 0.6),
    "638": (55.5, -21.1, 0.9),
}

# Longitude and latitude of what is too small for 1:50m.
POINTS = {
    "292": (-5.35, 36.14),
    "336": (12.45, 41.90),
    "535": (-68.26, 12.18),
    "772": (-171.85, -9.19),
    "798": (179.22, -8.51),
}

# Degrees north and south between which the overview draws land.
NORTH, SOUTH = 70.0, -58.0

# Level: grid per map unit, least weight of a vertex and least area of a ring (square map units).
LAND = (1, 0.75, 0.8)
LEVELS = {"coarse": (4, 0.06, 0.04), "fine": (20, 0.008, 0.0)}


def outline(rings, level):
    """Mended rings on the grid of a level, without what is too small for it."""
    grid, least_weight, least_area = level
    shapes = []
    for ring in rings:
        projected = [project_unwrapped(lon, lat) for lon, lat, _ in ring]
        if abs(area(projected)) < least_area:
            continue
        kept = [p for p, vertex in zip(projected, ring, strict=True) if vertex[2] >= least_weight]
        shape = rounded([(x * grid, y * grid) for x, y in kept])
        if len(shape) < 3:
            shape = rounded([(x * grid, y * grid) for x, y in projected])
        if len(shape) >= 3 and area(shape):
            shapes.append(shape)
    return shapes


def land(topology, arcs):
    """The overview's coast, clipped to the inhabited band."""
    band = (0, project(0, NORTH)[1], WIDTH, project(0, SOUTH)[1])
    rings = mended(rings_of(topology["objects"]["land"], arcs))
    shapes = [rounded(clipped(ring, band)) for ring in outline(rings, LAND)]
    return path(shape for shape in shapes if len(shape) >= 3)


def country_rings(topology, arcs):
    """Code to mended rings; what has no code under the empty one."""
    countries = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = geometry.get("id", "")
        if code == ANTARCTICA:
            continue
        for ring in rings_of(geometry, arcs):
            owner = _overseas(ring) if code == FRANCE else code
            countries.setdefault(owner, []).append(ring)
    return {code: mended(rings) for code, rings in sorted(countries.items())}


def _overseas(ring):
    lon, lat = centre([vertex[:2] for vertex in ring])
    for code, (near_lon, near_lat, reach) in OVERSEAS.items():
        if abs(lon - near_lon) < reach and abs(lat - near_lat) < reach:
            return code
    return FRANCE


def country(rings):
    """One country's entry: its two levels, each ring with its box on the level's grid."""
    entry = {}
    for name, level in LEVELS.items():
        shapes = outline(rings, level) or outline(rings, (*level[:1], 0, 0))
        entry[name] = [[*box(shape), path([shape])] for shape in shapes]
    return entry


def main(package):
    """Write the data file from an unpacked world-atlas."""
    topology = json.loads((Path(package) / "countries-50m.json").read_text(encoding="utf-8"))
    arcs = list(weighed_arcs(topology))
    shapes = {
        "about": ABOUT,
        "grids": {name: level[0] for name, level in LEVELS.items()},
        "land": land(topology, arcs),
        "points": POINTS,
        "countries": {c: country(rings) for c, rings in country_rings(topology, arcs).items()},
    }
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(
        json.dumps(shapes, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8"
    )
    sys.stdout.write(f"{OUTPUT}: {OUTPUT.stat().st_size} bytes, land {len(shapes['land'])}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m core.worldmap.build PATH_TO_world-atlas")
    main(sys.argv[1])
