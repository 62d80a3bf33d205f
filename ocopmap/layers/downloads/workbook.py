"""Tables as XLSX, written row by row to a file: memory does not grow with the rows."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ocopmap.layers.downloads.metadata import Metadata
from ocopmap.layers.downloads.table import Table
from ocopmap.layers.downloads.text import cell, flat_rows, headings

_WIDTH = 22
_LONGEST_CELL = 32_767
# Text stays text: never a formula, a link or a number.
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(path: Path, table: Table, metadata: Metadata) -> None:
    """Write a workbook with a sheet of rows and a sheet of what goes with them."""
    with Workbook(path, {"constant_memory": True, **_AS_TEXT}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        rows, about = book.add_worksheet(metadata.data_title), book.add_worksheet(metadata.metadata_title)
        columns = headings(table)
        rows.set_column(0, len(columns) - 1, _WIDTH)
        rows.freeze_panes(1, 0)
        rows.write_row(0, 0, columns, bold)
        number = 1
        for some in flat_rows(table):
            for row in some:
                _write(rows, number, row)
                number += 1
        about.set_column(0, 0, _WIDTH)
        about.set_column(1, 1, 4 * _WIDTH)
        for position, line in enumerate(metadata.lines()):
            _write(about, position, line)


def write_sheets(path: Path, sheets: Mapping[str, tuple[Sequence[str], Iterable[tuple[Any, ...]]]]) -> None:
    """Write a workbook of sheets by name, each the names of its columns and its rows."""
    with Workbook(path, {"constant_memory": True, **_AS_TEXT}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, (columns, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.set_column(0, len(columns) - 1, _WIDTH)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, columns, bold)
            for number, row in enumerate(rows, start=1):
                _write(sheet, number, row)


def _write(sheet: Worksheet, number: int, row: tuple[Any, ...]) -> None:
    for position, value in enumerate(row):
        written = cell(value)
        if isinstance(written, str):
            sheet.write_string(number, position, written[:_LONGEST_CELL])
        elif isinstance(written, bool):
            sheet.write_boolean(number, position, written)
        elif written is not None:
            sheet.write_number(number, position, written)
