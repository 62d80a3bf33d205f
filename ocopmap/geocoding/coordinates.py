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
        rf"!2d(?P<lon>{_NUMBER})!3d(?P<lat>{_NUMBER})",
        rf"!1d(?P<lon>{_NUMBER})!2d(?P<lat>{_NUMBER})(?!!3d)",
        rf"[?&](?:q|query|ll|sll|center|destination|daddr|saddr|origin|cbll|viewpoint|markers)=(?:loc:)?({_NUMBER})[,\s+]+({_NUMBER})",
        rf"mlat=({_NUMBER})&mlon=({_NUMBER})",
        rf"/(?:search|place|dir)/(?:[^?#]*/)?({_NUMBER}),[\s+]*({_NUMBER})",
        rf"@({_NUMBER}),({_NUMBER})",
        rf"#map=\d+(?:\.\d+)?/({_NUMBER})/({_NUMBER})",
        rf"geo:({_NUMBER}),({_NUMBER})",
        rf"google\.navigation:q=({_NUMBER}),({_NUMBER})",
    )
)
_LINK: Final = re.compile(r"https?://|geo:|google\.navigation:|goo\.gl/|maps\.|google\.[a-z.]+/maps", re.IGNORECASE)
_SHORT_LINK: Final = re.compile(r"\b(?:maps\.app\.goo\.gl|goo\.gl/maps|g\.co/kgs|g\.page)/\w", re.IGNORECASE)
_DEGREES: Final = re.compile(
    r"([NSEWBĐ])?\s*(\d{1,3})\s*[°ºd˚]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['′’m‘]\s*)?"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|''|s|′′)?\s*)?([NSEWBĐ])?",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile(
    r"^[^\d]*?(-?\d{1,3}[.,]\d+)\s*(?:°|º)?\s*[NB]?\s*[,;/\s]\s*[^\d]{0,20}?(-?\d{1,3}[.,]\d+)\D{0,6}$", re.I
)
_SPACED: Final = re.compile(
    r"(\d{1,3})\s+(\d{1,2})\s+(\d{1,2}(?:[.,]\d+)?)\s*[NB]\W+(\d{1,3})\s+(\d{1,2})\s+(\d{1,2}(?:[.,]\d+)?)\s*[EĐ]",
    re.IGNORECASE,
)
_METRES: Final = re.compile(
    r"(?<![\d.,])(?:\d{6,7}(?:[.,]\d+)?|\d{1,3}(?:[ .]\d{3}){1,2}(?:,\d+)?|\d{1,3}(?:,\d{3}){1,2}(?:\.\d+)?)(?!\d)"
)
_NORTHING: Final = (900_000, 2_650_000)
_EASTING: Final = (150_000, 850_000)
"""Metres between which VN-2000 coordinates of Vietnam lie."""

_WORTH_READING: Final = re.compile(r"\d[.,]\d|[°º]|\+\w\w|%2B\w\w|!3d|geo:|\d{6}|\d \d{3} \d|\d\s+\d+\s+\d+.*[NB]")
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

    ``near`` (any point of the province) completes short Plus Codes. Shortened map links hold no coordinates.
    """
    if not _WORTH_READING.search(text):
        return []
    text = unquote(text.strip())
    if _LINK.search(text):
        pair = _link(text) or _degrees(text.replace("+", " "))
        return _positions(pair, Form.LINK) or _plus_code(text, near)
    if found := _plus_code(text, near):
        return found
    degrees = _positions(_degrees(text), Form.DEGREES)
    return degrees or _positions(_plain(text), Form.DECIMAL) or _plane(text, meridians)


def is_short_link(text: str) -> bool:
    """Tell whether a text is a shortened map link: where it leads, only the network can tell."""
    return _SHORT_LINK.search(text) is not None


def _plus_code(text: str, near: Point) -> list[Position]:
    code = find_plus_code(text)
    return _positions(plus_code_point(code, near), Form.PLUS_CODE) if code else []


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
            named = match.groupdict()
            latitude, longitude = (named["lat"], named["lon"]) if named else match.groups()
            return float(latitude), float(longitude)
    return None


def _degrees(text: str) -> Point | None:
    if spaced := _SPACED.search(text):
        numbers = [float(part.replace(",", ".")) for part in spaced.groups()]
        return _sixty(*numbers[:3]), _sixty(*numbers[3:])
    found = [match for match in _DEGREES.finditer(text) if match.group(2)]
    if len(found) != 2 or not any(match.group(3) for match in found):
        return None
    values = [_value(match) for match in found]
    letters = [(match.group(1) or match.group(5) or "").upper() for match in found]
    return (values[1], values[0]) if letters[0] in _EASTERN and letters[0] else (values[0], values[1])


def _value(match: re.Match[str]) -> float:
    return _sixty(*(float((part or "0").replace(",", ".")) for part in match.group(2, 3, 4)))


def _sixty(degrees: float, minutes: float, seconds: float) -> float:
    return degrees + minutes / 60 + seconds / 3600


def _plain(text: str) -> Point | None:
    match = _PLAIN.match(text)
    if not match:
        return None
    return float(match.group(1).replace(",", ".")), float(match.group(2).replace(",", "."))


def _plane(text: str, meridians: Iterable[float]) -> list[Position]:
    numbers = _METRES.findall(text)
    if len(numbers) != 2 or re.search(r"\d", _METRES.sub("", text)):
        return []
    easting, northing = sorted(map(_metres, numbers))
    if not (_NORTHING[0] <= northing <= _NORTHING[1] and _EASTING[0] <= easting <= _EASTING[1]):
        return []
    return [
        replace(position, meridian=meridian)
        for meridian in meridians
        for position in _positions(from_plane(northing, easting, meridian), Form.VN2000)
        if not position.swapped
    ]


def _metres(text: str) -> float:
    """Read metres in Vietnamese or English writing: ``1.156.000,5``, ``1156000.5``, ``1 156 000``."""
    if re.match(r"\d{6}", text):
        return float(text.replace(",", "."))
    decimal = "." if "," in text and text.rfind(".") > text.rfind(",") else ","
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{3}){1,2}", text)
    whole, _, rest = (text, "", "") if grouped else text.partition(decimal)
    return float(f"{re.sub(r'[ .,]', '', whole)}.{rest or 0}")
