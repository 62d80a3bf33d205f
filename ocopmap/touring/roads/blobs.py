"""An OpenStreetMap extract as the pieces that it is made of: whole or cut off, and how far a reading is.

Each piece is a length (four bytes), a BlobHeader and a Blob; see https://wiki.openstreetmap.org/wiki/PBF_Format.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

import osmium
from osmium._osmium import BaseFilter
from osmium.osm import osm_entity_bits
from osmium.osm.types import OSMEntity as OSMObject

from ocopmap.touring.roads.errors import RoadsError

Told = Callable[[int, int], None]
"""Hears how many bytes of how many are read."""

_HEADER: Final = b"OSMHeader"
_DATA: Final = b"OSMData"
_LONGEST_HEADER: Final = 64 * 2**10
_LONGEST_BLOB: Final = 32 * 2**20
_AT_ONCE: Final = 2**19
"""Bytes read between two reports: less than a quarter of a second."""
_VARINT, _BYTES = 0, 2


@dataclass(frozen=True)
class Piece:
    """A blob: its place and length in the file, its own header included."""

    start: int
    length: int
    kind: bytes


@dataclass(frozen=True)
class Extract:
    """A file that is whole, with its pieces."""

    path: Path
    header: Piece
    pieces: tuple[Piece, ...]

    def objects(self, kinds: osm_entity_bits, told: Told, *filters: BaseFilter) -> Iterator[OSMObject]:
        """Yield the objects that pass all filters; each lives until the next is asked for.

        Raises:
            RoadsError: a piece cannot be read.
        """
        total, threads = self.path.stat().st_size, osmium.io.ThreadPool()
        with self.path.open("rb") as file:
            beginning = _bytes(file, self.header)
            for start, length in self._chunks():
                file.seek(start)
                buffer = osmium.io.FileBuffer(beginning + file.read(length), "pbf")
                reader = osmium.FileProcessor(buffer, kinds, threads)
                for each in filters:
                    reader = reader.with_filter(each)
                try:
                    yield from reader
                except RuntimeError as error:
                    raise RoadsError(f"{self.path.name} bị hỏng ở khoảng byte {start}; hãy tải lại tệp.") from error
                told(start + length, total)

    def date(self) -> datetime:
        """Return the day of the data as the file says, that of the file where it does not."""
        said = self._header().get("osmosis_replication_timestamp") or ""
        try:
            return datetime.fromisoformat(said)
        except ValueError:
            return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Return west, south, east and north as the file says, None where it does not."""
        box = self._header().box()
        if not box.valid():
            return None
        return box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat

    def _header(self) -> osmium.io.Header:
        with self.path.open("rb") as file:
            buffer = osmium.io.FileBuffer(_bytes(file, self.header), "pbf")
        return osmium.FileProcessor(buffer).header

    def _chunks(self) -> Iterator[tuple[int, int]]:
        start = length = 0
        for piece in self.pieces:
            if length and length + piece.length > _AT_ONCE:
                yield start, length
                length = 0
            start = start if length else piece.start
            length += piece.length
        if length:
            yield start, length


def open_extract(path: Path) -> Extract:
    """Return an extract after a look at all its pieces.

    Raises:
        RoadsError: it is no PBF, or cut off.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        pieces = list(_pieces(file, size, path.name))
    if not pieces or pieces[0].kind != _HEADER:
        raise _not_pbf(path.name)
    data = tuple(piece for piece in pieces[1:] if piece.kind == _DATA)
    return Extract(path, pieces[0], data)


def _pieces(file: BinaryIO, size: int, name: str) -> Iterator[Piece]:
    at = 0
    while at < size:
        file.seek(at)
        length = int.from_bytes(file.read(4), "big")
        if not 0 < length <= _LONGEST_HEADER:
            raise _not_pbf(name) if at == 0 else _cut(name, at, size)
        kind, blob = _blob_header(file.read(length), name, at, size)
        piece = Piece(at, 4 + length + blob, kind)
        if at + piece.length > size:
            raise _cut(name, at, size)
        yield piece
        at += piece.length


def _blob_header(header: bytes, name: str, at: int, size: int) -> tuple[bytes, int]:
    """Return the kind and length of the blob behind a header: fields 1 and 3 of the message."""
    kind, length, position = b"", -1, 0
    try:
        while position < len(header):
            key, position = _number(header, position)
            value, position = _number(header, position)
            if key & 7 == _BYTES:
                kind = header[position : position + value] if key >> 3 == 1 else kind
                position += value
            elif key & 7 == _VARINT:
                length = value if key >> 3 == 3 else length
            else:
                break
    except IndexError:
        length = -1
    if kind not in {_HEADER, _DATA} and at == 0:
        raise _not_pbf(name)
    if not 0 <= length <= _LONGEST_BLOB:
        raise _cut(name, at, size)
    return kind, length


def _number(data: bytes, position: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7


def _bytes(file: BinaryIO, piece: Piece) -> bytes:
    file.seek(piece.start)
    return file.read(piece.length)


def _not_pbf(name: str) -> RoadsError:
    return RoadsError(f"{name} không phải tệp OpenStreetMap dạng PBF (.osm.pbf).")


def _cut(name: str, at: int, size: int) -> RoadsError:
    return RoadsError(f"{name} bị cắt cụt hoặc hỏng: chỉ đọc được {at} trong {size} byte; hãy tải lại tệp.")
