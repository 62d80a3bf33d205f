"""Places known by name: found as whole words in a text, the longest name first."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from ocopmap.geocoding.answers import Place
from ocopmap.geocoding.text import Word, words_of

_LONGEST: Final = 16
_TELLING_WORDS: Final = 2


class Gazetteer:
    """Places by folded name; ``type_words`` are beginnings of names (khu du lịch) that people leave out."""

    def __init__(self, places: Iterable[Place], type_words: frozenset[str]) -> None:
        self._by_key: dict[str, list[Place]] = defaultdict(list)
        self._longest = 0
        for place in places:
            self._add(place, [word.folded for word in words_of(place.name)], type_words)

    def _add(self, place: Place, words: list[str], type_words: frozenset[str]) -> None:
        if not words:
            return
        self._by_key["".join(words)].append(place)
        self._longest = min(_LONGEST, max(self._longest, len(words)))
        for length in range(1, len(words) - _TELLING_WORDS + 1):
            if "".join(words[:length]) in type_words:
                self._by_key["".join(words[length:])].append(place)

    def named_in(self, words: list[Word]) -> list[tuple[Place, int]]:
        """Return places named in a text with the length of the name in words, longest names first."""
        found: list[tuple[Place, int]] = []
        for start in range(len(words) if self._by_key else 0):
            key = ""
            for end in range(start, min(start + self._longest, len(words))):
                key += words[end].folded
                found += [(place, end - start + 1) for place in self._by_key.get(key, ())]
        return sorted(found, key=lambda item: -item[1])
