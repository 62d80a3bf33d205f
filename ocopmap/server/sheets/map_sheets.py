"""Map sheets in words: title, legend, notes, what stands under the map; how they look is ``printing``'s."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from ocopmap.geocoding import Units
from ocopmap.planning.choropleth import measured_communes, value_of
from ocopmap.planning.mapsheets import ground
from ocopmap.planning.mapsheets.drawing import INSET_SHAPE, LAND, ZONE, Drawn, inset_drawing, map_drawing, mark
from ocopmap.planning.mapsheets.ground import Place
from ocopmap.planning.mapsheets.paper import SRID, Frame, Sheet, framed, scale_bar
from ocopmap.planning.mapsheets.themes import MEASURES, Theme, class_of, classes
from ocopmap.server.pages import Province
from ocopmap.server.wording import Wording
from ocopmap.settings import Settings

UNKNOWN: Final = "url(#unknown)"
_BAR_SHARE: Final = 0.7
"""Of the panel, that the scale bar takes at most."""
_UNDER_INSET_MM: Final = 16
"""Room for the scale bar where it stands under the inset."""
_TEXT_PT: Final = {"a4": 9, "a3": 11}
_SWATCH: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 50"><defs><pattern id="unknown" width="16" height="16" '
    'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0h16v16H0z" fill="#f9f5ea"/>'
    '<path d="M0 0v16" stroke="#b9ac95" stroke-width="5"/></pattern></defs>{}</svg>'
)


class NoGroundError(Exception):
    """The outline of no commune of the province is known: there is nothing to draw."""


@dataclass(frozen=True)
class AskedSheet:
    """A sheet to print: what it shows, of which commodity (zones alone), on which paper, as of which day."""

    sheet: Sheet
    theme: Theme
    day: date
    commodity: str | None = None


@dataclass(frozen=True)
class Surroundings:
    """What is around every sheet: the province, the islands, the centres of the country's communes."""

    province: Province
    islands: Mapping[str, Any]
    country: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class _Legend:
    """Lines of a legend, each with its drawing, and notes under them."""

    lines: Sequence[tuple[str, str]]
    notes: Sequence[str]


def surroundings(settings: Settings, province: Province, units: Units) -> Surroundings:
    """Return what is around every sheet of a province."""
    islands = json.loads((settings.geodata_dir / "sovereignty.geojson").read_text(encoding="utf-8"))
    centres = [(each.longitude, each.latitude) for each in units.communes.values()]
    country = [
        (longitude, latitude) for longitude, latitude in centres if longitude is not None and latitude is not None
    ]
    return Surroundings(province, islands, country)


