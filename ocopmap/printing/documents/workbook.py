"""Tables as XLSX, a sheet each: numbers stay numbers, text stays text and never a formula."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from xlsxwriter import Workbook

from ocopmap.printing.documents.blocks import Cell, Column, Figure, Source, Table

_LONGEST_CELL: Final = 32_767
_AS_TEXT: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDTH: Final = 12
"""Letters that a column of weight 1 is wide."""
_FONT: Final = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}


def workbook(title: str, author: str, tables: Sequence[Table]) -> bytes:
    """Return tables as a workbook with its title and author; the same tables give the same bytes."""
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True, **_AS_TEXT}) as book:
        book.set_properties({"title": title, "author": author, "created": date(2018, 1, 1)})
        forms = _Forms(book)
        for table in tables:
            _write(book.add_worksheet(table.sheet), table, forms)
    return written.getvalue()


class _Forms:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Any] = {}
        self.title = book.add_format({**_FONT, "bold": True, "font_size": 14})
        self.head = book.add_format(
            {**_FONT, "bold": True, "border": 1, "text_wrap": True, "align": "center", "bg_color": "#DFF0EC"}
        )

    def of(self, column: Column, form: str = "General") -> Any:
        """Return the format of a column's cells."""
        align = {"centre": "center"}.get(column.align, column.align)
        if (align, form) not in self._made:
            look = {**_FONT, "border": 1, "text_wrap": True, "align": align, "num_format": form}
            self._made[align, form] = self._book.add_format(look)
        return self._made[align, form]


def _write(sheet: Any, table: Table, forms: _Forms) -> None:
    sheet.write_string(0, 0, table.caption, forms.title)
    for position, column in enumerate(table.columns):
        sheet.set_column(position, position, max(8, _WIDTH * column.weight))
        sheet.write_string(2, position, column.title, forms.head)
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for number, row in enumerate(table.rows, start=3):
        for position, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _put(sheet, (number, position), cell, column, forms)


def _put(sheet: Any, place: tuple[int, int], cell: Cell, column: Column, forms: _Forms) -> None:
    if isinstance(cell, Figure):
        if cell.value is None:
            sheet.write_string(*place, cell.text, forms.of(column))
        else:
            sheet.write_number(*place, cell.value, forms.of(column, cell.form))
    elif isinstance(cell, date):
        sheet.write_datetime(*place, cell, forms.of(column, "dd/mm/yyyy"))
    elif isinstance(cell, int):
        sheet.write_number(*place, cell, forms.of(column, "#,##0"))
    elif cell is None:
        sheet.write_blank(*place, None, forms.of(column))
    else:
        text = cell.address if isinstance(cell, Source) else cell
        sheet.write_string(*place, text[:_LONGEST_CELL], forms.of(column))
