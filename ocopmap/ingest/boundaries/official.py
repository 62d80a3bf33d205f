"""Download the official polygons: every file of the manifest, as large as it says, with its checksum, or nothing."""

import hashlib
import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Annotated, Final, Self

import httpx
import shapely
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from shapely.geometry.base import BaseGeometry

from ocopmap.geocoding import Commune
from ocopmap.ingest.boundaries.check import checked
from ocopmap.ingest.boundaries.common import BoundaryError, Polygons, Progress, no_progress
from ocopmap.ingest.csvfile import Row, read_rows
from ocopmap.ingest.report import LoadError, Rejection

_AT_ONCE: Final = 8
_ATTEMPTS: Final = 3
_PAUSE_S: Final = 0.5
_CONNECT_S: Final = 3.0
_ANSWER_S: Final = 3.5
"""Longest wait for a first answer, name resolution included: without network the program goes on soon."""
_READ_S: Final = 5.0
_LARGEST_FILE: Final = 16 * 1024 * 1024


class ManifestFile(Row):
    """A row of ``boundaries.csv``: one commune's file, its size in bytes and its SHA-256."""

    code: Annotated[str, Field(pattern=r"^\d{5}$")]
    full_name: str
    area_km2: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    file: Annotated[str, Field(pattern=r"^\w[\w.-]*$")]
    bytes: Annotated[int, Field(gt=0, le=_LARGEST_FILE)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Origin(BaseModel):
    """``boundaries.yaml``: the province and the address that its files are under."""

    model_config = ConfigDict(extra="forbid")

    province: Annotated[str, Field(pattern=r"^\d{2}$")]
    address: Annotated[str, Field(pattern=r"^https?://\S+/$")]


@dataclass(frozen=True)
class Manifest:
    """The files of one province and the address they are under, which ends in a slash."""

    province: str
    address: str
    files: tuple[ManifestFile, ...]

    @classmethod
    def load(cls, geodata_dir: Path) -> Self:
        """Read ``boundaries.yaml`` and ``boundaries.csv``.

        Raises:
            BoundaryError: one of them is not as it should be; the message says where.
        """
        origin = _read_origin(geodata_dir / "boundaries.yaml")
        return cls(origin.province, origin.address, _read_files(geodata_dir / "boundaries.csv"))

    @property
    def areas_km2(self) -> dict[str, float]:
        """Official area of each commune by code."""
        return {file.code: file.area_km2 for file in self.files}


def _read_origin(path: Path) -> _Origin:
    try:
        return _Origin.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise BoundaryError(
            f"{path.name}: cần có province (mã tỉnh hai chữ số) và address (địa chỉ web kết thúc bằng /)."
        ) from error


def _read_files(path: Path) -> tuple[ManifestFile, ...]:
    rejections: list[Rejection] = []
    try:
        lines = read_rows(path, ManifestFile, rejections)
    except LoadError as error:
        raise BoundaryError(str(error)) from error
    if rejections:
        raise BoundaryError("\n".join(map(str, rejections)))
    return tuple(line.row for line in lines)


def fetch_official(
    manifest: Manifest,
    communes: Sequence[Commune],
    cache: Path,
    progress: Progress = no_progress,
    *,
    budget_s: float = 300,
) -> Polygons:
    """Return the official polygons, downloading into ``cache`` what is not there yet.

    Args:
        manifest: files to have.
        communes: all the communes of the province.
        cache: folder kept between runs; only verified files enter it.
        progress: called after each file.
        budget_s: longest that the download may take, in seconds.

    Raises:
        BoundaryError: a file cannot be had or is not what the manifest says; the message names it and why.
    """
    cache.mkdir(parents=True, exist_ok=True)
    wanted = missing_files(manifest, cache)
    if wanted:
        _download(manifest, wanted, cache, progress, time.monotonic() + budget_s)
    contents = {file.code: (cache / file.file).read_bytes() for file in manifest.files}
    return checked(((code, _shape(content)) for code, content in contents.items()), communes)


def missing_files(manifest: Manifest, cache: Path) -> list[ManifestFile]:
    """Return the files that ``cache`` does not hold whole and unchanged."""
    return [file for file in manifest.files if not _is_whole(file, cache / file.file)]


def _is_whole(file: ManifestFile, path: Path) -> bool:
    if not path.is_file() or path.stat().st_size != file.bytes:
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256


def _shape(content: bytes) -> BaseGeometry | None:
    return shapely.get_geometry(shapely.from_geojson(content), 0)


def _download(
    manifest: Manifest, wanted: Sequence[ManifestFile], cache: Path, progress: Progress, deadline: float
) -> None:
    _require_answer(manifest.address + wanted[0].file)
    timeout = httpx.Timeout(_READ_S, connect=_CONNECT_S, pool=None)
    with httpx.Client(base_url=manifest.address, timeout=timeout) as client, ThreadPoolExecutor(_AT_ONCE) as pool:
        tasks = {pool.submit(_fetch, client, file, cache, deadline): file for file in wanted}
        try:
            for done, task in enumerate(as_completed(tasks), start=1):
                task.result()
                progress(done, len(wanted), f"Tải ranh giới {tasks[task].full_name}")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _require_answer(address: str) -> None:
    """Ask from a thread that may be left behind, since resolving a name knows no time limit."""
    problems: list[str] = []

    def ask() -> None:
        try:
            httpx.head(address, timeout=httpx.Timeout(_READ_S, connect=_CONNECT_S))
            problems.append("")
        except httpx.HTTPError as error:
            problems.append(_reason(error))

    thread = Thread(target=ask, daemon=True)
    thread.start()
    thread.join(_ANSWER_S)
    problem = problems[0] if problems else "máy chủ không trả lời kịp"
    if problem:
        raise BoundaryError(f"Không tải được ranh giới từ {httpx.URL(address).host}: {problem}.")


def _fetch(client: httpx.Client, file: ManifestFile, cache: Path, deadline: float) -> None:
    problem = ""
    for attempt in range(_ATTEMPTS):
        time.sleep(_PAUSE_S * attempt)
        try:
            content = _received(client, file, deadline)
        except httpx.HTTPStatusError as error:
            problem = _reason(error)
            if error.response.is_client_error:
                break
        except httpx.HTTPError as error:
            problem = _reason(error)
        else:
            problem = _difference(file, content)
            if not problem:
                _keep(content, cache / file.file)
                return
    raise BoundaryError(f"Không tải được {file.file}: {problem}.")


def _received(client: httpx.Client, file: ManifestFile, deadline: float) -> bytes:
    """Return what the server sends, no more than one byte beyond what the manifest says."""
    content = bytearray()
    with client.stream("GET", file.file) as response:
        response.raise_for_status()
        for piece in response.iter_bytes():
            content += piece
            if time.monotonic() > deadline:
                raise BoundaryError(f"Không tải được {file.file}: quá thời gian dành cho việc tải ranh giới.")
            if len(content) > file.bytes:
                break
    return bytes(content[: file.bytes + 1])


def _difference(file: ManifestFile, content: bytes) -> str:
    if len(content) > file.bytes:
        return f"tệp dài hơn {file.bytes} byte đã công bố"
    if len(content) < file.bytes:
        return f"tệp chỉ có {len(content)} trong {file.bytes} byte"
    return "" if hashlib.sha256(content).hexdigest() == file.sha256 else "nội dung không khớp mã kiểm tra sha256"


def _reason(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"máy chủ trả lời mã {error.response.status_code}"
    if isinstance(error, httpx.TimeoutException):
        return "máy chủ không trả lời kịp"
    if isinstance(error, httpx.ConnectError | httpx.ProxyError):
        return "không kết nối được"
    return "kết nối bị ngắt giữa chừng"


def _keep(content: bytes, path: Path) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    draft.write_bytes(content)
    draft.replace(path)
