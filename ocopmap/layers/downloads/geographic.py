"""Tables as GeoDataFrames and in the formats of geographic programs, in WGS 84 or VN-2000."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import geopandas
import numpy as np
import pandas as pd
import pyogrio

from ocopmap.layers.downloads.formats import Format
from ocopmap.layers.downloads.metadata import Metadata
from ocopmap.layers.downloads.table import Table
from ocopmap.layers.downloads.text import cell, metadata_csv
from ocopmap.layers.systems import WGS84, placed

_SHAPEFILE_NAME: Final = 10
_SHAPEFILE_BYTES: Final = 254


def frame(table: Table, srid: int = WGS84) -> geopandas.GeoDataFrame:
    """Return the rows as a GeoDataFrame in a coordinate system.

    Raises:
        KeyError: the system is neither WGS 84 nor a 3° zone of VN-2000.
    """
    batches = list(table.batches)
    rows = [[cell(value) for value in row] for batch in batches for row in batch.rows]
    shapes = np.concatenate([batch.geometries for batch in batches]) if batches else np.array([], dtype=object)
    data = pd.DataFrame(rows, columns=list(table.columns))
    return geopandas.GeoDataFrame(data, geometry=placed(shapes, srid), crs=srid)


def write_geographic(path: Path, kind: Format, table: Table, srid: int, metadata: Metadata) -> None:
    """Write a table in a form of :data:`PROJECTED`.

    Raises:
        KeyError: the system is neither WGS 84 nor a 3° zone of VN-2000.
    """
    data = frame(table, srid)
    if kind is Format.GEOPACKAGE:
        write_geopackage(path, data, table.name, metadata)
    elif kind is Format.PARQUET:
        write_parquet(path, data)
    else:
        write_shapefile(path, data, table.name, metadata)


def write_geopackage(path: Path, data: geopandas.GeoDataFrame, name: str, metadata: Metadata) -> None:
    """Write a GeoPackage: the rows as a layer, and a table of what goes with them."""
    pyogrio.write_dataframe(data, path, layer=name, driver="GPKG")
    pyogrio.write_dataframe(
        pd.DataFrame(metadata.lines(), columns=["name", "text"]), path, layer="metadata", driver="GPKG"
    )


def write_parquet(path: Path, data: geopandas.GeoDataFrame) -> None:
    """Write GeoParquet 1.1."""
    data.to_parquet(path, schema_version="1.1.0")


def write_shapefile(path: Path, data: geopandas.GeoDataFrame, name: str, metadata: Metadata) -> None:
    """Write a zipped Shapefile in UTF-8; its names are cut to ten letters, the list of them lies beside it."""
    with TemporaryDirectory() as folder:
        short = {column: _short(number, column) for number, column in enumerate(data.columns) if column != "geometry"}
        fitting = data.rename(columns=short).map(_fitting)
        pyogrio.write_dataframe(fitting, Path(folder) / f"{name}.shp", encoding="UTF-8")
        (Path(folder) / "metadata.csv").write_bytes(metadata_csv(metadata))
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            for file in sorted(Path(folder).iterdir()):
                archive.write(file, file.name)


def _fitting(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """Return text as a Shapefile can hold it, with a mark where its end is lost."""
    if not isinstance(value, str) or len(value.encode()) <= _SHAPEFILE_BYTES:
        return value
    return value.encode()[: _SHAPEFILE_BYTES - 3].decode(errors="ignore") + "…"


def _short(number: int, column: str) -> str:
    """Return a name that fits and differs from every other."""
    return column if len(column) <= _SHAPEFILE_NAME else f"{column[: _SHAPEFILE_NAME - 2]}{number:02}"
