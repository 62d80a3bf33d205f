"""From an address to places, and from a place to its commune."""

import math
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from ocopmap.geocoding import Candidate
from ocopmap.layers.filters import FilterError
from ocopmap.layers.reading import reading
from ocopmap.layers.units import reverse
from ocopmap.server.context import Shared
from ocopmap.server.responses import OrjsonResponse

router = APIRouter(prefix="/api/v1", tags=["places"])
_MAX_ADDRESS = 300


@router.get("/geocode", responses={400: {"description": "no address, or one too long"}})
def geocode(shared: Shared, address: Annotated[str, Query()] = "") -> Response:
    """Return ranked candidates for an address in the old or the new form; none when it fits nowhere."""
    if not address.strip():
        raise FilterError.of("address", "problem.empty_value")
    if len(address) > _MAX_ADDRESS:
        raise FilterError.of("address", "problem.too_long", most=_MAX_ADDRESS)
    return OrjsonResponse({"candidates": [candidate_json(found) for found in shared.geocoder.geocode(address)]})


def candidate_json(candidate: Candidate) -> dict[str, Any]:
    """Return a candidate as the contract names its parts."""
    return {
        "latitude": round(candidate.latitude, 6),
        "longitude": round(candidate.longitude, 6),
        "commune_code": candidate.commune_code,
        "commune_name": candidate.commune_name,
        "legacy_commune_code": candidate.legacy_commune_code,
        "legacy_commune": candidate.legacy_commune,
        "province_code": candidate.province_code,
        "province_name": candidate.province_name,
        "current_address": candidate.current_address,
        "precision": candidate.precision,
        "uncertainty_m": round(candidate.uncertainty_m),
        "confidence": round(candidate.confidence, 3),
        "explanation": candidate.explanation,
        "needs_person": candidate.needs_person,
    }


@router.get("/reverse", responses={400: {"description": "coordinates missing or impossible"}})
def reverse_geocode(
    shared: Shared, lat: Annotated[float | None, Query()] = None, lon: Annotated[float | None, Query()] = None
) -> Response:
    """Return the commune around a point (degrees, WGS84) and the sites nearest to it."""
    latitude, longitude = _coordinate("lat", lat, 90), _coordinate("lon", lon, 180)
    with reading(shared.engine) as connection:
        return OrjsonResponse(reverse(connection, latitude, longitude))


def _coordinate(name: str, value: float | None, limit: float) -> float:
    if value is None or not math.isfinite(value) or abs(value) > limit:
        raise FilterError.of(name, "problem.coordinate", most=limit)
    return value
