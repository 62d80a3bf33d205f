"""Rows of a register as typed entries, and what is wrong with their cells."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from ocopmap.catalogue.codes import parse_product_code
from ocopmap.catalogue.phones import without_phone
from ocopmap.catalogue.products import LegalForm, ProductGroup, group_of_set, only_set_of
from ocopmap.ingest.registers import cells
from ocopmap.ingest.registers.cells import CellError, plain
from ocopmap.ingest.registers.header import Header, Meaning
from ocopmap.ingest.registers.rules import RegisterRules
from ocopmap.ingest.registers.sheet import BadCell, Cell, Row, fold_once, text_of

_DECISION_DATE = re.compile(r"^(?P<number>.*?)[\s,;(]*(?:ngày|ng\.)\s*(?P<date>\d.*?)\)?$", re.IGNORECASE)
_LONGEST_NAME: Final = 300
_PAIRS: Final = (("latitude", "longitude"), ("northing", "easting"))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one cell: its row (from 1) and column (from 0), the title, what stands there, and why."""

    row: int
    column: int
    title: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Where a subject is, as written; ``meridian`` (degrees) of VN-2000 if told; ``field`` names the first column."""

    text: str
    meridian: float | None
    field: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A producer as a register writes it; ``core`` is its folded name without the legal form."""

    name: str
    core: str
    form: LegalForm
    address: str | None
    phone: str | None
    woman_led: bool | None
    coordinates: Coordinates | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One round of recognition; ``decided`` is as exact as the register: year, month or day."""

    stars: int | None
    score: float | None
    decided: str | None
    decision_no: str | None
    authority: str | None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a product, its subject, and its rounds of recognition, the earlier first."""

    row: int
    product_name: str
    code: str | None
    group: ProductGroup
    product_set: int | None
    subject: Subject
    rounds: tuple[Round, ...]
    harvest_months: tuple[int, ...] = ()


