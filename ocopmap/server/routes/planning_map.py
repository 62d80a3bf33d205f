"""What the planners' map draws beside communes."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from ocopmap.catalogue.places import Layer
from ocopmap.planning.density import PointLayer, Side, hexagons
from ocopmap.planning.flows import flows
from ocopmap.server.context import Shared
from ocopmap.server.planning_pages.asked import past_day
from ocopmap.server.responses import REFUSED
from ocopmap.server.routes.planning import AsOf, kept

router = APIRouter(prefix="/api/v1/planning", tags=["planning"])


class DensityQuery(AsOf):
    """What is counted, in hexagons of which side (kilometres)."""

    layer: PointLayer = "product"
    size: Side = Side.MIDDLE


@router.get("/density", responses=REFUSED)
def density(request: Request, shared: Shared, query: Annotated[DensityQuery, Query()]) -> Response:
    """Return hexagons with the number of records in each, and how many records are in none."""
    layer, side, province = Layer(query.layer), int(query.size), shared.settings.province
    key = ("density", layer, side)
    return kept(request, shared, past_day(query.as_of), key, lambda found: hexagons(found, layer, side, province))


@router.get("/flows", responses=REFUSED)
def product_flows(request: Request, shared: Shared, query: Annotated[AsOf, Query()]) -> Response:
    """Return lines from producers to the zones of their products: those linked, else the nearest of the commodity."""
    return kept(request, shared, past_day(query.as_of), ("flows",), flows)
