"""One record with its links and sources."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from ocopmap.catalogue.places import Layer, SiteKind
from ocopmap.database.engine import today
from ocopmap.layers.filters import parse_filter
from ocopmap.layers.reading import reading
from ocopmap.layers.records import record
from ocopmap.server.context import Shared
from ocopmap.server.responses import send_json

router = APIRouter(prefix="/api/v1", tags=["records"])
Key = Annotated[str, Path(max_length=250)]
_MISSING: dict[int | str, dict[str, Any]] = {
    400: {"description": "a parameter is impossible"},
    404: {"description": "no such record"},
}


class RecordQuery(BaseModel):
    """The day that validity is judged by (today when none is named), as in the features of the same address."""

    model_config = ConfigDict(extra="forbid")

    as_of: list[str] = []


def _day(query: Annotated[RecordQuery, Query()]) -> date | None:
    return parse_filter(query.model_dump(), today=today()).as_of


Day = Annotated[date | None, Depends(_day)]


@router.get("/products/{key}", responses=_MISSING)
def product(request: Request, shared: Shared, key: Key, day: Day) -> Response:
    """Return a product, its rank as of a day (today when none is named) and the events that it follows from."""
    return _answer(request, shared, Layer.PRODUCT, key, day)


@router.get("/sites/{key}", responses=_MISSING)
def site(request: Request, shared: Shared, key: Key, day: Day) -> Response:
    """Return a producer, craft village, tourism point or sales point; ids look like ``producer:hk``."""
    kind = key.partition(":")[0]
    if kind not in set(SiteKind):
        raise HTTPException(404)
    return _answer(request, shared, Layer(kind), key, day)


@router.get("/zones/{key}", responses=_MISSING)
def zone(request: Request, shared: Shared, key: Key, day: Day) -> Response:
    """Return a raw-material zone."""
    return _answer(request, shared, Layer.ZONE, key, day)


@router.get("/communes/{key}", responses=_MISSING)
def commune(request: Request, shared: Shared, key: Key, day: Day) -> Response:
    """Return a commune in force, the old communes it was formed from and how many records it has."""
    return _answer(request, shared, Layer.COMMUNE, key, day)


def _answer(request: Request, shared: Shared, layer: Layer, key: str, day: date | None) -> Response:
    if "\x00" in key:
        raise HTTPException(404)
    with reading(shared.engine, day) as connection:
        found = record(connection, layer, key)
    if found is None:
        raise HTTPException(404)
    return send_json(request, found)
