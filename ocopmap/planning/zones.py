"""Raw-material zones against products: what each zone feeds, how far each product is from its raw material, what lacks.

Areas are hectares on the ellipsoid; distances are kilometres between a zone's outline and a producer's point, measured
in VN-2000 / UTM zone 48N, which is within 0.1 % of the ellipsoid over the Delta.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, text

Row = dict[str, Any]

_ZONES = text("""
    SELECT z.id, z.name, z.commodity, z.declared_ha, z.standards, z.growing_area_code, z.year, z.precision,
           z.geometry_source, z.harvest_months, area.ha AS computed_ha, area.communes,
           coalesce(overlap.ha, 0) AS overlapping_ha,
           coalesce(overlap.zones, '[]') AS overlapping_zones, coalesce(fed.products, '[]') AS products,
           coalesce(fed.producers, '[]') AS producers
    FROM published.zone AS z
    LEFT JOIN LATERAL (
        SELECT sum(p.ha) AS ha, jsonb_agg(jsonb_build_object(
            'commune_code', p.commune_code, 'commune_name', p.commune_name, 'ha', round(p.ha::numeric, 2)
        ) ORDER BY p.ha DESC) AS communes
        FROM published.zone_part AS p WHERE p.zone_id = z.id
    ) AS area ON true
    LEFT JOIN (
        SELECT o.zone_id, sum(o.ha) AS ha,
               jsonb_agg(jsonb_build_object('id', o.other_id, 'name', y.name, 'ha', round(o.ha::numeric, 2))
                         ORDER BY o.ha DESC, o.other_id) AS zones
        FROM published.zone_overlap AS o JOIN published.zone AS y ON y.id = o.other_id GROUP BY o.zone_id
    ) AS overlap ON overlap.zone_id = z.id
    LEFT JOIN (
        SELECT l.target_id, jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) ORDER BY p.name, p.id) AS products,
               jsonb_agg(DISTINCT jsonb_build_object('id', p.producer_id, 'name', p.producer_name))
                   FILTER (WHERE p.producer_id IS NOT NULL) AS producers
        FROM published.product_link AS l JOIN published.product AS p ON p.id = l.product_id
        WHERE l.layer = 'zone' GROUP BY l.target_id
    ) AS fed ON fed.target_id = z.id
    ORDER BY z.commodity, z.name, z.id
""")

_COMMODITIES = text("""
    SELECT commodity, zones, declared_ha, summed_ha, union_ha FROM published.commodity_area ORDER BY commodity
""")

_PRODUCTS = text("""
    WITH zone AS MATERIALIZED (
        SELECT id, name, commodity, standards, growing_area_code, ST_Transform(geom, 3405) AS geom
        FROM published.zone WHERE geom IS NOT NULL
    ), place AS MATERIALIZED (
        SELECT DISTINCT producer_id, commodity, ST_Transform(geom, 3405) AS geom
        FROM published.product_place WHERE commodity IS NOT NULL
    ), nearest AS (
        SELECT place.producer_id, place.commodity, found.id, found.name, found.km
        FROM place CROSS JOIN LATERAL (
            SELECT zone.id, zone.name, ST_Distance(zone.geom, place.geom) / 1000 AS km
            FROM zone WHERE zone.commodity = place.commodity ORDER BY km, zone.id LIMIT 1
        ) AS found
    )
    SELECT p.id, p.name, p.commodity, p.stars, p.validity, p.producer_id, p.producer_name, p.commune_code,
           p.commune_name, p.precision, p.uncertainty_m, n.id AS nearest_zone_id, n.name AS nearest_zone_name,
           round(n.km::numeric, 1)::float8 AS nearest_zone_km,
           coalesce(linked.zones, '[]') AS linked_zones, coalesce(linked.is_stable, false) AS has_stable_zone
    FROM published.product AS p
    LEFT JOIN nearest AS n ON n.producer_id = p.producer_id AND n.commodity = p.commodity
    LEFT JOIN published.product_zone_state AS linked ON linked.product_id = p.id
    ORDER BY p.name, p.id
