"""Words left as the keys of an input method, Telex (``Xuwowng``, ``Myx``) or VNI (``Xu7o7ng``, ``My4``)."""

import re
from typing import Final

_TELEX_TONES: Final = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES: Final = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_VOWEL: Final = re.compile("[aeiouy]")
_TELEX_WORD: Final = re.compile(r"[a-z]*[aeiouy][a-z]*")
_VNI_WORD: Final = re.compile(r"[a-z]*[aeiouy][a-z1-9]*|[a-z][a-z1-9]*[aeiouy][a-z1-9]*")


def from_telex(word: str) -> str | None:
    """Return the letters that Telex keys (small ASCII letters) stand for, the tone mark last; None if none."""
    if not _TELEX_WORD.fullmatch(word):
        return None
    letters, tone = "", ""
    for key in word:
        if key in _TELEX_TONES and _VOWEL.search(letters):
            tone = _TELEX_TONES[key]
        elif key == "w" and _VOWEL.search(letters):
            letters = _marked(letters, "aou", "")
        elif key in "aeo" and _VOWEL.search(letters) and key in letters:
            letters = _marked(letters, key, _CIRCUMFLEX)
        elif key == "d" and letters.startswith("d"):
            letters = "đ" + letters[1:]
        else:
            letters += key
    return _changed(letters + tone, word)


def from_vni(word: str) -> str | None:
    """Return the letters that VNI keys (small ASCII letters, digits) stand for, the tone mark last; None if none."""
    if not _VNI_WORD.fullmatch(word):
        return None
    letters, tone = "", ""
    for key in word:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key == "6":
            letters = _marked(letters, "aeo", _CIRCUMFLEX)
        elif key in "78":
            letters = _marked(letters, "ou" if key == "7" else "a", "")
        elif key == "9":
            letters = letters.replace("d", "đ", 1)
        else:
            letters += key
    return _changed(letters + tone, word)


def _changed(letters: str, word: str) -> str | None:
    return None if letters == word else letters


def _marked(letters: str, vowels: str, mark: str) -> str:
    """Put a mark on the last of these vowels that has none: a horn or breve unless one is given; uo become ươ."""
    if not mark and letters.endswith("uo"):
        return f"{letters[:-2]}u{_HORN}o{_HORN}"
    for index in range(len(letters) - 1, -1, -1):
        if letters[index] in vowels and letters[index + 1 : index + 2] not in {_HORN, _BREVE, _CIRCUMFLEX}:
            sign = mark or (_BREVE if letters[index] == "a" else _HORN)
            return letters[: index + 1] + sign + letters[index + 1 :]
    return letters
