"""From the bytes of a text file to Vietnamese text, whichever of the four encodings they are in."""

import codecs
import re
import unicodedata
from collections.abc import Callable, Collection
from typing import Final

_TCVN3_BYTES: Final = bytes.fromhex(
    "A1A2A3A4A5A6A7A8A9AAABACADAE B5B6B7B8B9 BBBCBDBE C6 C7C8C9CACBCC CECFD0D1D2D3D4D5D6D7D8DCDDDEDF"
    "E1E2E3E4E5E6E7E8E9EAEBECEDEEEF F1F2F3F4F5F6F7F8F9FAFBFCFDFE"
)
_TCVN3_LETTERS: Final = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
TCVN3: Final = dict(zip(_TCVN3_BYTES.decode("latin-1"), _TCVN3_LETTERS, strict=True))
"""TCVN 5712:1993 VN3 ("ABC"): letter by Latin-1 character; accented capitals have none."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 2**18
_WORD = re.compile(r"[^\W\d_]+")


def decode_text(content: bytes, vocabulary: Collection[str]) -> tuple[str, str] | None:
    """Return the text (NFC) and the name of its encoding, None where no encoding gives Vietnamese words.

    Args:
        content: UTF-8 or UTF-16 with or without their mark, Windows-1258, or TCVN3.
        vocabulary: words in lower case with their accents, of which a register has some.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _decoded(content, encoding)
    if unmarked := _utf16_without_mark(content[:_SAMPLE]):
        return _decoded(content, unmarked)
    return _decoded(content, "utf-8") or _best_of_bytes(content, vocabulary)


def _decoded(content: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return unicodedata.normalize("NFC", content.decode(encoding)), encoding
    except UnicodeDecodeError:
        return None


def _utf16_without_mark(sample: bytes) -> str | None:
    """Text in Latin letters has a zero in every other byte."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 5 < len(sample):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _best_of_bytes(content: bytes, vocabulary: Collection[str]) -> tuple[str, str] | None:
    readers: dict[str, Callable[[bytes], str]] = {"windows-1258": _windows1258, "tcvn3": _tcvn3}
    scores = {
        name: sum(word in vocabulary for word in _WORD.findall(read(content[:_SAMPLE]).casefold()))
        for name, read in readers.items()
    }
    best = max(scores, key=lambda name: scores[name])
    return (readers[best](content), best) if scores[best] else None


def _windows1258(content: bytes) -> str:
    return unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))


def _tcvn3(content: bytes) -> str:
    return from_tcvn3(content.decode("latin-1"))


def from_tcvn3(text: str) -> str:
    """Return text whose letters were typed in a TCVN3 font, as Unicode."""
    return text.translate(_TCVN3_TABLE)


_TCVN3_TABLE: Final = str.maketrans(TCVN3)
