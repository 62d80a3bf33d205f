"""Formats that GDAL's wheel does not read whole: GeoParquet, and polygons exported to DXF as closed lines."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from ocopmap.ingest.vectorfiles import MAX_BYTES, Table, VectorFileError

_CLOSED: Final = 0.01
"""Units of the drawing (metres) within which the two ends of a line are one."""


def read_parquet(file: Path) -> Table:
    """Return the table of a GeoParquet file (version 1, geometries as WKB).

    Raises:
        VectorFileError: it is damaged, not GeoParquet, too large, or keeps geometries in another way.
    """
    import pyarrow as pa  # noqa: PLC0415 (a third of a second and much memory that other commands need not spend)
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        with pq.ParquetFile(file) as parquet:
            geo = _geo(parquet, file.name)
            rows = parquet.read()
        column = geo["primary_column"]
        shapes = shapely.force_2d(shapely.from_wkb(rows.column(column).to_pylist()))
        columns = {name: rows.column(name).to_pylist() for name in rows.column_names if name not in geo["columns"]}
        return Table(file.stem, columns, shapes, _crs_text(geo["columns"][column]))
    except (pa.ArrowException, OSError, shapely.errors.GEOSException, KeyError, ValueError) as error:
        raise VectorFileError(f"{file.name}: tệp GeoParquet hỏng hoặc thiếu phần, không đọc được.") from error


def _geo(parquet: Any, name: str) -> dict[str, Any]:  # noqa: ANN401 - pyarrow has no types
    """Return the description of geometries, after the file is known to be of moderate size."""
    groups = range(parquet.metadata.num_row_groups)
    if sum(parquet.metadata.row_group(group).total_byte_size for group in groups) > MAX_BYTES:
        raise VectorFileError(f"{name}: lớn hơn {MAX_BYTES // 2**20} MiB khi giải nén.")
    described = (parquet.schema_arrow.metadata or {}).get(b"geo")
    if described is None:
        raise VectorFileError(f"{name}: tệp Parquet không có cột hình theo chuẩn GeoParquet.")
    geo: dict[str, Any] = json.loads(described)
    if geo["columns"][geo["primary_column"]]["encoding"] != "WKB":
        raise VectorFileError(f"{name}: cột hình phải ghi theo WKB; hãy xuất lại GeoParquet 1.0 hoặc 1.1.")
    return geo


def _crs_text(column: dict[str, Any]) -> str | None:
    """Return the coordinate system; by the standard a missing one is degrees of WGS 84, an empty one is unknown."""
    if "crs" not in column:
        return "OGC:CRS84"
    return json.dumps(column["crs"]) if column["crs"] else None


def with_polygons(table: Table) -> tuple[Table, int]:
    """Return a drawing's closed lines as polygons, each with the text that stands in it, and the lines left open."""
    shapes = [_closed(shape) for shape in table.shapes]
    kept = [index for index, shape in enumerate(shapes) if isinstance(shape, Polygon)]
    polygons = np.array([shapes[index] for index in kept], dtype=object)
    left_open = sum(isinstance(shape, LineString) for shape in shapes)
    columns = {name: [values[index] for index in kept] for name, values in table.columns.items() if name != "Text"}
    columns["Text"] = _texts(polygons, table)
    return Table(table.name, columns, polygons, table.crs), left_open


def _closed(shape: BaseGeometry | None) -> BaseGeometry | None:
    if not isinstance(shape, LineString) or len(shape.coords) < 4:
        return shape
    first, last = shape.coords[0], shape.coords[-1]
    return Polygon(shape.coords) if Point(first).distance(Point(last)) <= _CLOSED else shape


def _texts(polygons: Any, table: Table) -> list[str]:  # noqa: ANN401 (an array of geometries)
    labels = list(_labels(table))
    tree = shapely.STRtree([point for point, _ in labels])
    return [
        " ".join(labels[index][1] for index in sorted(tree.query(polygon, predicate="contains")))
        for polygon in polygons
    ]


def _labels(table: Table) -> Iterator[tuple[Point, str]]:
    for shape, text in zip(table.shapes, table.columns.get("Text", ()), strict=False):
        if isinstance(shape, Point) and text:
            yield shape, str(text).strip()
