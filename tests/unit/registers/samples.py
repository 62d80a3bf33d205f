"""Registers as offices write them, in every format and encoding, for tests to read."""

import csv
import io
import random
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from ocopmap.ingest.registers.encodings import TCVN3, VNI
from ocopmap.ingest.registers.reading import Register, read_register
from ocopmap.ingest.registers.rules import RegisterRules
from ocopmap.settings import PROJECT_ROOT

Cells = Sequence[Any]
RULES = RegisterRules.load(PROJECT_ROOT / "geodata" / "rules" / "registers.yaml")
TODAY = date(2026, 11, 22)
ROUND = ("Sao", "Ngày", "Năm", "Số QĐ", "Cơ quan")
UPPER = (
    "STT", "Tên sản phẩm", "Nhóm", "Loại chủ thể", "Tên chủ thể", "Xã/phường", "Địa chỉ", "Người đại diện",
    "Điện thoại", "Hạng hiện tại", "Ngày hết hạn", "Lần 1", None, None, None, None, "Lần 2", None, None, None, None,
)  # fmt: skip
LOWER = (*[None] * 11, *ROUND, *ROUND)
FLAT = (*UPPER[:11], *(f"{name} lần 1" for name in ROUND), *(f"{name} lần 2" for name in ROUND))
ROWS: tuple[Cells, ...] = (
    (1, "Xoài sấy dẻo Cao Lãnh", "Thực phẩm", "HTX", "HTX Xoài Mỹ Xương", "Xã Mỹ Xương", "ấp Mỹ Thới, huyện Cao Lãnh",
     "Nguyễn Văn Mười", "0918 123 456", "4 sao", date(2027, 5, 12),
     "3 sao", "15/6/2021", 2021, "120/QĐ-UBND", "UBND huyện Cao Lãnh",
     "★★★★", date(2024, 5, 12), 2024, "455/QĐ-UBND", "UBND tỉnh"),
    (2, "Trà sen Tháp Mười", "Đồ uống", "Hộ kinh doanh", "Hộ kinh doanh Lê Thị Sen", "Xã Mỹ Hòa", "huyện Tháp Mười",
     None, 918123457, "OCOP 3*", None, "3 sao", 45413, None, "77/QĐ-UBND", None, None, None, None, None, None),
    (3, "Nem chua Giáo Thơ", "I. Thực phẩm", "Cơ sở", "Cơ sở Giáo Thơ", "Thị trấn Lai Vung", "huyện Lai Vung",
     None, "0277.3847.111", 4, None, 4, None, 2023, "12/QĐ-UBND ngày 20/12/2023", None, None, None, None, None, None),
    (4, "Khăn choàng Long Khánh", "Vải và may mặc", "Tổ hợp tác", "Tổ hợp tác dệt choàng Long Khánh", "Xã Long Khánh A",
     "huyện Hồng Ngự", None, None, None, None, None, None, None, None, None, None, None, None, None, None),
)  # fmt: skip


def table(rows: Sequence[Cells] = ROWS, header: Sequence[Cells] = (UPPER, LOWER)) -> list[list[Any]]:
    """Title, blank row, header on rows 3 and 4, data from row 5, a note under the table."""
    return [
        ["DANH SÁCH SẢN PHẨM OCOP TỈNH ĐỒNG THÁP"], [],
        *map(list, header), *map(list, rows), [],
        ["Ghi chú: số liệu đến ngày 31/10/2026"], [None, "Tổng cộng", len(rows)],
    ]  # fmt: skip


def write_xlsx(path: Path, rows: Sequence[Cells], merges: Sequence[str] = ()) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    for merge in merges:
        page.merge_cells(merge)
    book.save(path)
    return path


def header_merges() -> list[str]:
    single = [f"{chr(ord('A') + index)}3:{chr(ord('A') + index)}4" for index in range(11)]
    return ["A1:U1", *single, "L3:P3", "Q3:U3"]


