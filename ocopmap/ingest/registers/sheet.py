"""A sheet as it was read: cells, merged ranges, and the rows with merged cells filled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from ocopmap.geocoding.text import fold

MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 200
MAX_CELL: Final = 4_000
"""Most rows and columns in use, and letters of one cell, that a register may have."""


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell whose formula has no usable value: ``#REF!``, or never calculated."""

    shown: str


Cell = str | float | bool | date | BadCell | None
Row = list[Cell]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: first and last row and column, counted from 0, both inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet; ``rows`` can be gone through once. Rows and columns are counted from 0."""

    name: str
    height: int
    rows: Iterator[Row]
    merges: Sequence[Merge] = ()
    notes: list[str] = field(default_factory=list)

    def filled(self) -> Iterator[tuple[Row, Row]]:
        """Yield each row as it stands, and with every cell of a merged range holding the range's value."""
        starting: dict[int, list[Merge]] = {}
        for merge in self.merges:
            starting.setdefault(merge.top, []).append(merge)
        active: list[tuple[Merge, Cell]] = []
        for number, row in enumerate(self.rows):
            active = [(merge, value) for merge, value in active if merge.bottom >= number]
            active += [(merge, _at(row, merge.left)) for merge in starting.get(number, ())]
            del active[MAX_COLUMNS:]  # ranges do not overlap, save in a file made to waste time
            yield row, _with_merged(row, active)


def _with_merged(row: Row, active: Sequence[tuple[Merge, Cell]]) -> Row:
    if not active:
        return row
    width = max(len(row), *(min(merge.right + 1, MAX_COLUMNS) for merge, _ in active))
    filled = row + [None] * (width - len(row))
    for merge, value in active:
        for column in range(merge.left, min(merge.right + 1, width)):
            filled[column] = value
    return filled


def _at(row: Row, column: int) -> Cell:
    return row[column] if column < len(row) else None


def text_of(cell: Cell) -> str:
    """Return what a cell says as one line of text; empty for an empty one, digits alone for a whole number."""
    match cell:
        case None:
            return ""
        case BadCell():
            return cell.shown
        case bool():
            return "có" if cell else "không"
        case float() if cell.is_integer():
            return str(int(cell))
        case str():
            return " ".join(cell.split())
    return str(cell)


@lru_cache(maxsize=50_000)
def fold_once(text: str) -> str:
    """Return a text folded; registers repeat the same words in row after row."""
    return fold(text)


def folded(cell: Cell) -> str:
    """Return what a cell says, folded: lower case, no accents, words only."""
    return fold_once(text_of(cell))


def column_letter(index: int) -> str:
    """Return the letters of a column counted from 0: ``A``, ``Z``, ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
