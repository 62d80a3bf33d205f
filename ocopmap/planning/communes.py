"""What each commune has as of a day: the numbers that a choropleth is coloured by."""

from typing import Any

from sqlalchemy import Connection, text

_PRODUCTS = text("""
    SELECT c.id, c.name, coalesce(made.valid_products, 0) AS valid_products,
           coalesce(made.three_star, 0) AS three_star, coalesce(made.four_star, 0) AS four_star,
           coalesce(made.five_star, 0) AS five_star
    FROM published.commune AS c LEFT JOIN published.commune_products AS made ON made.commune_code = c.id
    WHERE c.province_code = :province
    ORDER BY c.name, c.id
""")

_COMMUNES = text("""
    WITH shop AS MATERIALIZED (
        SELECT ST_Transform(geom, 3405) AS geom FROM published.site WHERE layer = 'sales_point' AND geom IS NOT NULL
    ), placed AS (
        SELECT commune_code, count(*) FILTER (WHERE layer = 'producer') AS producers,
               count(*) FILTER (WHERE layer = 'craft_village') AS craft_villages,
               count(*) FILTER (WHERE layer = 'tourism_point') AS tourism_points,
               count(*) FILTER (WHERE layer = 'sales_point') AS sales_points
        FROM published.site WHERE commune_code IS NOT NULL GROUP BY commune_code
    ), piece AS (
        SELECT p.commune_code, z.commodity,
               CASE WHEN bool_or(p.geom IS NULL) THEN max(p.ha) FILTER (WHERE p.geom IS NULL)
                    ELSE ST_Area(ST_Union(p.geom)::geography) / 10000 END AS ha
        FROM published.zone_part AS p JOIN published.zone AS z ON z.id = p.zone_id
        WHERE p.commune_code IS NOT NULL GROUP BY p.commune_code, z.commodity
    ), grown AS (
        SELECT commune_code, jsonb_object_agg(commodity, round(ha::numeric, 1) ORDER BY commodity) AS hectares
        FROM piece GROUP BY commune_code
    )
    SELECT c.id, c.name, coalesce(made.products, 0) AS products,
           coalesce(made.recognised_products, 0) AS recognised_products,
           coalesce(made.undated_products, 0) AS undated_products,
           coalesce(made.valid_products, 0) AS valid_products,
           coalesce(made.three_star, 0) AS three_star, coalesce(made.four_star, 0) AS four_star,
           coalesce(made.five_star, 0) AS five_star, coalesce(made.unknown_products, 0) AS unknown_products,
           made.mean_stars, coalesce(placed.producers, 0) AS producers,
           coalesce(placed.craft_villages, 0) AS craft_villages, coalesce(placed.tourism_points, 0) AS tourism_points,
           coalesce(placed.sales_points, 0) AS sales_points, coalesce(grown.hectares, '{}') AS hectares,
           (SELECT min(ST_Distance(shop.geom, ST_Transform(c.centre, 3405))) / 1000 FROM shop) AS sales_point_km
    FROM published.commune AS c
    LEFT JOIN published.commune_products AS made ON made.commune_code = c.id
    LEFT JOIN placed ON placed.commune_code = c.id
    LEFT JOIN grown ON grown.commune_code = c.id
    WHERE c.province_code = :province
    ORDER BY c.name, c.id
""")


def commune_products(connection: Connection, province: str) -> list[dict[str, Any]]:
    """Return every commune of a province with its valid products, counted as :func:`commune_analysis` does."""
    return [dict(row) for row in connection.execute(_PRODUCTS, {"province": province}).mappings()]


def commune_analysis(connection: Connection, province: str) -> list[dict[str, Any]]:
    """Return every commune of a province with its products, sites, hectares by commodity, and way to a sales point.

    ``products`` counts all records, ``recognised_products`` those with a decision dated by the day,
    ``undated_products`` those of no dated decision at all, ``valid_products`` and the stars those whose certificate is
    valid, and ``unknown_products`` those of which the records do not tell. ``sales_point_km`` is measured from the
    commune's centre. Hectares count each piece of ground once a commodity.
    """
    return [dict(row) for row in connection.execute(_COMMUNES, {"province": province}).mappings()]
