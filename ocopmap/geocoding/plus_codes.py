"""Plus Codes (Open Location Code): the part of the public specification that turns a code into a point."""

import re
from typing import Final

from ocopmap.geocoding.centres import Point

_ALPHABET: Final = "23456789CFGHJMPQRVWX"
_CODE: Final = re.compile(rf"(?<![\w+])([{_ALPHABET}]{{2,8}}\+[{_ALPHABET}]{{2,7}})(?!\w)", re.IGNORECASE)
_PAIR_DIGITS: Final = 10
_SEPARATOR_AT: Final = 8
_GRID_ROWS, _GRID_COLUMNS = 5, 4


def find_plus_code(text: str) -> str | None:
    """Return the first full or short Plus Code of a text, in capitals."""
    match = _CODE.search(text)
    if not match or match.group(1).index("+") % 2:
        return None
    return match.group(1).upper()


def without_plus_code(text: str) -> str:
    """Return what a text says beside its Plus Code: for a short one, the locality that completes it."""
    return _CODE.sub(" ", text).strip(" ,;")


def plus_code_point(code: str, near: Point) -> Point:
    """Return the centre of a code's cell; a short code is completed to the cell nearest to ``near``."""
    missing = _SEPARATOR_AT - code.index("+")
    if not missing:
        return _decoded(code.replace("+", ""))[0]
    step = 20.0 ** (2 - missing / 2)
    prefix = _encoded(near)[:missing]
    (latitude, longitude), _ = _decoded(prefix + code.replace("+", ""))
    return _nearest(latitude, near[0], step), _nearest(longitude, near[1], step)


def _nearest(value: float, wanted: float, step: float) -> float:
    return value + step * round((wanted - value) / step)


def _decoded(digits: str) -> tuple[Point, float]:
    latitude, longitude, height, width = -90.0, -180.0, 400.0, 400.0
    for position in range(0, min(len(digits), _PAIR_DIGITS), 2):
        height, width = height / 20, width / 20
        latitude += _ALPHABET.index(digits[position]) * height
        longitude += _ALPHABET.index(digits[position + 1]) * width
    for digit in digits[_PAIR_DIGITS:]:
        height, width = height / _GRID_ROWS, width / _GRID_COLUMNS
        row, column = divmod(_ALPHABET.index(digit), _GRID_COLUMNS)
        latitude, longitude = latitude + row * height, longitude + column * width
    return (latitude + height / 2, longitude + width / 2), height


def _encoded(point: Point) -> str:
    digits = ""
    latitude, longitude, size = point[0] + 90, point[1] + 180, 400.0
    for _ in range(_PAIR_DIGITS // 2):
        size /= 20
        digits += _ALPHABET[int(latitude / size)] + _ALPHABET[int(longitude / size)]
        latitude, longitude = latitude % size, longitude % size
    return digits
