"""Geocode a column of a CSV file: its rows come back as they were, with the place beside them."""

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from ocopmap.geocoding import Geocoder
from ocopmap.ingest.csvfile import decode
from ocopmap.ingest.report import LoadError, Rejection

ADDED_COLUMNS: Final = ("commune_code", "commune_name", "latitude", "longitude", "precision", "confidence")
Cells = dict[str, str]
_QUOTES: Final = "ô bắt đầu ở dòng này có dấu ngoặc kép không đóng hoặc đặt sai chỗ"


def geocode_csv(
    geocoder: Geocoder,
    source: Path,
    target: Path,
    address_column: str,
    track: Callable[[Sequence[Cells]], Iterable[Cells]] = iter,
) -> tuple[int, int]:
    """Write ``target``: the rows of ``source`` with the best candidate's columns; nothing where a person must choose.

    Returns:
        Number of rows placed, and of all rows.

    Raises:
        LoadError: the file is unreadable, lacks the column, repeats one or already has one of the added, has a row
            longer than its header or a quotation mark that is not closed; or ``target`` cannot be written there.
    """
    text = decode(source)
    _check_target(source, target)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows = _rows(source, reader, address_column)
    columns = list(reader.fieldnames or ())
    placed = [row | _place(geocoder, row.get(address_column) or "") for row in track(rows)]
    _write(target, [*columns, *ADDED_COLUMNS], placed)
    return sum(bool(row["precision"]) for row in placed), len(placed)


def _check_target(source: Path, target: Path) -> None:
    """Refuse a target that is a folder, has no folder, or is the source itself, by whatever link."""
    if target.is_dir():
        raise LoadError([Rejection(target.name, 0, f"{target} là thư mục; hãy ghi cả tên tệp ra")])
    if not target.parent.is_dir():
        raise LoadError([Rejection(target.name, 0, f"không có thư mục {target.parent} để ghi")])
    if target.exists() and target.samefile(source):
        raise LoadError([Rejection(target.name, 0, "tệp ra chính là tệp vào; hãy ghi ra một tệp khác")])


def _check(source: Path, columns: Sequence[str], address_column: str) -> None:
    if address_column not in columns:
        reason = f"không có cột «{address_column}»; các cột là {', '.join(columns) or 'không có'}"
        raise LoadError([Rejection(source.name, 1, reason)])
    repeated = sorted({column for column in columns if columns.count(column) > 1})
    if repeated:
        names = ", ".join(f"«{column}»" for column in repeated)
        raise LoadError([Rejection(source.name, 1, f"có nhiều cột cùng tên {names}; hãy đổi tên trước")])
    taken = [column for column in ADDED_COLUMNS if column in columns]
    if taken:
        raise LoadError([Rejection(source.name, 1, f"đã có sẵn cột {', '.join(taken)}; hãy đổi tên trước")])


def _rows(source: Path, reader: "csv.DictReader[str]", address_column: str) -> list[Cells]:
    rows, rejections, begin = [], [], 1
    try:
        _check(source, list(reader.fieldnames or ()), address_column)
        begin = reader.line_num + 1
        for row in reader:
            if None in row:  # where DictReader puts the cells that have no column
                reason = "nhiều ô hơn dòng tiêu đề; thiếu dấu ngoặc kép?"
                rejections.append(Rejection(source.name, reader.line_num, reason))
            rows.append(row)
            begin = reader.line_num + 1
    except csv.Error as error:
        raise LoadError([Rejection(source.name, begin, _QUOTES)]) from error
    if rejections:
        raise LoadError(rejections)
    return rows


def _place(geocoder: Geocoder, address: str) -> Cells:
    candidates = geocoder.geocode(address)
    if not candidates or candidates[0].needs_person:
        return dict.fromkeys(ADDED_COLUMNS, "")
    best = candidates[0]
    return {
        "commune_code": best.commune_code or "",
        "commune_name": best.commune_name or "",
        "latitude": f"{best.latitude:.6f}",
        "longitude": f"{best.longitude:.6f}",
        "precision": best.precision,
        "confidence": f"{best.confidence:.3f}",
    }


def _write(target: Path, columns: Sequence[str], rows: Iterable[Cells]) -> None:
    """Write beside the target, then put it in its place: half a file is never left."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=target.parent, suffix=".part", delete=False
    ) as file:
        part = Path(file.name)
        try:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            file.close()
            part.chmod(0o666 & ~_umask())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
