"""The geometry of a small map around a record: communes and zones cut to a frame, in its own units, as SVG paths."""

from collections.abc import Collection
from dataclasses import dataclass
from math import asinh, cos, radians, tan

from sqlalchemy import Connection, text

WIDTH = 640
HEIGHT = 400
"""Units of the frame, x to the right and y down; SVG draws them at any size."""

_EARTH = 6_378_137.0
_SMALLEST_M = 7_000
"""Ground that a frame's width shows at least: nearer, outlines simplified for the province's map would look wrong."""
_LARGEST_M = 130_000

_PIECES = text("""
    WITH wanted AS (
        SELECT ST_Transform(ST_MakeEnvelope(:west, :south, :east, :north, 4326), 3857) AS geom WHERE :west <= :east
        UNION ALL
        SELECT ST_Envelope(ST_Transform(geom, 3857)) FROM published.commune WHERE id = ANY(:communes)
        UNION ALL
        SELECT ST_Envelope(ST_Transform(geom, 3857)) FROM published.zone WHERE id = ANY(:zones) AND :zones_decide
    ), box AS (
        SELECT ST_Extent(geom) AS box FROM wanted
    ), frame AS (
        SELECT (ST_XMin(box) + ST_XMax(box)) / 2 AS x, (ST_YMin(box) + ST_YMax(box)) / 2 AS y,
               least(:largest, greatest(:smallest, 1.16 * (ST_XMax(box) - ST_XMin(box)),
                     1.16 * (ST_YMax(box) - ST_YMin(box)) * :width / :height)) / :width AS unit
        FROM box WHERE box IS NOT NULL
    ), cut AS (
        -- The more communes a frame holds, the coarser they are drawn.
        SELECT x, y, unit, CASE WHEN unit < 35 THEN 0.5 WHEN unit < 60 THEN 1.5 ELSE 2.5 END AS detail,
               ST_MakeEnvelope(x - unit * :width / 2, y - unit * :height / 2,
                               x + unit * :width / 2, y + unit * :height / 2, 3857) AS edge
        FROM frame
    ), piece AS (
        SELECT 'commune' AS kind, id, name, geom AS whole FROM published.commune, cut
        WHERE geom_full && ST_Transform(edge, 4326)
        UNION ALL
        SELECT 'zone', id, name, geom FROM published.zone, cut
        WHERE id = ANY(:zones) AND geom && ST_Transform(edge, 4326)
    ), drawn AS (
        SELECT kind, piece.id, name, x, y, unit, ST_Simplify(ST_SnapToGrid(
            ST_Scale(ST_Translate(
                ST_ClipByBox2D(ST_Transform(whole, 3857), ST_Expand(edge, unit * 4)),
                :width / 2.0 * unit - x, -:height / 2.0 * unit - y), 1 / unit, 1 / unit), 1), detail) AS geom
        FROM piece, cut
    )
    SELECT kind, id, name, x, y, unit, ST_AsSVG(geom, 1, 0) AS path, ST_Area(geom) AS area,
           ST_X(ST_PointOnSurface(geom)) AS label_x, -ST_Y(ST_PointOnSurface(geom)) AS label_y
    FROM drawn WHERE NOT ST_IsEmpty(geom) ORDER BY kind, area DESC
""")


@dataclass(frozen=True)
class Spread:
    """A point with the radius (metres) within which the thing truly is."""

    latitude: float
    longitude: float
    radius_m: float = 0


@dataclass(frozen=True)
class Piece:
    """A commune or zone as a path, the area it takes in square units, and a point inside for its name."""

    kind: str
    id: str
    name: str
    path: str
    area: float
    label: tuple[float, float]


@dataclass(frozen=True)
class Ground:
    """A frame with the pieces in it: how much ground a unit is, and where degrees lie in it."""

    x: float
    y: float
    unit: float
    pieces: tuple[Piece, ...]

    def place(self, spread: Spread) -> tuple[float, float]:
        """Return where a point lies, in the frame's units; outside of it they are below 0 or beyond its size."""
        easting, northing = _mercator(spread.latitude, spread.longitude)
        return WIDTH / 2 + (easting - self.x) / self.unit, HEIGHT / 2 - (northing - self.y) / self.unit

    def length(self, metres: float, latitude: float) -> float:
        """Return how many units a distance on the ground takes at a latitude."""
        return metres / (self.unit * cos(radians(latitude)))


def ground(
    connection: Connection,
    spots: Collection[Spread],
    communes: Collection[str] = (),
    zones: Collection[str] = (),
    *,
    zones_decide: bool = False,
    largest_m: float = _LARGEST_M,
) -> Ground | None:
    """Return the frame that shows spots and communes in full, zones too if they decide.

    Its width is at most ``largest_m`` metres of the Mercator map.

    None with nothing to show, or where no polygon is known (outside of the province).
    """
    if not (spots or communes or (zones and zones_decide)):
        return None
    rows = (
        connection.execute(
            _PIECES,
            _bounds(spots)
            | {"communes": list(communes), "zones": list(zones), "zones_decide": zones_decide}
            | {"smallest": _SMALLEST_M, "largest": largest_m, "width": float(WIDTH), "height": float(HEIGHT)},
        )
        .mappings()
        .all()
    )
    if not rows:
        return None
    pieces = tuple(
        Piece(row["kind"], row["id"], row["name"], row["path"], row["area"], (row["label_x"], row["label_y"]))
        for row in rows
    )
    return Ground(rows[0]["x"], rows[0]["y"], rows[0]["unit"], pieces)


def _bounds(spots: Collection[Spread]) -> dict[str, float]:
    """Return the box around spots with their radii, in degrees; an impossible one without spots."""
    if not spots:
        return {"west": 1.0, "south": 0.0, "east": 0.0, "north": 0.0}
    edges = [(spot, _degrees(spot.radius_m)) for spot in spots]
    return {
        "west": min(spot.longitude - margin for spot, margin in edges),
        "south": min(spot.latitude - margin for spot, margin in edges),
        "east": max(spot.longitude + margin for spot, margin in edges),
        "north": max(spot.latitude + margin for spot, margin in edges),
    }


def _degrees(metres: float) -> float:
    """Return a distance as degrees of a meridian: near enough for the margin of a map."""
    return metres / 111_000


def _mercator(latitude: float, longitude: float) -> tuple[float, float]:
    return _EARTH * radians(longitude), _EARTH * asinh(tan(radians(latitude)))
