"""One record with its links and sources."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Response

from ocopmap.catalogue.places import Layer, SiteKind
from ocopmap.layers.reading import reading
from ocopmap.layers.records import record
from ocopmap.server.context import Shared, today
from ocopmap.server.responses import OrjsonResponse

router = APIRouter(prefix="/api/v1", tags=["records"])
Key = Annotated[str, Path(max_length=250)]
_MISSING: dict[int | str, dict[str, Any]] = {404: {"description": "no such record"}}


@router.get("/products/{key}", responses=_MISSING)
def product(shared: Shared, key: Key) -> Response:
    """Return a product, its rank as of today and the events that it follows from."""
    return _answer(shared, Layer.PRODUCT, key)


@router.get("/sites/{key}", responses=_MISSING)
def site(shared: Shared, key: Key) -> Response:
    """Return a producer, craft village, tourism point or sales point; ids look like ``producer:hk``."""
    kind = key.partition(":")[0]
    if kind not in set(SiteKind):
        raise HTTPException(404)
    return _answer(shared, Layer(kind), key)


@router.get("/zones/{key}", responses=_MISSING)
def zone(shared: Shared, key: Key) -> Response:
    """Return a raw-material zone."""
    return _answer(shared, Layer.ZONE, key)


@router.get("/communes/{key}", responses=_MISSING)
def commune(shared: Shared, key: Key) -> Response:
    """Return a commune in force, the old communes it was formed from and how many records it has."""
    return _answer(shared, Layer.COMMUNE, key)


def _answer(shared: Shared, layer: Layer, key: str) -> Response:
    if "\x00" in key:
        raise HTTPException(404)
    with reading(shared.engine, today()) as connection:
        found = record(connection, layer, key)
    if found is None:
        raise HTTPException(404)
    return OrjsonResponse(found, headers={"Cache-Control": "public, max-age=60"})
