"""Identifiers for new records: words of their names, never one that is taken."""

from collections.abc import Iterable
from typing import Final

from ocopmap.geocoding.text import fold

_LONGEST: Final = 120


class Slugs:
    """Hands out identifiers that are not taken yet."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def new(self, prefix: str, name: str) -> str:
        """Return ``prefix`` and the name's words joined by hyphens, numbered when that is taken."""
        base = prefix + (slug_of(name) or "khong-ten")
        candidate = base
        while candidate in self._taken:
            self._last[base] = self._last.get(base, 1) + 1
            candidate = f"{base}-{self._last[base]}"
        self._taken.add(candidate)
        return candidate


def slug_of(name: str) -> str:
    """Return a name's folded words joined by hyphens."""
    ascii_words = "".join(letter for letter in fold(name).replace("/", " ") if letter.isascii()).split()
    return "-".join(ascii_words)[:_LONGEST].strip("-")
