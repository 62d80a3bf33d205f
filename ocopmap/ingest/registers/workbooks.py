"""Read xlsx, xls and ods through a bounded process of its own."""

import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

import orjson

from ocopmap.ingest.registers.errors import RegisterError
from ocopmap.ingest.registers.guards import FileKind
from ocopmap.ingest.registers.odscells import scan_ods
from ocopmap.ingest.registers.sheet import MAX_CELL, MAX_COLUMNS, MAX_ROWS, BadCell, Cell, Merge, Row, Sheet
from ocopmap.ingest.registers.xlscells import scan_xls
from ocopmap.ingest.registers.xlsxcells import Extras, Place, scan_xlsx

_WORKER = Path(__file__).with_name("worker.py")
_SCANS: Final = {FileKind.XLSX: scan_xlsx, FileKind.ODS: scan_ods, FileKind.XLS: scan_xls}
_LONGEST_CHAIN: Final = 20
_REASONS = {
    "PasswordError": "tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại",
    "WorksheetNotFound": "không đọc được trang tính; hãy lưu lại từ chương trình bảng tính",
    "MemoryError": "tệp cần quá nhiều bộ nhớ để mở, có thể đã hỏng hoặc là tệp phá hoại",
}


def read_workbook(path: Path, kind: FileKind, wanted: str | None = None) -> Iterator[Sheet]:
    """Yield the visible sheets of a workbook, or the one wanted; each must be used up before the next is asked for.

    Raises:
        RegisterError: damaged, too large for the bounds of the reader, or no such sheet.
    """
    found = False
    with _lines(path, wanted or "") as lines:
        for sheet in _sheets(path, kind, lines):
            found = True
            yield sheet
    if not found:
        raise RegisterError(path.name, f"không có trang tính «{wanted}»" if wanted else "không có trang tính nào")


@contextmanager
def _lines(path: Path, wanted: str) -> Iterator[Generator[Any]]:
    command = [sys.executable, "-I", str(_WORKER), str(path.resolve()), wanted, str(MAX_ROWS), str(MAX_COLUMNS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        lines = _decoded(path, process)
        try:
            yield lines
        finally:
            lines.close()
            process.kill()


def _decoded(path: Path, process: subprocess.Popen[bytes]) -> Generator[Any]:
    if process.stdout is None:
        raise RuntimeError("the reader was started without a pipe")
    for line in process.stdout:
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise RegisterError(path.name, _REASONS["MemoryError"]) from error
        if isinstance(value, dict) and "error" in value:
            reason = _REASONS.get(value["error"], "tệp hỏng hoặc không đúng dạng bảng tính, không đọc được")
            raise RegisterError(path.name, reason)
        yield value
    if process.wait() != 0:
        raise RegisterError(path.name, _REASONS["MemoryError"])


def _sheets(path: Path, kind: FileKind, lines: Generator[Any]) -> Iterator[Sheet]:
    pending: list[Any] = []
    while True:
        meta = pending.pop() if pending else next(lines, None)
        if meta is None:
            return
        if not isinstance(meta, dict):
            continue  # a row of a sheet that was left before its end
        if meta["too_large"]:
            limits = f"{MAX_ROWS:,} dòng và {MAX_COLUMNS} cột".replace(",", ".")
            raise RegisterError(path.name, f"trang tính «{meta['sheet']}» lớn hơn {limits}; hãy xóa dòng, cột thừa")
        extras = _extras(path, kind, meta["sheet"])
        merges = extras.merges or [Merge(*ends) for ends in meta["merged"]]
        rows = _corrected((_row(row) for row in _rows_until_next(lines, pending)), extras)
        yield Sheet(meta["sheet"], meta["height"], rows, merges)


def _rows_until_next(lines: Generator[Any], pending: list[Any]) -> Iterator[list[Any]]:
    for value in lines:
        if isinstance(value, dict):
            pending.append(value)
            return
        yield value


def _extras(path: Path, kind: FileKind, sheet: str) -> Extras:
    return _SCANS[kind](path, sheet)


def _row(values: list[Any]) -> Row:
    return [_cell(value) for value in values]


def _cell(value: Any) -> Cell:  # noqa: ANN401 - whatever JSON brings
    if isinstance(value, dict):
        return date.fromisoformat(value["date"])
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value[:MAX_CELL] if isinstance(value, str) else value


def _corrected(rows: Iterator[Row], extras: Extras) -> Iterator[Row]:
    if extras.references:
        rows = iter(_resolved(list(rows), extras))
    for number, row in enumerate(rows):
        yield [extras.bad.get((number, column), cell) for column, cell in enumerate(row)] if extras.bad else row


def _resolved(rows: list[Row], extras: Extras) -> list[Row]:
    """Give cells that only refer to another cell that cell's value: no program had calculated them."""
    values: dict[Place, Cell] = {}
    for place, source in extras.references.items():
        end = source
        for _ in range(_LONGEST_CHAIN):
            if end not in extras.references:
                break
            end = extras.references[end]
        else:
            extras.bad[place] = BadCell("#VÒNG! (công thức chỉ vòng quanh)")
        values[place] = _at(rows, end)
    for (number, column), value in values.items():
        while len(rows) <= number < MAX_ROWS:
            rows.append([])
        if number < MAX_ROWS and column < MAX_COLUMNS:
            rows[number] += [None] * (column + 1 - len(rows[number]))
            rows[number][column] = value
    return rows


def _at(rows: list[Row], place: Place) -> Cell:
    row, column = place
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None
