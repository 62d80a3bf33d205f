"""The watch over certificates: what runs out within six months, and what just did."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.communelist import commune_names
from ocopmap.planning.history import expiry_watch, lapsed_lately
from ocopmap.server.addresses import record_address
from ocopmap.server.context import Context
from ocopmap.server.messages import Locale
from ocopmap.server.planning_pages.asked import AskedPage
from ocopmap.server.planning_pages.choosing import commune_asked, within
from ocopmap.server.planning_pages.page import Values, View

BANDS: Final = (1, 3, 6)
"""Months ahead; each certificate stands in one band."""

Row = Mapping[str, Any]


def _expiring(connection: Connection, shared: Context, asked: AskedPage) -> Values:
    province = shared.settings.province
    commune = commune_asked(connection, asked, province)
    watched = [_shown(row, asked.locale) for row in within(asked, expiry_watch(connection))]
    lapsed = [_shown(row, asked.locale) for row in within(asked, lapsed_lately(connection))]
    return {
        "commune": commune,
        "communes": commune_names(connection, province),
        "bands": [(months, [row for row in watched if row["within_months"] == months]) for months in BANDS],
        "lapsed": lapsed,
        "by_commune": _grouped(watched, lapsed, "commune_code", "commune_name"),
        "by_producer": _grouped(watched, lapsed, "producer_id", "producer_name"),
    }


def _shown(row: Row, locale: Locale) -> dict[str, Any]:
    maker = row["producer_id"]
    return {
        **row,
        "address": record_address(locale, Layer.PRODUCT, row["id"]),
        "producer_address": record_address(locale, Layer.PRODUCER, maker) if maker else None,
    }


def _grouped(watched: Sequence[Row], lapsed: Sequence[Row], key: str, name: str) -> list[dict[str, Any]]:
    """Return how many of each commune or producer run out by band, and how many did, those with most first."""
    counted: dict[str | None, Counter[int]] = {}
    named: dict[str | None, Row] = {}
    for row in (*watched, *lapsed):
        counted.setdefault(row[key], Counter())[row.get("within_months", 0)] += 1
        named.setdefault(row[key], row)
    rows = [
        {
            "id": each,
            "name": named[each][name],
            "address": named[each]["producer_address"] if key == "producer_id" else None,
            "counts": [counts[months] for months in BANDS],
            "lapsed": counts[0],
        }
        for each, counts in counted.items()
    ]
    return sorted(rows, key=lambda row: (-sum(row["counts"]), -row["lapsed"], row["name"] or ""))


EXPIRING = View("planning/expiring.html", ("commune",), _expiring)
