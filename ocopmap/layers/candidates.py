"""Places that a tour could visit: with what is made and grown there, along a way, or near a place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from ocopmap.catalogue.places import Layer

_FINE = "('exact', 'street', 'hamlet', 'legacy_commune', 'commune')"
"""A place known to its old district alone is no place to drive to."""
_FEW_COMMUNES = 4
"""A zone of more of them is an area to drive through, no place to drive to."""
_MADE = """
    WITH tied AS (
        SELECT producer_id AS site, commodity FROM published.product_place
        UNION ALL
        SELECT l.target_id, p.commodity
        FROM published.product_link AS l JOIN published.product_place AS p ON p.id = l.product_id
    ), made AS (
        SELECT site, array_agg(DISTINCT commodity) FILTER (WHERE commodity IS NOT NULL) AS commodities,
               count(*) AS products
        FROM tied GROUP BY site
    )
"""
_COLUMNS = """
    s.id, s.layer, s.name, s.precision, s.commune_name, s.ocop_stars AS stars,
    coalesce(s.tourism_kind, s.sales_point_kind, s.craft, s.legal_form) AS kind,
    ST_Y(s.geom) AS latitude, ST_X(s.geom) AS longitude,
    coalesce(made.commodities, '{}') AS commodities, made.products
"""

_CANDIDATES = text(f"""
    {_MADE}, zoned AS (
        SELECT commune, array_agg(DISTINCT commodity) AS commodities
        FROM published.zone CROSS JOIN unnest(commune_codes) AS commune WHERE geom IS NOT NULL GROUP BY commune
    )
    SELECT {_COLUMNS}, published.words(concat_ws(' ', s.name, s.craft)) AS words,
           coalesce(zoned.commodities, '{{}}') AS grown
    FROM published.site AS s LEFT JOIN made ON made.site = s.id LEFT JOIN zoned ON zoned.commune = s.commune_code
    WHERE s.province_code = :province AND s.precision IN {_FINE} AND (s.layer <> 'producer' OR made.products > 0)
    UNION ALL
    SELECT id, 'zone', name, precision, commune_name, NULL, NULL, ST_Y(place), ST_X(place), ARRAY[commodity], 0, '',
           ARRAY[commodity]
    FROM published.zone CROSS JOIN LATERAL (SELECT ST_PointOnSurface(geom) AS place) AS inside
    WHERE precision IN {_FINE} AND cardinality(commune_codes) BETWEEN 1 AND {_FEW_COMMUNES}
    ORDER BY id
""")  # noqa: S608 - made of the constants above

_ALONG = text(f"""
    {_MADE}
    SELECT {_COLUMNS}, round(ST_Distance(s.geom::geography, way.line::geography))::float AS meters
    FROM published.site AS s LEFT JOIN made ON made.site = s.id CROSS JOIN
         (SELECT ST_MakeLine(ARRAY(
              SELECT ST_SetSRID(ST_MakePoint(lon, lat), 4326)
              FROM unnest(cast(:longitudes AS float[]), cast(:latitudes AS float[])) WITH ORDINALITY AS at (lon, lat, n)
              ORDER BY n)) AS line) AS way
    WHERE s.precision IN {_FINE} AND s.id <> ALL(:but) AND ST_DWithin(s.geom, way.line, :degrees)
      AND ST_DWithin(s.geom::geography, way.line::geography, :meters)
      AND (s.layer IN ('sales_point', 'craft_village') OR made.products > 0 OR s.ocop_stars IS NOT NULL)
    ORDER BY meters, s.id LIMIT :most
""")  # noqa: S608 - made of the constants above


@dataclass(frozen=True)
class Candidate:
    """A place that could be a stop; degrees in EPSG:4326."""

    id: str
    layer: Layer
    name: str
    latitude: float
    longitude: float
    precision: str
    commune_name: str | None
    stars: int | None
    kind: str | None
    commodities: frozenset[str]
    """What its products, or products linked to it, are made of."""
    words: str = ""
    """Its name and craft without diacritics."""
    grown: frozenset[str] = frozenset()
    """What zones in its commune grow."""
    meters: float = 0
    """From the way asked for."""

    @property
    def key(self) -> str:
        """The key that links name it by: ``layer:slug``."""
        return f"{Layer.ZONE}:{self.id}" if self.layer is Layer.ZONE else self.id


def candidates(connection: Connection, province: str) -> list[Candidate]:
    """Return all places of a province that a tour could visit, in order of their ids."""
    return [_candidate(dict(row)) for row in connection.execute(_CANDIDATES, {"province": province}).mappings()]


def along(
    connection: Connection, way: Sequence[tuple[float, float]], meters: float, most: int, but: Collection[str]
) -> list[Candidate]:
    """Return OCOP places within so many metres of a way (latitude, longitude), the nearest first.

    OCOP are those that make or sell products, craft villages, and tourism points with stars; ``but`` are ids left out.
    """
    spots = [*way, way[0]] if len(way) == 1 else list(way)
    asked = {
        "latitudes": [latitude for latitude, _ in spots],
        "longitudes": [longitude for _, longitude in spots],
        "meters": meters,
        "degrees": meters / 100_000,
        "most": most,
        "but": list(but),
    }
    return [_candidate(dict(row)) for row in connection.execute(_ALONG, asked).mappings()]


def _candidate(row: dict[str, object]) -> Candidate:
    kept = {name: value for name, value in row.items() if name in Candidate.__dataclass_fields__}
    sets = {name: frozenset(kept[name]) for name in ("commodities", "grown") if name in kept}  # type: ignore[call-overload]
    return Candidate(**kept | sets | {"layer": Layer(str(row["layer"]))})  # type: ignore[arg-type]
