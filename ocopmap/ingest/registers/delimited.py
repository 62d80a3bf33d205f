"""Read a csv register: any of the encodings in use, comma, semicolon, tab or bar between cells."""

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from ocopmap.ingest.registers.encodings import decode_text
from ocopmap.ingest.registers.errors import RegisterError
from ocopmap.ingest.registers.sheet import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Row, Sheet

_DELIMITERS: Final = ",;\t|"
_LONGEST_CELL: Final = 1_000_000
_SAMPLE_LINES: Final = 200


def read_delimited(path: Path, vocabulary: Collection[str]) -> Iterator[Sheet]:
    """Yield the one sheet of a csv file.

    Raises:
        RegisterError: not text in Vietnamese, or not a table.
    """
    found = decode_text(path.read_bytes(), vocabulary)
    if found is None:
        reason = "không nhận ra bảng mã chữ Việt; hãy lưu lại tệp với mã UTF-8"
        raise RegisterError(path.name, reason)
    text, encoding = found
    if "\0" in text:
        raise RegisterError(path.name, "không phải tệp văn bản; cần tệp xlsx, xls, ods hoặc csv")
    notes = [] if encoding.startswith("utf-8") else [f"Tệp chữ được đọc với bảng mã {encoding}."]
    yield Sheet(path.stem, text.count("\n") + 1, _rows(path, text), notes=notes)


def _rows(path: Path, text: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for number, cells in enumerate(reader):
            if number >= MAX_ROWS or len(cells) > MAX_COLUMNS:
                limits = f"{MAX_ROWS:,} dòng và {MAX_COLUMNS} cột".replace(",", ".")
                raise RegisterError(path.name, f"tệp lớn hơn {limits}")
            yield [cell[:MAX_CELL] if cell.strip() else None for cell in cells]
    except csv.Error as error:
        raise RegisterError(path.name, f"dòng {reader.line_num}: dấu ngoặc kép đặt sai") from error


def _delimiter(text: str) -> str:
    """Return the sign that cuts most lines into the same number of cells, more cells first."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    counts = {sign: sorted(line.count(sign) for line in lines) for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: counts[sign][len(lines) // 2] if lines else 0)
