"""The small map of a record's page as a drawing for paper: its own colours, no style sheet."""

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from ocopmap.catalogue.places import Layer
from ocopmap.server.record_pages.drawing import Mark, MiniMap
from ocopmap.touring.files.itinerary import Kind

COLOURS: Final = {
    Layer.PRODUCT: "#b02a66",
    Layer.SALES_POINT: "#7a5600",
    Layer.CRAFT_VILLAGE: "#9c4a1a",
    Layer.TOURISM_POINT: "#0a6b7c",
    Layer.PRODUCER: "#5a4a9c",
    Layer.ZONE: "#42731a",
    Layer.COMMUNE: "#0b6258",
}
"""What each layer is drawn in on paper and cards, as on light screens."""
_LAND, _HOME, _BORDER, _INK = "#f7f1e3", "#dff0ec", "#b9ac95", "#51605d"
_FERRY = COLOURS[Layer.TOURISM_POINT]
_WAYS: Final[dict[Kind, str]] = {
    "road": f'stroke="{COLOURS[Layer.PRODUCT]}"',
    "ferry": f'stroke="{_FERRY}" stroke-dasharray="0.1 7" stroke-linecap="round"',
    "straight": f'stroke="{COLOURS[Layer.PRODUCT]}" stroke-dasharray="7 6"',
}
"""How each is drawn; the legend of a tour's printed sheet draws it likewise."""
_BOAT = "M4 14.5h16l-2.2 4H6.2ZM7 14.5V9.5h8.5l2.5 5M10 9.5V6M3 21.5q2.25-1.5 4.5 0t4.5 0 4.5 0 4.5 0"
"""In a square of 24 units."""
_LETTERS = 17
"""Units: on a leaflet two millimetres."""
_PIN = "c-4-9-13-14-13-24a13 13 0 0 1 26 0c0 10-9 15-13 24Z"


def drawing(drawn: MiniMap, layer: Layer) -> str:
    """Return a map as SVG; ``layer`` is that of its subject."""
    parts = "".join(_parts(drawn, layer))
    size = f"{drawn.width} {drawn.height}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" font-family="Be Vietnam Pro">{parts}</svg>'


def _parts(drawn: MiniMap, layer: Layer) -> Iterator[str]:
    for piece in drawn.communes:
        fill = _HOME if piece.id == drawn.home else _LAND
        yield f'<path d="{piece.path}" fill="{fill}" stroke="{_BORDER}" stroke-width="1.5"/>'
    green = COLOURS[Layer.ZONE]
    for piece in drawn.zones:
        yield f'<path d="{piece.path}" fill="{green}" fill-opacity=".2" stroke="{green}" stroke-dasharray="5 3"/>'
    colour = COLOURS[layer]
    subject = drawn.subject
    if subject:
        ties = "".join(f"M{subject.x} {subject.y}L{mark.x} {mark.y}" for mark in drawn.others if mark.tied)
        yield f'<path d="{ties}" stroke="{colour}" stroke-width="2" stroke-dasharray="6 5"/>' if ties else ""
        yield _area(subject, colour) if subject.radius else ""
    for way in drawn.ways:
        yield f'<path d="{way.path}" {_WAYS[way.kind]} fill="none" stroke-width="3.5" stroke-linejoin="round"/>'
    for name in drawn.names:
        yield _text(name.text, name.x, name.y, _LETTERS, colour=_INK)
    for way in drawn.ways:
        if way.kind == "ferry":
            yield _boat(*way.middle)
    for mark in drawn.others:
        yield from _other(mark, COLOURS[Layer(mark.layer)])
    if subject and not subject.radius:
        yield f'<path d="M{subject.x} {subject.y}{_PIN}" fill="{colour}" stroke="#fff" stroke-width="1.5"/>'
        yield f'<circle cx="{subject.x}" cy="{subject.y - 24}" r="5" fill="#fff"/>'
    bottom = drawn.height
    yield f'<path d="M14 {bottom - 20}v6h{drawn.bar}v-6" fill="none" stroke="{_INK}" stroke-width="2"/>'
    yield _text(drawn.bar_text, 20 + drawn.bar, bottom - 12, _LETTERS, colour=_INK, anchor="start")


def _area(mark: Mark, colour: str) -> str:
    circle = f'cx="{mark.x}" cy="{mark.y}" r="{mark.radius}"'
    return f'<circle {circle} fill="{colour}" fill-opacity=".18" stroke="{colour}" stroke-width="2"/>'


def _boat(x: int, y: int) -> str:
    look = f'stroke="{_FERRY}" stroke-width="2" stroke-linejoin="round"'
    disc = f'<circle cx="{x}" cy="{y}" r="11" fill="#fff" {look}/>'
    return f'{disc}<path transform="translate({x - 9} {y - 9}) scale(.75)" d="{_BOAT}" fill="none" {look}/>'


def _other(mark: Mark, colour: str) -> Iterator[str]:
    yield f'<circle cx="{mark.x}" cy="{mark.y}" r="13" fill="{colour}" stroke="#fff" stroke-width="1.5"/>'
    if mark.number:
        yield _text(str(mark.number), mark.x, mark.y + 6, 16, colour="#fff")


def _text(text: str, x: float, y: float, size: int, *, colour: str, anchor: str = "middle") -> str:
    shown = f'x="{x}" y="{y}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"'
    return f"<text {shown}>{escape(text)}</text>"
