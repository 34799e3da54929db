"""Places and the ways between them as GeoJSON (RFC 7946)."""

from core.downloads.json_lines import write_list

MEDIA_TYPE = "application/geo+json"
HALF, WHOLE = 180, 360  # degrees of longitude


def write_features(file, features):
    """Write a FeatureCollection, one feature after the other. file: takes bytes."""
    write_list(file, features, None, key="features", type="FeatureCollection")


def feature(key, geometry, **properties):
    """A Feature. key: the public id of the record; geometry: None where no place is known."""
    return {"type": "Feature", "id": key, "geometry": geometry, "properties": properties}


def position(place):
    """A place with `lat` and `lon`, as GeoJSON has it: longitude first."""
    return [place.lon, place.lat]


def point(place):
    """The Point of a place; None for None."""
    return place and {"type": "Point", "coordinates": position(place)}


def points(places):
    """The MultiPoint of places; None where there are none."""
    if not places:
        return None
    return {"type": "MultiPoint", "coordinates": [position(place) for place in places]}


def line(start, end):
    """The shorter straight line between two places, in two parts where it crosses the antimeridian.

    RFC 7946, 3.1.9: what crosses it should be cut there, so that no reader draws round the world.
    """
    (lon, lat), (end_lon, end_lat) = position(start), position(end)
    span = end_lon - lon
    if abs(span) <= HALF:
        return {"type": "LineString", "coordinates": [[lon, lat], [end_lon, end_lat]]}
    edge = HALF if span < 0 else -HALF  # which way it leaves the map
    span -= WHOLE if span > 0 else -WHOLE
    crossing = round(lat + (end_lat - lat) * (edge - lon) / span, 4)
    parts = [[[lon, lat], [edge, crossing]], [[-edge, crossing], [end_lon, end_lat]]]
    return {
        "type": "MultiLineString",
        "coordinates": [part for part in parts if part[0][0] != part[1][0]],
    }
