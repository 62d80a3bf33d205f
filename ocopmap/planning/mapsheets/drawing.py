"""A sheet's map and its inset as SVG: no style sheet, no record's text but commune names, escaped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, pi, sin
from typing import Any, Final
from xml.sax.saxutils import escape

from ocopmap.planning.mapsheets.ground import Commune, Place, Zone
from ocopmap.planning.mapsheets.paper import Frame

LAND, BORDER, INK, AROUND = "#f9f5ea", "#a2957c", "#3f4d4a", "#eef2f1"
ZONE: Final = "#42731a"
STARS: Final = {3: "#0b6258", 4: "#f0a30a", 5: "#b02a66"}
UNRANKED: Final = "#51605d"
_LETTER = 17
"""Height of a name in units of the drawing: 1.7 mm, 6 points."""
_LETTER_WIDTH = 9.5
_SMALLEST_NAMED = 3_500
"""Square units."""
_HATCH = (
    '<pattern id="unknown" width="16" height="16" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M0 0h16v16H0z" fill="#f9f5ea"/><path d="M0 0v16" stroke="#b9ac95" stroke-width="5"/></pattern>'
)


@dataclass(frozen=True)
class Drawn:
    """All that a sheet's map shows, from the ground up; communes that ``fills`` leaves out are plain land."""

    frame: Frame
    communes: Sequence[Commune]
    fills: Mapping[str, str] = field(default_factory=dict)
    zones: Sequence[Zone] = ()
    places: Sequence[Place] = ()


def map_drawing(drawn: Drawn) -> str:
    """Return the map as SVG, ten units a millimetre."""
    width, height = drawn.frame.size
    parts = "".join(_parts(drawn))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" font-family="Be Vietnam Pro">'
        f"<defs>{_HATCH}</defs>"
        f'<path d="M0 0h{width:g}v{height:g}H0z" fill="{AROUND}"/>{parts}</svg>'
    )


def _parts(drawn: Drawn) -> Iterator[str]:
    for commune in drawn.communes:
        dashed = ' stroke-dasharray="9 5"' if commune.is_approximate else ""
        fill = drawn.fills.get(commune.id, LAND)
        yield f'<path d="{commune.path}" fill="{fill}" stroke="{BORDER}" stroke-width="2.2"{dashed}/>'
    for zone in drawn.zones:
        look = 'fill-opacity=".45" stroke-width="4"' if zone.surveyed else 'fill-opacity=".22" stroke-dasharray="14 7"'
        yield f'<path d="{zone.path}" fill="{ZONE}" stroke="{ZONE}" {look}/>'
    yield from (mark(place.x, place.y, place.stars, filled=place.is_valid) for place in drawn.places)
    yield from _names(drawn)
    yield from (_count(place) for place in drawn.places if place.products > 1)


def mark(x: float, y: float, stars: int | None, *, filled: bool, size: float = 14) -> str:
    """Return the mark of a rank: round for three stars, square on its point for four, a star for five."""
    colour = STARS.get(stars or 0, UNRANKED)
    fill = colour if filled else "#fff"
    look = f'fill="{fill}" stroke="{"#1d2b2a" if filled else colour}" stroke-width="{2 if filled else 5}"'
    if stars == 4:
        reach = size * 1.2
        corners = f"M{x:.1f} {y - reach:.1f}L{x + reach:.1f} {y:.1f}L{x:.1f} {y + reach:.1f}L{x - reach:.1f} {y:.1f}Z"
        return f'<path d="{corners}" {look}/>'
    if stars == 5:
        return f'<path d="M{"L".join(_star(x, y, size * 1.5))}Z" {look}/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size if stars else size * 0.7:g}" {look}/>'


def _star(x: float, y: float, size: float) -> Iterator[str]:
    for step in range(10):
        radius = size if step % 2 == 0 else size * 0.45
        angle = pi * step / 5 - pi / 2
        yield f"{x + radius * cos(angle):.1f} {y + radius * sin(angle):.1f}"


def _count(place: Place) -> str:
    return _text(str(place.products), place.x + 24, place.y - 8, 19, colour="#1d2b2a", halo=5)


