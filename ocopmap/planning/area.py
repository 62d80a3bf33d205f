"""What lies inside an area that a planner draws or hands in; nothing of it is kept.

Hectares are on the ellipsoid. A site is inside when the point that is published for it is; one that is known only by
its district or province, or by nothing, is never inside and is counted apart.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from shapely import MultiPolygon
from sqlalchemy import Connection, text

from ocopmap.catalogue.places import Layer

Row = dict[str, Any]

MAX_RECORDS: Final = 10_000

_GROUND = text("""
    WITH asked AS (
        SELECT ST_GeomFromWKB(:shape, 4326) AS geom
    ), part AS (
        SELECT c.id, c.name, c.boundary_source, ST_Area(c.geom_full::geography) / 10000 AS whole_ha,
               ST_Area(CASE WHEN ST_CoveredBy(c.geom_full, asked.geom) THEN c.geom_full
                            ELSE ST_CollectionExtract(ST_Intersection(c.geom_full, asked.geom), 3) END::geography)
                   / 10000 AS ha
        FROM asked JOIN published.commune AS c ON ST_Intersects(c.geom_full, asked.geom)
        WHERE c.province_code = :province
    )
    SELECT ST_Area(asked.geom::geography) / 10000 AS ha,
           coalesce((SELECT sum(part.ha) FROM part), 0) AS inside_ha,
           coalesce((SELECT bool_or(boundary_source = 'approximate') FROM part), false) AS is_approximate,
           coalesce((
               SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name, 'ha', ha, 'share', ha / whole_ha)
                                ORDER BY ha DESC, id)
               FROM part WHERE ha >= 0.0001
           ), '[]') AS communes
    FROM asked
""")

_HOLDS = text("""
    SELECT EXISTS (
        SELECT FROM published.commune WHERE province_code = :province
          AND ST_Covers(geom_full, ST_SetSRID(ST_MakePoint(:longitude, :latitude), 4326))
    )
""")

_RAW_MATERIAL = text("""
    WITH asked AS (
        SELECT ST_GeomFromWKB(:shape, 4326) AS geom
    ), met AS MATERIALIZED (
        SELECT z.id, z.name, z.commodity, z.declared_ha, z.precision,
               CASE WHEN ST_CoveredBy(z.geom_full, asked.geom) THEN z.geom_full
                    ELSE ST_CollectionExtract(ST_Intersection(z.geom_full, asked.geom), 3) END AS geom
        FROM asked JOIN published.zone AS z ON ST_Intersects(z.geom_full, asked.geom)
    ), measured AS MATERIALIZED (
        SELECT met.*, ST_Area(met.geom::geography) / 10000 AS ha FROM met
    ), cut AS MATERIALIZED (
        SELECT * FROM measured WHERE ha >= 0.0001
    ), ground AS (
        SELECT commodity, count(*) AS zones, sum(ha) AS summed_ha,
               CASE count(*) WHEN 1 THEN max(ha) ELSE ST_Area(ST_Union(geom)::geography) / 10000 END AS union_ha
        FROM cut GROUP BY commodity
    )
    SELECT coalesce((
               SELECT jsonb_agg(jsonb_build_object(
                   'id', id, 'name', name, 'commodity', commodity, 'declared_ha', declared_ha, 'precision', precision,
                   'ha', ha, 'geometry', CASE WHEN :with_shapes THEN ST_AsGeoJSON(geom, 6)::jsonb END
               ) ORDER BY commodity, ha DESC, id) FROM cut
           ), '[]') AS zones,
           coalesce((SELECT jsonb_agg(to_jsonb(ground) ORDER BY ground.commodity) FROM ground), '[]') AS commodities
""")

_SITES = text("""
    SELECT s.layer, s.id, s.name, s.commune_name, s.precision, s.legal_form, s.woman_led,
           ST_Y(s.geom) AS latitude, ST_X(s.geom) AS longitude
    FROM published.site AS s
    WHERE s.precision NOT IN ('district', 'province')
      AND ST_Covers(ST_GeomFromWKB(:shape, 4326), s.geom)
    ORDER BY s.layer, s.name, s.id LIMIT :most
