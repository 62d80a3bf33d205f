"""Read polygons of communes from what an office has: GeoJSON, GeoPackage, Shapefile, loose, in a folder or zipped."""

import shutil
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry.base import BaseGeometry

from ocopmap.geocoding import Commune
from ocopmap.ingest.boundaries.check import VIETNAM, checked, looks_swapped
from ocopmap.ingest.boundaries.common import SRID, BoundaryError, Polygons, Shapes, transformed

MAX_BYTES: Final = 256 * 1024 * 1024
_MAX_FILES: Final = 2_000

_BEGINNINGS: Final = {
    ".geojson": (b"{", b"\xef\xbb\xbf{"),
    ".json": (b"{", b"\xef\xbb\xbf{"),
    ".gpkg": (b"SQLite format 3\0",),
    ".shp": (b"\x00\x00\x27\x0a",),
}
"""What a file of each kind begins with; anything else could be a description that points GDAL elsewhere."""

_COMPANIONS: Final = frozenset({".shx", ".dbf", ".prj", ".cpg"})
_CODE_COLUMNS: Final = frozenset(
    {"code", "maxa", "maphuongxa", "maxaphuong", "madvhc", "mahc", "wardcode", "communecode", "id"}
)
"""Usual names of the column of codes, lower case, letters only."""

_CODE_DIGITS: Final = 5

Found = list[tuple[str, BaseGeometry | None]]


class _Table(NamedTuple):
    """A layer of a file: its columns by name, its geometries in the same order, its coordinate system if named."""

    columns: dict[str, Any]
    shapes: Shapes
    crs: str | None


def read_local(path: Path, communes: Sequence[Commune]) -> Polygons:
    """Return the polygon of each commune from a file, a folder of files, or either zipped.

    Coordinates may be in any system that the file names (VN-2000 above all); without one only degrees are taken.

    Raises:
        BoundaryError: the file cannot be read, or its polygons are not those of the province's communes.
    """
    wanted = frozenset(commune.code for commune in communes)
    with _unpacked(path) as place:
        found = [pair for file in _files(place) for pair in _read(file, wanted)]
    return checked(found, communes)


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    if not path.exists():
        raise BoundaryError(f"Không có tệp hay thư mục {path}.")
    if path.suffix.lower() != ".zip":
        yield path
        return
    with TemporaryDirectory() as folder:
        try:
            _extract(path, Path(folder))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise BoundaryError(f"{path.name}: tệp nén hỏng, có mật khẩu hoặc nén theo cách lạ.") from error
        yield Path(folder)


def _extract(path: Path, folder: Path) -> None:
    """Unpack by bare name only, no more than is declared: names cannot lead outside, sizes cannot lie."""
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if _is_wanted(PurePosixPath(member.filename))]
        _require_moderate(path, [member.file_size for member in members])
        for member in members:
            target = folder / PurePosixPath(member.filename).name
            if target.exists():
                raise BoundaryError(f"{path.name}: có hai tệp cùng tên {target.name}.")
            with archive.open(member) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)


def _is_wanted(name: PurePosixPath) -> bool:
    # Archives made on a Mac carry a "._name" beside every file.
    return name.suffix.lower() in _BEGINNINGS.keys() | _COMPANIONS and not name.name.startswith(".")


def _require_moderate(path: Path, sizes: Sequence[int]) -> None:
    if len(sizes) > _MAX_FILES or sum(sizes) > MAX_BYTES:
        raise BoundaryError(f"{path.name}: nhiều hơn {_MAX_FILES} tệp hoặc lớn hơn {MAX_BYTES // 2**20} MiB.")


def _files(place: Path) -> list[Path]:
    inside = sorted(place.iterdir()) if place.is_dir() else [place]
    files = [file for file in inside if file.suffix.lower() in _BEGINNINGS and not file.name.startswith(".")]
    if not files:
        raise BoundaryError(f"{place.name}: không có tệp GeoJSON, GPKG hay Shapefile nào.")
    _require_moderate(place, [file.stat().st_size for file in files])
    for file in files:
        with file.open("rb") as content:
            if not content.read(64).lstrip(b" \t\r\n").startswith(_BEGINNINGS[file.suffix.lower()]):
                raise BoundaryError(f"{file.name}: nội dung không phải là {file.suffix[1:]}.")
    return files


def _read(file: Path, wanted: frozenset[str]) -> Found:
    return [pair for table in _tables(file) for pair in _found(table, wanted, file.name)]


def _tables(file: Path) -> Iterator[_Table]:
    """Give each layer that has geometries."""
    import pyogrio  # noqa: PLC0415 (it brings pandas and takes a second, which other commands need not wait for)

    broken = (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError)
    try:
        with warnings.catch_warnings():
            # What GDAL remarks on and reads all the same is judged by ``checked``, in words a clerk understands.
            warnings.simplefilter("ignore", RuntimeWarning)
            for layer in [name for name, kind in pyogrio.list_layers(file) if kind is not None]:
                meta, _, blobs, columns = pyogrio.raw.read(file, layer=layer, force_2d=True)
                yield _Table(dict(zip(meta["fields"], columns, strict=True)), shapely.from_wkb(blobs), meta["crs"])
    except (*broken, shapely.errors.GEOSException) as error:
        raise BoundaryError(f"{file.name}: tệp hỏng hoặc thiếu phần, không đọc được.") from error


def _found(table: _Table, wanted: frozenset[str], name: str) -> Found:
    codes = _codes(table.columns, wanted)
    chosen = [index for index, code in enumerate(codes) if code in wanted]
    if not chosen:
        return []
    shapes = _in_degrees(table.shapes[chosen], table.crs, name)
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
        transformer = Transformer.from_crs(CRS.from_user_input(crs), SRID, always_xy=True, allow_ballpark=False)
        return transformed(shapes, transformer)
    except (CRSError, ProjError) as error:
        raise BoundaryError(
            f"{name}: không rõ cách chuyển hệ toạ độ của tệp sang WGS 84; hãy ghi rõ VN-2000 bằng mã EPSG "
            "(5897: kinh tuyến trục 105°00′; 9210: 105°45′)."
        ) from error
