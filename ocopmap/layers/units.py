"""Where a coordinate lies: the commune around it, and the sites nearest to it."""

from typing import Any

from sqlalchemy import Connection, text

_AROUND = text("""
    SELECT id AS commune_code, name AS commune_name, boundary_source
    FROM published.commune
    WHERE ST_Covers(geom_full, ST_SetSRID(ST_MakePoint(:longitude, :latitude), 4326))
""")

_NEAREST = text("""
    SELECT id, layer, name, precision, round(ST_Distance(
        geom::geography, ST_SetSRID(ST_MakePoint(:longitude, :latitude), 4326)::geography)) AS distance_m
    FROM published.site WHERE geom IS NOT NULL
    ORDER BY geom <-> ST_SetSRID(ST_MakePoint(:longitude, :latitude), 4326), id LIMIT :count
""")


def reverse(connection: Connection, latitude: float, longitude: float, count: int = 5) -> dict[str, Any]:
    """Return the commune around a point (degrees, EPSG:4326), null outside, and the nearest sites in metres."""
    point = {"latitude": latitude, "longitude": longitude}
    commune = connection.execute(_AROUND, point).mappings().first()
    nearest = connection.execute(_NEAREST, point | {"count": count}).mappings()
    return {"commune": dict(commune) if commune else None, "nearest": [dict(row) for row in nearest]}
