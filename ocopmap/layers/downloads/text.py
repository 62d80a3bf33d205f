"""Tables as CSV and GeoJSON, a piece at a time."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO
from typing import Any

import orjson
import shapely

from ocopmap.layers.downloads.metadata import Metadata
from ocopmap.layers.downloads.table import Batch, Table

_POINT_COLUMNS = ("latitude", "longitude")
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets take UTF-8 for the office's old encoding


def csv_pieces(table: Table) -> Iterator[bytes]:
    """Yield the table as CSV in UTF-8; text that a spreadsheet would run as a formula is made harmless."""
    yield (_BYTE_ORDER_MARK + _csv([headings(table)])).encode()
    for rows in flat_rows(table):
        yield _csv([[harmless(cell(value)) for value in row] for row in rows]).encode()


def metadata_csv(metadata: Metadata) -> bytes:
    """Return what goes with a table as CSV."""
    return (_BYTE_ORDER_MARK + _csv([[harmless(text) for text in line] for line in metadata.lines()])).encode()


def geojson_pieces(table: Table, metadata: Metadata) -> Iterator[bytes]:
    """Yield the table as a FeatureCollection (RFC 7946) with the metadata as a member of its own."""
    about = {**metadata.facts, "columns": dict(metadata.columns)}
    yield b'{"type":"FeatureCollection","name":' + orjson.dumps(table.name) + b',"metadata":' + orjson.dumps(about)
    yield b',"features":['
    between = b""
    for batch in table.batches:
        shapes = shapely.to_geojson(batch.geometries)
        features = zip(batch.rows, shapes, strict=True)
        yield between + b",".join(_feature(table.columns, row, shape) for row, shape in features)
        between = b","
    yield b"]}"


def _feature(columns: tuple[str, ...], row: tuple[Any, ...], shape: str | None) -> bytes:
    properties = orjson.dumps(dict(zip(columns, row, strict=True)))
    key = orjson.dumps(row[columns.index("id")])
    return b'{"type":"Feature","id":%s,"geometry":%s,"properties":%s}' % (key, (shape or "null").encode(), properties)


def headings(table: Table) -> list[str]:
    """Return the names of a table's columns as a flat file has them: a place as two numbers at the end."""
    return [*table.columns, *(_POINT_COLUMNS if table.is_placed else ())]


def flat_rows(table: Table) -> Iterator[Iterable[tuple[Any, ...]]]:
    """Yield a table's rows under :func:`headings`, a batch at a time."""
    for batch in table.batches:
        yield _with_points(batch) if table.is_placed else batch.rows


def _with_points(batch: Batch) -> Iterator[tuple[Any, ...]]:
    """Yield rows with latitude and longitude behind them; empty for areas and for what has no place."""
    is_point = shapely.get_type_id(batch.geometries) == shapely.GeometryType.POINT
    latitudes, longitudes = shapely.get_y(batch.geometries), shapely.get_x(batch.geometries)
    for row, point, latitude, longitude in zip(batch.rows, is_point, latitudes, longitudes, strict=True):
        place = (round(float(latitude), 6), round(float(longitude), 6)) if point else (None, None)
        yield (*row, *place)


def cell(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """Return a value as one cell holds it: lists of words or of named things joined, other structures as JSON."""
    if isinstance(value, list):
        value = [each["name"] if isinstance(each, dict) and "name" in each else each for each in value]
        if all(isinstance(each, str) for each in value):
            return "; ".join(value)
    if isinstance(value, list | dict):
        return orjson.dumps(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def harmless(value: Any) -> Any:  # noqa: ANN401 - whatever a cell holds
    """Return text with a quote in front where a spreadsheet would take it for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_BEGINS_FORMULA) else value


def _csv(rows: list[list[Any]]) -> str:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
