"""The measures that communes are coloured by: one definition for the map, its table and its link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection

from ocopmap.layers.reading import speak_as_of
from ocopmap.planning.communes import commune_analysis

Row = dict[str, Any]


class Measure(StrEnum):
    """What a commune is coloured by."""

    PRODUCTS = "products"
    RECOGNISED = "recognised"
    VALID = "valid"
    THREE_STAR = "three_star"
    FOUR_STAR = "four_star"
    FIVE_STAR = "five_star"
    VALID_SHARE = "valid_share"
    PRODUCERS = "producers"
    HECTARES = "hectares"
    SALES_POINT_KM = "sales_point_km"


@dataclass(frozen=True)
class Nature:
    """How a measure behaves."""

    is_dated: bool
    """Whether it follows from recognitions, so that two days can be compared."""
    is_counted: bool = True
    """Whether zero means that there is none, which is a class of its own."""


NATURES: Final[Mapping[Measure, Nature]] = {
    Measure.PRODUCTS: Nature(is_dated=False),
    Measure.RECOGNISED: Nature(is_dated=True),
    Measure.VALID: Nature(is_dated=True),
    Measure.THREE_STAR: Nature(is_dated=True),
    Measure.FOUR_STAR: Nature(is_dated=True),
    Measure.FIVE_STAR: Nature(is_dated=True),
    Measure.VALID_SHARE: Nature(is_dated=True, is_counted=False),
    Measure.PRODUCERS: Nature(is_dated=False),
    Measure.HECTARES: Nature(is_dated=False),
    Measure.SALES_POINT_KM: Nature(is_dated=False, is_counted=False),
}


def measured_communes(connection: Connection, province: str) -> list[Row]:
    """Return every commune of a province with ``measures``, as of the day of the transaction.

    A measure is None where the records do not tell: of products none of which has a dated decision, or none of whose
    certificates can be judged. Hectares by commodity stand in ``hectares``; a commodity that is not there has none.
    """
    return [row | {"measures": _measures(row)} for row in commune_analysis(connection, province)]


def measured_communes_as_of(connection: Connection, province: str, day: date) -> list[Row]:
    """Return the communes as of another day. Leaves the transaction speaking as of it."""
    speak_as_of(connection, day)
    return measured_communes(connection, province)


def value_of(row: Row, measure: Measure, commodity: str | None) -> float | None:
    """Return a commune's measure; hectares are those of one commodity, zero where it does not grow."""
    if measure is Measure.HECTARES:
        return float(row["hectares"].get(commodity, 0))
    found: float | None = row["measures"][measure]
    return found


def commodities_of(rows: list[Row]) -> list[str]:
    """Return the commodities that grow in any of the communes."""
    return sorted({commodity for row in rows for commodity in row["hectares"]})


def _measures(row: Row) -> dict[str, float | None]:
    is_judged = row["valid_products"] > 0 or row["unknown_products"] == 0
    is_dated = row["recognised_products"] > 0 or row["undated_products"] == 0
    known = row["products"] - row["unknown_products"]
    found = {
        Measure.PRODUCTS: row["products"],
        Measure.RECOGNISED: row["recognised_products"] if is_dated else None,
        Measure.VALID: row["valid_products"] if is_judged else None,
        Measure.THREE_STAR: row["three_star"] if is_judged else None,
        Measure.FOUR_STAR: row["four_star"] if is_judged else None,
        Measure.FIVE_STAR: row["five_star"] if is_judged else None,
        Measure.VALID_SHARE: round(100 * row["valid_products"] / known, 1) if known else None,
        Measure.PRODUCERS: row["producers"],
        Measure.SALES_POINT_KM: None if row["sales_point_km"] is None else round(row["sales_point_km"], 1),
    }
    return {str(measure): value for measure, value in found.items()}