def write_xls(path: Path, rows: Sequence[Cells], errors: dict[tuple[int, int], str] | None = None) -> Path:
    """``errors`` puts error values in cells (row, column, from 0)."""
    errors = errors or {}
    book = xlwt.Workbook()
    page = book.add_sheet("OCOP")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if (number, column) in errors:
                page.row(number).set_cell_error(column, errors[number, column])
            elif isinstance(value, date):
                page.write(number, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif value is not None:
                page.write(number, column, value)
    book.save(str(path))
    return path


def write_ods(path: Path, rows: Sequence[Cells], spans: dict[tuple[int, int], int] | None = None) -> Path:
    """``spans`` merges a cell (row, column, from 0) with so many rows in all."""
    book, page, spans = OpenDocumentSpreadsheet(), Table(name="OCOP"), spans or {}
    book.spreadsheet.addElement(page)
    covered = {(row + down, column) for (row, column), height in spans.items() for down in range(1, height)}
    for number, row in enumerate(rows):
        line = TableRow()
        page.addElement(line)
        for column, value in enumerate(row):
            extra = {"numberrowsspanned": spans[number, column]} if (number, column) in spans else {}
            line.addElement(CoveredTableCell() if (number, column) in covered else _ods_cell(value, extra))
    book.save(str(path))
    return path


def _ods_cell(value: Any, extra: dict[str, int]) -> TableCell:
    if isinstance(value, date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat(), **extra)
    elif isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=str(value), **extra)
    else:
        cell = TableCell(valuetype="string", **extra) if value is not None else TableCell(**extra)
    if value is not None:
        cell.addElement(P(text=str(value)))
    return cell


def csv_text(rows: Sequence[Cells], delimiter: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def as_windows1258(text: str) -> bytes:
    """As Windows wrote it: letters with their vowel marks whole, tones as combining characters."""
    pieces = []
    for letter in text:
        try:
            pieces.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            base, tone = _without_tone(letter)
            pieces.append(base.encode("cp1258") + tone.encode("cp1258"))
    return b"".join(pieces)


def _without_tone(letter: str) -> tuple[str, str]:
    import unicodedata

    decomposed = unicodedata.normalize("NFD", letter)
    tones = [mark for mark in decomposed if mark in "\u0300\u0301\u0303\u0309\u0323"]
    base = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in tones))
    return base, "".join(tones)


def as_tcvn3(text: str) -> bytes:
    """As the ABC fonts wrote it; accented capitals without a byte of their own are written small."""
    bytes_of = {letter: byte.encode("latin-1") for byte, letter in TCVN3.items()}
    return b"".join(
        bytes_of.get(letter) or bytes_of.get(letter.lower()) or letter.encode("ascii", errors="replace")
        for letter in text
    )


def as_vni(text: str) -> bytes:
    """As the VNI fonts wrote it: a vowel and the character of its marks."""
    typed_for = {letter: typed for typed, letter in VNI.items()}
    return "".join(typed_for.get(letter, letter) for letter in text).encode("latin-1", errors="replace")


def read(path: Path, **options: Any) -> Register:
    return read_register(path, RULES, TODAY, **options)


def many_rows(count: int, seed: int = 1) -> list[Cells]:
    """Rows of a large register: three products of each subject, from the old communes of the province."""
    with (PROJECT_ROOT / "tests" / "unit" / "registers" / "communes.txt").open(encoding="utf-8") as stream:
        communes = [line.strip().split(";") for line in stream]
    products = ("Khô cá lóc", "Trà sen", "Gạo nàng thơm", "Bánh phồng tôm", "Mắm cá linh", "Tương ớt", "Kẹo dừa")
    given = ("An", "Bình", "Cường", "Dũng", "Hạnh", "Khoa", "Lan", "Mai", "Nga", "Oanh", "Phúc", "Quang")
    draw = random.Random(seed)  # noqa: S311 - made-up rows
    rows: list[Cells] = []
    for index in range(count):
        subject = index // 3
        commune, district = communes[subject % len(communes)]
        stars, year = draw.choice((3, 3, 4)), draw.choice((2022, 2023, 2024))
        rows.append(
            (index + 1, f"{products[index % 7]} {given[index % 12]}", "Thực phẩm", "Hộ kinh doanh",
             f"Hộ kinh doanh {given[subject % 12]} {subject}", commune, f"ấp {subject % 9 + 1}, {district}", None, None,
             f"{stars} sao", None, f"{stars} sao", date(year, draw.randint(1, 12), 15), year, f"{subject}/QĐ-UBND",
             "UBND tỉnh", None, None, None, None, None)
        )  # fmt: skip
    return rows
