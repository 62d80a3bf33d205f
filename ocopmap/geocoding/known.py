"""Which names communes of Vietnam bear or bore: what is written like one of them is no slip of the keyboard."""

from itertools import chain
from typing import Final

from rapidfuzz.distance import OSA

from ocopmap.geocoding.text import Word
from ocopmap.geocoding.units import Units

_LETTERS_FOR_ONE: Final = 2
_LETTERS_FOR_TWO: Final = 5
_ORDER_LETTERS: Final = frozenset("abcdefgh")
"""Letters that tell communes of one name apart: Tân Thành A, Tân Thành B."""


class KnownNames:
    """Names that communes of Vietnam bear or bore, and the words they are made of.

    A name that is written like a commune's but for a letter is a slip of the keyboard only if it is no name
    itself: ``Mỹ Xươgn`` means Mỹ Xương, ``Vân Dương`` is another commune than Tân Dương.
    """

    def __init__(self, units: Units, kinds: frozenset[str]) -> None:
        self._kinds = kinds
        self._spelt = frozenset(map("".join, units.accented_commune_names))
        self._folded = frozenset(name.replace(" ", "") for name in units.folded_commune_names)
        self.syllables = frozenset(chain.from_iterable(units.accented_commune_names))
        self.folded_syllables = frozenset(chain.from_iterable(name.split() for name in units.folded_commune_names))

    def has_name(self, words: list[Word]) -> bool:
        """Tell whether a commune somewhere in Vietnam is called so, letter for letter."""
        if _unaccented(words):
            return "".join(word.folded for word in words) in self._folded
        return self.has_spelling(words)

    def has_spelling(self, words: list[Word]) -> bool:
        """Tell whether a commune somewhere in Vietnam is called so, accent for accent."""
        return "".join(word.accented for word in words) in self._spelt

    def has_syllables(self, words: list[Word]) -> bool:
        """Tell whether all words are such as names are made of, single letters among them (Tân Thành B)."""
        if _unaccented(words):
            return all(word.folded in self.folded_syllables or word.folded in _ORDER_LETTERS for word in words)
        return all(word.accented in self.syllables or word.folded in _ORDER_LETTERS for word in words)

    def may_be_kind(self, word: Word) -> bool:
        """Tell whether a word is one that announces units, misspelt: ``huyệnn``, ``thnàh``."""
        reach = (len(word.folded) >= _LETTERS_FOR_ONE) + (len(word.folded) >= _LETTERS_FOR_TWO)
        return any(OSA.distance(word.folded, kind, score_cutoff=reach) <= reach for kind in self._kinds)


def _unaccented(words: list[Word]) -> bool:
    return all(word.accented == word.folded for word in words)
