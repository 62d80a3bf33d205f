"""Lines as encoded polylines with six decimals: a tenth of their size as JSON."""

from collections.abc import Iterable
from typing import Final

from ocopmap.touring.travel import Position

_SCALE: Final = 1_000_000


def encoded(line: Iterable[Position]) -> str:
    """Return a line as an encoded polyline, latitude before longitude."""
    letters: list[str] = []
    before = (0, 0)
    for position in line:
        here = (round(position.latitude * _SCALE), round(position.longitude * _SCALE))
        for now, last in zip(here, before, strict=True):
            _write(now - last, letters)
        before = here
    return "".join(letters)


def _write(change: int, letters: list[str]) -> None:
    """Add a change, its sign last, five bits a letter, the lowest first."""
    rest = change << 1 if change >= 0 else ~(change << 1)
    while rest >= 0x20:
        letters.append(chr((0x20 | rest & 0x1F) + 63))
        rest >>= 5
    letters.append(chr(rest + 63))
