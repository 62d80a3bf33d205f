"""Features of a zone file in WGS 84, with their attributes; nothing about the coordinate system is assumed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from ocopmap.ingest import vectorfiles
from ocopmap.ingest.boundaries.check import VIETNAM
from ocopmap.ingest.systems import SRID, CoordinateSystemError, is_vn2000, named_system, to_wgs84
from ocopmap.ingest.vectorfiles import FORMATS, MAX_BYTES, Table, VectorFileError, unpacked
from ocopmap.ingest.zonefiles.encodings import readable
from ocopmap.ingest.zonefiles.formats import read_parquet, with_polygons
from ocopmap.ingest.zonefiles.report import Finding, FindingKind

MAX_FEATURES: Final = 50_000

SWAPPED: Final = "hai trục toạ độ bị đổi chỗ (vĩ độ và kinh độ, hoặc X và Y)"
METRES: Final = "toạ độ không phải là kinh độ, vĩ độ mà là mét: hãy thêm --crs (EPSG:5897 hoặc EPSG:9210)"
"""Why a geometry lies outside Vietnam, where the cause is known."""


class UnknownSystemError(VectorFileError):
    """The file does not say its coordinate system."""


@dataclass(frozen=True)
class Feature:
    """One feature as read: its number in the file (from 1), attributes, and geometry in WGS 84 degrees."""

    number: int
    attributes: dict[str, Any]
    shape: BaseGeometry | None
    misplaced: str | None
    """Why the geometry lies outside Vietnam, None when it does not."""


@dataclass
class ZoneFile:
    """All features of a file, its columns, the coordinate systems it was read by, and remarks on the whole."""

    features: list[Feature] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    systems: list[CRS] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def system_names(self) -> str:
        """Names of the coordinate systems, for a person."""
        named = (_label(system) for system in self.systems)
        return ", ".join(dict.fromkeys(named))

    @property
    def is_vn2000(self) -> bool:
        """Whether any layer was in VN-2000."""
        return any(map(is_vn2000, self.systems))


def read_zone_file(path: Path, crs: str | None, vocabulary: Collection[str] = (), *, most: int = MAX_BYTES) -> ZoneFile:
    """Read GPKG, GeoJSON, KML, KMZ, zipped Shapefile, GeoParquet or DXF.

    Args:
        path: the file.
        crs: coordinate system that a person names, such as ``EPSG:5897``; goes before the file's own.
        vocabulary: Vietnamese words, by which texts in old encodings are known.
        most: bytes that it may unpack to.

    Raises:
        VectorFileError: it cannot be read, its coordinate system is not known, or it has no or too many features.
    """
    given = _given(crs)
    result = ZoneFile()
    with unpacked(path, tuple(FORMATS), most=most) as files:
        for file in files:
            for table in _tables(file, result):
                _add(_in_unicode(table, file, vocabulary, result), file, given, result)
    if not result.features:
        raise VectorFileError(f"{path.name}: không có hình nào.")
    return result


def _given(crs: str | None) -> CRS | None:
    try:
        return named_system(crs) if crs else None
    except CoordinateSystemError as error:
        raise VectorFileError(f"--crs: {error}") from error


def _tables(file: Path, result: ZoneFile) -> Iterator[Table]:
    kind = FORMATS[file.suffix.lower()]
    if kind == "GeoParquet":
        yield read_parquet(file)
        return
    for table in vectorfiles.tables(file):
        if kind != "DXF":
            yield table
            continue
        drawn, left_open = with_polygons(table)
        if left_open:
            message = f"{file.name}: {left_open} đường không khép kín nên không đọc thành vùng"
            result.findings.append(Finding(0, "", FindingKind.UNREAD, message))
        yield drawn


def _in_unicode(table: Table, file: Path, vocabulary: Collection[str], result: ZoneFile) -> Table:
    table, encoding = readable(table, vocabulary)
    if encoding:
        result.findings.append(Finding(0, "", FindingKind.ENCODING, f"{file.name}: chữ ghi theo {encoding}, đã đổi"))
    return table


def _add(table: Table, file: Path, given: CRS | None, result: ZoneFile) -> None:
    if len(result.features) + len(table.shapes) > MAX_FEATURES:
        raise VectorFileError(f"{file.name}: nhiều hơn {MAX_FEATURES} hình.")
    system = _system(table, file, given, result)
    shapes = _in_degrees(table.shapes, system, file.name)
    result.systems.append(system)
    result.columns += [name for name in table.columns if name not in result.columns]
    for index, shape in enumerate(shapes):
        attributes = {name: _plain(values[index]) for name, values in table.columns.items()}
        misplaced = _misplaced(shape, table.shapes[index], system)
        result.features.append(Feature(len(result.features) + 1, attributes, shape, misplaced))


def _plain(value: Any) -> Any:  # noqa: ANN401 (a cell of any kind)
    return value.item() if isinstance(value, np.generic) else value


def _system(table: Table, file: Path, given: CRS | None, result: ZoneFile) -> CRS:
    """Return the system that a person named, else the file's own; KML has one by definition."""
    try:
        own = named_system(table.crs) if table.crs else None
    except CoordinateSystemError as error:
        if given is None:
            raise VectorFileError(f"{file.name}: {error}") from error
        own = None
    if FORMATS[file.suffix.lower()] == "KML":
        _require_degrees(given, file)
        return CRS.from_epsg(SRID)
    # A GeoJSON that says nothing is in degrees by its standard; offices write metres into it all the same.
    silent = FORMATS[file.suffix.lower()] == "GeoJSON" and own is not None and own.to_epsg() == SRID
    if given and own and given != own and not silent:
        message = f"{file.name} ghi hệ toạ độ {_label(own)}, đọc theo --crs là {_label(given)}"
        result.findings.append(Finding(0, "", FindingKind.SYSTEM, message))
    if system := given or own:
        return system
    raise UnknownSystemError(
        f"{file.name}: tệp không ghi hệ toạ độ. Hãy hỏi nơi đo rồi thêm --crs, chẳng hạn EPSG:5897 (VN-2000, "
        "kinh tuyến trục 105°00′), EPSG:9210 (VN-2000, 105°45′) hoặc EPSG:4326 (kinh độ, vĩ độ WGS 84)."
    )


