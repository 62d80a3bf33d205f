"""What lies around a place: nearest sites and products, zones of a commodity, the communes next door."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, TextClause, text

from ocopmap.catalogue.places import Layer

Row = dict[str, Any]

_WITHIN_DEGREES = 0.4
_WITHIN_M = 44_000
"""What is farther is near to nothing."""

_DISTANCE = """
    round(ST_Distance(geom::geography, here.point::geography))::float AS distance_m
"""
_HERE = "(SELECT ST_SetSRID(ST_MakePoint(:longitude, :latitude), 4326) AS point) AS here"
_REACH = "reach(distance_m, coalesce(uncertainty_m, 0) + :vagueness)"
"""Records are ordered by the distance that is told of them: a vague place does not pass for the nearest."""
_OF_ONE_PRODUCER = 2
"""Similar products of one producer: the others' are what a reader does not know yet."""

_NEAREST_SITES = text(f"""
    SELECT * FROM (
        SELECT *, row_number() OVER (PARTITION BY layer ORDER BY {_REACH}, id) AS place FROM (
            SELECT id, layer, name, coalesce(tourism_kind, sales_point_kind, legal_form) AS kind, craft,
                   ocop_stars AS stars, commune_name, precision, uncertainty_m,
                   ST_Y(geom) AS latitude, ST_X(geom) AS longitude, {_DISTANCE}
            FROM published.site, {_HERE}
            WHERE layer = ANY(:layers) AND id <> :id AND precision <> 'province'
              AND ST_DWithin(geom, here.point, {_WITHIN_DEGREES})
        ) AS found
    ) AS ranked
    WHERE place <= :count ORDER BY layer, place
""")  # noqa: S608 - made of the constants above

# No ST_DWithin here: taken for rarer than it is, it would make the join with the sites a loop over both.
_NEAREST_PRODUCTS = text(f"""
    SELECT id, uncertainty_m, latitude, longitude, distance_m FROM (
        SELECT *, row_number() OVER (
            PARTITION BY coalesce(producer_id, id) ORDER BY is_same DESC, {_REACH}, id
        ) AS of_producer
        FROM (
            SELECT id, producer_id, uncertainty_m, ST_Y(geom) AS latitude, ST_X(geom) AS longitude, {_DISTANCE},
                   (commodity = cast(:commodity AS text)) IS TRUE AS is_same
            FROM published.product_place, {_HERE}
            WHERE id <> :id AND producer_id IS DISTINCT FROM cast(:producer AS text)
              AND (cast(:group AS text) IS NULL OR product_group = :group)
        ) AS found
        WHERE distance_m < {_WITHIN_M}
    ) AS ranked
    WHERE of_producer <= {_OF_ONE_PRODUCER}
    ORDER BY is_same DESC, {_REACH}, id LIMIT :count
""")  # noqa: S608 - made of the constants above

# Apart from the search: joined to it, the view judges every certificate there is.
_PRODUCTS = text("""
    SELECT id, name, stars, validity, product_group AS "group", commodity, producer_name, commune_name
    FROM published.product WHERE id = ANY(:ids)
""")

_ZONES_OF_COMMODITY = text(f"""
    SELECT id, name, commodity, declared_ha, named_units, distance_m FROM (
        SELECT id, name, commodity, declared_ha, named_units, {_DISTANCE} FROM published.zone, {_HERE}
        WHERE commodity = :commodity AND geom IS NOT NULL
    ) AS found
    WHERE distance_m <= 60000 ORDER BY distance_m, declared_ha DESC NULLS LAST, id LIMIT :count
""")  # noqa: S608 - made of the constants above

_ADJACENT = text("""
    SELECT other.id, other.name
    FROM published.commune AS this JOIN published.commune AS other ON other.id <> this.id
        AND ST_DWithin(this.geom, other.geom, 0.0003)
    WHERE this.id = :id ORDER BY other.name COLLATE published.vietnamese
""")


@dataclass(frozen=True)
class Spot:
    """A place to look around from, in degrees (EPSG:4326)."""

    latitude: float
    longitude: float
    vagueness: float = 0
    """How far off it may be, in metres."""

    @classmethod
    def of(cls, record: Row) -> "Spot | None":
        """Return where a record is; None where that is not known or only the province is."""
        if record.get("latitude") is None or record.get("precision") == "province":
            return None
        return cls(record["latitude"], record["longitude"], record.get("uncertainty_m") or 0)


def nearest_sites(
    connection: Connection, spot: Spot, layers: Collection[Layer], count: int, but: str = ""
) -> dict[str, list[Row]]:
    """Return the ``count`` nearest sites of each layer but one id, distances in metres.

    A layer without any is left out.
    """
    found: dict[str, list[Row]] = {}
    for row in _rows(connection, _NEAREST_SITES, spot, layers=[str(layer) for layer in layers], count=count, id=but):
        found.setdefault(row["layer"], []).append(row)
    return found


def nearest_products(connection: Connection, spot: Spot, count: int, like: Row | None = None) -> list[Row]:
    """Return the nearest products, in metres; ``like`` a product: others' of its group, its commodity first."""
    wanted = {
        "id": like["id"] if like else "",
        "producer": like["producer"]["id"] if like and like["producer"] else None,
        "group": like["group"] if like else None,
        "commodity": like["commodity"] if like else None,
    }
    near = _rows(connection, _NEAREST_PRODUCTS, spot, count=count, **wanted)
    ids = [row["id"] for row in near]
    products = {row["id"]: dict(row) for row in connection.execute(_PRODUCTS, {"ids": ids}).mappings()}
    return [products[row["id"]] | row for row in near]


def zones_of_commodity(connection: Connection, spot: Spot, commodity: str, count: int) -> list[Row]:
    """Return the zones of a commodity by their distance in metres, 0 inside."""
    return _rows(connection, _ZONES_OF_COMMODITY, spot, commodity=commodity, count=count)


def adjacent_communes(connection: Connection, code: str) -> list[Row]:
    """Return id and name of the communes that border on one, by the polygons there are."""
    return [dict(row) for row in connection.execute(_ADJACENT, {"id": code}).mappings()]


def _rows(connection: Connection, query: TextClause, spot: Spot, **values: object) -> list[Row]:
    at = {"latitude": spot.latitude, "longitude": spot.longitude, "vagueness": spot.vagueness}
    return [dict(row) for row in connection.execute(query, at | values).mappings()]
