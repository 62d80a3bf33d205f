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
        LoadError: the file is unreadable, lacks the column, already has one of the added columns, or has a row
            longer than its header; or there is no folder to write in.
    """
    reader = csv.DictReader(io.StringIO(decode(source), newline=""))
    columns = list(reader.fieldnames or ())
    _check(source, columns, address_column)
    if not target.parent.is_dir():
        raise LoadError([Rejection(target.name, 0, f"không có thư mục {target.parent} để ghi")])
    rows = _rows(source, reader)
    placed = [row | _place(geocoder, row.get(address_column) or "") for row in track(rows)]
    _write(target, [*columns, *ADDED_COLUMNS], placed)
    return sum(bool(row["precision"]) for row in placed), len(placed)


def _check(source: Path, columns: Sequence[str], address_column: str) -> None:
    if address_column not in columns:
        reason = f"không có cột «{address_column}»; các cột là {', '.join(columns) or 'không có'}"
        raise LoadError([Rejection(source.name, 1, reason)])
    taken = [column for column in ADDED_COLUMNS if column in columns]
    if taken:
        raise LoadError([Rejection(source.name, 1, f"đã có sẵn cột {', '.join(taken)}; hãy đổi tên trước")])


def _rows(source: Path, reader: "csv.DictReader[str]") -> list[Cells]:
    rows, rejections = [], []
    for row in reader:
        if None in row:  # where DictReader puts the cells that have no column
            rejections.append(Rejection(source.name, reader.line_num, "nhiều ô hơn dòng tiêu đề; thiếu dấu ngoặc kép?"))
        rows.append(row)
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
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    Path(file.name).chmod(0o666 & ~_umask())
    Path(file.name).replace(target)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
