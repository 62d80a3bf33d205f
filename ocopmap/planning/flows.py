"""Lines from makers to their raw material: to the zones their products are linked to, else to the nearest."""

from typing import Any, Final

from sqlalchemy import Connection, text

MAX_FLOWS: Final = 5_000

_FLOWS = text("""
    WITH place AS MATERIALIZED (
        SELECT id, producer_id, commodity, precision, uncertainty_m, ST_Transform(geom, 3405) AS geom
        FROM published.product_place WHERE precision <> 'district'
    ), linked AS MATERIALIZED (
        SELECT place.id, l.target_id AS zone_id
        FROM place JOIN published.product_link AS l ON l.product_id = place.id AND l.layer = 'zone'
    ), zone AS MATERIALIZED (
        SELECT id, name, commodity, ST_Transform(geom, 3405) AS geom FROM published.zone
        WHERE geom IS NOT NULL
          AND (commodity IN (SELECT commodity FROM place) OR id IN (SELECT zone_id FROM linked))
    ), maker AS MATERIALIZED (
        SELECT DISTINCT ON (producer_id, commodity) producer_id, commodity, geom FROM place
        WHERE commodity IS NOT NULL AND id NOT IN (SELECT id FROM linked) ORDER BY producer_id, commodity, id
    ), nearest AS MATERIALIZED (
        SELECT maker.producer_id, maker.commodity, found.id AS zone_id
        FROM maker CROSS JOIN LATERAL (
            SELECT zone.id FROM zone WHERE zone.commodity = maker.commodity
            ORDER BY zone.geom <-> maker.geom, zone.id LIMIT 1
        ) AS found
    ), flow AS (
        SELECT id, zone_id, true AS is_linked FROM linked
        UNION ALL
        SELECT place.id, nearest.zone_id, false
        FROM place JOIN nearest USING (producer_id, commodity) WHERE place.id NOT IN (SELECT id FROM linked)
    )
    SELECT place.producer_id, s.name AS producer_name, flow.zone_id, zone.name AS zone_name, zone.commodity,
           flow.is_linked, place.precision, place.uncertainty_m,
           jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) ORDER BY p.name, p.id) AS products,
           round((ST_Distance(place.geom, zone.geom) / 1000)::numeric, 1)::float8 AS km,
           ST_AsGeoJSON(ST_Transform(ST_ShortestLine(place.geom, zone.geom), 4326), 5)::jsonb AS geometry
    FROM flow
    JOIN place ON place.id = flow.id
    JOIN zone ON zone.id = flow.zone_id
    JOIN published.site AS s ON s.id = place.producer_id
    JOIN published.product_name AS p ON p.id = flow.id
    GROUP BY place.producer_id, s.name, flow.zone_id, zone.name, zone.commodity, flow.is_linked, place.precision,
             place.uncertainty_m, place.geom, zone.geom
    ORDER BY flow.is_linked DESC, km, place.producer_id, flow.zone_id LIMIT :most
""")

_ALL = text("SELECT count(*) FROM published.product_name")


def flows(connection: Connection) -> dict[str, Any]:
    """Return GeoJSON lines from producers to zones, each with its products and kilometres.

    ``is_linked`` tells a zone that the records tie the products to; else it is the nearest of their commodity, which
    says nothing of where they buy. The line goes to the zone's nearest edge and has no length where the producer lies
    in the zone. ``without`` counts the products for which there is no line: no place, no commodity, or no zone of it.
    """
    rows = connection.execute(_FLOWS, {"most": MAX_FLOWS}).mappings().all()
    features = [
        {
            "type": "Feature",
            "geometry": row["geometry"],
            "properties": {name: value for name, value in row.items() if name != "geometry"},
        }
        for row in rows
    ]
    drawn = {product["id"] for row in rows for product in row["products"]}
    total: int = connection.execute(_ALL).scalar_one()
    return {"type": "FeatureCollection", "features": features, "without": total - len(drawn)}
