"""What lies on a sheet, read from the published views and laid out in the units of its drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from ocopmap.planning.mapsheets.paper import SRID, Frame

_BOUNDS = text("""
    SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box) FROM (
        SELECT ST_Extent(ST_Transform(geom_full, :srid)) AS box FROM published.commune WHERE province_code = :province
    ) AS extent WHERE box IS NOT NULL
""")
_LAID_OUT = """
    ST_Simplify(ST_Scale(ST_Translate(ST_Transform({geom}, :srid), -:west, -:north), 1 / :metres, 1 / :metres), 0.8)
"""
_COMMUNES = text(f"""
    SELECT id, name, boundary_source, ST_AsSVG(geom, 0, 0) AS path, ST_Area(geom) AS area,
           ST_X(label) AS x, -ST_Y(label) AS y
    FROM (
        SELECT *, ST_PointOnSurface(geom) AS label FROM (
            SELECT id, name, boundary_source, {_LAID_OUT.format(geom="geom_full")} AS geom
            FROM published.commune WHERE province_code = :province AND geom_full IS NOT NULL
        ) AS laid
    ) AS found ORDER BY area DESC, id
""")  # noqa: S608 - our own expression
_ZONES = text(f"""
    SELECT id, name, geometry_source, ST_AsSVG({_LAID_OUT.format(geom="geom")}, 0, 0) AS path
    FROM published.zone WHERE commodity = :commodity AND geom IS NOT NULL ORDER BY ST_Area(geom) DESC, id
""")  # noqa: S608 - our own expression
_PLACES = text("""
    SELECT ST_X(spot) AS easting, ST_Y(spot) AS northing, precision, products, stars, is_valid FROM (
        SELECT ST_Transform(geom, :srid) AS spot, precision, count(*) AS products, max(stars) AS stars,
               bool_or(validity IN ('valid', 'expiring')) AS is_valid
        FROM published.product
        WHERE geom IS NOT NULL AND precision <> 'province'
          AND (CAST(:commodity AS text) IS NULL OR commodity = :commodity)
          AND EXISTS (
              SELECT FROM published.recognition AS r
              WHERE r.product_id = product.id AND (r.decided_on IS NULL OR r.decided_on <= as_of())
          )
        GROUP BY geom, precision
    ) AS placed ORDER BY northing DESC, easting
""")
_COMMODITIES = text("SELECT DISTINCT commodity FROM published.zone WHERE geom IS NOT NULL ORDER BY commodity")
_UNPLACED = text("""
    SELECT count(*) FROM published.product WHERE geom IS NULL OR precision = 'province'
""")


@dataclass(frozen=True)
class Commune:
    """A commune's outline as a path, its area in square units, and a point inside for its name."""

    id: str
    name: str
    is_approximate: bool
    path: str
    area: float
    x: float
    y: float


@dataclass(frozen=True)
class Zone:
    """A zone's outline as a path; one that is ``surveyed`` was drawn, others are the communes that a source names."""

    name: str
    surveyed: bool
    path: str


@dataclass(frozen=True)
class Place:
    """A place of production: its products that are recognised by the day, the most stars, whether one is valid."""

    x: float
    y: float
    products: int
    stars: int | None
    is_valid: bool


def bounds(connection: Connection, province: str) -> Sequence[float] | None:
    """Return west, south, east and north of a province in metres of the sheets' projection; None without outlines."""
    row = connection.execute(_BOUNDS, {"srid": SRID, "province": province}).one_or_none()
    return tuple(row) if row else None


def communes(connection: Connection, frame: Frame, province: str) -> list[Commune]:
    """Return the communes of a province, the largest first."""
    rows = connection.execute(_COMMUNES, _laid_out(frame) | {"province": province})
    return [
        Commune(row.id, row.name, row.boundary_source == "approximate", row.path, row.area, row.x, row.y)
        for row in rows
        if row.path
    ]


def zones(connection: Connection, frame: Frame, commodity: str) -> list[Zone]:
    """Return the zones of a commodity, the largest first so that none is hidden."""
    rows = connection.execute(_ZONES, _laid_out(frame) | {"commodity": commodity})
    return [Zone(row.name, row.geometry_source == "surveyed", row.path) for row in rows]


def places(connection: Connection, frame: Frame, commodity: str | None = None) -> list[Place]:
    """Return the places with products that are recognised by the day, of one commodity or of all."""
    west, north = frame.corner
    return [
        Place(
            (row.easting - west) / frame.metres,
            (north - row.northing) / frame.metres,
            row.products,
            row.stars,
            bool(row.is_valid),
        )
        for row in connection.execute(_PLACES, {"srid": SRID, "commodity": commodity})
    ]


def drawable_commodities(connection: Connection) -> list[str]:
    """Return the commodities of which a zone can be drawn."""
    return list(connection.execute(_COMMODITIES).scalars())


def unplaced(connection: Connection) -> int:
    """Return how many products have no place, or none better than the province."""
    return int(connection.execute(_UNPLACED).scalar_one())


def _laid_out(frame: Frame) -> dict[str, float]:
    west, north = frame.corner
    return {"srid": SRID, "west": west, "north": north, "metres": frame.metres}
