"""A tour as GeoJSON (RFC 7946): halts as points, ways as lines."""

from typing import Any

from ocopmap.touring.files.itinerary import Halt, Itinerary, Line
from ocopmap.touring.travel import Position


def geojson(tour: Itinerary) -> dict[str, Any]:
    """Return a tour as a FeatureCollection; longitude before latitude, times with their zone."""
    features = [*(_halt(halt) for halt in tour.halts), *(_line(line) for line in tour.lines)]
    about = {"name": tour.title, "description": tour.about, "link": tour.link, "attribution": tour.attribution}
    return {"type": "FeatureCollection", **about, "features": features}


def _halt(halt: Halt) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": _coordinate(halt.position)},
        "properties": {
            "number": halt.number,
            "name": halt.name,
            "day": halt.day + 1,
            "arrive": halt.arrive and halt.arrive.isoformat(),
            "leave": halt.leave and halt.leave.isoformat(),
            "note": halt.note or None,
            "address": halt.address,
            "phone": halt.phone,
            "page": halt.page,
        },
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [_coordinate(each) for each in line.positions]},
        "properties": {
            "name": line.name,
            "day": line.day + 1,
            "meters": round(line.meters),
            "seconds": line.seconds and round(line.seconds),
            "straight": line.is_straight,
        },
    }


def _coordinate(position: Position) -> list[float]:
    return [round(position.longitude, 6), round(position.latitude, 6)]
