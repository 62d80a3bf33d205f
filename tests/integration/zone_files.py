"""Zone files as offices hand them in, written by GDAL and by hand."""

import json
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from pyproj import CRS
from shapely import Polygon
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from ocopmap.geocoding.vn2000 import to_plane
from ocopmap.ingest.registers.encodings import TCVN3, VNI

Row = dict[str, Any]
_TONES = "\u0300\u0301\u0303\u0309\u0323"
MERIDIANS = {5897: 105.0, 9210: 105.75}


@dataclass
class Drawn:
    """Zones as a surveyor has them: attributes and polygons in WGS 84 degrees."""

    rows: list[Row] = field(default_factory=list)
    shapes: list[BaseGeometry] = field(default_factory=list)

    def add(self, shape: BaseGeometry, **row: Any) -> None:
        self.rows.append(row)
        self.shapes.append(shape)


def square(x: float, y: float, metres: float = 600) -> Polygon:
    """Return a square of about that side around a point, degrees."""
    half = metres / 2
    dx, dy = half / 109_500, half / 110_600
    return shapely.box(x - dx, y - dy, x + dx, y + dy)


def in_plane(shape: BaseGeometry, epsg: int) -> BaseGeometry:
    """Return a polygon in degrees as VN-2000 metres, by the published parameters."""
    if epsg == 4326:
        return shape
    planes = lambda xy: np.array([to_plane((y, x), MERIDIANS[epsg])[::-1] for x, y in xy])  # noqa: E731
    return shapely.transform(shape, planes)


def written(path: Path, drawn: Drawn, epsg: int = 4326, driver: str | None = None, **options: Any) -> Path:
    """Write a file by GDAL, coordinates in ``epsg``, which the file names unless ``crs`` says otherwise."""
    names = list(drawn.rows[0])
    columns = [np.array([row[name] for row in drawn.rows], dtype=_dtype(drawn.rows[0][name])) for name in names]
    shapes = shapely.to_wkb(np.array([in_plane(shape, epsg) for shape in drawn.shapes], dtype=object))
    options.setdefault("crs", f"EPSG:{epsg}")
    options.setdefault("geometry_type", drawn.shapes[0].geom_type)
    pyogrio.raw.write(path, shapes, columns, names, driver=driver, **options)
    return path


def _dtype(value: object) -> str:
    return "float64" if isinstance(value, float) else "int64" if isinstance(value, int) else "object"


def zipped_shapefile(
    folder: Path, drawn: Drawn, epsg: int, without: Sequence[str] = (), encoding: str = "UTF-8"
) -> Path:
    inside = folder / "shp"
    inside.mkdir()
    written(inside / "vung.shp", drawn, epsg, encoding=encoding)
    for suffix in without:
        (inside / f"vung{suffix}").unlink()
    return Path(shutil.make_archive(str(folder / "vung"), "zip", inside))


def in_old_bytes(text: str, encoding: str) -> str:
    """Return a text whose Latin-1 bytes are those of a code page before Unicode."""
    if encoding in ("tcvn3", "vni"):
        font = {letter: typed for typed, letter in (TCVN3 if encoding == "tcvn3" else VNI).items()}
        return "".join(font.get(letter, letter) for letter in text)
    # Windows-1258 writes circumflex, breve and horn with the letter, and the tone after it.
    parts = []
    for letter in text:
        tone = [mark for mark in unicodedata.normalize("NFD", letter) if mark in _TONES]
        whole = "".join(mark for mark in unicodedata.normalize("NFD", letter) if mark not in _TONES)
        parts += [unicodedata.normalize("NFC", whole), *tone]
    return "".join(parts).encode("cp1258").decode("latin-1")


def old_shapefile(folder: Path, drawn: Drawn, encoding: str, code_page: str | None) -> Path:
    """Write a zipped Shapefile whose texts are in an old encoding, ``code_page`` being what it says they are in."""
    old = Drawn(shapes=drawn.shapes)
    old.rows = [
        {name: in_old_bytes(cell, encoding) if isinstance(cell, str) else cell for name, cell in row.items()}
        for row in drawn.rows
    ]
    inside = folder / "shp"
    inside.mkdir()
    written(inside / "vung.shp", old, 5897, encoding="ISO-8859-1")
    (inside / "vung.cpg").unlink(missing_ok=True)
    if code_page:
        (inside / "vung.cpg").write_text(code_page, encoding="ascii")
    return Path(shutil.make_archive(str(folder / "vung"), "zip", inside))


def parquet(path: Path, drawn: Drawn, epsg: int = 4326, *, crs: str = "named") -> Path:
    """Write GeoParquet; ``crs`` is named, missing or unknown."""
    names = list(drawn.rows[0])
    columns: dict[str, Any] = {name: [row[name] for row in drawn.rows] for name in names}
    columns["geometry"] = [shapely.to_wkb(in_plane(shape, epsg)) for shape in drawn.shapes]
    described: Row = {"encoding": "WKB", "geometry_types": ["Polygon"]}
    if crs == "named":
        described["crs"] = CRS.from_epsg(epsg).to_json_dict()
    elif crs == "unknown":
        described["crs"] = None
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": described}}
    table = pa.table(columns).replace_schema_metadata({"geo": json.dumps(geo)})
    pq.write_table(table, path)
    return path


def geojson(path: Path, drawn: Drawn, epsg: int = 4326, turned: Callable[[Any], Any] | None = None) -> Path:
    """Write GeoJSON without a word on its system; ``turned`` changes the coordinates last."""
    shapes = [in_plane(shape, epsg) for shape in drawn.shapes]
    if turned:
        shapes = [shapely.transform(shape, turned) for shape in shapes]
    features = [
        {"type": "Feature", "properties": row, "geometry": mapping(shape)}
        for row, shape in zip(drawn.rows, shapes, strict=True)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def dxf(path: Path, drawn: Drawn, epsg: int) -> Path:
    """Write a drawing: a closed polyline and a text for each zone, the commodity as the layer's name."""
    parts = ["0", "SECTION", "2", "ENTITIES"]
    for row, shape in zip(drawn.rows, drawn.shapes, strict=True):
        plane = in_plane(shape, epsg)
        corners = list(plane.exterior.coords)[:-1]
        parts += ["0", "LWPOLYLINE", "8", row["layer"], "100", "AcDbPolyline", "90", str(len(corners)), "70", "1"]
        for x, y in corners:
            parts += ["10", f"{x:.4f}", "20", f"{y:.4f}"]
        middle = plane.centroid
        parts += ["0", "TEXT", "8", row["layer"], "10", f"{middle.x}", "20", f"{middle.y}", "40", "5", "1", row["text"]]
    path.write_text("\n".join([*parts, "0", "ENDSEC", "0", "EOF", ""]), encoding="utf-8")
    return path