""")


class Gap(StrEnum):
    """Questions whose answers are lists of what is missing."""

    PRODUCTS_WITHOUT_ZONE = "products_without_zone"
    ZONES_WITHOUT_PRODUCT = "zones_without_product"
    PRODUCERS_FAR_FROM_ZONE = "producers_far_from_zone"
    PRODUCTS_FAR_FROM_SALES_POINT = "products_far_from_sales_point"
    COMMUNES_WITH_POTENTIAL = "communes_with_potential"
    """Raw material grows there and no product is recognised."""
    COMMUNES_WITH_NOTHING = "communes_with_nothing"
    """No zone and no site, hence no product either: a product is where its producer is."""


_GAPS = {
    Gap.PRODUCTS_WITHOUT_ZONE: text("""
        SELECT p.id, p.name, p.commodity, p.producer_name, p.commune_code, p.commune_name
        FROM published.product AS p
        WHERE NOT EXISTS (SELECT FROM published.product_link AS l WHERE l.product_id = p.id AND l.layer = 'zone')
        ORDER BY p.name, p.id
    """),
    Gap.ZONES_WITHOUT_PRODUCT: text("""
        SELECT z.id, z.name, z.commodity, z.declared_ha, z.commune_code, z.commune_name FROM published.zone AS z
        WHERE NOT EXISTS (SELECT FROM published.product_link AS l WHERE l.layer = 'zone' AND l.target_id = z.id)
        ORDER BY z.name, z.id
    """),
    Gap.PRODUCERS_FAR_FROM_ZONE: text("""
        WITH zone AS MATERIALIZED (
            SELECT commodity, ST_Transform(geom, 3405) AS geom FROM published.zone WHERE geom IS NOT NULL
        ), place AS MATERIALIZED (
            SELECT DISTINCT producer_id, commodity, precision, uncertainty_m, ST_Transform(geom, 3405) AS geom
            FROM published.product_place WHERE commodity IS NOT NULL
        )
        SELECT s.id, s.name, place.commodity, s.commune_code, s.commune_name, place.precision, place.uncertainty_m,
               round(nearest.km::numeric, 1)::float8 AS km
        FROM place JOIN published.site AS s ON s.id = place.producer_id CROSS JOIN LATERAL (
            SELECT min(ST_Distance(zone.geom, place.geom)) / 1000 AS km FROM zone WHERE zone.commodity = place.commodity
        ) AS nearest
        WHERE coalesce(nearest.km, 'Infinity') > :km ORDER BY nearest.km DESC NULLS FIRST, s.id
    """),
    Gap.PRODUCTS_FAR_FROM_SALES_POINT: text("""
        WITH shop AS MATERIALIZED (
            SELECT ST_Transform(geom, 3405) AS geom FROM published.site
            WHERE layer = 'sales_point' AND geom IS NOT NULL
        ), place AS MATERIALIZED (
            SELECT DISTINCT producer_id, precision, uncertainty_m, ST_Transform(geom, 3405) AS geom
            FROM published.product_place
        ), nearest AS (
            SELECT place.producer_id, place.precision, place.uncertainty_m,
                   (SELECT min(ST_Distance(shop.geom, place.geom)) FROM shop) / 1000 AS km
            FROM place
        )
        SELECT p.id, p.name, p.producer_name, p.commune_code, p.commune_name,
               nearest.precision, nearest.uncertainty_m, round(nearest.km::numeric, 1)::float8 AS km
        FROM published.product AS p JOIN nearest ON nearest.producer_id = p.producer_id
        WHERE coalesce(nearest.km, 'Infinity') > :km ORDER BY nearest.km DESC NULLS FIRST, p.id
    """),
    Gap.COMMUNES_WITH_POTENTIAL: text("""
        SELECT c.id, c.name, array_agg(DISTINCT z.commodity ORDER BY z.commodity) AS commodities
        FROM published.commune AS c
        JOIN published.zone_part AS part ON part.commune_code = c.id
        JOIN published.zone AS z ON z.id = part.zone_id
        WHERE c.province_code = :province
          AND NOT EXISTS (SELECT FROM published.product AS p WHERE p.commune_code = c.id)
        GROUP BY c.id, c.name ORDER BY c.name, c.id
    """),
    Gap.COMMUNES_WITH_NOTHING: text("""
        SELECT c.id, c.name FROM published.commune AS c
        WHERE c.province_code = :province
          AND NOT EXISTS (SELECT FROM published.site AS s WHERE s.commune_code = c.id)
          AND NOT EXISTS (SELECT FROM published.zone_part AS part WHERE part.commune_code = c.id)
        ORDER BY c.name, c.id
    """),
}


def zone_analysis(connection: Connection) -> list[Row]:
    """Return every zone with its hectares by commune, what it feeds, and the ground it shares with its like."""
    return _rows(connection, _ZONES)


def commodity_areas(connection: Connection) -> list[Row]:
    """Return each commodity's hectares: declared, summed over zones, and on the ground, each piece counted once."""
    return _rows(connection, _COMMODITIES)


def product_analysis(connection: Connection) -> list[Row]:
    """Return every product with the nearest zone of its commodity, its linked zones, and whether one is stable.

    What is stable is said once, by ``published.product_zone_state``. Kilometres are known no better than
    ``uncertainty_m`` says; from a point that stands for the whole province none are given.
    """
    return _rows(connection, _PRODUCTS)


def gap(connection: Connection, asked: Gap, *, province: str, km: float) -> Sequence[Row]:
    """Return the records that a question of what is missing finds, the worst first (nothing near at all: ``km`` None).

    Args:
        connection: reads the published views.
        asked: the question.
        province: code of the province whose communes are asked about.
        km: what counts as far.
    """
    return _rows(connection, _GAPS[asked], {"province": province, "km": km})


def _rows(connection: Connection, query: Any, values: Row | None = None) -> list[Row]:  # noqa: ANN401 - a text clause
    return [dict(row) for row in connection.execute(query, values or {}).mappings()]
