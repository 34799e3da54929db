"""Ways between places as lines that no reader draws round the world (RFC 7946, 3.1.9)."""

from types import SimpleNamespace

import pytest

from core.downloads.geojson import line, point, points


def place(lon, lat):
    return SimpleNamespace(lon=lon, lat=lat)


def test_a_way_is_a_line_longitude_first():
    assert line(place(-55, -10), place(35, -18)) == {
        "type": "LineString",
        "coordinates": [[-55, -10], [35, -18]],
    }


@pytest.mark.parametrize(
    ("start", "end", "coordinates"),
    [
        ((170, 10), (-170, 20), [[[170, 10], [180, 15]], [[-180, 15], [-170, 20]]]),
        ((-170, 20), (170, 10), [[[-170, 20], [-180, 15]], [[180, 15], [170, 10]]]),
        ((-90, 0), (150, 40), [[[-90, 0], [-180, 30]], [[180, 30], [150, 40]]]),
    ],
)
def test_a_way_across_the_antimeridian_is_cut_there(start, end, coordinates):
    assert line(place(*start), place(*end)) == {
        "type": "MultiLineString",
        "coordinates": coordinates,
    }


def test_a_way_from_the_antimeridian_itself_has_no_part_without_length():
    assert line(place(180, 0), place(-170, 5)) == {
        "type": "MultiLineString",
        "coordinates": [[[-180, 0], [-170, 5]]],
    }


def test_what_has_no_place_has_no_geometry():
    assert point(None) is None
    assert points(()) is None
    assert points([place(1, 2)]) == {"type": "MultiPoint", "coordinates": [[1, 2]]}
