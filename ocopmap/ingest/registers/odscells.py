"""What the fast reader leaves out of an ods sheet: merged ranges and error values."""

import zipfile
from pathlib import Path
from typing import Final
from xml.parsers import expat

from ocopmap.ingest.registers.sheet import MAX_COLUMNS, MAX_ROWS, BadCell, Merge
from ocopmap.ingest.registers.xlsxcells import Extras

_BLOCK: Final = 2**20
_CELLS: Final = frozenset({"table:table-cell", "table:covered-table-cell"})


def scan_ods(path: Path, sheet: str) -> Extras:
    """Return the merged ranges and the cells without a value of one sheet."""
    scan = _Scan(sheet)
    parser = expat.ParserCreate()
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
        try:
            while block := stream.read(_BLOCK):
                parser.Parse(block)
        except expat.ExpatError:
            return scan.extras  # the reader itself says what is wrong with the file
    return scan.extras


class _Scan:
    """Follows rows and columns through the elements of one table."""

    def __init__(self, sheet: str) -> None:
        self.extras = Extras()
        self._sheet = sheet
        self._inside = False
        self._row = self._column = 0
        self._row_repeats = 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._inside = attributes.get("table:name") == self._sheet
            self._row = 0
        elif self._inside and name == "table:table-row":
            self._column = 0
            self._row_repeats = _number(attributes, "table:number-rows-repeated")
        elif self._inside and name in _CELLS:
            self._cell(attributes)

    def end(self, name: str) -> None:
        if name == "table:table":
            self._inside = False
        elif self._inside and name == "table:table-row":
            self._row += self._row_repeats

    def _cell(self, attributes: dict[str, str]) -> None:
        down = _number(attributes, "table:number-rows-spanned")
        right = _number(attributes, "table:number-columns-spanned")
        if (down > 1 or right > 1) and len(self.extras.merges) < MAX_ROWS:
            bottom, end = min(self._row + down, MAX_ROWS), min(self._column + right, MAX_COLUMNS)
            self.extras.merges.append(Merge(self._row, self._column, bottom - 1, end - 1))
        if attributes.get("calcext:value-type") == "error":
            self.extras.bad[self._row, self._column] = BadCell("#LỖI!")
        self._column += _number(attributes, "table:number-columns-repeated")


def _number(attributes: dict[str, str], name: str) -> int:
    value = attributes.get(name, "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 8 else 1
