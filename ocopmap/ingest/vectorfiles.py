"""Read an office's vector files, loose, in a folder or zipped; none can lead elsewhere or fill the machine."""

import json
import re
import shutil
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

MAX_BYTES: Final = 256 * 1024 * 1024
_MAX_FILES: Final = 2_000
_HEAD: Final = 4_096

FORMATS: Final = {
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".gpkg": "GPKG",
    ".shp": "Shapefile",
    ".kml": "KML",
    ".dxf": "DXF",
    ".parquet": "GeoParquet",
    ".geoparquet": "GeoParquet",
}
_COMPANIONS: Final = frozenset({".shx", ".dbf", ".prj", ".cpg"})
_ARCHIVES: Final = frozenset({".zip", ".kmz"})

_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What ``zipfile`` raises on archives that are damaged, locked, or packed in a way it does not know."""

_BEGINNINGS: Final[dict[str, re.Pattern[bytes]]] = {
    "GeoJSON": re.compile(rb"(\xef\xbb\xbf)?\s*\{"),
    "GPKG": re.compile(rb"SQLite format 3\0"),
    "Shapefile": re.compile(rb"\x00\x00\x27\x0a"),
    "KML": re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>)?\s*(<!--.*?-->\s*)*<(\w+:)?kml[\s>]", re.DOTALL),
    "DXF": re.compile(rb"(\xef\xbb\xbf)?\s*(999\r?\n[^\n]*\n\s*)*0\r?\n\s*SECTION"),
    "GeoParquet": re.compile(rb"PAR1"),
}
"""What a file of each kind begins with; anything else could be a description that points GDAL elsewhere."""

_UNFIT_DRAWINGS: Final = {
    b"AutoCAD Binary DXF": "DXF dạng nhị phân, không đọc được. Trong phần mềm vẽ hãy lưu lại: Save As, chọn DXF, "
    "vào Options chọn ASCII (lệnh DXFOUT của AutoCAD); QGIS luôn ghi dạng chữ.",
    b"AC10": "nội dung là DWG, không phải DXF. Hãy mở bằng phần mềm vẽ rồi Save As thành DXF dạng ASCII.",
}
"""What drawings begin with that bear the name of a DXF and cannot be read, and what to do."""

_LEADING_ELSEWHERE: Final = re.compile(rb"<(OGR|!DOCTYPE|!ENTITY)")
"""What no honest KML holds: descriptions that GDAL's other drivers follow, and XML entities."""

_GEOJSON_TYPES: Final = frozenset(
    {"FeatureCollection", "Feature", "GeometryCollection", "Point", "MultiPoint", "LineString", "MultiLineString"}
    | {"Polygon", "MultiPolygon"}
)

Shapes = NDArray[np.object_]


class VectorFileError(Exception):
    """The file cannot be used; the message is Vietnamese and says what and where."""


class Table(NamedTuple):
    """A layer of a file: its name, columns by name, geometries in the same order, coordinate system if named."""

    name: str
    columns: dict[str, Any]
    shapes: Shapes
    crs: str | None


@contextmanager
def unpacked(path: Path, suffixes: Collection[str], *, most: int = MAX_BYTES) -> Iterator[list[Path]]:
    """Give the files at ``path`` (a file, a folder, or either zipped) that end in one of ``suffixes``.

    Raises:
        VectorFileError: nothing is there, the archive is damaged or unpacks to more than ``most`` bytes,
            or a file is not what its name says.
    """
    if not path.exists():
        raise VectorFileError(f"Không có tệp hay thư mục {path}.")
    if path.suffix.lower() not in _ARCHIVES:
        yield _files(path, suffixes, most)
        return
    with TemporaryDirectory() as folder:
        try:
            _extract(path, Path(folder), suffixes, most)
        except _UNREADABLE as error:
            raise VectorFileError(f"{path.name}: tệp nén hỏng, có mật khẩu hoặc nén theo cách lạ.") from error
        yield _files(Path(folder), suffixes, most, path.name)


def _extract(path: Path, folder: Path, suffixes: Collection[str], most: int) -> None:
    """Unpack by bare name only, no more than is declared: names cannot lead outside, sizes cannot lie."""
    wanted = _COMPANIONS | set(suffixes)
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if _is_wanted(PurePosixPath(member.filename), wanted)]
        _require_moderate(path.name, [member.file_size for member in members], most)
        for member in members:
            target = folder / PurePosixPath(member.filename).name
            if target.exists():
                raise VectorFileError(f"{path.name}: có hai tệp cùng tên {target.name}.")
            with archive.open(member) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)


def _is_wanted(name: PurePosixPath, suffixes: Collection[str]) -> bool:
    # Archives made on a Mac carry a "._name" beside every file.
    return name.suffix.lower() in suffixes and not name.name.startswith(".")


def _require_moderate(name: str, sizes: Sequence[int], most: int) -> None:
    if len(sizes) > _MAX_FILES or sum(sizes) > most:
        raise VectorFileError(f"{name}: nhiều hơn {_MAX_FILES} tệp hoặc lớn hơn {most / 2**20:.0f} MiB.")


