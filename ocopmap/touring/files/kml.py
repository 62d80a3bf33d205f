"""A tour as KML 2.2: a folder a day, its halts as points and its ways as lines."""

from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ocopmap.touring.files.itinerary import Halt, Itinerary, Line
from ocopmap.touring.travel import Position

MEDIA_TYPE: Final = "application/vnd.google-earth.kml+xml"
_NAMESPACE: Final = "http://www.opengis.net/kml/2.2"
_STYLES: Final = {"road": ("ff58620b", "4"), "straight": ("b34f605d", "2")}
"""Colours as alpha, blue, green, red; straight lines thin and grey, since KML has no dashes."""


def kml(tour: Itinerary) -> bytes:
    """Return a tour as KML."""
    root = Element("kml", xmlns=_NAMESPACE)
    document = SubElement(root, "Document")
    _texts(document, name=tour.title, description="\n".join(filter(None, [tour.about, tour.link, tour.attribution])))
    for name, (colour, width) in _STYLES.items():
        _texts(SubElement(SubElement(document, "Style", id=name), "LineStyle"), color=colour, width=width)
    for number, day in enumerate(tour.days):
        folder = SubElement(document, "Folder")
        _texts(folder, name=day.name)
        for halt in tour.halts:
            if halt.day == number:
                _halt(folder, halt)
        for line in tour.lines:
            if line.day == number:
                _line(folder, line)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _halt(folder: Element, halt: Halt) -> None:
    mark = SubElement(folder, "Placemark")
    _texts(mark, name=halt.title, address=halt.address, phoneNumber=halt.phone and f"tel:{halt.phone}")
    _texts(mark, description="\n".join(filter(None, [halt.note, halt.page])))
    if halt.arrive and halt.leave:
        span = SubElement(mark, "TimeSpan")
        _texts(span, begin=halt.arrive.isoformat(), end=halt.leave.isoformat())
    _texts(SubElement(mark, "Point"), coordinates=_coordinate(halt.position))


def _line(folder: Element, line: Line) -> None:
    mark = SubElement(folder, "Placemark")
    _texts(mark, name=line.name, styleUrl="#straight" if line.is_straight else "#road")
    way = SubElement(mark, "LineString")
    _texts(way, tessellate="1", coordinates=" ".join(map(_coordinate, line.positions)))


def _texts(parent: Element, **children: str | None) -> None:
    """Add children of text alone; those without text are left out."""
    for name, text in children.items():
        if text:
            SubElement(parent, name).text = text


def _coordinate(position: Position) -> str:
    return f"{position.longitude:.6f},{position.latitude:.6f}"
