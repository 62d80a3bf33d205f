"""Whether two names may mean the same thing."""

from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ocopmap.geocoding.text import accented

_LIKE: Final = 90.0
_SHORTEST_WORD: Final = 4
"""A slip in a shorter word makes another word: Lan, Lam."""


def nearly_same(one: str, other: str) -> bool:
    """Tell whether two folded names differ by a slip of the pen: the same numbers, no short word changed."""
    if one == other:
        return True
    if fuzz.ratio(one, other, score_cutoff=_LIKE) < _LIKE:
        return False
    words, others = one.split(), other.split()
    if [word for word in words if word.isdigit()] != [word for word in others if word.isdigit()]:
        return False
    if len(words) != len(others):
        return "".join(words) == "".join(others)
    return all(
        word == match or (min(len(word), len(match)) >= _SHORTEST_WORD and Levenshtein.distance(word, match) == 1)
        for word, match in zip(words, others, strict=True)
    )


def accents_disagree(one: str, other: str) -> bool:
    """Tell whether two texts with the same folded words differ in accents though both have some (dừa, dứa)."""
    first, second = accented(one), accented(other)
    if first == second or len(first) != len(second):
        return False
    return not ("".join(first).isascii() or "".join(second).isascii())
