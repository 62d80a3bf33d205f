"""One record with its links and sources."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Response

from ocopmap.catalogue.places import Layer, SiteKind
from ocopmap.database.engine import today
from ocopmap.layers.filters import parse_filter
from ocopmap.layers.reading import reading
from ocopmap.layers.records import record
from ocopmap.server.context import Shared
from ocopmap.server.responses import OrjsonResponse

router = APIRouter(prefix="/api/v1", tags=["records"])
Key = Annotated[str, Path(max_length=250)]
_MISSING: dict[int | str, dict[str, Any]] = {
    400: {"description": "a parameter is impossible"},
    404: {"description": "no such record"},
}


def _day(as_of: Annotated[str | None, Query()] = None) -> date | None:
    """Return the day that validity is judged by, as the features of the same address are."""
    return parse_filter({"as_of": [as_of] if as_of else []}, today=today()).as_of


Day = Annotated[date | None, Depends(_day)]


@router.get("/products/{key}", responses=_MISSING)
def product(shared: Shared, key: Key, day: Day) -> Response:
    """Return a product, its rank as of a day (today when none is named) and the events that it follows from."""
    return _answer(shared, Layer.PRODUCT, key, day)


@router.get("/sites/{key}", responses=_MISSING)
def site(shared: Shared, key: Key, day: Day) -> Response:
    """Return a producer, craft village, tourism point or sales point; ids look like ``producer:hk``."""
    kind = key.partition(":")[0]
    if kind not in set(SiteKind):
        raise HTTPException(404)
    return _answer(shared, Layer(kind), key, day)


@router.get("/zones/{key}", responses=_MISSING)
def zone(shared: Shared, key: Key, day: Day) -> Response:
    """Return a raw-material zone."""
    return _answer(shared, Layer.ZONE, key, day)


@router.get("/communes/{key}", responses=_MISSING)
def commune(shared: Shared, key: Key, day: Day) -> Response:
    """Return a commune in force, the old communes it was formed from and how many records it has."""
    return _answer(shared, Layer.COMMUNE, key, day)


def _answer(shared: Shared, layer: Layer, key: str, day: date | None) -> Response:
    if "\x00" in key:
        raise HTTPException(404)
    with reading(shared.engine, day) as connection:
        found = record(connection, layer, key)
    if found is None:
        raise HTTPException(404)
    return OrjsonResponse(found, headers={"Cache-Control": "public, max-age=60"})
