"""What an import found, as JSON for a program and as the same workbook with its cells marked for a person."""

import re
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.cell import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from ocopmap.ingest.registers.guards import FileKind, check_file
from ocopmap.ingest.registers.plan import Outcome, Plan
from ocopmap.ingest.registers.reading import Register, sheets_of
from ocopmap.ingest.registers.rules import RegisterRules
from ocopmap.ingest.registers.sheet import MAX_COLUMNS, BadCell, Cell, text_of
from ocopmap.ingest.registers.xlsxcells import place_of

_COLOURS: Final = {
    Outcome.REJECTED: "FFF4B6B6",
    Outcome.DUPLICATE: "FFFFE08A",
    Outcome.CHANGED: "FFCFE8FF",
}
_WARNING: Final = "FFFFF3C4"
_AUTHOR: Final = "ocopmap"
_WIDTH: Final = 18
_COMMENT_WIDTH: Final = 320
_MARKER: Final = Path(__file__).with_name("marker.py")
_MOST_STYLED: Final = 12 * 2**20
"""Bytes of an unpacked workbook (some 10,000 rows) that may be held in memory with all its looks."""
_MOST_MERGED: Final = 100_000
_MERGE: Final = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"')
_LABELS: Final = {
    Outcome.REJECTED: "Bị từ chối",
    Outcome.DUPLICATE: "Có thể trùng",
    Outcome.CHANGED: "Sẽ đổi",
}


class Mark(NamedTuple):
    """Colour of a cell and the remark on it."""

    colour: str
    remark: str


Marks = dict[int, dict[int, Mark]]


def write_report(target: Path, plan: Plan) -> None:
    """Write the counts and the refused cells as JSON: ``new, changed, same, duplicate, rejected[]``."""
    counts: dict[str, Any] = {str(one): plan.counts[one] for one in Outcome if one is not Outcome.REJECTED}
    counts["rejected"] = [
        {
            "row": finding.problem.row,
            "column": finding.problem.title,
            "value": finding.problem.value,
            "reason": finding.problem.reason,
        }
        for finding in plan.findings
        if finding.outcome is Outcome.REJECTED
    ]
    target.write_bytes(orjson.dumps(counts, option=orjson.OPT_INDENT_2))


def write_annotated(target: Path, register: Register, plan: Plan, rules: RegisterRules) -> str | None:
    """Write the register again as xlsx, each cell that needs a look coloured and commented.

    An xlsx of ordinary size keeps its looks and its other sheets; formulas become the values last calculated and
    links to other files go, so that nothing of the register runs or fetches. What else comes is written as one plain
    sheet; then a sentence that says so is returned.
    """
    marks = _marks(register, plan)
    kind, _ = check_file(register.path)
    reason = f"tệp gốc là {kind}" if kind is not FileKind.XLSX else _mark_original(target, register, marks)
    if reason is None:
        return None
    _write_plain(target, register, kind, rules, marks)
    return f"Bản tô màu chỉ giữ giá trị và ô gộp, không giữ màu chữ và khung của bản gốc: {reason}."


def _too_large(path: Path) -> bool:
    """Tell whether a workbook would fill the memory: by its parts, or by merged ranges, held cell by cell."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > _MOST_STYLED:
            return True
        sheets = b"".join(archive.read(part) for part in parts if part.filename.startswith("xl/worksheets/"))
    return sum(map(_area, _MERGE.findall(sheets))) > _MOST_MERGED


def _area(ends: tuple[bytes, bytes]) -> int:
    (top, left), (bottom, right) = ((place_of(end.decode()) or (0, 0)) for end in ends)
    return (bottom - top + 1) * (right - left + 1)


def _mark_original(target: Path, register: Register, marks: Marks) -> str | None:
    """Write the workbook itself with its cells marked; return why that could not be done, if so."""
    if _too_large(register.path):
        return "tệp quá lớn"
    command = [sys.executable, "-I", str(_MARKER), str(register.path.resolve()), str(target.resolve()), register.sheet]
    listed = [[row, column, *mark] for row, columns in marks.items() for column, mark in columns.items()]
    run = subprocess.run(command, input=orjson.dumps(listed), stderr=subprocess.DEVNULL, check=False)  # noqa: S603
    return "không mở được tệp cùng kiểu chữ và màu của nó" if run.returncode else None


def _write_plain(target: Path, register: Register, kind: FileKind, rules: RegisterRules, marks: Marks) -> None:
    """Write the sheet's values, cells in their places; text stays text, nothing can become a formula."""
    book = Workbook(write_only=True)
    page = book.create_sheet(register.sheet[:31].translate(_NOT_IN_NAMES) or "Sổ đăng ký")
    for index in range(len(register.header.titles)):
        page.column_dimensions[get_column_letter(index + 1)].width = _WIDTH
    with closing(sheets_of(register.path, kind, rules, register.sheet)) as sheets:
        sheet = next(sheets)
        for merge in sheet.merges:
            if merge.bottom >= sheet.height or merge.right >= MAX_COLUMNS:
                continue  # no range of the register; programs would fill it cell by cell
            page.merged_cells.add(f"{_name(merge.top, merge.left)}:{_name(merge.bottom, merge.right)}")
        for number, row in enumerate(sheet.rows):
            page.append(_marked(page, row, marks.get(number + 1, {}), bold=number < register.header.first_data_row))
    book.save(target)


_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys("\\/*?:[]", " "))


def _name(row: int, column: int) -> str:
    return f"{get_column_letter(column + 1)}{row + 1}"


def _marks(register: Register, plan: Plan) -> Marks:
    """Return what to mark by row (from 1) and column (from 0)."""
    noted = [(finding.problem, _COLOURS[finding.outcome], _LABELS[finding.outcome]) for finding in plan.findings
             if finding.outcome in _COLOURS]  # fmt: skip
    noted += [(problem, _WARNING, "Lưu ý") for problem in (*register.warnings, *plan.warnings)]
    marks: Marks = {}
    for problem, colour, label in noted:
        row = marks.setdefault(problem.row, {})
        earlier = row.get(problem.column, Mark(colour, ""))
        row[problem.column] = Mark(earlier.colour, f"{earlier.remark}\n{label}: {problem.reason}".strip())
    return marks


def _marked(page: WriteOnlyWorksheet, row: list[Cell], marks: dict[int, Mark], *, bold: bool) -> list[Any]:
    cells: list[Any] = []
    for column in range(max(len(row), *(index + 1 for index in marks), 0) if marks else len(row)):
        value = row[column] if column < len(row) else None
        cell = WriteOnlyCell(page, value=_plain(value))
        if isinstance(cell.value, str):
            cell.data_type = "s"  # else a text that begins with "=" would be a formula
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
        if bold:
            cell.font = Font(bold=True)
        if column in marks:
            cell.fill = PatternFill("solid", fgColor=marks[column].colour)
            cell.comment = Comment(marks[column].remark, _AUTHOR, width=_COMMENT_WIDTH)
        cells.append(cell)
    return cells


def _plain(value: Cell) -> Any:  # noqa: ANN401 - whatever openpyxl takes
    if isinstance(value, BadCell):
        return text_of(value)
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
