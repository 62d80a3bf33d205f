"""The words of addresses, read from ``addresses.yaml``: unit kinds, hamlet and street words, short names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Final, Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from ocopmap.geocoding.text import Word, accented, fold, joined

_ABBREVIATION: Final = 2
"""Most letters of a short form such as TP or ph."""


class Level(StrEnum):
    """Levels of administrative units named in addresses."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Minor(StrEnum):
    """What a word announces when it does not announce a unit."""

    HAMLET = "hamlet"
    STREET = "street"
    HOUSE = "house"
    FILLER = "filler"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word or two stand for: kinds of units (with their levels), or a minor place.

    ``spellings`` are the accented forms: ``bàn`` is not ``bản``, though ``ban`` may be; ``folded`` the words.
    """

    spellings: frozenset[str] = frozenset()
    folded: frozenset[tuple[str, ...]] = frozenset()
    kinds: frozenset[str] = frozenset()
    levels: frozenset[Level] = frozenset()
    minor: Minor | None = None


class _UnitKind(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: str
    levels: list[Level]
    words: list[str]
    after: list[str] = []


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    unit_kinds: list[_UnitKind]
    hamlet_words: list[str]
    street_words: list[str]
    house_words: list[str]
    hamlet_after: list[str]
    street_after: list[str]
    filler_words: list[str]
    place_types: list[str]
    aside_words: list[str]
    vn2000_meridians: dict[float, list[str]]
    short_names: dict[str, str]


@dataclass(frozen=True)
class AddressRules:
    """Meanings by folded, joined word: ``before`` stand ahead of a name, ``after`` behind it (English).

    ``meridians`` are the VN-2000 central meridians by code of the province of before July 2025.
    """

    before: dict[str, Meaning]
    after: dict[str, Meaning]
    short_names: dict[str, str]
    place_types: frozenset[str]
    meridians: dict[str, float]
    asides: re.Pattern[str]

    @cached_property
    def _first_words(self) -> frozenset[str]:
        return frozenset(spelling[0] for meaning in self.before.values() for spelling in meaning.folded)

    @cached_property
    def unit_words(self) -> frozenset[str]:
        """Folded first words of the kinds of units, as they are written out: huyện, thành, tỉnh."""
        kinds = (meaning for meaning in self.before.values() if meaning.levels)
        return frozenset(words[0] for meaning in kinds for words in meaning.folded if len(words[0]) > _ABBREVIATION)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the rules.

        Raises:
            ValueError: the file is not YAML of the expected form; the message names file and place.
        """
        try:
            content = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
            raise ValueError(f"Tệp quy tắc địa chỉ {path} không đúng dạng: {error}") from error
        minors = {
            Minor.HAMLET: content.hamlet_words,
            Minor.STREET: content.street_words,
            Minor.HOUSE: content.house_words,
            Minor.FILLER: content.filler_words,
        }
        after = {Minor.HAMLET: content.hamlet_after, Minor.STREET: content.street_after}
        return cls(
            before=_meanings(((kind, kind.words) for kind in content.unit_kinds), minors),
            after=_meanings(((kind, kind.after) for kind in content.unit_kinds), after),
            short_names={joined(short): name for short, name in content.short_names.items()},
            place_types=frozenset(map(joined, content.place_types)),
            asides=_asides(content.aside_words),
            meridians={code: m for m, codes in content.vn2000_meridians.items() for code in codes},
        )

    def without_asides(self, text: str) -> str:
        """Return a text without brackets that tell another name of the same place: ``(nay là xã Mỹ Thọ)``."""
        return self.asides.sub(" ", text) if "(" in text else text

    def meaning_at(self, words: list[Word], index: int) -> tuple[Meaning | None, int]:
        """Return what the words from ``index`` on announce, and how many of them do (three at most)."""
        if words[index].folded not in self._first_words:
            return None, 0
        for length in (3, 2, 1):
            chunk = words[index : index + length]
            if len(chunk) < length or any(word.after_break for word in chunk[1:]):
                continue
            meaning = self.before.get("".join(word.folded for word in chunk))
            if meaning and _same_accents(meaning, chunk) and _announces(words, index, length):
                return meaning, length
        return None, 0


def _asides(words: list[str]) -> re.Pattern[str]:
    beginnings = "|".join(map(re.escape, words))
    return re.compile(rf"\(\s*(?:{beginnings})\b[^()]*\)", re.IGNORECASE)


def _same_accents(meaning: Meaning, chunk: list[Word]) -> bool:
    """Accented words must be spelt as the rules do; unaccented ones may stand for any accents."""
    if all(word.accented == word.folded for word in chunk):
        return True
    return "".join(word.accented for word in chunk) in meaning.spellings


def _announces(words: list[Word], index: int, length: int) -> bool:
    """A lone letter (P, x, H) announces only what follows it at once: not the A of ``ấp A, xã …``."""
    following = index + length
    if length > 1 or len(words[index].folded) > 1:
        return True
    return following < len(words) and not words[following].after_break


def _meanings(units: Iterable[tuple[_UnitKind, list[str]]], minors: dict[Minor, list[str]]) -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for unit, texts in units:
        for text in texts:
            known = _spelt(found.get(joined(text), Meaning()), text)
            levels = known.levels | frozenset(unit.levels)
            found[joined(text)] = replace(known, kinds=known.kinds | {unit.kind}, levels=levels)
    for minor, texts in minors.items():
        for text in texts:
            found[joined(text)] = replace(_spelt(found.get(joined(text), Meaning()), text), minor=minor)
    return found


def _spelt(known: Meaning, text: str) -> Meaning:
    spelling = frozenset({"".join(accented(text))})
    return replace(known, spellings=known.spellings | spelling, folded=known.folded | {tuple(fold(text).split())})
