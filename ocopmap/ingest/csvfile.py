"""Read a CSV file of known columns, strictly, into typed rows; collect what is wrong by line."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from ocopmap.ingest.report import LoadError, Rejection

MAX_BYTES = 64 * 1024 * 1024


class Row(BaseModel):
    """A row of a CSV file: its fields are the file's columns; an empty cell is None."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_unknown(cls, cells: dict[str, Any]) -> dict[str, Any]:
        return {
            column: value if not isinstance(value, str) or value.strip() else None for column, value in cells.items()
        }


@dataclass(frozen=True)
class Line[R: Row]:
    """A row and where it stands."""

    file: str
    number: int
    row: R

    def rejected(self, reason: str) -> Rejection:
        """Return the refusal of this line."""
        return Rejection(self.file, self.number, reason)


def read_rows[R: Row](path: Path, model: type[R], rejections: list[Rejection]) -> list[Line[R]]:
    """Return the valid rows of a file and add a rejection for each other line.

    Raises:
        LoadError: the file as a whole is unreadable: missing, too large, not UTF-8, wrong columns.
    """
    lines: list[Line[R]] = []
    for number, cells in _records(path, model):
        if None in cells or None in cells.values():
            rejections.append(Rejection(path.name, number, "số ô không khớp với dòng tiêu đề"))
            continue
        try:
            lines.append(Line(path.name, number, model.model_validate(cells)))
        except ValidationError as error:
            rejections.extend(Rejection(path.name, number, reason) for reason in _reasons(error))
    return lines


def _records(path: Path, model: type[Row]) -> Iterator[tuple[int, dict[Any, Any]]]:
    reader = csv.DictReader(io.StringIO(decode(path), newline=""), strict=True)
    try:
        _check_header(path.name, list(reader.fieldnames or ()), set(model.model_fields))
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise LoadError([Rejection(path.name, reader.line_num, "dấu ngoặc kép hoặc dấu phẩy đặt sai")]) from error


def decode(path: Path) -> str:
    """Return the text of a UTF-8 file, with or without its mark.

    Raises:
        LoadError: it is missing, too large, not UTF-8, or has a NUL, which no database keeps in text.
    """
    if not path.is_file():
        raise LoadError([Rejection(path.name, 0, "không tìm thấy tệp")])
    if path.stat().st_size > MAX_BYTES:
        raise LoadError([Rejection(path.name, 0, f"tệp lớn hơn {MAX_BYTES // 2**20} MiB")])
    content = path.read_bytes()
    if b"\x00" in content:
        line = content.count(b"\n", 0, content.index(b"\x00")) + 1
        raise LoadError([Rejection(path.name, line, "có ký tự NUL; hãy lưu lại tệp với mã UTF-8")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise LoadError([Rejection(path.name, line, "không phải UTF-8; hãy lưu lại tệp với mã UTF-8")]) from error


def _check_header(file: str, columns: list[str], expected: set[str]) -> None:
    repeated = {column for column in columns if columns.count(column) > 1}
    if expected != set(columns) or repeated:
        reason = _header_reason(expected - set(columns), set(columns) - expected, repeated)
        raise LoadError([Rejection(file, 1, reason)])


def _header_reason(missing: set[str], unknown: set[str], repeated: set[str]) -> str:
    parts = []
    if missing:
        parts.append(f"thiếu cột {', '.join(sorted(missing))}")
    if unknown:
        parts.append(f"có cột lạ {', '.join(sorted(unknown))}")
    if repeated:
        parts.append(f"có cột lặp lại {', '.join(sorted(repeated))}")
    return "; ".join(parts)


_SENTENCES = {
    "missing": "bắt buộc phải có",
    "string_type": "bắt buộc phải có",
    "enum": "không phải là một trong các giá trị {expected}",
    "literal_error": "không phải là một trong các giá trị {expected}",
    "int_parsing": "không phải là số nguyên",
    "float_parsing": "không phải là số",
    "bool_parsing": "phải là true hoặc false",
    "finite_number": "không phải là số hữu hạn",
    "greater_than": "phải lớn hơn {gt}",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than_equal": "phải từ {le} trở xuống",
    "string_pattern_mismatch": "viết không đúng dạng",
    "string_too_long": "dài quá {max_length} ký tự",
}


def _reasons(error: ValidationError) -> Iterator[str]:
    for problem in error.errors():
        column = ".".join(str(part) for part in problem["loc"]) or "dòng"
        context = problem.get("ctx", {})
        if problem["type"] == "value_error":
            sentence = str(context["error"])
        elif problem["input"] is None:
            sentence = _SENTENCES["missing"]
        else:
            sentence = _SENTENCES.get(problem["type"], "không hợp lệ").format_map(context)
        shown = "" if problem["input"] is None or isinstance(problem["input"], dict) else f" «{problem['input']}»"
        yield f"cột {column}{shown} {sentence}"