def map_sheet(
    connection: Connection, words: Wording, asked: AskedSheet, around: Surroundings
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the data of a sheet and its drawings by file name.

    Raises:
        NoGroundError: no commune's outline is known.
    """
    bounds = ground.bounds(connection, around.province.code)
    if bounds is None:
        raise NoGroundError
    frame = framed(asked.sheet, bounds)
    drawn, legend = _themed(connection, words, asked, around, frame)
    drawings = {f"legend-{number}.svg": picture for number, (picture, _) in enumerate(legend.lines)}
    names = {key: words.name("sovereignty", key) for key in ("hoang_sa", "truong_sa")}
    drawings["inset.svg"] = inset_drawing(around.islands, around.country, around.province.bbox, names)
    drawings["map.svg"] = map_drawing(drawn)
    return _data(words, asked, around.province.name, drawn, legend), drawings


def _themed(
    connection: Connection, words: Wording, asked: AskedSheet, around: Surroundings, frame: Frame
) -> tuple[Drawn, _Legend]:
    communes = ground.communes(connection, frame, around.province.code)
    if asked.theme is Theme.ZONES:
        zones = ground.zones(connection, frame, asked.commodity or "")
        places = ground.places(connection, frame, asked.commodity)
        return Drawn(frame, communes, zones=zones, places=places), _zones_legend(words, len(zones), places)
    if asked.theme is Theme.STARS:
        places = ground.places(connection, frame)
        unplaced = ground.unplaced(connection)
        return Drawn(frame, communes, places=places), _stars_legend(words, places, unplaced)
    rows = measured_communes(connection, around.province.code)
    values = {row["id"]: value_of(row, MEASURES[asked.theme], None) for row in rows}
    found = classes([value for value in values.values() if value])
    fills = {
        key: UNKNOWN if value is None else LAND if value == 0 else class_of(value, found).colour
        for key, value in values.items()
    }
    lines = [(_swatch(each.colour), _span(words, each.least, each.most)) for each in found] + [
        (_swatch(LAND), words.t("map_sheet.none")),
        (_swatch(UNKNOWN), words.t("map_sheet.unknown")),
    ]
    total = sum(value or 0 for value in values.values())
    counted = words.t("map_sheet.total", n=total) if total else words.t("map_sheet.no_place")
    notes = [counted, words.t("map_sheet.unknown_note")]
    return Drawn(frame, communes, fills=fills), _Legend(lines, notes)


def _span(words: Wording, least: float, most: float) -> str:
    shown = words.number(least) if least == most else words.t("map_sheet.span", least=least, most=most)
    return words.t("map_sheet.products", n=shown)


def _zones_legend(words: Wording, zones: int, places: Sequence[Place]) -> _Legend:
    lines = [
        (_swatch(ZONE, ".45"), words.t("map_sheet.zone_surveyed")),
        (_swatch(ZONE, ".22", dashed=True), words.t("map_sheet.zone_named")),
        *_marks(words, places),
    ]
    notes = [words.t("map_sheet.zones_drawn", n=zones)] if zones else [words.t("map_sheet.no_zone")]
    return _Legend(lines, notes)


def _stars_legend(words: Wording, places: Sequence[Place], unplaced: int) -> _Legend:
    notes = [words.t("map_sheet.places_note")]
    if unplaced:
        notes.append(words.t("map_sheet.unplaced", n=unplaced))
    if not places:
        notes.insert(0, words.t("map_sheet.no_place"))
    return _Legend(_marks(words, places), notes)


def _marks(words: Wording, places: Sequence[Place]) -> list[tuple[str, str]]:
    """Return the marks of the ranks that are there, then what being filled or not means."""
    ranks = sorted({place.stars for place in places}, key=lambda stars: -(stars or 0))
    lines = [(_drawn_mark(stars, filled=True), words.name("stars", stars or "unknown")) for stars in ranks]
    if places:
        lines.append((_drawn_mark(None, filled=False), words.t("map_sheet.not_valid")))
    return lines


def _drawn_mark(stars: int | None, *, filled: bool) -> str:
    return _SWATCH.format(mark(40, 25, stars, filled=filled))


def _swatch(fill: str, opacity: str = "1", *, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="10 6"' if dashed else ""
    look = f'fill="{fill}" fill-opacity="{opacity}" stroke="#51605d" stroke-width="2"{dashes}'
    return _SWATCH.format(f'<path d="M2 2h76v46H2z" {look}/>')


def _data(words: Wording, asked: AskedSheet, province: str, drawn: Drawn, legend: _Legend) -> dict[str, Any]:
    frame = drawn.frame
    sheet = asked.sheet
    width, height = sheet.size
    commodity = words.name("commodity", asked.commodity) if asked.commodity else ""
    name = words.t(f"map_sheet.title.{asked.theme}", province=province, commodity=commodity)
    as_of = words.t("map_sheet.as_of", day=words.date(asked.day))
    inset = sheet.panel - _UNDER_INSET_MM
    bar = scale_bar(frame, sheet.panel * _BAR_SHARE)
    approximate = any(commune.is_approximate for commune in drawn.communes)
    return {
        "locale": words.locale,
        "title": f"{name}, {as_of}",
        "brand": words.t("frame.site", province=province),
        "name": name,
        "subtitle": as_of,
        "text-size": _TEXT_PT[sheet.paper],
        "paper": {"width": width, "height": height, "landscape": sheet.is_landscape},
        "panel": sheet.panel,
        "map": {"width": frame.width_mm, "height": frame.height_mm, "alt": _described(words, name, legend)},
        "north": words.t("map_sheet.north"),
        "legend": {
            "title": words.t("map_sheet.legend"),
            "lines": [line for _, line in legend.lines],
            "notes": legend.notes,
        },
        "bar": {
            "mm": bar.mm,
            "text": words.t("map_sheet.bar", length=words.distance(bar.metres)),
            "scale": words.t("map_sheet.scale", denominator=frame.denominator),
        },
        "inset": {"width": inset * INSET_SHAPE, "height": inset, "alt": words.t("map_sheet.inset")},
        "footer": [
            words.t("map_sheet.approximate" if approximate else "map_sheet.official"),
            words.t("map_sheet.projection", srid=str(SRID)),
            words.t("map_sheet.source", licence=words.t("download.licence_text")),
        ],
    }


def _described(words: Wording, name: str, legend: _Legend) -> str:
    """Return the map in words, for whoever does not see it."""
    return " ".join([words.t("map_sheet.alt", name=name), *legend.notes])