@dataclass
class RowReader:
    """Reads the cells of one row after another; problems gather until they are taken."""

    header: Header
    rules: RegisterRules
    today: date
    group: ProductGroup | None = None
    """Group that a heading above the rows names, for a register without that column."""
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    _row: Row = field(default_factory=list)
    _number: int = 0

    def read(self, number: int, row: Row) -> Entry | None:
        """Return the entry of a row, None where a cell is not acceptable; ``problems`` then say which."""
        self._row, self._number, self.problems = row, number, []
        name = self._name("product_name")
        subject = self._subject()
        group, product_set = self._group()
        rounds = self._rounds()
        code = self._value("product_code", _code)
        months = self._hint("harvest_months", cells.parse_harvest) or ()
        if self.problems or group is None:
            return None
        return Entry(number, name, code, group, product_set, subject, rounds, months)

    def _cell(self, meaning: Meaning) -> Cell:
        column = self.header.columns.get(meaning)
        return self._row[column] if column is not None and column < len(self._row) else None

    def _note(self, meaning: Meaning, reason: str, into: list[Problem] | None = None) -> None:
        column = self.header.columns.get(meaning, 0)
        shown = text_of(self._cell(meaning))
        found = self.problems if into is None else into
        found.append(Problem(self._number, column, self.header.title(column), shown, reason))

    def _value[T](self, name: str, parse: Callable[[Cell, RegisterRules], T], number: int | None = None) -> T | None:
        meaning = Meaning(name, number)
        try:
            return parse(self._cell(meaning), self.rules)
        except CellError as problem:
            self._note(meaning, str(problem))
            return None

    def _text(self, name: str, number: int | None = None) -> str:
        return self._value(name, plain, number) or ""

    def _needed(self, name: str) -> str:
        before = len(self.problems)
        text = self._text(name)
        if len(self.problems) > before:
            return ""
        if not fold_once(text):
            self._note(Meaning(name), "bắt buộc phải có")
        elif len(text) > _LONGEST_NAME:
            self._note(Meaning(name), f"dài quá {_LONGEST_NAME} ký tự")
        return text

    def _name(self, field_name: str) -> str:
        """Return a name without the telephone number that somebody typed into it, and tell that it was left out."""
        text = self._needed(field_name)
        name = without_phone(text)
        if text and not name:
            self._note(Meaning(field_name), "chỉ có số điện thoại, không có tên")
        elif name != text:
            self._note(Meaning(field_name), "bỏ số điện thoại khỏi tên; hãy ghi vào cột điện thoại", self.warnings)
        return name

    def _subject(self) -> Subject:
        name = self._name("subject_name")
        form = self._hint("legal_form", lambda cell, rules: cells.parse_legal_form(cell, name, rules))
        _, core = cells.split_form(name, self.rules)
        phone = self._hint("phone", cells.parse_phone)
        woman_led = self._hint("woman_led", cells.parse_yes)
        return Subject(name, core, form or LegalForm.OTHER, self._address(), phone, woman_led, self._coordinates())

    def _hint[T](self, name: str, parse: Callable[[Cell, RegisterRules], T]) -> T | None:
        """Return what is not worth refusing a product for: a cell not understood is left out, and a person is told."""
        meaning = Meaning(name)
        try:
            return parse(self._cell(meaning), self.rules)
        except CellError as problem:
            broken = isinstance(self._cell(meaning), BadCell)
            self._note(meaning, str(problem) if broken else f"{problem}; để trống", None if broken else self.warnings)
            return None

    def _address(self) -> str | None:
        """Return the address with the units of other columns that it does not name itself."""
        address = self._text("address")
        for unit in (self._text("commune"), self._text("district"), self._text("province")):
            if unit and not _names(address, unit):
                address = _with_unit(address, unit)
        return address or None

    def _coordinates(self) -> Coordinates | None:
        meridian = self._hint("meridian", cells.parse_meridian)
        for first, second in _PAIRS:
            one, other = self._hint(first, plain), self._hint(second, plain)
            if one and other:
                return Coordinates(f"{one}; {other}", meridian, first)
            if one or other:
                self._note(Meaning(first if one else second), "thiếu nửa kia của tọa độ; để trống", self.warnings)
        text = self._hint("position", plain)
        return Coordinates(text, meridian, "position") if text else None

    def _group(self) -> tuple[ProductGroup | None, int | None]:
        before = len(self.problems)
        product_set = self._value("product_set", cells.parse_set)
        named = self._value("group", cells.parse_group)
        group = named or (group_of_set(product_set) if product_set else None) or self.group
        if group is None and len(self.problems) == before:
            self._note(Meaning("group"), "bắt buộc phải có nhóm sản phẩm")
        if product_set and named and group_of_set(product_set) != named:
            self._note(Meaning("product_set"), "bộ sản phẩm không thuộc nhóm đã ghi")
        return group, product_set or (only_set_of(group) if group else None)

    def _rounds(self) -> tuple[Round, ...]:
        current = self._value("current_stars", cells.parse_stars)
        found = [one for one in (self._round(0), self._round(1)) if one]
        if not found:
            found = [Round(current, None, None, None, None)] if current else []
        elif found[-1].stars is None and current:
            found[-1] = replace(found[-1], stars=current)
        elif current and found[-1].stars != current:
            self._note(Meaning("current_stars"), f"khác hạng ở lần công nhận cuối ({found[-1].stars} sao)")
        if len(found) == 2 and (found[0].decided or "")[:4] > (found[1].decided or "9999")[:4]:
            self._note(Meaning("date", 1), "lần 2 trước lần 1")
        if found:
            found[-1] = self._with_expiry(found[-1], None)
        return tuple(found)

    def _round(self, number: int) -> Round | None:
        decision_no, within = _split_decision(self._text("decision_no", number))
        decided = self._decided(number, within)
        if decided and decided > self.today.isoformat():
            self._note(Meaning("date", number), "ngày quyết định chưa tới")
        one = Round(
            stars=self._value("stars", cells.parse_stars, number),
            score=self._value("score", _score, number),
            decided=decided,
            decision_no=decision_no or None,
            authority=self._text("authority", number) or None,
        )
        one = self._with_expiry(one, number)
        return one if one.stars or one.decided or one.decision_no else None

    def _decided(self, number: int, within: str) -> str | None:
        """Return the date of a round from its own cell, else from the decision's, else the year."""
        year = self._value("year", cells.parse_date, number)
        cell = self._cell(Meaning("date", number))
        if isinstance(cell, str) and year and re.fullmatch(r"\s*\d{1,2}\s*[/.\-]\s*\d{1,2}\s*", cell):
            cell = f"{cell.strip()}/{year[:4]}"
        try:
            day = cells.parse_date(cell, self.rules) or cells.parse_date(within, self.rules)
        except CellError as problem:
            self._note(Meaning("date", number), str(problem))
            return None
        if day and year and day[:4] != year[:4]:
            self._note(Meaning("year", number), f"khác năm của ngày quyết định ({day[:4]})")
        return day or year

    def _with_expiry(self, one: Round, number: int | None) -> Round:
        """Return a round with the end of its certificate, and its date where only that cell gives it: from – to."""
        meaning = Meaning("expires_on", number)
        term = self._value("expires_on", cells.parse_term, number)
        if term is None:
            return one
        decided = one.decided or term.begins
        ends = term.end_after(decided)
        if ends is None:
            if term.ends:
                self._note(meaning, "ngày hết hạn chỉ dùng khi ghi đủ ngày, tháng, năm; để trống", self.warnings)
            return replace(one, decided=decided)
        if decided and ends.isoformat() <= decided:
            self._note(meaning, "hết hạn trước khi được công nhận")
        if one.expires_on and ends != one.expires_on:
            self._note(meaning, f"khác ngày hết hạn của lần công nhận cuối ({one.expires_on:%d/%m/%Y})", self.warnings)
            return one
        self._compare_second(meaning, ends)
        return replace(one, decided=decided, expires_on=ends)

    def _compare_second(self, meaning: Meaning, ends: date) -> None:
        """Tell where a second column of the same meaning says something else."""
        column = next((column for column, meant in self.header.seconds.items() if meant == meaning), None)
        cell = self._row[column] if column is not None and column < len(self._row) else None
        try:
            other = cells.parse_term(cell, self.rules)
        except CellError:
            return
        if column is not None and other and other.end_after(None) not in {None, ends}:
            reason = f"khác cột «{self.header.title(self.header.columns[meaning])}» ({ends:%d/%m/%Y}); dùng cột ấy"
            self.warnings.append(Problem(self._number, column, self.header.title(column), text_of(cell), reason))


