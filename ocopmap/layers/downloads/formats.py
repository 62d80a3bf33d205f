"""What a layer can be had as."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Format(StrEnum):
    """Forms of a file; the value ends its name."""

    CSV = "csv"
    XLSX = "xlsx"
    GEOJSON = "geojson"
    GEOPACKAGE = "gpkg"
    PARQUET = "parquet"
    SHAPEFILE = "shp.zip"


class TableFormat(StrEnum):
    """Forms of rows that have no places of their own."""

    CSV = Format.CSV
    XLSX = Format.XLSX


MEDIA: Final[Mapping[Format, str]] = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.GEOJSON: "application/geo+json",
    Format.GEOPACKAGE: "application/geopackage+sqlite3",
    Format.PARQUET: "application/vnd.apache.parquet",
    Format.SHAPEFILE: "application/zip",
}
PROJECTED: Final = frozenset({Format.GEOPACKAGE, Format.PARQUET, Format.SHAPEFILE})
"""Forms that say which coordinate system they are in."""
