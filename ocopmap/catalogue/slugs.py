"""Names as they stand in addresses and identifiers: plain letters, digits and hyphens."""

import re
from unicodedata import normalize

_LONGEST = 120
_WORD = re.compile(r"[a-z0-9]+")


def slug_of(name: str) -> str:
    """Return a name's words without diacritics, joined by hyphens: "Phường Mỹ Tho" gives "phuong-my-tho"."""
    plain = normalize("NFD", name.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    return "-".join(_WORD.findall(plain))[:_LONGEST].strip("-")
