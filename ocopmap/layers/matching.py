"""Where the words that were asked for stand in a name, so that they can be marked."""

import re
from collections.abc import Iterable
from unicodedata import combining, normalize

Range = tuple[int, int]
"""Start and end in UTF-16 code units, as scripts in a browser count."""

_WORD = re.compile(r"[^\W_]+")


def matched_ranges(name: str, words: Iterable[str]) -> tuple[Range, ...]:
    """Return the parts of a name that folded words stand in, in order and apart from one another.

    A word is marked where words of the name begin with it, else wherever it stands, also across spaces.
    """
    letters = [(folded, place) for place, letter in enumerate(name) for folded in _folded(letter)]
    text = "".join(folded for folded, _ in letters)
    solid = [(folded, place) for folded, place in letters if folded.isalnum()]
    spans: set[Range] = set()
    for word in words:
        begun = [found.start() for found in _WORD.finditer(text) if found.group().startswith(word)]
        if begun:
            spans.update((letters[start][1], letters[start + len(word) - 1][1] + 1) for start in begun)
        else:
            spans.update(_within(solid, word))
    return tuple((_utf16(name, start), _utf16(name, end)) for start, end in _apart(spans, name))


def _within(solid: list[tuple[str, int]], word: str) -> Iterable[Range]:
    start = "".join(folded for folded, _ in solid).find(word)
    if word and start >= 0:
        yield solid[start][1], solid[start + len(word) - 1][1] + 1


def _folded(letter: str) -> str:
    """Return a letter without case and marks; a mark by itself gives nothing."""
    plain = normalize("NFD", letter.replace("đ", "d").replace("Đ", "d")).lower()
    return "".join(part for part in plain if not combining(part))


def _apart(spans: Iterable[Range], name: str) -> list[Range]:
    """Return the ranges with those that touch made one, each with the marks that belong to its last letter."""
    joined: list[Range] = []
    for start, end in sorted(spans):
        last = end
        while last < len(name) and combining(name[last]):
            last += 1
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((start, last))
    return joined


def _utf16(text: str, place: int) -> int:
    return len(text[:place].encode("utf-16-le")) // 2
