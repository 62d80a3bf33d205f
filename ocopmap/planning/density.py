"""How densely sites lie: hexagons of one size over the province, each with the points in it.

The grid is that of VN-2000 / UTM zone 48N (EPSG:3405), fixed to its origin, so that two maps of the same size match.
"""

from enum import IntEnum
from typing import Any, Final, Literal

from sqlalchemy import Connection, text

from ocopmap.catalogue.places import Layer

PointLayer = Literal["product", "producer", "craft_village", "tourism_point", "sales_point"]
"""The layers that are counted in hexagons."""


class Side(IntEnum):
    """Length of a hexagon's side in kilometres."""

    SMALL = 2
    MIDDLE = 5
    LARGE = 10


_PLACED: Final = {
    True: """
        SELECT p.id, s.geom, s.precision, s.uncertainty_m
        FROM published.product_name AS p LEFT JOIN published.site AS s ON s.id = p.producer_id
        WHERE coalesce(s.province_code, :province) = :province
    """,
    False: """
        SELECT id, geom, precision, uncertainty_m FROM published.site
        WHERE layer = :layer AND coalesce(province_code, :province) = :province
    """,
}

_HEXAGONS: Final = """
    WITH placed AS MATERIALIZED (
        {placed}
    ), exact AS (
        SELECT id, ST_Transform(geom, 3405) AS geom FROM placed
        WHERE geom IS NOT NULL AND precision NOT IN ('district', 'province') AND uncertainty_m <= :side
    ), at AS (
        SELECT DISTINCT ON (exact.id) exact.id, hexagon.i, hexagon.j, hexagon.geom
        FROM exact CROSS JOIN LATERAL ST_HexagonGrid(:side, exact.geom) AS hexagon
        WHERE ST_Intersects(hexagon.geom, exact.geom)
        ORDER BY exact.id, hexagon.i, hexagon.j
    ), counted AS (
        SELECT i, j, geom, count(*) AS n FROM at GROUP BY i, j, geom
    )
    SELECT (SELECT count(*) FROM placed) AS total,
           (SELECT count(*) FROM placed WHERE geom IS NULL) AS not_located,
           (SELECT count(*) FROM at) AS counted,
           coalesce((
               SELECT jsonb_agg(jsonb_build_object(
                   'type', 'Feature', 'id', i || ',' || j, 'properties', jsonb_build_object('n', n),
                   'geometry', ST_AsGeoJSON(ST_Transform(geom, 4326), 5)::jsonb
               ) ORDER BY i, j) FROM counted
           ), '[]') AS features
"""


def hexagons(connection: Connection, layer: Layer, side_km: int, province: str) -> dict[str, Any]:
    """Return hexagons with a side of ``side_km`` kilometres as GeoJSON, and how many records are not in any.

    A point is counted where it is known at least as well as a hexagon is wide from its middle; one that stands for a
    district or a province never is. ``approximate`` tells how many were left out for that, ``not_located`` how many
    have no point at all. A product lies at its producer; records of other provinces are not looked at.
    """
    query = text(_HEXAGONS.format(placed=_PLACED[layer is Layer.PRODUCT]))
    asked = {"layer": str(layer), "province": province, "side": side_km * 1000}
    row = connection.execute(query, asked).mappings().one()
    return {
        "type": "FeatureCollection",
        "features": row["features"],
        "total": row["total"],
        "counted": row["counted"],
        "not_located": row["not_located"],
        "approximate": row["total"] - row["counted"] - row["not_located"],
    }
