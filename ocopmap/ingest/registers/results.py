"""What an import found, as JSON for a program and as the same sheet with its cells marked for a person."""

from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, Final

import orjson
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.cell import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from ocopmap.ingest.registers.guards import check_file
from ocopmap.ingest.registers.plan import Finding, Outcome, Plan
from ocopmap.ingest.registers.reading import Register, sheets_of
from ocopmap.ingest.registers.rules import RegisterRules
from ocopmap.ingest.registers.sheet import BadCell, Cell, text_of

_COLOURS: Final = {
    Outcome.REJECTED: "FFF4B6B6",
    Outcome.DUPLICATE: "FFFFE08A",
    Outcome.CHANGED: "FFCFE8FF",
}
_WARNING: Final = "FFFFF3C4"
_AUTHOR: Final = "ocopmap"
_WIDTH: Final = 18
_LABELS: Final = {
    Outcome.REJECTED: "Bị từ chối",
    Outcome.DUPLICATE: "Có thể trùng",
    Outcome.CHANGED: "Sẽ đổi",
}


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


def write_annotated(target: Path, register: Register, plan: Plan, rules: RegisterRules) -> None:
    """Write the sheet again as xlsx, cells in their places, each that needs a look coloured and commented.

    Text stays text: nothing of the register can become a formula. Only values are kept of the original's looks.
    """
    marks = _marks(register, plan.findings)
    book = Workbook(write_only=True)
    page = book.create_sheet(register.sheet[:31].translate(_NOT_IN_NAMES) or "Sổ đăng ký")
    for index in range(len(register.header.titles)):
        page.column_dimensions[get_column_letter(index + 1)].width = _WIDTH
    kind, _ = check_file(register.path)
    with closing(sheets_of(register.path, kind, rules, register.sheet)) as sheets:
        sheet = next(sheets)
        for merge in sheet.merges:
            page.merged_cells.add(f"{_name(merge.top, merge.left)}:{_name(merge.bottom, merge.right)}")
        for number, row in enumerate(sheet.rows):
            page.append(_marked(page, row, marks.get(number + 1, {}), bold=number < register.header.first_data_row))
    book.save(target)


_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys("\\/*?:[]", " "))


def _name(row: int, column: int) -> str:
    return f"{get_column_letter(column + 1)}{row + 1}"


def _marks(register: Register, findings: Iterable[Finding]) -> dict[int, dict[int, tuple[str, str]]]:
    """Return colour and remark by row and column."""
    marks: dict[int, dict[int, tuple[str, str]]] = {}
    noted = [(finding.problem, _COLOURS[finding.outcome], _LABELS[finding.outcome]) for finding in findings
             if finding.outcome in _COLOURS]  # fmt: skip
    noted += [(problem, _WARNING, "Lưu ý") for problem in register.warnings]
    for problem, colour, label in noted:
        row = marks.setdefault(problem.row, {})
        earlier = row.get(problem.column, (colour, ""))
        row[problem.column] = (earlier[0], f"{earlier[1]}\n{label}: {problem.reason}".strip())
    return marks


def _marked(page: WriteOnlyWorksheet, row: list[Cell], marks: dict[int, tuple[str, str]], *, bold: bool) -> list[Any]:
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
            colour, remark = marks[column]
            cell.fill = PatternFill("solid", fgColor=colour)
            cell.comment = Comment(remark, _AUTHOR, width=320)
        cells.append(cell)
    return cells


def _plain(value: Cell) -> Any:  # noqa: ANN401 - whatever openpyxl takes
    if isinstance(value, BadCell):
        return text_of(value)
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
