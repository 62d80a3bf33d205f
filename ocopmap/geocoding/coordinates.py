"""Coordinates in the forms that people paste: degrees, map links, Plus Codes, VN-2000 metres."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from urllib.parse import unquote

from ocopmap.geocoding.centres import Point
from ocopmap.geocoding.plus_codes import find_plus_code, plus_code_point
from ocopmap.geocoding.vn2000 import from_plane

_SOUTH, _NORTH, _WEST, _EAST = 6.0, 24.0, 102.0, 118.0
"""Degrees that hold Vietnam with Hoàng Sa and Trường Sa."""

_NUMBER = r"[-+]?\d{1,3}(?:\.\d+)?"
_LINK_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"!3d({_NUMBER})!4d({_NUMBER})",
        rf"[?&](?:q|query|ll|sll|center|destination|daddr|saddr|origin|cbll|markers)=(?:loc:)?({_NUMBER})[,\s+]+({_NUMBER})",
        rf"mlat=({_NUMBER})&mlon=({_NUMBER})",
        rf"@({_NUMBER}),({_NUMBER})",
        rf"/(?:search|place|dir)/(?:[^?#]*/)?({_NUMBER}),[\s+]*({_NUMBER})",
        rf"#map=\d+(?:\.\d+)?/({_NUMBER})/({_NUMBER})",
        rf"geo:({_NUMBER}),({_NUMBER})",
    )
)
_LINK = re.compile(r"https?://|geo:|goo\.gl/|maps\.", re.IGNORECASE)
_DEGREES: Final = re.compile(
    r"([NSEWBĐ])?\s*(\d{1,3})\s*[°ºd˚]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['′’m‘]\s*)?"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|''|s|′′)?\s*)?([NSEWBĐ])?",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile(r"^[^\d]*?(-?\d{1,3}[.,]\d+)\s*(?:°|º)?\s*[NB]?\s*[,;/\s]\s*[^\d]{0,20}?(-?\d{1,3}[.,]\d+)\D{0,6}$", re.I)
_PLANE: Final = re.compile(r"^\D*(\d[\d .,]{5,14}\d)\D+?(\d[\d .,]{5,14}\d)\s*m?\s*\)?$")
_EASTERN = frozenset("EĐW")


class Form(StrEnum):
    """How a coordinate was written."""

    DECIMAL = "decimal"
    DEGREES = "degrees"
    LINK = "link"
    PLUS_CODE = "plus_code"
    VN2000 = "vn2000"


@dataclass(frozen=True, slots=True)
class Position:
    """A point read from a text: WGS 84 degrees; ``swapped`` when longitude stood first; VN-2000 has a meridian."""

    latitude: float
    longitude: float
    form: Form
    swapped: bool = False
    meridian: float | None = None


def read_positions(text: str, meridians: Iterable[float], near: Point) -> list[Position]:
    """Return the points that a text may mean: one, or one for each VN-2000 meridian; none if it is no coordinate.

    ``near`` (any point of the province) completes short Plus Codes.
    """
    text = unquote(text.strip())
    pair = _link(text) if _LINK.search(text) else None
    if pair or _LINK.search(text):
        return _positions(pair, Form.LINK)
    if code := find_plus_code(text):
        return _positions(plus_code_point(code, near), Form.PLUS_CODE)
    return (
        _positions(_degrees(text), Form.DEGREES)
        or _positions(_plain(text), Form.DECIMAL)
        or _plane(text, meridians)
    )


def _positions(pair: Point | None, form: Form) -> list[Position]:
    if pair is None:
        return []
    if _inside(*pair):
        return [Position(*pair, form)]
    if _inside(pair[1], pair[0]):
        return [Position(pair[1], pair[0], form, swapped=True)]
    return []


def _inside(latitude: float, longitude: float) -> bool:
    return _SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST


def _link(text: str) -> Point | None:
    for pattern in _LINK_PATTERNS:
        if match := pattern.search(text):
            return float(match.group(1)), float(match.group(2))
    return None


def _degrees(text: str) -> Point | None:
    found = [match for match in _DEGREES.finditer(text) if match.group(2)]
    if len(found) != 2 or not any(match.group(3) for match in found):  # noqa: PLR2004 (latitude and longitude)
        return None
    values = [_value(match) for match in found]
    letters = [(match.group(5) or match.group(1) or "").upper() for match in found]
    return (values[1], values[0]) if letters[0] in _EASTERN and letters[0] else (values[0], values[1])


def _value(match: re.Match[str]) -> float:
    degrees, minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.group(2, 3, 4))
    return degrees + minutes / 60 + seconds / 3600


def _plain(text: str) -> Point | None:
    match = _PLAIN.match(text)
    if not match:
        return None
    return float(match.group(1).replace(",", ".")), float(match.group(2).replace(",", "."))


def _plane(text: str, meridians: Iterable[float]) -> list[Position]:
    match = _PLANE.match(text)
    if not match:
        return []
    one, other = (_metres(part) for part in match.groups())
    northing, easting = max(one, other), min(one, other)
    points = [(from_plane(northing, easting, meridian), meridian) for meridian in meridians]
    return [
        replace(position, meridian=meridian)
        for point, meridian in points
        for position in _positions(point, Form.VN2000)
        if not position.swapped
    ]


def _metres(text: str) -> float:
    """Read metres in Vietnamese or English writing: ``1.156.000,5``, ``1156000.5``, ``1 156 000``."""
    text = text.replace(" ", "")
    whole, _, rest = text.partition("," if text.rfind(",") > text.rfind(".") else ".")
    if len(rest) == 3 and not rest.count(".") and len(re.sub(r"\D", "", whole)) <= 4 or "." in rest or "," in rest:  # noqa: PLR2004
        return float(re.sub(r"\D", "", text))
    return float(f"{re.sub(r'[.,]', '', whole)}.{rest or 0}")
