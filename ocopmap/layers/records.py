"""One record in full, with its links and sources, as the public may see it."""

from typing import Any

from sqlalchemy import Connection, RowMapping, text

from ocopmap.catalogue.places import Layer

Record = dict[str, Any]

_PRODUCT = text("""
    SELECT id, 'product' AS layer, name, stars, product_group AS "group", product_set AS "set", commodity, validity,
           harvest_months, recognised_on, expires_earliest, expires_latest, national_code, story, potential_five_star,
           CASE WHEN producer_id IS NOT NULL THEN jsonb_build_object(
               'id', producer_id, 'name', producer_name, 'legal_form', producer_legal_form) END AS producer,
           original_address, current_address, commune_code, commune_name, legacy_commune_code, legacy_commune,
           ST_Y(geom) AS latitude, ST_X(geom) AS longitude, precision, placed_by, confidence, explanation,
           uncertainty_m, coordinate_source, is_withheld, array_remove(ARRAY[contradiction], NULL) AS warnings,
           source_url, source_date
    FROM published.product WHERE id = :id
""")

_SITE = text("""
    SELECT id, layer, name, ocop_stars AS stars,
           coalesce(legal_form, tourism_kind, sales_point_kind, craft) AS kind, craft, recognised_year, legal_form,
           woman_led, phone, website, original_address, current_address, commune_code, commune_name,
           legacy_commune_code, legacy_commune, ST_Y(geom) AS latitude, ST_X(geom) AS longitude, precision, placed_by,
           confidence, explanation, uncertainty_m, coordinate_source, is_withheld,
           array_remove(ARRAY[contradiction], NULL) AS warnings, source_url, source_date
    FROM published.site WHERE id = :id
""")

_ZONE = text("""
    SELECT id, 'zone' AS layer, name, commodity, named_units, named_units AS original_address, geometry_source,
           precision, explanation, declared_ha, computed_ha, standards, growing_area_code, year, commune_codes,
           commune_code, commune_name, harvest_months, source_url, source_date
    FROM published.zone WHERE id = :id
""")

_COMMUNE = text("""
    SELECT id, 'commune' AS layer, name, kind, boundary_source, official_area_km2, legacy_communes, commune_code,
           commune_name, ST_Y(centre) AS latitude, ST_X(centre) AS longitude
    FROM published.commune WHERE id = :id
""")

_QUERIES = {Layer.PRODUCT: _PRODUCT, Layer.ZONE: _ZONE, Layer.COMMUNE: _COMMUNE}

_RECOGNITIONS = text("""
    SELECT event, scheme, stars, score, decided_on_text AS decided_on, decision_no, authority, expires_earliest,
           expires_latest, revoked_on, revocation_reason, validity, source_url
    FROM published.recognition WHERE product_id = :id AND (decided_on IS NULL OR decided_on <= as_of())
    ORDER BY decided_on DESC NULLS LAST, id
""")

_CHANNELS = text("""
    SELECT channel, name, url, country, source_url, source_date FROM published.sales_channel
    WHERE product_id = :id ORDER BY id
""")

_TRACEABILITY = text("""
    SELECT url, tested_on, works, source_url, source_date FROM published.traceability WHERE product_id = :id
""")

_SEASONS = text("""
    SELECT months, of_commodity, source_url, source_date FROM published.season WHERE layer = :layer AND id = :id
    ORDER BY months, source_url
""")

_VISIT = text("""
    SELECT opening_hours, visit_minutes, season_months, source_url, source_date FROM published.site_visit WHERE id = :id
""")

_LINKS = text("""
    SELECT l.layer, l.target_id AS id, l.target_name AS name, s.commune_name, s.precision, s.uncertainty_m,
           ST_Y(s.geom) AS latitude, ST_X(s.geom) AS longitude, l.source_url
    FROM published.product_link AS l LEFT JOIN published.site AS s ON s.id = l.target_id
    WHERE l.product_id = :id ORDER BY l.layer, l.target_name COLLATE published.vietnamese
""")

_PRODUCTS = {
    Layer.PRODUCER: text("""
        SELECT id, name, stars, validity, product_group AS "group", commodity
        FROM published.product WHERE producer_id = :id
        ORDER BY stars DESC NULLS LAST, name COLLATE published.vietnamese
    """),
    None: text("""
        SELECT p.id, p.name, p.stars, p.validity, p.product_group AS "group", p.commodity, p.producer_id,
               p.producer_name, l.source_url
        FROM published.product_link AS l JOIN published.product AS p ON p.id = l.product_id
        WHERE l.target_id = :id ORDER BY p.stars DESC NULLS LAST, p.name COLLATE published.vietnamese
    """),
}

_COUNTS = text("""
    SELECT layer, count(*) AS n FROM (
        SELECT layer FROM published.site WHERE commune_code = :id
        UNION ALL SELECT 'product' FROM published.product WHERE commune_code = :id
        UNION ALL SELECT 'zone' FROM published.zone WHERE :id = ANY(commune_codes)
    ) AS found GROUP BY layer
""")


def record(connection: Connection, layer: Layer, key: str) -> Record | None:
    """Return a record of a layer, or None when there is none of that id.

    Dates are ISO text; coordinates are degrees in EPSG:4326; lists are empty rather than missing.
    """
    row = connection.execute(_QUERIES.get(layer, _SITE), {"id": key}).mappings().one_or_none()
    if row is None or row["layer"] != layer:
        return None
    return _plain(row) | _extras(connection, layer, key)


def products_of(connection: Connection, layer: Layer, key: str) -> list[Record]:
    """Return the products of a producer, or those linked to a site or zone, the highest rank first."""
    return _all(connection, _PRODUCTS.get(layer, _PRODUCTS[None]), key)


def _extras(connection: Connection, layer: Layer, key: str) -> Record:
    if layer is Layer.PRODUCT:
        return {
            "recognitions": _all(connection, _RECOGNITIONS, key),
            "sales_channels": _all(connection, _CHANNELS, key),
            "traceability": next(iter(_all(connection, _TRACEABILITY, key)), None),
            "links": _links(connection, key),
            "harvest": _all(connection, _SEASONS, key, layer=str(layer)),
        }
    if layer is Layer.COMMUNE:
        return {"counts": {row["layer"]: row["n"] for row in _all(connection, _COUNTS, key)}}
    made = {"products": products_of(connection, layer, key)}
    if layer is Layer.ZONE:
        return made | {"harvest": _all(connection, _SEASONS, key, layer=str(layer))}
    return made | {"visit": next(iter(_all(connection, _VISIT, key)), None)}


def _links(connection: Connection, key: str) -> Record:
    links: Record = {"zones": [], "craft_villages": [], "sales_points": [], "tourism_points": []}
    for row in _all(connection, _LINKS, key):
        links[f"{row.pop('layer')}s"].append(row)
    return links


def _all(connection: Connection, query: Any, key: str, **values: str) -> list[Record]:  # noqa: ANN401 - a text clause
    return [_plain(row) for row in connection.execute(query, {"id": key} | values).mappings()]


def _plain(row: RowMapping) -> Record:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
