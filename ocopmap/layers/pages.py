"""What a page tells of a record: the record itself and what lies around it."""

from typing import Any

from sqlalchemy import Connection, text

from ocopmap.catalogue.places import Layer, SiteKind
from ocopmap.layers.neighbours import (
    Spot,
    adjacent_communes,
    nearest_products,
    nearest_sites,
    zones_of_commodity,
)
from ocopmap.layers.records import Record, products_of, record

_NEAR = 4
_SIMILAR = 6

_FORMED_FROM = text("""
    SELECT l.code, l.name, l.label, l.district, l.province FROM published.commune AS c
    CROSS JOIN jsonb_to_recordset(c.legacy_communes) AS old (code text)
    JOIN published.legacy_commune AS l ON l.code = old.code
    WHERE c.id = :id ORDER BY l.district COLLATE published.vietnamese, l.name COLLATE published.vietnamese
""")

_SITES_IN = text("""
    SELECT id, layer, name, coalesce(tourism_kind, sales_point_kind, legal_form) AS kind, craft, ocop_stars AS stars,
           commune_name, precision, uncertainty_m, ST_Y(geom) AS latitude, ST_X(geom) AS longitude
    FROM published.site WHERE commune_code = :id ORDER BY layer, name COLLATE published.vietnamese
""")

_PRODUCTS_IN = text("""
    SELECT id, name, stars, validity, product_group AS "group", commodity, producer_id, producer_name, harvest_months
    FROM published.product WHERE commune_code = :id
    ORDER BY stars DESC NULLS LAST, name COLLATE published.vietnamese
""")

_ZONES_IN = text("""
    SELECT id, name, commodity, declared_ha, named_units, harvest_months
    FROM published.zone WHERE :id = ANY(commune_codes)
    ORDER BY name COLLATE published.vietnamese
""")

_COMMUNES_OF_ZONE = text("""
    SELECT c.id, c.name FROM published.zone AS z JOIN published.commune AS c ON c.id = ANY(z.commune_codes)
    WHERE z.id = :id ORDER BY c.name COLLATE published.vietnamese
""")

_GROWN_IN_ZONE = text("""
    SELECT p.id, p.name, p.stars, p.validity, p.product_group AS "group", p.commodity, p.producer_id, p.producer_name,
           p.commune_name
    FROM published.zone AS z JOIN published.product_place AS near
        ON near.commodity = z.commodity AND near.commune_code = ANY(z.commune_codes)
    JOIN published.product AS p ON p.id = near.id
    WHERE z.id = :id ORDER BY p.stars DESC NULLS LAST, p.name COLLATE published.vietnamese
""")

_WITHDRAWN = text("SELECT product_group FROM published.withdrawn WHERE layer = :layer AND id = :id")

_OLD_COMMUNE = text("""
    SELECT l.label, c.id, c.name FROM published.legacy_commune AS l
    JOIN published.commune AS c ON c.legacy_communes @> jsonb_build_array(jsonb_build_object('code', l.code))
    WHERE l.code = :id ORDER BY c.name COLLATE published.vietnamese
""")


def page_record(connection: Connection, layer: Layer, key: str) -> Record | None:
    """Return a record with what its page tells besides, or None when none of that id is published.

    Adds ``near`` (lists of records around by kind, distances in metres) and what its layer needs:
    ``siblings`` and ``similar`` (products), ``grown`` and ``communes`` (zones), ``formed_from``, ``contents`` and
    ``adjacent`` (communes).
    """
    found = record(connection, layer, key)
    if found is None:
        return None
    if layer is Layer.PRODUCT:
        return found | _around_product(connection, found)
    if layer is Layer.ZONE:
        return found | {
            "communes": _all(connection, _COMMUNES_OF_ZONE, key),
            "grown": _all(connection, _GROWN_IN_ZONE, key),
        }
    if layer is Layer.COMMUNE:
        return found | _around_commune(connection, found)
    return found | _around_site(connection, found)


def withdrawn(connection: Connection, layer: Layer, key: str) -> Record | None:
    """Return ``{"product_group": …}`` of a record that exists and is not shown; None when there is no such record."""
    return next(iter(_all(connection, _WITHDRAWN, key, layer=str(layer))), None)


def successors(connection: Connection, code: str) -> list[Record]:
    """Return ``label`` of an old commune with id and name of each commune it went to."""
    return _all(connection, _OLD_COMMUNE, code)


def _around_product(connection: Connection, product: Record) -> Record:
    spot = Spot.of(product)
    producer = product["producer"]
    made = products_of(connection, Layer.PRODUCER, producer["id"]) if producer else []
    siblings = [each for each in made if each["id"] != product["id"]]
    if spot is None:
        return {"siblings": siblings, "similar": [], "near": {}, "zones_near": []}
    linked = product["links"]["zones"] or not product["commodity"]
    return {
        "siblings": siblings,
        "similar": nearest_products(connection, spot, _SIMILAR, like=product),
        "near": nearest_sites(connection, spot, [Layer.SALES_POINT, Layer.TOURISM_POINT], _NEAR),
        "zones_near": [] if linked else zones_of_commodity(connection, spot, product["commodity"], 2),
    }


def _around_site(connection: Connection, site: Record) -> Record:
    spot = Spot.of(site)
    if spot is None:
        return {"near": {}, "products_near": []}
    others = [Layer(kind) for kind in SiteKind if kind not in (SiteKind.PRODUCER, site["layer"])]
    own_products = site["layer"] == Layer.PRODUCER and site["products"]
    return {
        "near": nearest_sites(connection, spot, others, _NEAR, but=site["id"]),
        "products_near": [] if own_products else nearest_products(connection, spot, _SIMILAR),
    }


def _around_commune(connection: Connection, commune: Record) -> Record:
    contents: dict[str, list[Record]] = {}
    for row in _all(connection, _SITES_IN, commune["id"]):
        contents.setdefault(row["layer"], []).append(row)
    contents["product"] = _all(connection, _PRODUCTS_IN, commune["id"])
    contents["zone"] = _all(connection, _ZONES_IN, commune["id"])
    missing = [
        layer for layer in (Layer.CRAFT_VILLAGE, Layer.TOURISM_POINT, Layer.SALES_POINT) if layer not in contents
    ]
    spot = Spot(commune["latitude"], commune["longitude"])
    return {
        "formed_from": _all(connection, _FORMED_FROM, commune["id"]),
        "contents": contents,
        "adjacent": adjacent_communes(connection, commune["id"]),
        "near": nearest_sites(connection, spot, missing, 3) if missing else {},
        "products_near": [] if contents["product"] else nearest_products(connection, spot, _SIMILAR),
    }


def _all(connection: Connection, query: Any, key: str, **values: object) -> list[Record]:  # noqa: ANN401 - a text clause
    return [dict(row) for row in connection.execute(query, {"id": key} | values).mappings()]
