"""What single cells of a register say: stars, dates, groups, legal forms, phones. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ocopmap.catalogue.products import MAX_STARS, MIN_STARS, PRODUCT_SETS, LegalForm, ProductGroup, group_of_set
from ocopmap.ingest.months import parse_months
from ocopmap.ingest.registers.rules import RegisterRules, longest_within
from ocopmap.ingest.registers.sheet import BadCell, Cell, fold_once, text_of

FIRST_YEAR: Final = 2018
"""The programme began in 2018: nothing was recognised before."""
LAST_YEAR: Final = 2100

_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(36_526, 73_416)  # 2000-01-01 to 2100-12-31
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_MONTH = re.compile(r"(?:tháng\s*)?(\d{1,2})\s*[/.\-]\s*(\d{4})", re.IGNORECASE)
_WORDS = re.compile(r"(?:ngày\s*)?(\d{1,2})\s*tháng\s*(\d{1,2})\s*,?\s*năm\s*(\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"(?:năm\s*)?(\d{4})", re.IGNORECASE)
_LEAD = re.compile(r"^(?:ngày|đến|đến ngày|từ ngày|hết ngày)\s+", re.IGNORECASE)
_STAR_DIGIT = re.compile(r"(?<![\d.,/])(\d)(?:[.,]0+)?(?![\d/])")
_MONTHS = re.compile(r"(?:có\s+)?(?:thời hạn\s+)?(\d{1,3})\s*(tháng|năm)(?:\s.*)?", re.IGNORECASE)
_RANGE = re.compile(
    r"(?:từ\s+)?((?:ngày\s+)?\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})\s*(?:-|–|đến|tới|,|;)+\s*(?:hết\s+)?"
    r"((?:ngày\s+)?\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})",
    re.IGNORECASE,
)
_LONGEST_TERM: Final = 120
_MERIDIAN = re.compile(
    r"\D{0,25}?(10[2-9])(?:[.,](\d{1,3})|\s*(?:[°ºo]|độ|\s|-)\s*(?:(\d{1,2})\s*(?:['′’]|phút)?)?(?:\s*00?\D{0,4})?)?"
)
_PHONE_PART = re.compile(r"[;/,\n]|\s-\s|\s{2,}")
_ENUMERATOR = re.compile(r"^\s*(?:[IVXivx]{1,4}|\d{1,2}(?:\.\d{1,2})*|[a-zA-Z])\s*[.)\-:/]\s*")


class CellError(ValueError):
    """A cell cannot be understood; the message says why, in Vietnamese."""


def plain(cell: Cell, rules: RegisterRules) -> str:
    """Return a cell's text, empty where it stands for nothing.

    Raises:
        CellError: the cell holds a formula's error.
    """
    if isinstance(cell, BadCell):
        raise CellError("công thức bị lỗi hoặc chưa có giá trị")
    text = text_of(cell)
    return "" if rules.is_empty(text) else text


def parse_stars(cell: Cell, rules: RegisterRules) -> int | None:
    """Return 3 to 5 from ``4``, ``4 sao``, ``★★★★``, ``OCOP 4*``, ``bốn sao``; None from an empty cell.

    Raises:
        CellError: no rank, several, one that was not given, or one that carries no certificate.
    """
    text = plain(cell, rules)
    if not text:
        return None
    if longest_within(fold_once(text), dict.fromkeys(rules.not_recognised)):
        raise CellError("không phải hạng đã được công nhận")
    stars = _stars_in(text, rules)
    if len(stars) != 1:
        raise CellError("không đọc ra một hạng sao duy nhất")
    (rank,) = stars
    if not MIN_STARS <= rank <= MAX_STARS:
        raise CellError(f"chỉ hạng {MIN_STARS} đến {MAX_STARS} sao được cấp giấy chứng nhận")
    return rank


def _stars_in(text: str, rules: RegisterRules) -> set[int]:
    if digits := {int(digit) for digit in _STAR_DIGIT.findall(text)}:
        return digits
    if symbols := sum(letter in rules.star_symbols for letter in text):
        return {symbols}
    return {rules.star_numbers[word] for word in fold_once(text).split() if word in rules.star_numbers}


def parse_date(cell: Cell, rules: RegisterRules) -> str | None:
    """Return ``2024-05-12``, ``2024-05`` or ``2024``, as exact as the cell is; None from an empty one.

    Takes dates, serials of the 1900 system, day/month/year with /, - or ., ISO, month/year, a year alone, and
    ``ngày 12 tháng 5 năm 2024``.

    Raises:
        CellError: no date, or one that does not exist.
    """
    if isinstance(cell, date):
        return _checked(cell.year, cell.month, cell.day)
    if isinstance(cell, float):
        return _from_number(cell)
    text = _LEAD.sub("", plain(cell, rules))
    if text.isdecimal():
        return _from_number(float(text))
    return _from_text(text) if text else None


@dataclass(frozen=True, slots=True)
class Term:
    """What a cell says of a certificate's validity: its end, its months, or both ends; dates as exact as written."""

    begins: str | None = None
    ends: str | None = None
    months: int | None = None

    def end_after(self, decided: str | None) -> date | None:
        """Return the day it ends, None where that is not told to the day."""
        if self.ends:
            return date.fromisoformat(self.ends) if len(self.ends) == 10 else None
        if self.months and decided and len(decided) == 10:
            return months_after(date.fromisoformat(decided), self.months)
        return None


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, the last of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def parse_term(cell: Cell, rules: RegisterRules) -> Term | None:
    """Return the validity that a cell tells: a date, ``36 tháng``, or ``12/5/2024 - 12/5/2027``.

    Raises:
        CellError: none of these.
    """
    text = plain(cell, rules)
    if match := _MONTHS.fullmatch(text):
        months = int(match[1]) * (12 if match[2].casefold() == "năm" else 1)
        if not 1 <= months <= _LONGEST_TERM:
            raise CellError("thời hạn phải từ 1 đến 120 tháng")
        return Term(months=months)
    if match := _RANGE.fullmatch(text):
        return Term(begins=parse_date(match[1], rules), ends=parse_date(match[2], rules))
    ends = parse_date(cell, rules)
    return Term(ends=ends) if ends else None


