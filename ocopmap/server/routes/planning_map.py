"""What the planners' map draws beside communes."""

from enum import IntEnum
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from ocopmap.catalogue.places import Layer
from ocopmap.planning.density import hexagons
from ocopmap.planning.flows import flows
from ocopmap.server.context import Shared
from ocopmap.server.planning_pages.asked import past_day
from ocopmap.server.routes.planning import AsOf, kept

router = APIRouter(prefix="/api/v1/planning", tags=["planning"])

_REFUSED: dict[int | str, dict[str, Any]] = {400: {"description": "a parameter is unknown or impossible"}}
PointLayer = Literal["product", "producer", "craft_village", "tourism_point", "sales_point"]


class Side(IntEnum):
    """Length of a hexagon's side in kilometres."""

    SMALL = 2
    MIDDLE = 5
    LARGE = 10


class DensityQuery(AsOf):
    """What is counted, in hexagons of which side (kilometres)."""

    layer: PointLayer = "product"
    size: Side = Side.MIDDLE


@router.get("/density", responses=_REFUSED)
def density(request: Request, shared: Shared, query: Annotated[DensityQuery, Query()]) -> Response:
    """Return hexagons with the number of records in each, and how many records are in none."""
    layer, side, province = Layer(query.layer), int(query.size), shared.settings.province
    key = ("density", layer, side)
    return kept(request, shared, past_day(query.as_of), key, lambda found: hexagons(found, layer, side, province))


@router.get("/flows", responses=_REFUSED)
def product_flows(request: Request, shared: Shared, query: Annotated[AsOf, Query()]) -> Response:
    """Return lines from producers to the zones of their products: those linked, else the nearest of the commodity."""
    return kept(request, shared, past_day(query.as_of), ("flows",), flows)
