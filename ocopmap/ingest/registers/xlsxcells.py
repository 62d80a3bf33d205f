"""What the fast reader leaves out of an xlsx sheet: error values, and formulas that were never calculated."""

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ocopmap.ingest.registers.sheet import BadCell, Merge

Place = tuple[int, int]
"""Row and column, counted from 0."""


@dataclass
class Extras:
    """Cells to set right by place: without a value, or taken from another cell by a formula such as ``=B5``."""

    bad: dict[Place, BadCell] = field(default_factory=dict)
    references: dict[Place, Place] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)


_BLOCK: Final = 2**20
_LONGEST_ROW: Final = 16 * 2**20
# The content may not hold the beginning of another cell: damaged XML would else be searched to its end from each cell.
_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>((?:(?!<c[ >/]).)*?)</c>)", re.DOTALL)
_FORMULA = re.compile(rb"<f\b[^>]*?(?:/>|>(.*?)</f>)", re.DOTALL)
_VALUE = re.compile(rb"<v\b[^>]*>([^<]+)</v>")
_TEXT = re.compile(rb"<t\b[^>]*>([^<]+)</t>")
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")


def scan_xlsx(path: Path, sheet: str) -> Extras:
    """Return what must be set right in one sheet; nothing where its part cannot be found."""
    extras = Extras()
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, sheet)
        if part is None:
            return extras
        for rows in _blocks(archive, part):
            if b'"e"' in rows or b"<f" in rows:
                _scan(rows, extras)
    return extras


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    workbook = archive.read("xl/workbook.xml").decode("utf-8", errors="replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", errors="replace")
    ids = {attributes.get("name"): attributes.get("r:id") for attributes in _tags(_SHEET, workbook)}
    targets = {attributes.get("Id"): attributes.get("Target", "") for attributes in _tags(_RELATION, relations)}
    target = targets.get(ids.get(sheet), "")
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return part if part in names else None


def _tags(pattern: re.Pattern[str], text: str) -> Iterator[dict[str, str]]:
    for attributes in pattern.findall(text):
        yield {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}


def _blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield the part in pieces that end where a row ends."""
    rest = b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            head, found, tail = (rest + block).rpartition(b"</row>")
            if found:
                yield head
            rest = tail
            if len(rest) > _LONGEST_ROW:
                return  # no row of a register: the reader, whose memory is bounded, judges such a file
    yield rest


def _scan(rows: bytes, extras: Extras) -> None:
    for attributes, content in _CELL.findall(rows):
        known = dict(_ATTRIBUTE.findall(attributes.decode("ascii", errors="replace")))
        place = place_of(known.get("r", ""))
        if place is None:
            continue
        if known.get("t") == "e":
            value = _VALUE.search(content)
            extras.bad[place] = BadCell(value[1].decode(errors="replace") if value else "#LỖI!")
        elif (formula := _FORMULA.search(content)) and not _VALUE.search(content) and not _TEXT.search(content):
            _note_formula(formula[1] or b"", place, known, extras)


def _note_formula(formula: bytes, place: Place, known: dict[str, str], extras: Extras) -> None:
    text = html.unescape(formula.decode("utf-8", errors="replace"))
    source = place_of(text)
    if source is not None:
        extras.references[place] = source
    elif known.get("t") != "str":  # a formula whose saved value is the empty text is of that type
        extras.bad[place] = BadCell(f"={text} (công thức chưa được tính)")


def place_of(reference: str) -> Place | None:
    """Return row and column of ``B5`` or ``$B$5``; None for anything else."""
    match = _PLACE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