def parse_meridian(cell: Cell, rules: RegisterRules) -> float | None:
    """Return a VN-2000 central meridian in degrees from ``105°45'``, ``105.75``, ``105 45``; None from an empty cell.

    Raises:
        CellError: no meridian of Vietnam.
    """
    text = plain(cell, rules)
    if not text:
        return None
    match = _MERIDIAN.fullmatch(text)
    if match is None:
        raise CellError("không phải kinh tuyến trục VN-2000, chẳng hạn 105°45'")
    return float(f"{match[1]}.{match[2]}") if match[2] else int(match[1]) + int(match[3] or 0) / 60


def _from_text(text: str) -> str:
    if match := _ISO.fullmatch(text):
        return _checked(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY.fullmatch(text) or _WORDS.fullmatch(text):
        year = int(match[3])
        return _checked(year if year > 99 else 2000 + year, int(match[2]), int(match[1]))
    if match := _MONTH.fullmatch(text):
        return _checked(int(match[2]), int(match[1]))
    if match := _YEAR.fullmatch(text):
        return _checked(int(match[1]))
    raise CellError("không đọc ra ngày; viết ngày/tháng/năm hoặc năm")


def _from_number(number: float) -> str:
    if number.is_integer() and FIRST_YEAR <= number <= LAST_YEAR:
        return str(int(number))
    if _SERIALS.start <= number < _SERIALS.stop:
        return (_SERIAL_ZERO + timedelta(days=int(number))).isoformat()
    raise CellError("không phải ngày và không phải năm từ 2018")


def _checked(year: int, month: int | None = None, day: int | None = None) -> str:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError(f"năm {year} ngoài khoảng từ {FIRST_YEAR} đến {LAST_YEAR}")
    if month is not None and not 1 <= month <= 12:
        raise CellError(f"không có tháng {month}; viết ngày trước, tháng sau")
    try:
        date(year, month or 1, day or 1)
    except ValueError as error:
        raise CellError(f"tháng {month}/{year} không có ngày {day}") from error
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def parse_group(cell: Cell, rules: RegisterRules) -> ProductGroup | None:
    """Return the display group of a name from any of the three schemes, numbered and prefixed or not.

    Raises:
        CellError: there is no such group.
    """
    text = plain(cell, rules)
    if not text:
        return None
    name = fold_once(_ENUMERATOR.sub("", text))
    for prefix in rules.group_prefixes:
        name = name.removeprefix(f"{prefix} ")
    found = longest_within(name, rules.groups)
    if found is None:
        raise CellError("không phải nhóm sản phẩm OCOP nào trong ba bộ tiêu chí")
    return found[1]


def parse_set(cell: Cell, rules: RegisterRules) -> int | None:
    """Return the number of a bộ sản phẩm (1 to 26) from its number or name; None where the name is not of the 26.

    Raises:
        CellError: a number that is none of the 26.
    """
    text = plain(cell, rules)
    if text.isdecimal():
        try:
            group_of_set(int(text))
        except ValueError as error:
            raise CellError(f"bộ sản phẩm đánh số từ 1 đến {max(PRODUCT_SETS[ProductGroup.TOURISM])}") from error
        return int(text)
    return rules.sets.get(fold_once(_ENUMERATOR.sub("", text)))


def parse_legal_form(cell: Cell, subject_name: str, rules: RegisterRules) -> LegalForm:
    """Return the legal form that a cell names, else the one that the subject's name begins with.

    Raises:
        CellError: the cell says something that is no legal form.
    """
    text = fold_once(plain(cell, rules))
    if text and text not in rules.generic_forms:
        found = longest_within(text, rules.legal_forms)
        if found:
            return found[1]
        if not any(word in rules.generic_forms for word in text.split()):
            raise CellError("không phải loại hình chủ thể nào đã biết")
    form, _ = split_form(subject_name, rules)
    return form or LegalForm.OTHER


def split_form(subject_name: str, rules: RegisterRules) -> tuple[LegalForm | None, str]:
    """Return the legal form that a name begins with, and the folded rest of the name (all of it if nothing is left)."""
    words = fold_once(subject_name).split()
    for length in range(min(6, len(words)), 0, -1):
        form = rules.legal_forms.get(" ".join(words[:length]))
        if form:
            return form, " ".join(words[length:] or words)
    return None, " ".join(words)


def parse_phone(cell: Cell, rules: RegisterRules) -> str | None:
    """Return one or more Vietnamese numbers as digits, joined by ``; ``; a spreadsheet's lost first 0 is put back.

    Raises:
        CellError: some part is no phone number.
    """
    text = plain(cell, rules)
    numbers = [_phone(part) for part in _PHONE_PART.split(text) if part.strip()]
    return "; ".join(dict.fromkeys(numbers)) or None


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:]
    elif len(digits) in (9, 10) and not digits.startswith("0"):
        digits = "0" + digits
    if not re.fullmatch(r"0[35789]\d{8}|02\d{9}", digits):
        raise CellError("không phải số điện thoại Việt Nam")
    return digits


def parse_yes(cell: Cell, rules: RegisterRules) -> bool | None:
    """Return whether a cell says yes (``x``, ``có``, ``nữ``) or no; None from an empty one.

    Raises:
        CellError: it says something else.
    """
    text = text_of(cell).casefold() if isinstance(cell, bool) else plain(cell, rules).casefold()
    if text in rules.yes:
        return True
    if text in rules.no:
        return False
    if text:
        raise CellError("phải là có hoặc không")
    return None


def parse_harvest(cell: Cell, rules: RegisterRules) -> tuple[int, ...]:
    """Return the months (1 to 12) of a harvest; none from an empty cell.

    Raises:
        CellError: it is no list of months.
    """
    try:
        return parse_months(plain(cell, rules))
    except ValueError as error:
        raise CellError(str(error)) from error
