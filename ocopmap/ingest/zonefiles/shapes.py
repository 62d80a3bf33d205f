"""Polygons as surveyed: repaired, measured on the ellipsoid, simplified for the map."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from pyproj import Geod
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from ocopmap.ingest.boundaries.common import as_multipolygon, to_degrees, to_metres

_ELLIPSOID: Final = Geod(ellps="WGS84")
_KEPT_DECIMALS: Final = 8
_DRAWN_DECIMALS: Final = 6
_DRAWN_TOLERANCE: Final = 10.0
_MOST_CHANGE: Final = 0.01
"""Largest share of a zone's area that drawing it simpler may change."""

_SLIVER_WIDTH: Final = 2.0
"""Metres of mean width (twice the area by the length of the border) below which a part is no field."""

_REASONS: Final = {
    "Self-intersection": "đường ranh tự cắt",
    "Ring Self-intersection": "đường ranh chạm chính nó",
    "Hole lies outside shell": "lỗ thủng nằm ngoài vùng",
    "Nested shells": "phần này nằm trong phần kia",
    "Nested Holes": "lỗ thủng lồng nhau",
    "Holes are nested": "lỗ thủng lồng nhau",
    "Duplicate Rings": "đường ranh trùng nhau",
    "Interior is disconnected": "lỗ thủng cắt rời vùng",
    "Too few points in geometry component": "đường ranh có quá ít điểm",
}
"""What GEOS says is wrong with a polygon -> the same for a clerk."""


@dataclass(frozen=True)
class Repair:
    """What was wrong with a polygon, its area before and after (hectares), its number of parts before and after."""

    reason: str
    before_ha: float
    after_ha: float
    before_parts: int
    after_parts: int

    def __str__(self) -> str:
        return (
            f"đã sửa vì {self.reason}: diện tích {self.before_ha:.2f} → {self.after_ha:.2f} ha, "
            f"số phần {self.before_parts} → {self.after_parts}"
        )


def hectares(shape: BaseGeometry) -> float:
    """Return the area on the WGS 84 ellipsoid of a geometry in degrees, whichever way its rings turn."""
    area, _ = _ELLIPSOID.geometry_area_perimeter(shapely.orient_polygons(shape))
    return abs(float(area)) / 10_000


def repaired(shape: BaseGeometry | None) -> tuple[MultiPolygon, Repair | None]:
    """Return a valid polygon in WGS 84 degrees (about a millimetre fine), and what had to be changed for that."""
    if shape is None:
        return MultiPolygon(), None
    kept = shapely.transform(shape, lambda xy: np.round(xy, _KEPT_DECIMALS))
    if kept.is_valid:
        return as_multipolygon(kept), None
    whole = _valid(kept)
    reason = explain_validity(kept).partition("[")[0]
    parts = len(shapely.get_parts([shape])), len(whole.geoms)
    return whole, Repair(_REASONS.get(reason, reason), hectares(kept), hectares(whole), *parts)


def _valid(shape: BaseGeometry) -> MultiPolygon:
    """Return a valid polygon of the same land; its corners on a grid, since a repair may leave parts that cross."""
    whole = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    return as_multipolygon(shapely.set_precision(whole.buffer(0), 10.0**-_KEPT_DECIMALS))


def slivers(shape: MultiPolygon) -> list[float]:
    """Return the hectares of each part that is too narrow to be a field."""
    parts = shapely.get_parts(to_metres([shape]))
    widths = 2 * shapely.area(parts) / shapely.length(parts)
    degrees = shapely.get_parts([shape])
    return [hectares(part) for part, width in zip(degrees, widths, strict=True) if width < _SLIVER_WIDTH]


def outlined(shape: MultiPolygon) -> MultiPolygon:
    """Return a polygon simplified for the map, by at most ten metres and one hundredth of its area."""
    metres = to_metres([shape])[0]
    tolerance = _DRAWN_TOLERANCE
    while tolerance > 1:
        simple = _in_degrees(shapely.simplify(metres, tolerance))
        if abs(simple.area - shape.area) <= _MOST_CHANGE * shape.area:
            return simple
        tolerance /= 2
    return shape


def _in_degrees(metres: BaseGeometry) -> MultiPolygon:
    """Return the polygon in rounded degrees; what rounding leaves nothing of is empty."""
    rounded = shapely.transform(to_degrees([metres])[0], lambda xy: np.round(xy, _DRAWN_DECIMALS))
    return as_multipolygon(shapely.make_valid(rounded, method="structure", keep_collapsed=False))
