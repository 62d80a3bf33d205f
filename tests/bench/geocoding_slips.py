"""A second way to damage addresses, written apart from the first: what hands and input methods really do.

Telex or VNI keys left in a word, a tone or all marks dropped, letters swapped or doubled, a neighbouring key hit, a
space left out.
"""

import random
import unicodedata
from collections.abc import Callable
from itertools import pairwise

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
TONES = {"\u0301": ("s", "1"), "\u0300": ("f", "2"), "\u0309": ("r", "3"), "\u0303": ("x", "4"), "\u0323": ("j", "5")}
MARKS = {"\u0302": ("", "6"), "\u031b": ("w", "7"), "\u0306": ("w", "8")}
"""A circumflex is the letter itself again in Telex."""

Slip = Callable[[str, random.Random], str]


def slipped(text: str, dice: random.Random, slips: "tuple[Slip, ...] | None" = None) -> str:
    """Make one slip that changes the text."""
    while True:
        changed = dice.choice(slips or SLIPS)(text, dice)
        if changed != text:
            return changed


def keys(word: str, method: int) -> str:
    """Return a word as its keys: method 0 is Telex, 1 is VNI; the tone key comes last."""
    typed, tone = "", ""
    for letter in unicodedata.normalize("NFD", word):
        if letter in TONES:
            tone = TONES[letter][method]
        elif letter in MARKS:
            typed += MARKS[letter][method] or typed[-1].lower()
        elif letter in "đĐ":
            typed += ("d" if letter == "đ" else "D") + ("d", "9")[method]
        else:
            typed += letter
    return typed + tone


def _of_word(change: Callable[[str, random.Random], str]) -> Slip:
    def slip(text: str, dice: random.Random) -> str:
        words = text.split(" ")
        place = dice.randrange(len(words))
        bare = words[place].rstrip(",")
        words[place] = change(bare, dice) + words[place][len(bare) :]
        return " ".join(words)

    return slip


def _toneless(word: str, _: random.Random) -> str:
    letters = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in TONES))


def _markless(word: str, _: random.Random) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _swapped(word: str, dice: random.Random) -> str:
    if len(word) < len("ab"):
        return word
    place = dice.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _doubled(word: str, dice: random.Random) -> str:
    place = dice.randrange(len(word))
    return word[: place + 1] + word[place:] if word[place].isalpha() else word


def _neighbour(word: str, dice: random.Random) -> str:
    place = dice.randrange(len(word))
    near = NEAR.get(_markless(word[place], dice).lower(), "")
    return word[:place] + dice.choice(near) + word[place + 1 :] if near else word


def _unspaced(text: str, dice: random.Random) -> str:
    spaces = [place for place, letter in enumerate(text) if letter == " "]
    place = dice.choice(spaces)
    return text[:place] + text[place + 1 :]


def _near() -> dict[str, str]:
    found: dict[str, set[str]] = {letter: set() for row in ROWS for letter in row}
    pairs = [pair for row in ROWS for pair in pairwise(row)]
    pairs += [(a, b) for upper, lower in pairwise(ROWS) for a, b in zip(upper, lower, strict=False)]
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return {letter: "".join(sorted(near)) for letter, near in found.items()}


NEAR = _near()
PLAIN_SLIPS: tuple[Slip, ...] = (_of_word(_swapped), _of_word(_doubled), _of_word(_neighbour), _unspaced)
SLIPS: tuple[Slip, ...] = (
    _of_word(lambda word, _: keys(word, 0)),
    _of_word(lambda word, _: keys(word, 1)),
    _of_word(_toneless),
    _of_word(_markless),
    *PLAIN_SLIPS,
)
