"""Polygons for want of better ones: every place belongs to the commune whose known centre is nearest.

Known centres are those of today's communes and of the old ones that formed them, neighbouring provinces included.
Against the official polygons of Đồng Tháp 82% of the land is given to its own commune (mean intersection over union
0.68): good enough to say which commune a place is likely in, never to draw as a border.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np
import shapely
from shapely import MultiPoint, MultiPolygon, Point

from ocopmap.geocoding import Commune, LegacyCommune, Units
from ocopmap.ingest.boundaries.common import Polygons, Shapes, as_multipolygon, to_degrees, to_metres

_ABROAD: Final = ""
_NEIGHBOURHOOD_METRES: Final = 30_000
_SAME_PLACE_METRES: Final = 1
_REACH: Final = 0.8
"""Share of a unit's radius that is surely land of the province: what bounds it at the sea and at the frontier."""
_CLOSING_METRES: Final = 1_000


def approximate(units: Units, province_code: str) -> Polygons:
    """Return a polygon around each commune's centre: the union of the Voronoi cells of the centres it has."""
    centres = _Centres(units, province_code)
    cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(centres.points), ordered=True))
    land = centres.land()
    codes = sorted({code for code in centres.labels if code != _ABROAD})
    labels = np.array(centres.labels)
    dissolved = [shapely.intersection(shapely.union_all(cells[labels == code]), land) for code in codes]
    return {code: as_multipolygon(shape) for code, shape in zip(codes, to_degrees(dissolved), strict=True)}


class _Centres:
    """Points in metres, the commune of the province that each belongs to, and the radius of what it stands for."""

    def __init__(self, units: Units, province_code: str) -> None:
        self.points: list[Point] = []
        self.labels: list[str] = []
        self.radii: list[float] = []
        self._taken: set[tuple[int, int]] = set()
        today = {commune.code: commune for commune in units.province_communes[province_code]}
        self._middles = dict(zip(today, _points(today.values()), strict=True))
        for code, point in self._middles.items():
            self._add(point, code, today[code].radius_m)
        old = [commune for commune in units.legacy_communes.values() if commune.latitude is not None]
        neighbourhood = shapely.box(*shapely.total_bounds(self.points)).buffer(_NEIGHBOURHOOD_METRES)
        for commune, point in zip(old, _points(old), strict=True):
            if neighbourhood.covers(point):
                self._add(point, self._owner(commune, point), commune.radius_m)

    def land(self) -> MultiPolygon:
        """Return what the province surely covers, small gaps closed."""
        own = [index for index, code in enumerate(self.labels) if code != _ABROAD]
        discs = [self.points[index].buffer(self.radii[index] * _REACH) for index in own]
        return as_multipolygon(shapely.union_all(discs).buffer(_CLOSING_METRES).buffer(-_CLOSING_METRES))

    def _add(self, point: Point, code: str, radius: float) -> None:
        """Add a centre, unless one stands there already: two cells cannot share a centre."""
        place = round(point.x / _SAME_PLACE_METRES), round(point.y / _SAME_PLACE_METRES)
        if place in self._taken:
            return
        self._taken.add(place)
        self.points.append(point)
        self.labels.append(code)
        self.radii.append(radius)

    def _owner(self, commune: LegacyCommune, point: Point) -> str:
        """Return the successor within the province; of a divided commune the one whose centre is nearest."""
        heirs = [code for code in commune.successors if code in self._middles]
        return min(heirs, key=lambda code: self._middles[code].distance(point), default=_ABROAD)


def _points(units: Iterable[Commune | LegacyCommune]) -> Shapes:
    degrees = [(unit.longitude, unit.latitude) for unit in units]
    return to_metres(shapely.points(np.array(degrees, dtype=float).reshape(-1, 2)))
