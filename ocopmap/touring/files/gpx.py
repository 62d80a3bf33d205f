"""A tour as GPX 1.1: a route through the halts of each day, and a track along its roads."""

from datetime import UTC, datetime
from typing import Final
from xml.sax.saxutils import escape

from gpxpy.gpx import GPX, GPXRoute, GPXRoutePoint, GPXTrack, GPXTrackPoint, GPXTrackSegment, GPXWaypoint

from ocopmap.touring.files.itinerary import Halt, Itinerary, Line

MEDIA_TYPE: Final = "application/gpx+xml"
_CREATOR: Final = "OCOP map"


def gpx(tour: Itinerary) -> bytes:
    """Return a tour as GPX. Straight lines are no track: a route between halts says as much."""
    file = GPX()
    file.creator = _CREATOR
    file.name, file.description = tour.title, tour.about
    file.link = _escaped(tour.link)
    if tour.attribution:
        file.copyright_author = tour.attribution
    file.waypoints = [_point(GPXWaypoint, halt) for halt in tour.halts]
    for number, day in enumerate(tour.days):
        halts, lines = tour.of_day(number)
        route = GPXRoute(name=day.name, number=number + 1)
        route.points = [_point(GPXRoutePoint, halt) for halt in halts]
        file.routes.append(route)
        roads = [line for line in lines if not line.is_straight]
        if roads:
            file.tracks.append(_track(day.name, number + 1, roads))
    return file.to_xml("1.1").encode()


def _point[P: (GPXWaypoint, GPXRoutePoint)](kind: type[P], halt: Halt) -> P:
    point = kind(round(halt.position.latitude, 6), round(halt.position.longitude, 6))
    point.name, point.description = halt.title, halt.description or None
    point.time = halt.arrive and _utc(halt.arrive)
    if halt.page:
        point.link = _escaped(halt.page)  # type: ignore[assignment]
    return point


def _escaped(address: str) -> str:
    """Return an address as it may stand in an attribute: of all texts, the library leaves links as they are."""
    return escape(address, {'"': "&quot;"})


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _track(name: str, number: int, lines: list[Line]) -> GPXTrack:
    track = GPXTrack(name=name, number=number)
    for line in lines:
        points = [GPXTrackPoint(round(each.latitude, 6), round(each.longitude, 6)) for each in line.positions]
        track.segments.append(GPXTrackSegment(points))
    return track
