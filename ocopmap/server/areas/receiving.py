"""Areas as requests bring them: bounded while they stream in, read apart from this process, kept nowhere."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Any, BinaryIO, Final

import orjson
from fastapi import HTTPException, Request
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from ocopmap.ingest.areafiles.area import Area, AreaError, area_of
from ocopmap.ingest.areafiles.drawn import read_drawn
from ocopmap.ingest.areafiles.file import MAX_BYTES
from ocopmap.ingest.areafiles.receiving import AreaReader, ReaderBusyError
from ocopmap.ingest.vectorfiles import FORMATS
from ocopmap.layers.filters import FilterError
from ocopmap.layers.reading import reading
from ocopmap.planning.communecodes import NamedGround, ground_of
from ocopmap.server.context import Context

MAX_DRAWN_BYTES: Final = 4 * 1024 * 1024
_DRAWN_BY_HAND_BYTES: Final = 128 * 1024
"""Longer drawings are read apart: to judge a line of 50 000 corners stops every thread of this process for seconds."""
_MAX_CODES: Final = 200
_MAX_SHOWN: Final = 5
_BODY_SECONDS: Final = 60
_RETRY_S: Final = "10"
_JSON: Final = ("application/json", "application/geo+json")
_SUFFIXES: Final = (*FORMATS, ".zip", ".kmz")
_ABOUT_SYSTEM: Final = frozenset({"problem.area_no_crs", "problem.area_crs", "problem.area_crs_unfit"})

_receiving = BoundedSemaphore(6)
_reader = AreaReader()


class TooLargeError(Exception):
    """The body is larger than ``most`` bytes."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


async def area_handed_in(request: Request, shared: Context, name: str, crs: str | None) -> Area:
    """Return the area of a request's body: GeoJSON or commune codes as JSON, anything else a file of that name.

    Raises:
        TooLargeError: the body says or proves to be too large; no more of it is read.
        FilterError: the area cannot be used.
        HTTPException: 503 when too much is handed in just now, 408 when it takes too long.
    """
    is_json = request.headers.get("content-type", "").partition(";")[0].strip().lower() in _JSON
    most = MAX_DRAWN_BYTES if is_json else MAX_BYTES
    _require_small(request, most)
    try:
        suffix = ".json" if is_json else _suffix(name)
        with _place(suffix) as path:
            await _receive(request, path, most)
            read = _read_json if is_json else _read_file
            return await run_in_threadpool(read, path, shared, crs)
    except AreaError as error:
        parameter = "crs" if error.key in _ABOUT_SYSTEM else "area"
        raise FilterError.of(parameter, error.key, **error.shown) from error


def _require_small(request: Request, most: int) -> None:
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > most:
        raise TooLargeError(most)


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in _SUFFIXES:
        raise AreaError("problem.area_format", choices=", ".join(each[1:] for each in _SUFFIXES))
    return suffix


@contextmanager
def _place(suffix: str) -> Iterator[Path]:
    """Give a path for a body, gone afterwards."""
    if not _receiving.acquire(blocking=False):
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": _RETRY_S})
    try:
        with TemporaryDirectory(prefix="ocopmap-area-") as folder:
            yield Path(folder) / f"tep{suffix}"
    finally:
        _receiving.release()


async def _receive(request: Request, path: Path, most: int) -> None:
    try:
        with path.open("wb") as file:
            async with asyncio.timeout(_BODY_SECONDS):
                await _copy(request, file, most)
    except TimeoutError as error:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT) from error
    except ClientDisconnect as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error


async def _copy(request: Request, file: BinaryIO, most: int) -> None:
    """Write a body down. A little too large, it is read to its end: who is cut off while sending hears no answer."""
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size <= most:
            file.write(piece)
        elif size > 2 * most:
            break
    if size > most:
        raise TooLargeError(most)


def _read_file(path: Path, _: Context, crs: str | None) -> Area:
    try:
        return _reader.read(path, crs)
    except ReaderBusyError as error:
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": _RETRY_S}) from error


def _read_json(path: Path, shared: Context, _: str | None) -> Area:
    try:
        body = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise AreaError("problem.area_not_geojson") from error
    if not isinstance(body, dict) or set(body) not in ({"geometry"}, {"communes"}):
        raise AreaError("problem.area_body")
    if "geometry" in body:
        return _drawn(path, shared, body["geometry"])
    return _named_area(shared.engine, body["communes"], shared.settings.province)


def _drawn(path: Path, shared: Context, geometry: Any) -> Area:  # noqa: ANN401 - whatever JSON can hold
    if path.stat().st_size <= _DRAWN_BY_HAND_BYTES:
        return read_drawn(geometry)
    path.write_bytes(orjson.dumps(geometry))
    return replace(_read_file(path, shared, None), system="")


def _named_area(engine: Engine, codes: Any, province: str) -> Area:  # noqa: ANN401 - whatever JSON can hold
    is_list = isinstance(codes, list) and 0 < len(codes) <= _MAX_CODES
    if not is_list or not all(isinstance(code, str) and code.isascii() and code.isdigit() for code in codes):
        raise AreaError("problem.area_codes", most=_MAX_CODES)
    with reading(engine) as connection:
        ground = ground_of(connection, codes, province)
    _require_in_force(ground)
    return area_of([ground.shape], most_crossing=None)


def _require_in_force(ground: NamedGround) -> None:
    if ground.retired:
        first = ground.retired[0]
        successors = ", ".join(first.successors)
        raise AreaError("problem.area_retired", code=first.code, name=first.name, successors=successors)
    if ground.unknown:
        raise AreaError("problem.area_unknown_codes", codes=_some(ground.unknown))


def _some(codes: Sequence[str]) -> str:
    return ", ".join(code[:10] for code in codes[:_MAX_SHOWN])
