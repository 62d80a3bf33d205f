"""The ministry's table of OCOP products, PTNT_OCOP (decision 5277/QĐ-BNNMT): whole numbers for our ids."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

_NUMBERS: Final = 2**31 - 1
"""The largest value of the table's ``int``."""


def national_numbers(ids: Iterable[str]) -> dict[str, int]:
    """Return MA_OCOP of each product, from 1 on: made of its id alone, so that every export and database has the same.

    Where two ids make one number (of 10,000 products hardly ever two), the later in order takes the next that is free.
    """
    found: dict[str, int] = {}
    taken: set[int] = set()
    for each in sorted(set(ids)):
        number = int.from_bytes(sha256(f"product/{each}".encode()).digest()[:8]) % _NUMBERS + 1
        while number in taken:
            number = number % _NUMBERS + 1
        taken.add(number)
        found[each] = number
    return found
