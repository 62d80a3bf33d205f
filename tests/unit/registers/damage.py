"""Registers damaged in transit or made to do harm, a different one for each number."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
from openpyxl.styles import Font

from tests.unit.registers.samples import csv_text, header_merges, table, write_ods, write_xls, write_xlsx

Damage = Callable[[bytes, random.Random], bytes]
SHEET = "xl/worksheets/sheet1.xml"


def truncate(content: bytes, draw: random.Random) -> bytes:
    return content[: draw.randrange(len(content))]


def flip(content: bytes, draw: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(draw.choice((1, 5, 50, 500))):
        damaged[draw.randrange(len(damaged))] = draw.randrange(256)
    return bytes(damaged)


def drop(content: bytes, draw: random.Random) -> bytes:
    start = draw.randrange(len(content))
    return content[:start] + content[start + draw.randrange(1, 400) :]


def repacked(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return an archive with its parts changed and packed whole: the reader itself must cope."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    change(parts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name, part)
    return packed.getvalue()


def damage_part(content: bytes, draw: random.Random) -> bytes:
    if not content.startswith(b"PK"):
        return flip(content, draw)

    def change(parts: dict[str, bytes]) -> None:
        name = draw.choice([name for name, part in parts.items() if part])
        parts[name] = draw.choice((truncate, flip, drop))(parts[name], draw)

    return repacked(content, change)


def zip_bomb(content: bytes, draw: random.Random) -> bytes:
    return repacked(content, lambda parts: parts.update({SHEET: bytes(draw.randrange(8, 64) * 2**20)}))


def lying_bomb(content: bytes, draw: random.Random) -> bytes:
    """An archive whose directory says that a part is small."""
    bomb = bytearray(zip_bomb(content, draw))
    at = bomb.rfind(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
    return bytes(bomb)


def _with_rows(rows: str, before: bool = False) -> Damage:
    def change(parts: dict[str, bytes]) -> None:
        mark = b"<sheetData>" if before else b"</sheetData>"
        new = mark + rows.encode() if before else rows.encode() + mark
        parts[SHEET] = parts[SHEET].replace(mark, new)

    return lambda content, _draw: repacked(content, change)


def empty_rows(content: bytes, draw: random.Random) -> bytes:
    """A million rows that hold nothing but their height, as a careless fill-down leaves them."""
    rows = "".join(f'<row r="{number}" ht="15"/>' for number in range(100, draw.choice((20_000, 1_048_576))))
    return _with_rows(rows)(content, draw)


def styled_rows(content: bytes, draw: random.Random) -> bytes:
    """Rows whose empty cells are formatted."""
    last = draw.choice((5_000, 60_000, 150_000))
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" s="0"/><c r="T{number}" s="0"/></row>' for number in range(50, last)
    )
    return _with_rows(rows)(content, draw)


def far_cell(content: bytes, draw: random.Random) -> bytes:
    place = draw.choice(("A1048576", "XFD1048576", "XFD30", "IV65536"))
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return _with_rows(f'<row r="{row}"><c r="{place}"><v>1</v></c></row>')(content, draw)


def external_link(content: bytes, draw: random.Random) -> bytes:
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook/></externalLink>'
    return repacked(
        content, lambda parts: parts.update({f"xl/externalLinks/externalLink{draw.randrange(1, 9)}.xml": link})
    )


def macro(content: bytes, draw: random.Random) -> bytes:
    return repacked(content, lambda parts: parts.update({"xl/vbaProject.bin": draw.randbytes(2_000)}))


def bad_formulas(content: bytes, draw: random.Random) -> bytes:
    errors = ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!")
    cells = "".join(
        f'<c r="{letter}60" t="e"><f>{draw.choice(("1/0", "Z99", "VLOOKUP(1,2"))}</f><v>{draw.choice(errors)}</v></c>'
        for letter in "ABCDEFGHIJKLMNOPQRSTU"
    )
    return _with_rows(f'<row r="60">{cells}</row>')(content, draw)


def whole_sheet_merged(content: bytes, draw: random.Random) -> bytes:
    merge = f'<mergeCells count="1"><mergeCell ref="A{draw.randrange(1, 9)}:XFD1048576"/></mergeCells>'.encode()

    def change(parts: dict[str, bytes]) -> None:
        begin, _, rest = parts[SHEET].partition(b"<mergeCells")
        parts[SHEET] = begin + merge + rest.partition(b"</mergeCells>")[2]

    return repacked(content, change)


def entities(content: bytes, draw: random.Random) -> bytes:
    laughs = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, draw.randrange(3, 12)))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'.encode()
    return repacked(content, lambda parts: parts.update({SHEET: head + parts[SHEET].partition(b"?>")[2]}))


ANY: tuple[Damage, ...] = (truncate, flip, drop, damage_part)
"""Damage that any file can take."""
HOSTILE: tuple[Damage, ...] = (
    zip_bomb, lying_bomb, empty_rows, styled_rows, far_cell, external_link, macro, bad_formulas, whole_sheet_merged,
    entities,
)  # fmt: skip
"""What only an xlsx can be made to do."""


def originals(folder: Path) -> list[bytes]:
    """Return the same register as xlsx, xls, ods and csv."""
    text = folder / "a.csv"
    text.write_text(csv_text(table()), encoding="utf-8")
    paths = [
        write_xlsx(folder / "a.xlsx", table(), header_merges()),
        write_xls(folder / "a.xls", table()),
        write_ods(folder / "a.ods", table()),
        text,
    ]
    return [path.read_bytes() for path in paths]


def damaged(folder: Path, count: int, seed: int = 20261122) -> Iterator[tuple[str, bytes]]:
    """Yield kind of damage and content of so many files: a third made to do harm, the others damaged in transit."""
    draw = random.Random(seed)  # noqa: S311 - made-up damage
    whole = originals(folder)
    for number in range(count):
        if number % 3 == 0:
            damage, content = HOSTILE[number // 3 % len(HOSTILE)], whole[0]
        else:
            damage, content = ANY[number % len(ANY)], whole[number // len(ANY) % len(whole)]
        yield damage.__name__, damage(content, draw)


def with_sheet(path: Path, xml: str) -> Path:
    """Replace the sheet of a good workbook by other XML."""
    content = write_xlsx(path, table()).read_bytes()
    path.write_bytes(repacked(content, lambda parts: parts.update({SHEET: xml.encode()})))
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """Add a part to a good workbook."""
    path.write_bytes(repacked(write_xlsx(path, table()).read_bytes(), lambda parts: parts.update({name: content})))
    return path


def with_far_font(path: Path) -> Path:
    """Give the last row that a sheet can have a font, and nothing else."""
    book = openpyxl.load_workbook(write_xlsx(path, table()))
    page = book.active
    assert page is not None
    page["A1048576"].font = Font(bold=True)
    book.save(path)
    return path
