"""The review list as a workbook to fill in, and the filled-in workbook as answers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from ocopmap.geocoding.text import fold
from ocopmap.ingest.registers.errors import RegisterError
from ocopmap.ingest.registers.guards import FileKind, check_file
from ocopmap.ingest.registers.sheet import Row, text_of
from ocopmap.ingest.registers.workbooks import read_workbook
from ocopmap.ingest.review.items import LAYERS, REASONS, Key, Producer, ReviewError, ReviewItem

DECISIONS: Final = ("dời", "gán", "giữ", "ẩn")
KEYS: Final = ("Lớp", "Mã bản ghi", "Lý do", "Căn cứ")
"""Columns that tell which item a row answers; kept as they are."""

_SHOWN: Final = ("Loại", "Tên", "Cần xem vì", "Chi tiết", "Địa chỉ", "Xã hiện ghi", "Vị trí hiện nay", "Tin cậy")
ANSWERS: Final = ("Mã xã", "Vĩ độ", "Kinh độ", "Mã chủ thể", "Quyết định", "Ghi chú")
_TITLES: Final = (*_SHOWN, *ANSWERS, *KEYS)
_WIDTHS: Final = (16, 36, 22, 50, 44, 26, 24, 10, 12, 12, 12, 30, 12, 40, 14, 34, 16, 30)
_HELP: Final = (
    "Điền các cột tô vàng rồi chạy: ocopmap review apply TỆP.xlsx. Dòng để trống thì bỏ qua.",
    "Mã xã: mã năm chữ số của xã, phường hiện nay. Chỉ ghi mã xã thì điểm đặt ở trung tâm xã.",
    "Vĩ độ, Kinh độ: độ thập phân WGS 84, chẳng hạn 10,45 và 105,63.",
    "Mã chủ thể: cho sản phẩm chưa có chủ thể; chép từ trang Chủ thể, hoặc ghi đúng tên chủ thể.",
    "Quyết định: dời (đặt lại vị trí), gán (giao sản phẩm cho chủ thể), giữ (đúng rồi, không cần sửa), "
    "ẩn (không cho hiện trên bản đồ).",
    "Không sửa các cột Lớp, Mã bản ghi, Lý do, Căn cứ.",
)


def write_workbook(path: Path, items: Sequence[ReviewItem], producers: Sequence[Producer] = ()) -> None:
    """Write the list, and the producers to choose from; every text as text, so that no name can run as a formula."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        heading = book.add_format({"bold": True, "bg_color": "#d9ead3", "text_wrap": True})
        asked = book.add_format({"bold": True, "bg_color": "#ffe599", "text_wrap": True})
        sheet = book.add_worksheet("Rà soát")
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(len(items), 1), len(_TITLES) - 1)
        decision = _TITLES.index("Quyết định")
        sheet.data_validation(
            1, decision, max(len(items), 1), decision, {"validate": "list", "source": list(DECISIONS)}
        )
        for column, (title, width) in enumerate(zip(_TITLES, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, asked if title in ANSWERS else heading)
        for number, item in enumerate(items, start=1):
            _write_row(sheet, number, _cells(item))
        _write_table(book, "Chủ thể", (40, 60, 80), [(one.id, one.name, one.address or "") for one in producers])
        _write_table(book, "Hướng dẫn", (110,), [(sentence,) for sentence in _HELP])


def _write_table(book: Any, title: str, widths: Sequence[int], rows: Iterable[Sequence[str]]) -> None:  # noqa: ANN401
    sheet = book.add_worksheet(title)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for number, cells in enumerate(rows):
        _write_row(sheet, number, cells)


def _cells(item: ReviewItem) -> list[str | float | None]:
    place = None if item.latitude is None else f"{item.latitude:.5f}, {item.longitude:.5f}"
    shown = [
        LAYERS[item.layer],
        item.name,
        REASONS[item.reason],
        item.detail,
        item.address,
        " ".join(filter(None, (item.commune_code, item.commune_name))),
        place,
        item.confidence,
    ]
    return [*shown, *(None for _ in ANSWERS), *item.key]


def _write_row(sheet: Any, number: int, cells: Sequence[str | float | None]) -> None:  # noqa: ANN401 - no types
    for column, value in enumerate(cells):
        if isinstance(value, str):
            sheet.write_string(number, column, value)
        elif value is not None:
            sheet.write_number(number, column, value)


@dataclass(frozen=True)
class AnswerRow:
    """A row that somebody filled in, as text: its number in the sheet, the item it answers, cells by column."""

    number: int
    key: Key
    cells: dict[str, str]


def read_workbook_answers(path: Path) -> list[AnswerRow]:
    """Return the filled-in rows of a workbook.

    Raises:
        ReviewError: it is not the workbook that was handed out, or cannot be read safely.
    """
    try:
        kind, _ = check_file(path)
        if kind is FileKind.CSV:
            raise ReviewError(f"{path.name}: cần tệp xlsx mà lệnh ocopmap review --xlsx đã ghi.")
        for sheet in read_workbook(path, kind):
            return list(_answers(path, sheet.rows))
    except RegisterError as error:
        raise ReviewError(str(error)) from error
    raise ReviewError(f"{path.name}: tệp không có trang tính nào.")


def _answers(path: Path, rows: Iterator[Row]) -> Iterator[AnswerRow]:
    places = {fold(text_of(cell)): column for column, cell in enumerate(next(rows, []))}
    if missing := [title for title in (*ANSWERS, *KEYS) if fold(title) not in places]:
        raise ReviewError(f"{path.name}: dòng tiêu đề thiếu cột {', '.join(missing)}.")
    for number, row in enumerate(rows, start=2):
        cells = {title: _text(row, places[fold(title)]) for title in (*ANSWERS, *KEYS)}
        if any(cells[title] for title in ANSWERS):
            layer, record_id, reason, about = (cells[title] for title in KEYS)
            yield AnswerRow(number, (layer, record_id, reason, about), {title: cells[title] for title in ANSWERS})


def _text(row: Row, column: int) -> str:
    return text_of(row[column]).strip() if column < len(row) else ""