def _names(drawn: Drawn) -> Iterator[str]:
    """Give names to communes with room for them, none over another or over a place."""
    width, height = drawn.frame.size
    taken = [(place.x - 16, place.y - 16, place.x + 30, place.y + 16) for place in drawn.places]
    for commune in drawn.communes:
        name = commune.name.removeprefix("Xã ").removeprefix("Phường ")
        half = len(name) * _LETTER_WIDTH / 2
        for y in (commune.y, commune.y + 26, commune.y - 26):
            box = (commune.x - half, y - _LETTER, commune.x + half, y + 5)
            inside = box[0] > 0 and box[1] > 0 and box[2] < width and box[3] < height
            if commune.area > _SMALLEST_NAMED and inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                yield _text(name, commune.x, y, _LETTER, colour=INK, halo=5)
                break


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _text(text: str, x: float, y: float, size: float, *, colour: str, halo: float = 0) -> str:
    shown = f'x="{x:.0f}" y="{y:.0f}" font-size="{size:g}" text-anchor="middle"'
    around = f'<text {shown} stroke="#fff" stroke-width="{halo:g}" stroke-linejoin="round" fill="#fff">' if halo else ""
    written = escape(text)
    return (f"{around}{written}</text>" if around else "") + f'<text {shown} fill="{colour}">{written}</text>'


_INSET: Final = (101.0, 5.8, 118.2, 24.0)
"""West, south, east, north in degrees: the country with both archipelagos."""
INSET_SHAPE: Final = (_INSET[2] - _INSET[0]) / (_INSET[3] - _INSET[1])
"""Width to height of the inset."""
_PER_DEGREE: Final = 30
_ABOVE: Final = {"hoang_sa": 54, "truong_sa": 104}
"""How far over its place a name stands, so that it is clear of the islands."""


def inset_drawing(
    islands: Mapping[str, Any], country: Sequence[tuple[float, float]], bbox: Sequence[float], names: Mapping[str, str]
) -> str:
    """Return the inset: the country as the centres of its communes, the province, both archipelagos named.

    Args:
        islands: ``geodata/sovereignty.geojson``.
        country: longitude and latitude of the centres of the country's communes.
        bbox: of the province, in degrees.
        names: what each archipelago is called, by its key.
    """
    west, south, east, north = _INSET
    width, height = (east - west) * _PER_DEGREE, (north - south) * _PER_DEGREE
    dots = "".join(f"M{x:.0f} {y:.0f}h0" for x, y in map(_inset_point, country))
    left, top = _inset_point((bbox[0], bbox[3]))
    right, bottom = _inset_point((bbox[2], bbox[1]))
    box = f"M{left:.0f} {top:.0f}H{right:.0f}V{bottom:.0f}H{left:.0f}Z"
    archipelagos = "".join(_archipelago(feature, names) for feature in islands["features"])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" font-family="Be Vietnam Pro">'
        f'<path d="M0 0h{width:g}v{height:g}H0z" fill="{AROUND}"/>'
        f'<path d="{dots}" stroke="{BORDER}" stroke-width="4.500" stroke-linecap="round"/>'
        f'<path d="{box}" fill="none" stroke="#b02a66" stroke-width="4"/>{archipelagos}</svg>'
    )


def _archipelago(feature: Mapping[str, Any], names: Mapping[str, str]) -> str:
    kind, coordinates = feature["properties"]["kind"], feature["geometry"]["coordinates"]
    if kind == "area":
        corners = "L".join(f"{x:.0f} {y:.0f}" for x, y in map(_inset_point, coordinates[0]))
        return f'<path d="M{corners}Z" fill="#b02a66" fill-opacity=".08" stroke="#b02a66" stroke-dasharray="8 5"/>'
    x, y = _inset_point(coordinates)
    if kind == "island":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.500" fill="#b02a66"/>'
    name, _, country = names[feature["properties"]["archipelago"]].partition(" (")
    edge = (_INSET[2] - _INSET[0]) * _PER_DEGREE
    middle = min(x, edge - 88)
    above = y - _ABOVE[feature["properties"]["archipelago"]]
    lines = [name, f"({country}"] if country else [name]
    return "".join(_text(line, middle, above + 22 * n, 19, colour="#8c1f50", halo=5) for n, line in enumerate(lines))


def _inset_point(place: Sequence[float]) -> tuple[float, float]:
    return (place[0] - _INSET[0]) * _PER_DEGREE, (_INSET[3] - place[1]) * _PER_DEGREE