""")

_PRODUCTS = text("""
    SELECT p.id, p.name, p.commune_name, p.stars, p.validity, p.is_valid, p.producer_id
    FROM published.indicator_product AS p WHERE p.producer_id = ANY(:producers)
    ORDER BY p.name, p.id LIMIT :most
""")

_SUBJECTS = text("""
    SELECT count(*) FILTER (WHERE is_subject) AS subjects,
           count(*) FILTER (WHERE is_subject AND is_cooperative) AS cooperatives,
           count(*) FILTER (WHERE is_subject AND is_small_or_medium) AS small_enterprises,
           count(*) FILTER (WHERE is_subject AND is_woman_led) AS woman_led,
           count(*) FILTER (WHERE is_subject AND has_stable_zone) AS with_stable_zone
    FROM published.indicator_producer WHERE id = ANY(:producers)
""")

_LEFT_OUT = text("""
    SELECT count(*) FROM published.site
    WHERE (geom IS NULL OR precision IN ('district', 'province')) AND coalesce(province_code, :province) = :province
""")


def area_analysis(connection: Connection, shape: MultiPolygon, province: str, *, with_shapes: bool = False) -> Row:
    """Return the ground, raw material and records inside a polygon.

    Args:
        connection: reads the published views as of the day of its transaction.
        shape: valid, WGS 84 degrees.
        province: code of the province whose communes are asked about.
        with_shapes: whether each zone brings its part inside as GeoJSON.
    """
    asked = {"shape": shape.wkb, "province": province, "with_shapes": with_shapes}
    ground = connection.execute(_GROUND, asked).mappings().one()
    material = connection.execute(_RAW_MATERIAL, asked).mappings().one()
    records = _records(connection, shape)
    return {
        "ha": ground["ha"],
        "outside_ha": max(0.0, ground["ha"] - ground["inside_ha"]),
        "is_approximate": ground["is_approximate"],
        "communes": ground["communes"],
        "zones": material["zones"],
        "commodities": material["commodities"],
        "counts": _counts(connection, records),
        "not_located": connection.scalar(_LEFT_OUT, asked),
        "records": [_shown(each) for each in records],
    }


def holds(connection: Connection, province: str, latitude: float, longitude: float) -> bool:
    """Return whether a point (WGS 84 degrees) lies in a commune of a province."""
    return bool(connection.scalar(_HOLDS, {"province": province, "latitude": latitude, "longitude": longitude}))


def _records(connection: Connection, shape: MultiPolygon) -> list[Row]:
    """Return the sites inside, and the products at the place of their producers."""
    sites = [dict(row) for row in connection.execute(_SITES, {"shape": shape.wkb, "most": MAX_RECORDS}).mappings()]
    places = {site["id"]: site for site in sites if site["layer"] == Layer.PRODUCER}
    found = connection.execute(_PRODUCTS, {"producers": list(places), "most": MAX_RECORDS}).mappings()
    return [_product(dict(row), places[row["producer_id"]]) for row in found] + sites


def _product(row: Row, producer: Row) -> Row:
    place = {name: producer[name] for name in ("latitude", "longitude", "precision")}
    return {"layer": str(Layer.PRODUCT), **row, **place}


def _counts(connection: Connection, records: Sequence[Row]) -> Row:
    layers = Counter(each["layer"] for each in records)
    products = [each for each in records if each["layer"] == Layer.PRODUCT]
    valid = [each for each in products if each["is_valid"]]
    producers = [each["id"] for each in records if each["layer"] == Layer.PRODUCER]
    subjects = connection.execute(_SUBJECTS, {"producers": producers}).mappings().one()
    return {
        "layers": {str(layer): layers[layer] for layer in Layer if layer not in (Layer.ZONE, Layer.COMMUNE)},
        "approximate": sum(each["precision"] in ("commune", "legacy_commune") for each in records),
        "valid": len(valid),
        "unknown": sum(each["is_valid"] is None for each in products),
        "stars": {str(stars): sum(each["stars"] == stars for each in valid) for stars in (3, 4, 5)},
        **subjects,
    }


def _shown(record: Row) -> Row:
    names = ("layer", "id", "name", "commune_name", "stars", "validity", "precision", "latitude", "longitude")
    return {name: record.get(name) for name in names}
