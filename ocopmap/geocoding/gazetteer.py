"""Places known by name: found as whole words in a text; points that a person confirmed go first, then finer ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from ocopmap.catalogue.places import Precision
from ocopmap.geocoding.answers import Place
from ocopmap.geocoding.hits import Text
from ocopmap.geocoding.rules import AddressRules, Minor
from ocopmap.geocoding.text import Word, words_of

_LONGEST: Final = 16
_TELLING_WORDS: Final = 2
_FINENESS: Final = tuple(Precision)
_MINOR: Final = {Precision.STREET: Minor.STREET, Precision.HAMLET: Minor.HAMLET}


class Gazetteer:
    """Places by folded name.

    The name of a point of interest stands anywhere in a text; beginnings that people leave out (khu du lịch) may be
    missing. Streets and hamlets (places of that precision whose name begins with such a word) bear names of communes
    and people, so they are looked for only behind a word of their kind, streets behind a house number too.
    """

    def __init__(self, places: Iterable[Place], rules: AddressRules) -> None:
        self._by_key: dict[str, list[Place]] = defaultdict(list)
        self._minor: dict[tuple[Minor, str], list[Place]] = defaultdict(list)
        self._longest = 0
        for place in places:
            self._add(place, words_of(place.name), rules)

    def _add(self, place: Place, words: list[Word], rules: AddressRules) -> None:
        if not words:
            return
        self._longest = min(_LONGEST, max(self._longest, len(words)))
        meaning, length = rules.meaning_at(words, 0)
        minor = _MINOR.get(place.precision)
        if minor and meaning and meaning.minor is minor and length < len(words):
            self._minor[minor, _key(words[length:])].append(place)
            return
        self._by_key[_key(words)].append(place)
        for length in range(1, len(words) - _TELLING_WORDS + 1):
            if _key(words[:length]) in rules.place_types:
                self._by_key[_key(words[length:])].append(place)

    def named_in(self, text: Text) -> list[tuple[Place, int]]:
        """Return places named in a text with the length of the name in words, the best first.

        A point that a person confirmed goes before a guessed one, a finer one before a coarser, a longer name before
        a shorter.
        """
        found = [*self._points_of_interest(text.words), *self._streets_and_hamlets(text)]
        return sorted(found, key=lambda item: (not item[0].confirmed, _FINENESS.index(item[0].precision), -item[1]))

    def _points_of_interest(self, words: list[Word]) -> Iterator[tuple[Place, int]]:
        for start in range(len(words) if self._by_key else 0):
            for length, key in _keys_from(words, start, self._longest):
                yield from ((place, length) for place in self._by_key.get(key, ()))

    def _streets_and_hamlets(self, text: Text) -> Iterator[tuple[Place, int]]:
        for start in range(len(text.words) if self._minor else 0):
            mark = text.before[start]
            minor = mark.meaning.minor if mark else None
            if minor is None and _follows_house_number(text.words, start):
                minor = Minor.STREET
            if minor is not None:
                for length, key in _keys_from(text.words, start, self._longest):
                    yield from ((place, length) for place in self._minor.get((minor, key), ()))


def _key(words: list[Word]) -> str:
    return "".join(word.folded for word in words)


def _keys_from(words: list[Word], start: int, longest: int) -> Iterator[tuple[int, str]]:
    key = ""
    for end in range(start, min(start + longest, len(words))):
        key += words[end].folded
        yield end - start + 1, key


def _follows_house_number(words: list[Word], start: int) -> bool:
    """Tell whether a number stands before the word at the beginning of its part: ``40/1 Trần Thị Nhượng``."""
    if not start or words[start].after_break or not words[start - 1].folded[0].isdigit():
        return False
    return start == 1 or words[start - 1].after_break
