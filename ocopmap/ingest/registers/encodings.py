"""From the bytes of a text file to Vietnamese text, whichever of the encodings in use they are in."""

import codecs
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from typing import Final

_TCVN3_BYTES: Final = bytes.fromhex(
    "A1A2A3A4A5A6A7A8A9AAABACADAE B5B6B7B8B9 BBBCBDBE C6 C7C8C9CACBCC CECFD0D1D2D3D4D5D6D7D8DCDDDEDF"
    "E1E2E3E4E5E6E7E8E9EAEBECEDEEEF F1F2F3F4F5F6F7F8F9FAFBFCFDFE"
)
_TCVN3_LETTERS: Final = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
TCVN3: Final = dict(zip(_TCVN3_BYTES.decode("latin-1"), _TCVN3_LETTERS, strict=True))
"""TCVN 5712:1993 VN3 ("ABC"): letter by Latin-1 character; accented capitals have none."""

_VNI_VOWELS: Final = {
    "a": "à aø á aù ả aû ã aõ ạ aï ă aê ằ aè ắ aé ẳ aú ẵ aü ặ aë â aâ ầ aà ấ aá ẩ aå ẫ aã ậ aä",
    "e": "è eø é eù ẻ eû ẽ eõ ẹ eï ê eâ ề eà ế eá ể eå ễ eã ệ eä",
    "i": "ì ì í í ỉ æ ĩ ó ị ò",
    "o": "ò oø ó où ỏ oû õ oõ ọ oï ô oâ ồ oà ố oá ổ oå ỗ oã ộ oä ơ ô ờ ôø ớ ôù ở ôû ỡ ôõ ợ ôï",
    "u": "ù uø ú uù ủ uû ũ uõ ụ uï ư ö ừ öø ứ öù ử öû ữ öõ ự öï",
    "y": "ỳ yø ý yù ỷ yû ỹ yõ ỵ î",
    "đ": "đ ñ",
}


def _vni_letters() -> dict[str, str]:
    """Return letter by what a VNI font writes for it: the small letters above, and their capitals."""
    found: dict[str, str] = {}
    for pairs in _VNI_VOWELS.values():
        letters = pairs.split()
        for letter, typed in zip(letters[::2], letters[1::2], strict=True):
            found |= {typed: letter, typed.upper(): letter.upper(), typed[0].upper() + typed[1:]: letter.upper()}
    return found


VNI: Final = _vni_letters()
"""VNI-Windows: Unicode letter by one or two Latin-1 characters, a vowel and its mark."""

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
        content: UTF-8 or UTF-16 with or without their mark, Windows-1258, TCVN3 or VNI.
        vocabulary: words in lower case with their accents, of which a register has some.
    """
    for mark, encoding in _MARKS:
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
    readings = {"windows-1258": content.decode("cp1258", errors="replace"), "latin-1": content.decode("latin-1")}
    texts = {"windows-1258": _composed(readings["windows-1258"])}
    texts |= {name: convert(readings["latin-1"]) for name, convert in FONTS.items()}
    scores = {name: words_known(text[:_SAMPLE], vocabulary) for name, text in texts.items()}
    best = max(scores, key=lambda name: scores[name])
    return (texts[best], best) if scores[best] else None


def words_known(text: str, vocabulary: Collection[str]) -> int:
    """Return how many words of a text are in a vocabulary of lower-case words."""
    return sum(word in vocabulary for word in _WORD.findall(text.casefold()))


def conversion_for(typed: str, vocabulary: Collection[str]) -> Callable[[str], str]:
    """Return what makes Unicode, letters composed, of text that may have been typed in a font of before Unicode."""
    conversions: list[Callable[[str], str]] = [_composed, *FONTS.values()]
    return max(conversions, key=lambda convert: words_known(convert(typed), vocabulary))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _from_tcvn3(text: str) -> str:
    return text.translate(_TCVN3_TABLE)


def _from_vni(text: str) -> str:
    return _VNI_LETTER.sub(lambda match: VNI[match[0]], text)


FONTS: Final[Mapping[str, Callable[[str], str]]] = {"tcvn3": _from_tcvn3, "vni": _from_vni}
"""Text as Latin-1 shows it, typed in an ABC or a VNI font, to Unicode."""
_TCVN3_TABLE: Final = str.maketrans(TCVN3)
_VNI_LETTER: Final = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
