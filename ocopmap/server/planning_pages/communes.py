"""What each commune has, where raw material waits for a product, and where there is nothing yet."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.communelist import commune_names
from ocopmap.planning.communes import commune_analysis
from ocopmap.server.addresses import record_address
from ocopmap.server.context import Context
from ocopmap.server.planning_pages.asked import AskedPage
from ocopmap.server.planning_pages.choosing import commune_asked, within
from ocopmap.server.planning_pages.page import Values, View

_SITES = ("producers", "craft_villages", "tourism_points", "sales_points")
_ADDED = ("products", "valid_products", "three_star", "four_star", "five_star", "unknown_products", *_SITES)


class State(StrEnum):
    """What a commune has to show."""

    ALL = "all"
    PRODUCTS = "products"
    POTENTIAL = "potential"
    """Raw material and no product."""
    OTHER = "other"
    """Neither, but a site."""
    NOTHING = "nothing"


def state_of(row: Mapping[str, Any]) -> State:
    """Return what a commune of the analysis has to show."""
    if row["products"]:
        return State.PRODUCTS
    if row["hectares"]:
        return State.POTENTIAL
    return State.OTHER if any(row[name] for name in _SITES) else State.NOTHING


def _communes(connection: Connection, shared: Context, asked: AskedPage) -> Values:
    province = shared.settings.province
    commune = commune_asked(connection, asked, province)
    shown = asked.choice("show", State, State.ALL)
    rows = within(asked, commune_analysis(connection, province))
    chosen = [row for row in rows if shown in (State.ALL, state_of(row))]
    return {
        "commune": commune,
        "communes": commune_names(connection, province),
        "shown": shown,
        "states": [
            (each, sum(each in (State.ALL, state_of(row)) for row in rows), asked.with_(show=each)) for each in State
        ],
        "rows": [_shown(row, asked) for row in chosen],
        "sums": {name: sum(row[name] for row in chosen) for name in _ADDED},
    }


def _shown(row: Mapping[str, Any], asked: AskedPage) -> dict[str, Any]:
    return {
        **row,
        "address": record_address(asked.locale, Layer.COMMUNE, row["id"], row["name"]),
        "state": state_of(row),
    }


COMMUNES = View("planning/communes.html", ("show", "commune"), _communes)
