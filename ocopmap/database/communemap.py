"""Polygons of the communes in force, to tell where a point or a zone lies."""

from collections.abc import Iterable

import shapely
from shapely import Point, STRtree
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, text

from ocopmap.catalogue.places import BoundarySource

_COMMUNES = text("""
    SELECT id, code, full_name, boundary_source, ST_AsBinary(geom) AS geom, ST_X(centre) AS x, ST_Y(centre) AS y
    FROM commune WHERE valid_to IS NULL AND geom IS NOT NULL ORDER BY code
""")


class CommuneMap:
    """Communes with a polygon (WGS 84 degrees): key, official name, polygon and centre by code.

    ``approximate`` tells that some border is, so that what it contradicts may not be wrong.
    """

    def __init__(self, connection: Connection) -> None:
        """Read the communes in force."""
        rows = connection.execute(_COMMUNES).all()
        self.ids: dict[str, int] = {row.code: row.id for row in rows}
        self.names: dict[str, str] = {row.code: row.full_name for row in rows}
        self.shapes: dict[str, BaseGeometry] = {row.code: shapely.from_wkb(bytes(row.geom)) for row in rows}
        self.centres: dict[str, Point] = {row.code: Point(row.x, row.y) for row in rows}
        self.approximate = any(row.boundary_source == BoundarySource.APPROXIMATE for row in rows)
        self._codes = list(self.shapes)
        self._tree = STRtree(list(self.shapes.values()))

    def locate(self, latitude: float, longitude: float) -> str | None:
        """Return the code of the commune that holds a point (WGS 84 degrees), None outside all."""
        codes = self.touching(Point(longitude, latitude))
        return codes[0] if codes else None

    def touching(self, shape: BaseGeometry) -> list[str]:
        """Return the codes of the communes that share a point with a geometry, in order."""
        return [self._codes[index] for index in sorted(self._tree.query(shape, predicate="intersects"))]

    def share_inside(self, shape: BaseGeometry, codes: Iterable[str]) -> float:
        """Return the share of a polygon's area that lies in these communes."""
        within = shapely.union_all([self.shapes[code] for code in codes if code in self.shapes])
        return float(shape.intersection(within).area / shape.area)