def _require_degrees(given: CRS | None, file: Path) -> None:
    if given and given.to_epsg() != SRID:
        raise VectorFileError(
            f"{file.name}: KML luôn là kinh độ, vĩ độ WGS 84 (EPSG:4326), không thể là {_label(given)}."
        )


def _label(system: CRS) -> str:
    code = system.to_epsg()
    return f"EPSG:{code} ({system.name})" if code else system.name


def _in_degrees(shapes: Any, system: CRS, name: str) -> Any:  # noqa: ANN401 (arrays of geometries)
    try:
        return to_wgs84(shapes, system)
    except CoordinateSystemError as error:
        raise VectorFileError(f"{name}: {error}") from error


def _misplaced(shape: BaseGeometry | None, original: BaseGeometry | None, system: CRS) -> str | None:
    if shape is None or shape.is_empty or VIETNAM.covers(shapely.box(*shape.bounds)):
        return None
    flipped = shapely.transform(original, lambda xy: xy[:, ::-1])
    try:
        turned = to_wgs84(np.array([flipped], dtype=object), system)[0]
    except CoordinateSystemError:
        turned = None
    if turned is not None and VIETNAM.covers(shapely.box(*turned.bounds)):
        return SWAPPED
    if system.is_geographic and max(map(abs, original.bounds if original else ())) > 360:
        return METRES
    return f"hình nằm ngoài Việt Nam khi đọc theo {_label(system)}: hãy xem lại hệ toạ độ"
