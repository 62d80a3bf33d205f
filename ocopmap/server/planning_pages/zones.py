"""Raw-material zones against products: hectares by commune, what each zone feeds, how near each product is."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.filters import FilterError
from ocopmap.planning.zones import commodity_areas, product_analysis, zone_analysis
from ocopmap.server.addresses import record_address
from ocopmap.server.context import Context
from ocopmap.server.messages import Locale
from ocopmap.server.planning_pages.asked import AskedPage
from ocopmap.server.planning_pages.choosing import chunk
from ocopmap.server.planning_pages.page import Values, View
from ocopmap.server.record_pages.seasons import harvest
from ocopmap.server.wording import wording

Row = dict[str, Any]


class Side(StrEnum):
    """From which side zones and products are looked at."""

    ZONES = "zones"
    PRODUCTS = "products"


def _zones(connection: Connection, shared: Context, asked: AskedPage) -> Values:
    side = asked.choice("side", Side, Side.ZONES)
    areas = commodity_areas(connection)
    commodity = asked.value("commodity")
    if commodity is not None and commodity not in (known := [row["commodity"] for row in areas]):
        raise FilterError.not_a_choice("commodity", commodity, known)
    rows = zone_analysis(connection) if side is Side.ZONES else product_analysis(connection)
    chosen = [row for row in rows if commodity in (None, row["commodity"])]
    page = chunk(asked, chosen)
    show = _zone if side is Side.ZONES else _product
    return {
        "side": side,
        "sides": [(each, asked.with_(side=each)) for each in Side],
        "areas": areas,
        "most_ha": max([1, *(row["summed_ha"] or 0 for row in areas)]),
        "commodity": commodity,
        "page": page,
        "shown": [show(row, asked.locale) for row in page.rows],
        "tally": _tally(chosen) if side is Side.PRODUCTS else None,
    }


def _zone(row: Row, locale: Locale) -> dict[str, Any]:
    return {
        **row,
        "season": harvest(wording(locale), row),
        "address": record_address(locale, Layer.ZONE, row["id"]),
        "products": _linked(row["products"], Layer.PRODUCT, locale),
        "producers": _linked(row["producers"], Layer.PRODUCER, locale),
        "overlapping_zones": _linked(row["overlapping_zones"], Layer.ZONE, locale),
    }


def _product(row: Row, locale: Locale) -> dict[str, Any]:
    nearest = row["nearest_zone_id"]
    return {
        **row,
        "address": record_address(locale, Layer.PRODUCT, row["id"]),
        "nearest_address": record_address(locale, Layer.ZONE, nearest) if nearest else None,
        "linked_zones": _linked(row["linked_zones"], Layer.ZONE, locale),
    }


def _linked(found: Sequence[Row], layer: Layer, locale: Locale) -> list[dict[str, Any]]:
    return [{**each, "address": record_address(locale, layer, each["id"])} for each in found]


def _tally(rows: Sequence[Row]) -> dict[str, int]:
    return {
        "linked": sum(bool(row["linked_zones"]) for row in rows),
        "stable": sum(row["has_stable_zone"] for row in rows),
        "all": len(rows),
    }


ZONES = View("planning/zones.html", ("side", "commodity", "page"), _zones)
