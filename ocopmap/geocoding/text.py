"""Words of an address: folded (no case, no accents) for finding, accented for telling look-alikes apart."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WORD = re.compile(r"\d+(?:/\d+)+|\d+|[^\W\d_]+")
_BREAK = re.compile(r"[,;:()\n\r\t|–—]|\s-|-\s")
_Y_AS_VOWEL = re.compile(r"(?<=[bcdghklmnpqrstvx])y\b|(?<=\bqu)y\b")


@dataclass(slots=True)
class Word:
    """One word of a text, with the place it was cut from.

    ``folded`` is ASCII lower case with y as i where both spellings live (Quý, Quí); ``accented`` keeps the
    letters and has the tone mark at the end, so that hoà equals hòa. ``after_break`` tells that a comma,
    bracket or line end stands before the word; ``glued`` that nothing at all does (P4 is two words).
    """

    folded: str
    accented: str
    start: int
    end: int
    after_break: bool
    glued: bool


def _strip_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=65_536)
def fold_word(word: str) -> str:
    """Return one word in lower case without accents, y written as i where both spellings live; 04 is 4."""
    if word.isdigit():
        return word.lstrip("0") or "0"
    return _Y_AS_VOWEL.sub("i", _strip_marks(word))


@lru_cache(maxsize=65_536)
def accent_word(word: str) -> str:
    """Return one word in lower case with its accents in one order: the tone mark last."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    tone = "".join(mark for mark in decomposed if mark in _TONES)
    letters = "".join(mark for mark in decomposed if mark not in _TONES)
    return _Y_AS_VOWEL.sub("i", unicodedata.normalize("NFC", letters)) + tone


def words_of(text: str) -> list[Word]:
    """Cut a text (NFC) into words: letters and digits part company, house numbers such as 40/1 stay whole."""
    words: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        gap = text[last : match.start()]
        after_break = bool(gap) and last > 0 and _BREAK.search(gap) is not None
        word = match.group()
        words.append(Word(fold_word(word), accent_word(word), match.start(), match.end(), after_break, not gap))
        last = match.end()
    return words


def fold(text: str) -> str:
    """Return a text as folded words with one space between them; folding twice changes nothing."""
    return " ".join(word.folded for word in words_of(unicodedata.normalize("NFC", text)))


def joined(text: str) -> str:
    """Return the folded words of a text without spaces: the key that names are found by."""
    return fold(text).replace(" ", "")


def accented(text: str) -> tuple[str, ...]:
    """Return the accented form of every word of a text."""
    return tuple(word.accented for word in words_of(unicodedata.normalize("NFC", text)))
