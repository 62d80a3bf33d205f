"""Months of a harvest as offices write them: "tháng 3 - 5", "T12–T2", "3; 4; 5", "quanh năm"."""

import re
from typing import Final
from unicodedata import combining, normalize

_YEAR: Final = tuple(range(1, 13))
_WHOLE: Final = frozenset({"quanh nam", "ca nam", "all year", "year round", "all year round"})
_MONTH: Final = r"(?:thang|t\.?)?\s*(1[0-2]|0?[1-9])"
_PART: Final = re.compile(rf"{_MONTH}(?:\s*(?:-|–|—|den|toi|to)\s*{_MONTH})?")
_BETWEEN: Final = re.compile(r"\s*(?:[,;/+&]|va|and)\s*|\s+")


def parse_months(text: str) -> tuple[int, ...]:
    """Return the months (1 to 12) in order; a span may run over the turn of the year; none for an empty text.

    Raises:
        ValueError: it is no list of months.
    """
    written = " ".join(_plain(text).replace("duong lich", " ").split())
    if written in _WHOLE:
        return _YEAR
    found: set[int] = set()
    at = 0
    while at < len(written):
        part = _PART.match(written, at)
        if part is None or (part.end() < len(written) and written[part.end()].isalnum()):
            raise ValueError("không phải các tháng thu hoạch, như «3; 4; 5», «tháng 12 đến tháng 2» hoặc «quanh năm»")
        found.update(_span(int(part[1]), int(part[2] or part[1])))
        gap = _BETWEEN.match(written, part.end())
        at = gap.end() if gap else part.end()
    return tuple(sorted(found))


def _plain(text: str) -> str:
    """Return small letters without marks; unlike a folded text it keeps dashes and separators."""
    return "".join(letter for letter in normalize("NFD", text.casefold().replace("đ", "d")) if not combining(letter))


def _span(first: int, last: int) -> tuple[int, ...]:
    return _YEAR[first - 1 : last] if first <= last else (*_YEAR[first - 1 :], *_YEAR[:last])
