"""The planners' map: communes by a measure, the same as a table, and what a link may carry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.filters import FilterError
from ocopmap.planning.choropleth import (
    NATURES,
    Measure,
    Row,
    commodities_of,
    measured_communes,
    measured_communes_as_of,
    value_of,
)
from ocopmap.planning.communecodes import retired
from ocopmap.planning.density import PointLayer, Side
from ocopmap.planning.history import FIRST_YEAR
from ocopmap.server.addresses import LISTS, RECORD_FOLDERS, record_address
from ocopmap.server.context import Context
from ocopmap.server.planning_pages.asked import AskedPage, past_day
from ocopmap.server.planning_pages.page import Values, View
from ocopmap.server.wording import wording

CLASS_NUMBERS: Final = ("3", "4", "5", "6", "7")
METHODS: Final = ("natural", "quantile")
POINT_LAYERS: Final = tuple(Layer(each) for each in get_args(PointLayer))
SIZES: Final = tuple(str(side.value) for side in Side)
NAME: Final = "name"
CHANGE: Final = "change"
_CHOICES: Final[Mapping[str, Sequence[str]]] = {
    "measure": tuple(Measure),
    "classes": CLASS_NUMBERS,
    "method": METHODS,
    "draw": ("communes", "hexagons"),
    "layer": POINT_LAYERS,
    "size": SIZES,
    "flows": ("1",),
    "sort": (NAME, CHANGE, *Measure),
    "order": ("asc", "desc"),
}
_FREE: Final = ("commodity", "compare", "commune", "z", "lat", "lng")
SYSTEMS: Final = ("EPSG:5897", "EPSG:9210", "EPSG:3405", "EPSG:4756", "EPSG:4326")
"""Coordinate systems that a planner's file may be in; any other can be named in the link."""


@dataclass(frozen=True)
class Line:
    """A commune in the table: its values in the order of the columns, None where the records do not tell."""

    code: str
    name: str
    address: str
    values: list[float | None]


def _map(connection: Connection, shared: Context, asked: AskedPage) -> Values:
    _require_choices(asked)
    province = shared.settings.province
    rows = measured_communes(connection, province)
    commodities = commodities_of(rows)
    measure = Measure(asked.value("measure") or Measure.PRODUCTS)
    commodity = _commodity(asked, commodities)
    notices = _notices(connection, asked, rows)
    compare = asked.value("compare")
    before = measured_communes_as_of(connection, province, past_day(compare, "compare")) if compare else None
    columns = [NAME, *Measure, *([CHANGE] if before and NATURES[measure].is_dated else [])]
    return {
        "leaflet": shared.site.front_end.leaflet,
        "planner": shared.site.planner,
        "measure": measure,
        "commodity": commodity,
        "measures": list(Measure),
        "commodities": commodities,
        "columns": columns,
        "lines": _sorted(_lines(rows, before, measure, commodity, asked), columns, asked),
        "notices": notices,
        "choices": _CHOICES,
        "systems": SYSTEMS,
        "config_json": _config(shared, asked, commodities),
    }


def _require_choices(asked: AskedPage) -> None:
    for name, choices in _CHOICES.items():
        value = asked.value(name)
        if value is not None and value not in choices:
            raise FilterError.not_a_choice(name, value, choices)


def _commodity(asked: AskedPage, commodities: Sequence[str]) -> str | None:
    given = asked.value("commodity")
    if given and given not in commodities:
        raise FilterError.not_a_choice("commodity", given, commodities)
    return given or next(iter(commodities), None)


def _notices(connection: Connection, asked: AskedPage, rows: Sequence[Row]) -> list[str]:
    """Return what a reader must know before the figures: no data by the day, a commune that is no more."""
    words = wording(asked.locale)
    found = []
    if not any(row["recognised_products"] for row in rows):
        found.append(words.t("planmap.nothing_yet", date=words.date(asked.day)))
    code = asked.value("commune")
    if code and code not in {row["id"] for row in rows}:
        former = retired(connection, [code])
        found += [
            words.t("planmap.retired", code=each.code, name=each.name, successors=words.listing(each.successors))
            for each in former
        ] or [words.t("planmap.unknown_commune", code=code[:10])]
    return found


def _lines(
    rows: Sequence[Row], before: Sequence[Row] | None, measure: Measure, commodity: str | None, asked: AskedPage
) -> list[Line]:
    earlier = {row["id"]: row for row in before or ()}
    found = []
    for row in rows:
        values = [value_of(row, each, commodity) for each in Measure]
        if earlier and NATURES[measure].is_dated:
            then, now = value_of(earlier[row["id"]], measure, commodity), value_of(row, measure, commodity)
            values.append(None if now is None or then is None else now - then)
        address = record_address(asked.locale, Layer.COMMUNE, row["id"], row["name"])
        found.append(Line(row["id"], row["name"], address, values))
    return found


def _sorted(lines: list[Line], columns: Sequence[str], asked: AskedPage) -> list[Line]:
    """Return the lines in the order asked for; those without a value come last either way."""
    column = asked.value("sort") or NAME
    is_descending = asked.value("order") == "desc"
    if column == NAME or column not in columns:
        return lines[::-1] if is_descending and column == NAME else lines
    at = columns.index(column) - 1
    known = [line for line in lines if line.values[at] is not None]
    known.sort(key=lambda line: line.values[at] or 0, reverse=is_descending)
    return [*known, *(line for line in lines if line.values[at] is None)]


def _config(shared: Context, asked: AskedPage, commodities: Sequence[str]) -> dict[str, Any]:
    province = shared.site.province
    return {
        "locale": asked.locale,
        "api": "/api/v1",
        "province": {"code": province.code, "name": province.name, "bbox": province.bbox},
        "today": asked.latest.isoformat(),
        "firstYear": FIRST_YEAR,
        "measures": [
            {"key": key, "isDated": nature.is_dated, "isCounted": nature.is_counted} for key, nature in NATURES.items()
        ],
        "commodities": commodities,
        "folders": RECORD_FOLDERS[asked.locale],
        "list": LISTS[asked.locale],
    }


MAP = View("planning/map.html", (*_CHOICES, *_FREE), _map)
