"""What the fast reader leaves out of an xls sheet: error values. Reads the compound file and its BIFF records."""

import struct
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from ocopmap.ingest.registers.sheet import MAX_ROWS, BadCell
from ocopmap.ingest.registers.xlsxcells import Extras

_FREE: Final = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_ENTRY: Final = 128
_SMALL_SECTOR: Final = 64
_MOST_SECTORS: Final = 2**20
_BOF, _EOF, _SHEET, _FORMULA, _BOOLERR = 0x0809, 0x000A, 0x0085, 0x0006, 0x0205
_ERROR_RESULT: Final = 2
_ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def scan_xls(path: Path, sheet: str) -> Extras:
    """Return the cells of one sheet that hold an error; nothing where the file cannot be followed."""
    extras = Extras()
    try:
        book = workbook_stream(path.read_bytes())
        for row, column, code in _errors(book, _sheet_start(book, sheet)):
            if row < MAX_ROWS:
                extras.bad[row, column] = BadCell(_ERRORS.get(code, "#LỖI!"))
    except (struct.error, IndexError, ValueError):
        return extras  # the reader itself says what is wrong with the file
    return extras


def workbook_stream(content: bytes) -> bytes:
    """Return the stream of a compound file (MS-CFB) that holds the workbook.

    Raises:
        ValueError: there is none.
        struct.error: the file is cut short.
    """
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    if not 128 <= size <= 4096:
        raise ValueError("no such sector size")
    sectors = _Sectors(memoryview(content)[size:], size)
    first_directory, cutoff, first_small, first_more = struct.unpack_from("<I4xI I4xI", content, 48)
    table = _allocation(sectors, struct.unpack_from("<109I", content, 76), first_more)
    directory = sectors.joined(table, first_directory)
    root, book = _entry(directory, ("Root Entry",)), _entry(directory, ("Workbook", "Book"))
    if book[1] >= cutoff:
        return sectors.joined(table, book[0])[: book[1]]
    small = _Sectors(memoryview(sectors.joined(table, root[0])), _SMALL_SECTOR)
    small_table = _numbers(sectors.joined(table, first_small))
    return small.joined(small_table, book[0])[: book[1]]


class _Sectors:
    """Equal pieces of a file, chained by a table that names the next of each."""

    def __init__(self, content: memoryview, size: int) -> None:
        self._content = content
        self._size = size

    def one(self, number: int) -> bytes:
        return bytes(self._content[number * self._size : (number + 1) * self._size])

    def joined(self, table: tuple[int, ...], first: int) -> bytes:
        return b"".join(map(self.one, islice(_chain(table, first), len(table))))


def _chain(table: tuple[int, ...], number: int) -> Iterator[int]:
    while number < _FREE:
        yield number
        number = table[number]


def _allocation(sectors: _Sectors, listed: tuple[int, ...], more: int) -> tuple[int, ...]:
    """Return the file's allocation table from the sectors listed in its head and in the chain that goes on from it."""
    numbers = [number for number in listed if number < _FREE]
    while more < _FREE and len(numbers) < _MOST_SECTORS:
        *further, more = _numbers(sectors.one(more))
        numbers += [number for number in further if number < _FREE]
    return _numbers(b"".join(map(sectors.one, numbers)))


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{len(content) // 4}I", content)


def _entry(directory: bytes, names: tuple[str, ...]) -> tuple[int, int]:
    """Return first sector and size of a stream by its name."""
    for start in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", directory, start + 64)[0]
        name = directory[start : start + max(0, length - 2)].decode("utf-16-le", errors="replace")
        if name in names:
            first, size = struct.unpack_from("<II", directory, start + 116)
            return first, size
    raise ValueError("no such stream")


def _records(book: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and body of the records from one place to the end of the part that begins there."""
    depth = 0
    while start + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, start)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        yield kind, book[start + 4 : start + 4 + length]
        start += 4 + length


def _sheet_start(book: bytes, sheet: str) -> int:
    for kind, body in _records(book, 0):
        if kind == _SHEET and _sheet_name(body) == sheet:
            return int(struct.unpack_from("<I", body)[0])
    raise ValueError("no such sheet")


def _sheet_name(body: bytes) -> str:
    """Return a sheet's name: letters of one or two bytes in BIFF8, of one byte before it."""
    length, wide = body[6], body[7]
    if wide == 1:
        return body[8 : 8 + 2 * length].decode("utf-16-le", errors="replace")
    return (body[8 : 8 + length] if wide == 0 else body[7 : 7 + length]).decode("latin-1")


def _errors(book: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Yield row, column and code of each error, typed in or calculated."""
    for kind, body in _records(book, start):
        if kind == _BOOLERR and len(body) >= 8 and body[7] == 1:
            yield *struct.unpack_from("<HH", body), body[6]
        elif kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == _ERROR_RESULT:
            yield *struct.unpack_from("<HH", body), body[8]
