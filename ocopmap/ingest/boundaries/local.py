"""Read polygons of communes from what an office has: GeoJSON, GeoPackage, Shapefile, loose, in a folder or zipped."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from ocopmap.geocoding import Commune
from ocopmap.ingest import vectorfiles
from ocopmap.ingest.boundaries.check import VIETNAM, checked, looks_swapped
from ocopmap.ingest.boundaries.common import BoundaryError, Polygons, Shapes
from ocopmap.ingest.systems import CoordinateSystemError, named_system, to_wgs84
from ocopmap.ingest.vectorfiles import Table, VectorFileError

MAX_BYTES: Final = vectorfiles.MAX_BYTES
_SUFFIXES: Final = (".geojson", ".json", ".gpkg", ".shp")
_CODE_COLUMNS: Final = frozenset(
    {"code", "maxa", "maphuongxa", "maxaphuong", "madvhc", "mahc", "wardcode", "communecode", "id"}
)
"""Usual names of the column of codes, lower case, letters only."""

_CODE_DIGITS: Final = 5

Found = list[tuple[str, BaseGeometry | None]]


def read_local(path: Path, communes: Sequence[Commune]) -> Polygons:
    """Return the polygon of each commune from a file, a folder of files, or either zipped.

    Coordinates may be in any system that the file names (VN-2000 above all); without one only degrees are taken.

    Raises:
        BoundaryError: the file cannot be read, or its polygons are not those of the province's communes.
    """
    wanted = frozenset(commune.code for commune in communes)
    try:
        with vectorfiles.unpacked(path, _SUFFIXES, most=MAX_BYTES) as files:
            found = [
                pair for file in files for table in vectorfiles.tables(file) for pair in _found(table, wanted, file)
            ]
    except VectorFileError as error:
        raise BoundaryError(str(error)) from error
    return checked(found, communes)


def _found(table: Table, wanted: frozenset[str], file: Path) -> Found:
    codes = _codes(table.columns, wanted)
    chosen = [index for index, code in enumerate(codes) if code in wanted]
    if not chosen:
        return []
    shapes = _in_degrees(table.shapes[chosen], table.crs, file.name)
    return [(codes[index], shape) for index, shape in zip(chosen, shapes, strict=True)]


def _codes(columns: dict[str, Any], wanted: frozenset[str]) -> list[str]:
    """Return the column that holds codes of the province: one with a usual name first, then the one with most."""
    texts = {name: [_code(value) for value in values] for name, values in columns.items()}
    hits = {name: sum(value in wanted for value in values) for name, values in texts.items()}
    best = max(hits, key=lambda name: (hits[name] > 0 and _letters(name) in _CODE_COLUMNS, hits[name]), default=None)
    return texts[best] if best is not None else []


def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, name)).lower()


def _code(value: object) -> str:
    """Return a code as five digits, whether it was kept as text, as 28249 or as 28249.0."""
    if isinstance(value, int | float | np.integer | np.floating):
        return f"{value:.0f}".zfill(_CODE_DIGITS)
    return str(value).strip().zfill(_CODE_DIGITS)


def _in_degrees(shapes: Shapes, crs: str | None, name: str) -> Shapes:
    if crs is None:
        bounds = shapely.total_bounds(shapes)
        if VIETNAM.covers(shapely.box(*bounds)) or looks_swapped(bounds.tolist()):
            return shapes
        raise BoundaryError(f"{name}: tệp không nói hệ toạ độ (thiếu .prj?) và toạ độ không phải là kinh độ, vĩ độ.")
    try:
        return to_wgs84(shapes, named_system(crs))
    except CoordinateSystemError as error:
        raise BoundaryError(f"{name}: {error}") from error