_KINDS: Final = ("thi tran", "thanh pho", "thi xa", "xa", "phuong", "huyen", "tinh", "quan", "tp", "tx", "tt")
_HIGHER: Final = ("huyen ", "thanh pho ", "thi xa ", "tp ", "tx ", "quan ", "tinh ")


def _bare(unit: str) -> str:
    """Return a unit's folded name without the word for its kind."""
    words = fold_once(unit)
    for kind in _KINDS:
        rest = words.removeprefix(f"{kind} ")
        if rest != words and not rest[0].isdigit():
            return rest
    return words


def _names(address: str, unit: str) -> bool:
    """Tell whether an address names a unit; ``huyện Lai Vung`` does not name the township of Lai Vung."""
    bare, words = _bare(unit), f" {fold_once(address)} "
    if not fold_once(unit).startswith(_HIGHER):
        for kind in _HIGHER:
            words = words.replace(f" {kind}{bare} ", " ")
    return f" {bare} " in words


def _with_unit(address: str, unit: str) -> str:
    """Return an address with one more unit, put before the units that are higher than a commune."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    higher = fold_once(unit).startswith(_HIGHER)
    at = next((i for i, part in enumerate(parts) if fold_once(part).startswith(_HIGHER)), len(parts))
    at = len(parts) if higher else at
    return ", ".join([*parts[:at], unit, *parts[at:]])


def _split_decision(text: str) -> tuple[str, str]:
    """Return number and date of ``123/QĐ-UBND ngày 12/5/2024``."""
    match = _DECISION_DATE.match(text)
    return (match["number"].strip(" ,;("), match["date"]) if match else (text, "")


def _code(cell: Cell, rules: RegisterRules) -> str | None:
    text = plain(cell, rules)
    try:
        return str(parse_product_code(text)) if text else None
    except ValueError as error:
        raise CellError(str(error)) from error


def _score(cell: Cell, rules: RegisterRules) -> float | None:
    text = plain(cell, rules).replace(",", ".")
    try:
        score = float(text) if text else None
    except ValueError as error:
        raise CellError("không phải số điểm") from error
    if score is not None and not 0 <= score <= 100:
        raise CellError("điểm phải từ 0 đến 100")
    return score
