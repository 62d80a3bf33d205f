"""Telephone numbers inside names: somebody's number is no part of what a map calls them."""

import re
from typing import Final

PHONE_IN_NAME: Final = (
    r"[\s,;:(–-]*(?:(?:số điện thoại|điện thoại|sđt|đt|tel|phone|zalo|hotline)[\s.:]*)?"
    r"(?<![0-9])(?:\+?84|0)(?:[ .–-]*[0-9]){8,10}(?![0-9])\)?"
)
"""A Vietnamese number as names carry it, with the word and the punctuation before it; PostgreSQL reads it alike."""

_PHONE: Final = re.compile(PHONE_IN_NAME, re.IGNORECASE)


def without_phone(name: str) -> str:
    """Return a name without the telephone numbers in it; nothing is left of one that is a number alone."""
    return _PHONE.sub("", name).strip()
