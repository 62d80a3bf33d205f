"""Slips that change where words begin and end, or leave typed keys in them: tried when a text reads badly.

``Mỹ X,ương`` (comma inside a word), ``Mỹ Xươnghuyện Cao Lãnh`` (space left out before a kind of unit), ``Myx Xuwowng``
and ``My4 Xu7o7ng`` (keys of the input methods Telex and VNI that no program turned into letters).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from ocopmap.geocoding.keys import from_telex, from_vni
from ocopmap.geocoding.known import KnownNames
from ocopmap.geocoding.text import Word, accent_word, fold_word

_INSIDE: Final = re.compile(r"[,.;]")
_MOST_COMMAS: Final = 3
_SHORTEST_REST: Final = 2


class Repairs:
    """Ways to read a text otherwise; ``kinds`` are the folded words that announce units."""

    def __init__(self, names: KnownNames, kinds: frozenset[str]) -> None:
        self._kinds = kinds
        self._spelt = names.syllables
        self._known = names.folded_syllables | kinds

    def of(self, original: str, words: list[Word]) -> Iterator[list[Word]]:
        """Yield the words of a text repaired in one way each; none if nothing looks damaged."""
        yield from self._without_commas(original, words)
        for mended in (self._with_spaces(original, words), self._from_keys(original, words)):
            if mended != words:
                yield mended

    def _without_commas(self, original: str, words: list[Word]) -> Iterator[list[Word]]:
        """Join the two halves of a word with a comma in it; the comma may belong behind the word."""
        halves = [
            (index, whole)
            for index, (one, other) in enumerate(pairwise(words))
            if _INSIDE.fullmatch(original[one.end : other.start])
            and (whole := _cut(one, original[one.start : one.end] + original[other.start : other.end])).folded
            in self._known
        ]
        for index, whole in halves[:_MOST_COMMAS]:
            rest = words[index + 2 :]
            behind = [replace(rest[0], after_break=True), *rest[1:]] if rest else []
            yield [*words[:index], replace(whole, end=words[index + 1].end), *behind]

    def _with_spaces(self, original: str, words: list[Word]) -> list[Word]:
        """Part what a capital letter, or a kind of unit at the end, shows to be two words: ``CaoLãnhhuyện``."""
        parts = [part for word in words for part in _at_capitals(word, original)]
        return [part for word in parts for part in self._before_kind(word, original)]

    def _before_kind(self, word: Word, original: str) -> list[Word]:
        written = original[word.start : word.end]
        for cut in range(_SHORTEST_REST, len(written) - 1) if word.folded not in self._known else ():
            kind = _cut(word, written[cut:])
            if kind.folded in self._kinds:
                middle = word.start + cut
                name = replace(_cut(word, written[:cut]), end=middle)
                return [name, replace(kind, start=middle, after_break=True, glued=True)]
        return [word]

    def _from_keys(self, original: str, words: list[Word]) -> list[Word]:
        mended: list[Word] = []
        for run in _glued_runs(words):
            written = original[run[0].start : run[-1].end].lower()
            letters = self._typed(written) if run[0].folded not in self._known or len(run) > 1 else None
            if letters:
                mended.append(replace(_cut(run[0], letters), end=run[-1].end))
            else:
                mended += run
        return mended

    def _typed(self, written: str) -> str | None:
        """Return what was meant to be typed, where it is a word that names are made of."""
        for letters in filter(None, (from_telex(written), from_vni(written))):
            if accent_word(letters) in self._spelt or fold_word(letters) in self._kinds:
                return letters
        return None


def _cut(word: Word, written: str) -> Word:
    return replace(word, folded=fold_word(written), accented=accent_word(written))


def _at_capitals(word: Word, original: str) -> list[Word]:
    """Part a word at each capital that follows a small letter: ``CaoLãnh``."""
    written = original[word.start : word.end]
    cuts = [0, *(i for i in range(1, len(written)) if written[i].isupper() and written[i - 1].islower()), len(written)]
    parts = [
        replace(_cut(word, written[begin:end]), start=word.start + begin, end=word.start + end)
        for begin, end in pairwise(cuts)
    ]
    return [parts[0], *(replace(part, after_break=False, glued=True) for part in parts[1:])]


def _glued_runs(words: list[Word]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in words:
        if run and not word.glued:
            yield run
            run = []
        run.append(word)
    if run:
        yield run
