"""A tour in people's map apps, cut into parts of as many stops as an app takes in one address."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Final
from urllib.parse import quote, urlencode

from ocopmap.touring.rules import MapApp
from ocopmap.touring.travel import Mode, Position

_GOOGLE_MODES: Final = {Mode.MOTORBIKE: "two-wheeler", Mode.BICYCLE: "bicycling", Mode.FOOT: "walking"}
_APPLE_MODES: Final = {Mode.FOOT: "w"}
_OSM_ENGINES: Final = {Mode.BICYCLE: "fossgis_osrm_bike", Mode.FOOT: "fossgis_osrm_foot"}


def parts(way: Sequence[Position], waypoints: int) -> list[Sequence[Position]]:
    """Return a way cut into parts with at most so many places between their ends; each begins where the last ended."""
    step = waypoints + 1
    return [way[at : at + step + 1] for at in range(0, len(way) - 1, step)]


def addresses(app: MapApp, way: Sequence[Position], mode: Mode, *, ferries: bool) -> list[str]:
    """Return the addresses that open a way in an app, one for each part."""
    return [_WRITERS[app.app](part, mode, ferries) for part in parts(_apart(way), app.waypoints)]


def _apart(way: Sequence[Position]) -> list[Position]:
    """Return a way without stops at the place before: apps take those for mistakes."""
    return [*way[:1], *(there for here, there in pairwise(way) if there != here)]


def _google(part: Sequence[Position], mode: Mode, ferries: bool) -> str:
    asked = {"api": "1", "origin": _text(part[0]), "destination": _text(part[-1])}
    if part[1:-1]:
        asked["waypoints"] = "|".join(map(_text, part[1:-1]))
    asked["travelmode"] = _GOOGLE_MODES.get(mode, "driving")
    if not ferries:
        asked["avoid"] = "ferries"
    return f"https://www.google.com/maps/dir/?{urlencode(asked, safe=',')}"


def _apple(part: Sequence[Position], mode: Mode, ferries: bool) -> str:
    del ferries
    asked = {"saddr": _text(part[0]), "daddr": _text(part[-1]), "dirflg": _APPLE_MODES.get(mode, "d")}
    return f"https://maps.apple.com/?{urlencode(asked, safe=',')}"


def _osm(part: Sequence[Position], mode: Mode, ferries: bool) -> str:
    del ferries
    engine = _OSM_ENGINES.get(mode, "fossgis_osrm_car")
    route = quote(";".join(map(_text, part)), safe=",;")
    return f"https://www.openstreetmap.org/directions?engine={engine}&route={route}"


_WRITERS: Final[Mapping[str, Callable[[Sequence[Position], Mode, bool], str]]] = {
    "google": _google,
    "google_phone": _google,
    "apple": _apple,
    "osm": _osm,
}


def _text(position: Position) -> str:
    return f"{position.latitude:.6f},{position.longitude:.6f}"
