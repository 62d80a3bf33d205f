"""What a document is made of: headings, paragraphs, tables; how it looks is its writer's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """A number as people read it, and as a spreadsheet keeps it (None: there is none, the text says why)."""

    text: str
    value: float | None = None
    form: str = "#,##0"
    """How a spreadsheet shows it."""


@dataclass(frozen=True)
class Source:
    """Where something stands: in few words on paper, the whole address in a spreadsheet."""

    text: str
    address: str


Cell = str | int | Figure | Source | date | None
"""None is an empty cell."""


@dataclass(frozen=True)
class Heading:
    """A heading with its number in front, 1 being the highest."""

    level: Literal[1, 2, 3]
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Column:
    """A column; its share of the table's width is in proportion to ``weight``."""

    title: str
    weight: float = 1
    align: Literal["left", "centre", "right"] = "left"


@dataclass(frozen=True)
class Table:
    """A table with its caption; ``sheet`` names it in a workbook."""

    sheet: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    most: int = 300
    """Rows that a paper shows at most; ``rest`` then says where the others are, with {n} for how many."""
    rest: str = ""


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Letterhead:
    """What stands around an administrative document's text (decree 30/2020/NĐ-CP, annex I)."""

    over: str
    body: str
    number: str
    country: str
    motto: str
    place_and_date: str
    name: str
    subject: str
    sent_to_title: str
    sent_to: Sequence[str]
    signs: Sequence[str]


@dataclass(frozen=True)
class Annex:
    """A part on landscape pages after the signature."""

    name: str
    title: str
    attached: str
    table: Table


@dataclass(frozen=True)
class Document:
    """A whole document; ``title`` and ``author`` are its metadata."""

    title: str
    author: str
    letterhead: Letterhead
    blocks: Sequence[Block]
    annex: Annex | None = None
