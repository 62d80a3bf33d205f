"""Repair polygons and simplify them for keeping and for drawing, with edges between neighbours still shared."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from ocopmap.ingest.boundaries.common import (
    BoundaryError,
    Polygons,
    Shapes,
    as_multipolygon,
    listed,
    to_degrees,
    to_metres,
)

GAP_METRES: Final = 20.0
"""Widest gap enclosed by communes that is an artefact of drawing, and is filled."""

_KEPT_TOLERANCE: Final = 10.0
_DRAWN_TOLERANCE: Final = 60.0  # 102 communes of Đồng Tháp: 50 KiB of gzipped GeoJSON
_KEPT_DECIMALS: Final = 6
_DRAWN_DECIMALS: Final = 5
MOST_CHANGE: Final = 0.01
"""Largest share of a commune's area that repairing and simplifying may change."""


@dataclass(frozen=True)
class CleanBoundaries:
    """Polygons to keep (``geom``) and to draw (``outline``), WGS 84, and the largest change of a commune's area."""

    geom: Polygons
    outline: Polygons
    area_change: dict[str, float]
    """Share of its area (0.001 is 0.1%) by which each commune's ``geom`` differs from what was given."""


def clean(polygons: Polygons) -> CleanBoundaries:
    """Repair polygons into a coverage (no overlap, no gap, shared edges equal) and simplify it twice.

    Raises:
        BoundaryError: repairing changes a commune by more than 1% of its area: the polygons overlap or contradict.
    """
    codes = sorted(polygons)
    given = _repaired(to_metres([polygons[code] for code in codes]))
    areas = shapely.area(given)
    whole = shapely.coverage_clean(given, gap_width=GAP_METRES)  # type: ignore[attr-defined]
    _require_like(whole, areas, codes)
    kept = _simplified(whole, areas, _KEPT_TOLERANCE)
    drawn = _simplified(whole, areas, _DRAWN_TOLERANCE)
    return CleanBoundaries(
        geom=_in_degrees(kept, codes, _KEPT_DECIMALS),
        outline=_in_degrees(drawn, codes, _DRAWN_DECIMALS),
        area_change=dict(zip(codes, _changes(kept, areas).tolist(), strict=True)),
    )


def _repaired(shapes: Shapes) -> Shapes:
    return np.array([as_multipolygon(shape) for shape in shapely.make_valid(shapes)], dtype=object)


def _changes(shapes: Shapes, areas: np.ndarray) -> np.ndarray:
    changes: np.ndarray = np.abs(shapely.area(shapes) - areas) / areas
    return changes


def _require_like(shapes: Shapes, areas: np.ndarray, codes: list[str]) -> None:
    changes = _changes(shapes, areas)
    bad = [f"{code} ({change:.1%})" for code, change in zip(codes, changes, strict=True) if change > MOST_CHANGE]
    if bad:
        raise BoundaryError(
            f"Ranh giới chồng lấn nhau hoặc tự cắt; sửa sẽ làm đổi quá 1% diện tích của: {listed(bad)}."
        )


def _simplified(coverage: Shapes, areas: np.ndarray, tolerance: float) -> Shapes:
    """Simplify as far as ``tolerance`` (metres) allows; less far where a small commune would change too much."""
    while tolerance > 1:
        simple: Shapes = shapely.coverage_simplify(coverage, tolerance)
        if _changes(simple, areas).max() <= MOST_CHANGE:
            return simple
        tolerance /= 2
    return coverage


def _in_degrees(coverage: Shapes, codes: list[str], decimals: int) -> Polygons:
    """Round after moving to degrees: equal vertices stay equal, so shared edges stay shared."""
    rounded = shapely.transform(to_degrees(coverage), lambda xy: np.round(xy, decimals))
    return {code: as_multipolygon(shape) for code, shape in zip(codes, _repaired(rounded), strict=True)}
