"""From an address to places, and from a place to its commune."""

import math
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from ocopmap.geocoding import Candidate
from ocopmap.layers.filters import FilterError
from ocopmap.layers.reading import reading
from ocopmap.layers.units import reverse
from ocopmap.server.context import Shared
from ocopmap.server.responses import send_json

router = APIRouter(prefix="/api/v1", tags=["places"])
_MAX_ADDRESS = 300


class GeocodeQuery(BaseModel):
    """An address in the old or the new form, up to 300 characters."""

    model_config = ConfigDict(extra="forbid")

    address: str = ""


class ReverseQuery(BaseModel):
    """A point in degrees, WGS84."""

    model_config = ConfigDict(extra="forbid")

    lat: float | None = None
    lon: float | None = None


@router.get("/geocode", responses={400: {"description": "no address, or one too long"}})
def geocode(request: Request, shared: Shared, query: Annotated[GeocodeQuery, Query()]) -> Response:
    """Return ranked candidates for an address in the old or the new form; none when it fits nowhere."""
    address = query.address
    if not address.strip():
        raise FilterError.of("address", "problem.empty_value")
    if len(address) > _MAX_ADDRESS:
        raise FilterError.of("address", "problem.too_long", most=_MAX_ADDRESS)
    with reading(shared.engine) as connection:
        geocoder = shared.geocoder.at(connection)
    found = [candidate_json(candidate) for candidate in geocoder.geocode(address)]
    advice = None if found else geocoder.advice(address)
    return send_json(request, {"candidates": found} | ({"advice": advice} if advice else {}))


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
def reverse_geocode(request: Request, shared: Shared, query: Annotated[ReverseQuery, Query()]) -> Response:
    """Return the commune around a point (degrees, WGS84) and the sites nearest to it."""
    latitude, longitude = _coordinate("lat", query.lat, 90), _coordinate("lon", query.lon, 180)
    with reading(shared.engine) as connection:
        return send_json(request, reverse(connection, latitude, longitude))


def _coordinate(name: str, value: float | None, limit: float) -> float:
    if value is None or not math.isfinite(value) or abs(value) > limit:
        raise FilterError.of(name, "problem.coordinate", most=limit)
    return value