def _files(place: Path, suffixes: Collection[str], most: int, called: str | None = None) -> list[Path]:
    inside = sorted(place.iterdir()) if place.is_dir() else [place]
    files = [file for file in inside if _is_wanted(PurePosixPath(file.name), suffixes)]
    if not files:
        known = ", ".join(dict.fromkeys(FORMATS[suffix] for suffix in suffixes))
        raise VectorFileError(f"{called or place.name}: không có tệp nào thuộc các dạng {known}.")
    _require_moderate(called or place.name, [file.stat().st_size for file in files], most)
    for file in files:
        _require_honest(file)
    return files


def _require_honest(file: Path) -> None:
    kind = FORMATS[file.suffix.lower()]
    with file.open("rb") as content:
        head = content.read(_HEAD)
    for beginning, advice in _UNFIT_DRAWINGS.items():
        if kind == "DXF" and head.startswith(beginning):
            raise VectorFileError(f"{file.name}: {advice}")
    if not _BEGINNINGS[kind].match(head):
        raise VectorFileError(f"{file.name}: nội dung không phải là {kind}.")
    if kind == "KML" and _LEADING_ELSEWHERE.search(file.read_bytes()):
        raise VectorFileError(f"{file.name}: tệp KML có phần dẫn ra nơi khác, không đọc.")
    if kind == "GeoJSON":
        _require_plain_geojson(file)


def _require_plain_geojson(file: Path) -> None:
    """Refuse JSON that leads elsewhere: GDAL fetches linked coordinate systems and runs pipelines written as JSON."""
    text = file.read_bytes().decode("utf-8-sig", errors="replace")
    try:
        found = json.loads(text, object_pairs_hook=_plain)
    except json.JSONDecodeError as error:
        raise VectorFileError(f"{file.name}: tệp hỏng hoặc thiếu phần, không đọc được.") from error
    except (_LeadingElsewhereError, RecursionError) as error:
        raise VectorFileError(f"{file.name}: tệp GeoJSON có phần dẫn ra nơi khác, không đọc.") from error
    if found.get("type") not in _GEOJSON_TYPES:
        raise VectorFileError(f"{file.name}: nội dung không phải là GeoJSON.")


class _LeadingElsewhereError(Exception):
    """An object names a coordinate system by a link, or has a name that GDAL reads as another."""


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for name, value in pairs:
        # GDAL reads names without regard to case, and ends them at the first zero.
        is_link = name.lower() == "crs" and isinstance(value, dict) and not _is_named(value)
        if is_link or "\0" in name:
            raise _LeadingElsewhereError
    return dict(pairs)


def _is_named(system: dict[str, Any]) -> bool:
    return set(system) <= {"type", "properties"} and system.get("type") == "name"


def tables(file: Path) -> Iterator[Table]:
    """Give each layer of a file that GDAL reads and that has geometries.

    Raises:
        VectorFileError: the file is damaged or incomplete.
    """
    import pyogrio  # noqa: PLC0415 (it brings pandas and takes a second, which other commands need not wait for)

    broken = (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError)
    try:
        with warnings.catch_warnings():
            # What GDAL remarks on and reads all the same is judged by the caller, in words a clerk understands.
            warnings.simplefilter("ignore", RuntimeWarning)
            for layer in [name for name, kind in pyogrio.list_layers(file) if kind is not None]:
                meta, _, blobs, columns = _decoded(
                    file, partial(pyogrio.raw.read, file, layer, force_2d=True, datetime_as_string=True)
                )
                named = dict(zip(meta["fields"], columns, strict=True))
                yield Table(str(layer), named, shapely.from_wkb(blobs), meta["crs"])
    except (*broken, shapely.errors.GEOSException) as error:
        raise VectorFileError(f"{file.name}: tệp hỏng hoặc thiếu phần, không đọc được.") from error
    except UnicodeDecodeError as error:
        raise VectorFileError(f"{file.name}: có chữ không đọc được; hãy lưu lại tệp với mã UTF-8.") from error


def _decoded(file: Path, read: Callable[..., Any]) -> Any:  # noqa: ANN401 - pyogrio has no types
    """Read texts in the encoding that the file names; what names none, or the wrong one, as UTF-8 or Windows-1258."""
    if FORMATS[file.suffix.lower()] != "Shapefile":
        return read()
    named = "".join(path.read_text("latin-1") for path in map(file.with_suffix, (".cpg", ".CPG")) if path.exists())
    if "1258" not in named:
        with suppress(UnicodeDecodeError):
            return read() if named else read(encoding="UTF-8")
    # Not by GDAL's own Windows-1258, which loses the last letter of every text.
    meta, ids, blobs, columns = read(encoding="ISO-8859-1")
    fields = [_windows1258(name) for name in meta["fields"]]
    return {**meta, "fields": fields}, ids, blobs, [[_windows1258(cell) for cell in cells] for cells in columns]


def _windows1258(cell: Any) -> Any:  # noqa: ANN401 (a cell of any kind)
    return cell.encode("latin-1").decode("cp1258", errors="replace") if isinstance(cell, str) else cell
