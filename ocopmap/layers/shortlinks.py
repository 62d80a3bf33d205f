"""Short codes of records, as QR codes and print carry them: ten letters and digits that nobody has to keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, select

from ocopmap.catalogue.places import Layer
from ocopmap.layers.search import ENTRY

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: without i, l, o, which are read as 1 and 0, and without u."""
_MISREAD = str.maketrans("ilo", "110", "- ")
_LENGTH = 10
_BITS = 50


@dataclass(frozen=True)
class Named:
    """A record that a short code stands for."""

    layer: Layer
    id: str
    name: str


def short_code(layer: Layer, record_id: str) -> str:
    """Return the short code of a record: the first 50 bits of the SHA-256 of "layer/id", the same for ever."""
    number = int.from_bytes(sha256(f"{layer}/{record_id}".encode()).digest()[:7]) >> 56 - _BITS
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(_BITS - 5, -1, -5))


def records_of(connection: Connection, code: str) -> Sequence[Named]:
    """Return the records that a short code stands for: none, one, or by rare chance several.

    Capitals, hyphens and letters that look like digits are read as meant.
    """
    number = _number(code)
    if number is None:
        return []
    query = (
        select(ENTRY.c.layer, ENTRY.c.id, ENTRY.c.name)
        .where(ENTRY.c.short_number == number, ENTRY.c.formerly == "")
        .order_by(ENTRY.c.layer, ENTRY.c.id)
    )
    return [Named(Layer(layer), key, name) for layer, key, name in connection.execute(query)]


def _number(code: str) -> int | None:
    plain = code.lower().translate(_MISREAD)
    if len(plain) != _LENGTH or any(letter not in _ALPHABET for letter in plain):
        return None
    number = 0
    for letter in plain:
        number = number << 5 | _ALPHABET.index(letter)
    return number
