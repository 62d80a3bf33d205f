"""What every module of boundaries shares: the error, the call that reports progress, and two coordinate systems."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely import MultiPolygon, Polygon

SRID: Final = 4326
METRIC_SRID: Final = 32648
"""UTM 48N: metres all over Vietnam, good to 1% where areas and distances are only compared."""

Polygons = dict[str, MultiPolygon]
"""Commune code -> polygon, WGS 84 degrees (EPSG:4326)."""

Shapes = NDArray[np.object_]
"""Geometries of Shapely, in the order of the codes they belong to."""

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what is under way, in Vietnamese."""

_LISTED = 10


class BoundaryError(Exception):
    """The boundaries cannot be used; the message is Vietnamese and says what and where."""


def no_progress(_done: int, _total: int, _label: str) -> None:
    """Report progress to nobody."""


def listed(items: Iterable[str]) -> str:
    """Join names for a message; of a long list only its beginning."""
    names = list(items)
    shown = ", ".join(names[:_LISTED])
    return shown if len(names) <= _LISTED else f"{shown} và {len(names) - _LISTED} mục nữa"


def to_metres(shapes: Any) -> Shapes:  # noqa: ANN401 (whatever Shapely takes as an array)
    """Return geometries in degrees as geometries in metres."""
    return transformed(shapes, _transformer(SRID, METRIC_SRID))


def to_degrees(shapes: Any) -> Shapes:  # noqa: ANN401 (whatever Shapely takes as an array)
    """Return geometries in metres as geometries in degrees."""
    return transformed(shapes, _transformer(METRIC_SRID, SRID))


def transformed(shapes: Any, transformer: Transformer) -> Shapes:  # noqa: ANN401 (whatever Shapely takes as an array)
    """Return geometries with every vertex moved by ``transformer``, x before y."""
    array = np.atleast_1d(np.asarray(shapes, dtype=object))
    moved: Shapes = shapely.transform(array, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))
    return moved


def as_multipolygon(shape: Any) -> MultiPolygon:  # noqa: ANN401 (any geometry)
    """Return the polygons of a geometry; lines and points that a repair left behind are dropped."""
    parts = shapely.get_parts(shapely.get_parts([shape]))
    return MultiPolygon([part for part in parts if isinstance(part, Polygon) and not part.is_empty])


@cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)
