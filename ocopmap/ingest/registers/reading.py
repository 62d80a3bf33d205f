"""A register file as entries, read once from top to bottom."""

import hashlib
import re
from collections.abc import Collection, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice
from pathlib import Path

from ocopmap.ingest.registers.cells import CellError, parse_group
from ocopmap.ingest.registers.delimited import read_delimited
from ocopmap.ingest.registers.encodings import conversion_for
from ocopmap.ingest.registers.entries import Entry, Problem, RowReader
from ocopmap.ingest.registers.errors import RegisterError
from ocopmap.ingest.registers.guards import FileKind, check_file
from ocopmap.ingest.registers.header import (
    SEARCHED_ROWS,
    Header,
    Meaning,
    find_header,
    is_repeated_header,
    load_mapping,
)
from ocopmap.ingest.registers.progress import Progress
from ocopmap.ingest.registers.rules import RegisterRules
from ocopmap.ingest.registers.sheet import Row, Sheet, fold_once, text_of
from ocopmap.ingest.registers.workbooks import read_workbook

_TOLD_EVERY = 200
_ENUMERATION = re.compile(r"(?:[IVX]+|\d+(?:\.\d+)*|[A-Za-z])[.)]?")


@dataclass
class Register:
    """What a file holds: its entries, the cells refused or left out, and what a person should know."""

    path: Path
    sha256: str
    sheet: str
    header: Header
    entries: list[Entry] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def take_entries(self) -> Iterator[Entry]:
        """Hand the entries over from the top, each freed once it is done with: a large register fills the memory."""
        self.entries.reverse()
        while self.entries:
            yield self.entries.pop()

    @property
    def source(self) -> str:
        """Where its facts come from, as records keep it."""
        return f"Sổ đăng ký «{self.path.name}», sha256 {self.sha256[:16]}"


def read_register(
    path: Path,
    rules: RegisterRules,
    today: date,
    *,
    mapping: Path | None = None,
    sheet: str | None = None,
    progress: Progress = lambda _what, _done, _total: None,
) -> Register:
    """Read a register.

    Raises:
        RegisterError: the file as a whole cannot be used.
    """
    progress("Mở tệp", 0, 0)
    kind, warnings = check_file(path)
    explained = load_mapping(mapping, rules) if mapping else {}
    with closing(sheets_of(path, kind, rules, sheet)) as sheets:
        for one in sheets:
            rows = _vietnamese(one.filled(), rules.vocabulary)
            top = list(islice(rows, SEARCHED_ROWS))
            header = find_header(path.name, top, rules, explained)
            if header is None:
                continue
            register = Register(path, _digest(path), one.name, header)
            register.notes = [*warnings, *one.notes, *_about_columns(header)]
            _check_columns(register)
            body = enumerate(chain(top[header.first_data_row :], rows), header.first_data_row + 1)
            _read_rows(register, body, RowReader(header, rules, today), _Told(progress, one.height))
            return register
    raise RegisterError(path.name, "không tìm thấy dòng tiêu đề có cột tên sản phẩm và các cột của sổ đăng ký")


def sheets_of(path: Path, kind: FileKind, rules: RegisterRules, sheet: str | None) -> Generator[Sheet]:
    """Yield the sheets of a checked file; close the generator when done, for a process may stand behind it."""
    if kind is FileKind.CSV:
        yield from read_delimited(path, rules.vocabulary)
    else:
        yield from read_workbook(path, kind, sheet)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _vietnamese(rows: Iterator[tuple[Row, Row]], vocabulary: Collection[str]) -> Iterator[tuple[Row, Row]]:
    """Compose letters; text typed in a TCVN3 or VNI font, as old workbooks have it, becomes Unicode."""
    first = list(islice(rows, SEARCHED_ROWS))
    typed = " ".join(cell for row, _ in first for cell in row if isinstance(cell, str))
    convert = conversion_for(typed, vocabulary)
    for row, filled in chain(first, rows):
        yield row, [convert(cell) if isinstance(cell, str) else cell for cell in filled]


def _about_columns(header: Header) -> list[str]:
    unknown = [f"Không hiểu cột «{title}»: bỏ qua." for title in header.unknown]
    return unknown + [
        f"Cột «{header.title(column)}» nói cùng điều với cột «{header.title(header.columns[meaning])}»: dùng cột sau; "
        "nếu ngược lại, hãy nói rõ bằng tệp ánh xạ (--mapping)."
        for column, meaning in header.seconds.items()
    ]


def _check_columns(register: Register) -> None:
    if Meaning("subject_name") not in register.header.columns:
        raise RegisterError(
            register.path.name, "không có cột tên chủ thể; nếu có, hãy nói rõ bằng tệp ánh xạ (--mapping)"
        )


@dataclass
class _Told:
    """Passes progress on, not at every row."""

    progress: Progress
    total: int

    def __call__(self, row: int) -> None:
        if row % _TOLD_EVERY == 0:
            self.progress("Đọc sổ đăng ký", row, max(row, self.total))

    def end(self) -> None:
        """Tell that all rows are read."""
        self.progress("Đọc sổ đăng ký", self.total, self.total)


def _read_rows(register: Register, rows: Iterator[tuple[int, tuple[Row, Row]]], reader: RowReader, told: _Told) -> None:
    for number, (_, row) in rows:
        told(number)
        if _is_aside(row, register.header, reader):
            continue
        entry = reader.read(number, row)
        if entry:
            register.entries.append(_shared(entry, register))
        register.rejected += reader.problems
    register.warnings = reader.warnings
    told.end()


def _is_aside(row: Row, header: Header, reader: RowReader) -> bool:
    """Tell whether a row is blank, a heading of a group, a repeated title, a total or a note under the table."""
    said = [text for text in (text_of(cell) for cell in row) if text and not reader.rules.is_empty(text)]
    if not said or is_repeated_header(row, header):
        return True
    words = {text for text in said if not _ENUMERATION.fullmatch(text)}
    name, subject = (_text(row, header, field) for field in ("product_name", "subject_name"))
    if len(words) == 1 and (not subject or name == subject):
        return _heading(words.pop(), reader) or not name or name == subject or len(said) > 1 or _is_note(said, reader)
    return not words or (_is_note(said, reader) and not (name and subject))


def _is_note(said: list[str], reader: RowReader) -> bool:
    return any(f"{fold_once(text)} ".startswith(reader.rules.notes) for text in said[:2])


def _text(row: Row, header: Header, field_name: str) -> str:
    column = header.columns.get(Meaning(field_name))
    return text_of(row[column]) if column is not None and column < len(row) else ""


def _heading(text: str, reader: RowReader) -> bool:
    """Take the group that a heading names for the rows below it, and tell whether it names one."""
    try:
        group = parse_group(text, reader.rules)
    except CellError:
        return False
    reader.group = group or reader.group
    return group is not None


def _shared(entry: Entry, register: Register) -> Entry:
    """Let entries of one subject share its object: a large register repeats few subjects."""
    last = register.entries[-1].subject if register.entries else None
    return replace(entry, subject=last) if last == entry.subject and last is not None else entry
