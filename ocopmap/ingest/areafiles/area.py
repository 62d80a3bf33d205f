"""An area to look into: one valid polygon in WGS 84 degrees, or a reason why there is none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from ocopmap.ingest.boundaries.check import VIETNAM, looks_swapped
from ocopmap.ingest.zonefiles.shapes import hectares, repaired

MAX_VERTICES: Final = 50_000
MAX_CROSSING: Final = 120
"""Vertices of a drawn line that may be mended here: the parts of a line that crosses itself grow with their square."""

_MOST_DEGREES: Final = 360
_LEAST_HECTARES: Final = 0.0001


class AreaError(ValueError):
    """The area cannot be used: the key of the sentence that says why, and what the sentence shows."""

    def __init__(self, key: str, **shown: object) -> None:
        super().__init__(key)
        self.key = key
        self.shown = shown


@dataclass(frozen=True)
class Area:
    """A polygon to look into, and what was done to it."""

    shape: MultiPolygon
    """Valid, WGS 84 degrees."""
    given: int
    """Polygons that were given; where they overlap their ground is one."""
    mended: int = 0
    """Those that crossed themselves and were taken apart."""
    overlap_ha: float = 0.0
    """Hectares that the given polygons cover more than once."""
    system: str = ""
    """Name of the coordinate system of a file."""
    meridian: float | None = None
    """Central meridian (degrees) of the zone of VN-2000 that a file was read in."""


def area_of(shapes: Iterable[BaseGeometry | None], most_crossing: int | None = MAX_CROSSING) -> Area:
    """Return the ground under all polygons among ``shapes`` (WGS 84 degrees).

    ``most_crossing`` is the most vertices of a polygon that crosses itself and is mended all the same, None for any.

    Raises:
        AreaError: there is no polygon, it lies outside Vietnam, has too many vertices or is too tangled to be mended.
    """
    polygons = [part for part in _polygons(shapes) if not part.is_empty]
    if not polygons:
        raise AreaError("problem.area_no_polygon")
    _require_moderate(polygons)
    _require_in_vietnam(polygons)
    crossing = [shape for shape in polygons if not shape.is_valid]
    if most_crossing is not None and sum(map(shapely.get_num_coordinates, crossing)) > most_crossing:
        raise AreaError("problem.area_tangled", most=most_crossing)
    mended = [repaired(shape)[0] for shape in polygons]
    whole, _ = repaired(shapely.union_all(mended))
    if hectares(whole) < _LEAST_HECTARES:
        raise AreaError("problem.area_empty")
    overlap = max(0.0, sum(map(hectares, mended)) - hectares(whole)) if len(mended) > 1 else 0.0
    return Area(whole, len(polygons), len(crossing), overlap)


def _polygons(shapes: Iterable[BaseGeometry | None]) -> list[Polygon]:
    parts: Sequence[BaseGeometry] = [shape for shape in shapes if shape is not None]
    while any(hasattr(part, "geoms") for part in parts):
        parts = list(chain.from_iterable(getattr(part, "geoms", (part,)) for part in parts))
    return [shapely.force_2d(part) for part in parts if isinstance(part, Polygon)]


def _require_moderate(polygons: Sequence[Polygon]) -> None:
    if sum(map(shapely.get_num_coordinates, polygons)) > MAX_VERTICES:
        raise AreaError("problem.area_too_detailed", most=MAX_VERTICES)


def _require_in_vietnam(polygons: Sequence[Polygon]) -> None:
    if not np.isfinite(shapely.get_coordinates(polygons)).all():
        raise AreaError("problem.area_not_numbers")
    west, south, east, north = (float(value) for value in shapely.total_bounds(polygons))
    frame = shapely.box(west, south, east, north)
    if VIETNAM.covers(frame):
        return
    if looks_swapped((west, south, east, north)):
        raise AreaError("problem.area_swapped")
    if max(map(abs, (west, south, east, north))) > _MOST_DEGREES:
        raise AreaError("problem.area_metres")
    raise AreaError("problem.area_too_wide" if VIETNAM.intersects(frame) else "problem.area_abroad")
